"""Chapter 2: what networks for pictures are asked to do, drawn small."""

import numpy as np

from tabs.lesson import bundled, ink, svg
from tabs.lesson.registry import Drawn, figure

SKY, GROUND, TREE, TRUNK, CAR = "#bcd7ee", "#c9d3b4", "#4f8a54", "#7a5a3c", "#c8553d"
CLASSES = {"sky": "#3f73a8", "ground": "#8a6a2c", "tree": "#1f7a4c", "car": "#a3245a"}
"""Dark enough for a white name on each."""


def scene(sky: str, ground: str, tree: str, trunk: str, car: str) -> str:
    """Draw a tree and a car, 150 × 110, in the colours given."""
    return "".join(
        (
            svg.box(0, 0, 150, 110, "flat", sky, 6),
            svg.path("M0 74H150V104a6 6 0 0 1-6 6H6a6 6 0 0 1-6-6Z", "flat", ground),
            svg.box(31, 52, 8, 32, "flat", trunk, 1),
            svg.circle(35, 40, 23, "flat", tree),
            svg.path("M78 84v-13l9-3 9-15h26l12 15 8 4v12Z", "flat", car),
            svg.circle(95, 86, 7, "flat", car if car == trunk else "#2b2833"),
            svg.circle(126, 86, 7, "flat", car if car == trunk else "#2b2833"),
        )
    )


PHOTO = (SKY, GROUND, TREE, TRUNK, CAR)


@figure
def three_tasks() -> Drawn:
    """One picture in; a class, a class for each pixel, or boxes with classes out."""
    photo = _shown("what goes in", scene(*PHOTO), "a photo, say")
    classify = _shown("classification", "".join(_labels()), "one label for all of it")
    segment = _shown("segmentation", _masks(), "a class for every pixel")
    detect = _shown("detection", scene(*PHOTO) + "".join(_boxes()), "a box for each thing")
    label = (
        "A picture of a tree and a car goes in. Classification answers with one label for the whole picture, "
        "segmentation with a class for every pixel, detection with a labelled box around each thing."
    )
    return Drawn(
        svg.told(label, photo, svg.sign("→"), classify, segment, detect, kind="top"),
        "Three questions to one picture. A drawing, not a network’s answer.",
    )


def _shown(title: str, drawing: str, words: str) -> str:
    """A scene a little smaller than drawn, so that four stand in a row."""
    smaller = f'<g transform="scale(0.92)">{drawing}</g>'
    return svg.titled(title, 138, 120, smaller, svg.text(0, 117, words, "small quiet", "start"))


def _labels() -> list[str]:
    parts = [svg.box(0, 0, 150, 110, "soft", "", 6)]
    for row, (name, share) in enumerate((("street", 0.86), ("park", 0.11), ("beach", 0.03))):
        y = 22 + 30 * row
        parts += [
            svg.text(12, y + 10, name, "strong" if not row else "quiet", "start"),
            svg.box(66, y, 72 * share, 13, "cnn-bar" if not row else "quiet-bar"),
        ]
    return parts


def _masks() -> str:
    flat = scene(CLASSES["sky"], CLASSES["ground"], CLASSES["tree"], CLASSES["tree"], CLASSES["car"])
    wheels = "".join(svg.circle(x, 86, 7, "flat", CLASSES["car"]) for x in (95, 126))
    places = {"sky": (90, 22), "ground": (52, 100), "tree": (35, 44), "car": (107, 78)}
    return flat + wheels + "".join(svg.text(*at, name, "small strong", ink="#fff") for name, at in places.items())


def _boxes() -> list[str]:
    return [
        svg.box(10, 15, 50, 71, "window"),
        svg.box(10, 1, 34, 15, "cnn-bar"),
        svg.text(27, 12, "tree", "small strong", ink="var(--card)"),
        svg.box(74, 50, 72, 46, "window"),
        svg.box(74, 36, 30, 15, "cnn-bar"),
        svg.text(89, 47, "car", "small strong", ink="var(--card)"),
    ]


@figure
def applications() -> Drawn:
    """Eight small drawings, one for each use."""
    cards = "".join(
        f'<div class="lf-card">{svg.panel(64, 56, *parts)}<p>{name}</p></div>' for name, parts in _icons().items()
    )
    return Drawn(f'<div class="lf-cards lf-icons">{cards}</div>')


