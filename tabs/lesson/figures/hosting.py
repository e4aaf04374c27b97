"""Chapter 9: the way from a training to a page that anybody can open."""

from tabs.lesson import svg
from tabs.lesson.registry import Drawn, figure

STATIONS = (
    ("train", "your computer", "networks, metrics"),
    ("publish", "model repository", "files, model card"),
    ("pin", "one commit", "40 characters"),
    ("deploy", "Space", "the page, for all"),
)


@figure
def route_online() -> Drawn:
    """Train, publish, pin, deploy: four stations."""
    panels = []
    for at, (verb, place, holds) in enumerate(STATIONS):
        body = [
            svg.box(1, 1, 120, 74, "cnn-box" if at % 2 else "box", round_=10),
            svg.text(61, 24, f"{at + 1} {verb}", "strong"),
            svg.text(61, 43, place, ""),
            svg.text(61, 61, holds, "small quiet"),
        ]
        panels.append(svg.panel(122, 76, *body))
        if at < len(STATIONS) - 1:
            panels.append(svg.sign("→"))
    alt = "; ".join(f"{at + 1} {verb}: {place}, {holds}" for at, (verb, place, holds) in enumerate(STATIONS))
    return Drawn(
        svg.told(alt + ".", *panels),
        "Two commands: publishing prints the commit to pin, deploying puts it into the Space.",
    )