def _icons() -> dict[str, list[str]]:
    photo = svg.box(8, 6, 48, 44, "fill", "", 5)
    return {
        "Classification": [photo, svg.text(32, 36, "7", "large strong")],
        "Segmentation": [
            photo,
            svg.path("M8 34q12-12 24 0t24-2v13a5 5 0 0 1-5 5H13a5 5 0 0 1-5-5Z", "cnn-bar"),
            svg.circle(42, 19, 6, "ann-bar"),
        ],
        "Detection": [
            photo,
            svg.circle(24, 31, 7, "solid"),
            svg.box(14, 20, 20, 22, "window"),
            svg.box(39, 12, 12, 14, "window"),
        ],
        "Faces": [
            svg.circle(32, 28, 22, "fill"),
            *(svg.circle(x, y, 2.6, "cnn-bar") for x, y in ((24, 23), (40, 23), (32, 31), (25, 38), (39, 38))),
            svg.path("M24 23L40 23L32 31ZM32 31L25 38L39 38Z", "tie"),
        ],
        "Medicine": [
            svg.box(8, 4, 48, 48, "fill", "", 5),
            svg.path("M32 10V46M32 18q-13 0-14 10M32 18q13 0 14 10M32 27q-12 0-13 9M32 27q12 0 13 9", "ink"),
            svg.circle(41, 38, 6, "window"),
        ],
        "Vehicles": [
            svg.path("M6 40V29l9-3 8-12h22l10 12 4 3v11Z", "fill"),
            svg.circle(19, 41, 6, "solid"),
            svg.circle(47, 41, 6, "solid"),
            svg.path("M24 18h9v8H19ZM37 18h7l6 8H37Z", "cnn-bar"),
        ],
        "Satellites": [
            photo,
            svg.path("M8 6h22v20H8Z", "ann-bar"),
            svg.path("M34 30h22v15a5 5 0 0 1-5 5H34Z", "cnn-bar"),
            svg.path("M30 6v20H8M34 50V30H56", "ink"),
        ],
        "Video": [
            svg.box(16, 4, 40, 32, "fill", "", 4),
            svg.box(11, 10, 40, 32, "fill", "", 4),
            svg.box(6, 16, 40, 32, "fill", "", 4),
            svg.path("M21 25v14l12-7Z", "cnn-bar"),
        ],
    }


@figure
def shuffled_digit(label: str = "3", seed: str = "7") -> Drawn:
    """A digit, the same pixels in another order, and how well both networks learned each."""
    pixels = bundled.digit(int(label))
    order = np.random.default_rng(int(seed)).permutation(pixels.size)
    shuffled = pixels.ravel()[order].reshape(pixels.shape)
    pictures = [
        svg.titled(title, 112, 112, svg.picture(ink.grey_picture(image), 0, 0, 112, shows))
        for title, image, shows in (("as it is", pixels, "digit"), ("shuffled", shuffled, "shuffled"))
    ]
    measured = bundled.metrics()["shuffled"]
    rows: list[str] = []
    said: list[str] = []
    for name, kind in (("CNN", "cnn"), ("ANN", "ann")):
        for words, share in (("as they are", measured["unshuffled"][kind]), ("shuffled", measured[kind])):
            rows.append(_lost(name, words, share["accuracy"], 30 * len(rows), kind))
            said.append(f"{name}, {words}: {100 * share['accuracy']:.2f} %")
    bars = svg.titled("test digits read wrongly", 332, 120, *rows)
    alt = f"A digit beside the same pixels in a random order. Test digits read correctly: {'; '.join(said)}."
    return Drawn(
        svg.told(alt, pictures[0], svg.sign("→"), pictures[1], bars),
        "Both networks trained on digits as they are, and anew on shuffled ones. Shorter bars are better.",
    )


def _lost(name: str, words: str, accuracy: float, y: float, kind: str) -> str:
    """A bar of the share read wrongly, against at most a tenth."""
    wrong = 1 - accuracy
    return "".join(
        (
            svg.text(0, y + 17, name, f"strong {kind}", "start"),
            svg.text(40, y + 17, words, "quiet", "start"),
            svg.box(126, y + 5, 144, 16, "soft"),
            svg.box(126, y + 5, min(144.0, 1440 * wrong), 16, f"{kind}-bar"),
            svg.text(332, y + 17, f"{100 * wrong:.2f} %", "strong", "end"),
        )
    )
