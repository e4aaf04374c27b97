"""Pictures of the sample digits as people send them, a function for each kind of light, paper and clutter.

A kind takes the digit and a random generator and returns a Pillow picture; `KINDS` has them by name. The
digits are the page's own samples, drawn anew with another slant, width and place for each picture.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SAMPLES = Path(__file__).resolve().parents[2] / "web" / "canvas" / "samples.json"
PAPER, INK, TABLE = (222, 220, 212), (42, 44, 62), (66, 48, 38)
SIZE = (480, 640)

Kind = Callable[[int, np.random.Generator], Image.Image]
KINDS: dict[str, Kind] = {}


def kind(function: Kind) -> Kind:
    """Add a function to KINDS under its name."""
    KINDS[function.__name__] = function
    return function


def _strokes(digit: int) -> list[np.ndarray]:
    """The sample's strokes, 1 high, around (0, 0)."""
    sample = json.loads(SAMPLES.read_text("utf-8"))[digit]
    points = np.concatenate([np.asarray(stroke, float) for stroke in sample["strokes"]])
    middle, height = (points.min(axis=0) + points.max(axis=0)) / 2, np.ptp(points[:, 1])
    return [(np.asarray(stroke, float) - middle) / height for stroke in sample["strokes"]]


def write(picture, digit, random, colour=INK, pen=10, height=0.45, at=(0.5, 0.5)):
    """Draw a digit: `height` is its share of the picture's, `at` its middle's place, `pen` in pixels."""
    slant = np.array([[1, 0], [random.uniform(-0.12, 0.12), 1]])
    middle = np.array(at) * picture.size + random.uniform(-0.03, 0.03, 2) * picture.width
    scale = height * picture.height * random.uniform(0.9, 1.1)
    draw = ImageDraw.Draw(picture)
    for stroke in _strokes(digit):
        points = stroke @ slant * scale + middle
        draw.line([tuple(p) for p in points], fill=colour, width=pen, joint="curve")
        for x, y in points[:: max(1, len(points) // 40)].tolist() + [points[-1].tolist()]:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=colour)
    return picture


def sheet(size=SIZE, colour=PAPER) -> Image.Image:
    return Image.new("RGB", size, colour)


def written(digit, random, **options) -> Image.Image:
    return write(sheet(), digit, random, **options)


def noisy(picture, random, sigma=3.0) -> Image.Image:
    """Add the sensor's noise."""
    values = np.asarray(picture, float) + random.normal(0, sigma, (picture.height, picture.width, 1))
    return Image.fromarray(np.uint8(values.clip(0, 255)))


def lit(picture, light: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Image.Image:
    """Multiply by `light(x, y)`, x and y from −1 to 1 across the picture."""
    y, x = np.mgrid[-1 : 1 : picture.height * 1j, -1 : 1 : picture.width * 1j]
    return Image.fromarray(np.uint8((np.asarray(picture, float) * light(x, y)[..., None]).clip(0, 255)))


def _ruled(picture, random, colour, width, upright=False, gap=None) -> None:
    gap = gap or int(random.integers(40, 64))
    across, along = picture.size if upright else picture.size[::-1]
    tilt = random.uniform(-0.02, 0.02) * along
    draw = ImageDraw.Draw(picture)
    for place in range(int(random.integers(8, gap)), across, gap):
        ends = [(0, place), (along, place + tilt)]
        draw.line([end[::-1] for end in ends] if upright else ends, fill=colour, width=width)


@kind
def plain(digit, random):
    return noisy(written(digit, random), random)


@kind
def line_below(digit, random):
    picture = written(digit, random)
    y = random.uniform(0.8, 0.92) * picture.height
    line = [(0, y), (picture.width, y + random.uniform(-8, 8))]
    ImageDraw.Draw(picture).line(line, fill=(90, 96, 110), width=int(random.integers(2, 6)))
    return noisy(picture, random)


@kind
def line_touched(digit, random):
    """The digit stands on the line, or reaches below it."""
    picture = sheet()
    y = int(random.uniform(0.6, 0.72) * picture.height)
    ImageDraw.Draw(picture).line([(0, y), (picture.width, y)], fill=(70, 76, 100), width=4)
    return noisy(write(picture, digit, random), random)


@kind
def ruled_faint(digit, random):
    picture = sheet()
    _ruled(picture, random, (180, 192, 212), 2)
    return noisy(write(picture, digit, random), random)


@kind
def ruled_strong(digit, random):
    picture = sheet()
    _ruled(picture, random, (115, 135, 185), 3)
    return noisy(write(picture, digit, random), random)


@kind
def squared(digit, random):
    picture = sheet()
    for upright in (False, True):
        _ruled(picture, random, (160, 180, 212), 2, upright, gap=34)
    return noisy(write(picture, digit, random), random)


@kind
def margin_line(digit, random):
    picture = sheet()
    x = random.uniform(0.08, 0.2) * picture.width
    line = [(x, 0), (x + random.uniform(-8, 8), picture.height)]
    ImageDraw.Draw(picture).line(line, fill=(212, 88, 98), width=3)
    return noisy(write(picture, digit, random, at=(0.55, 0.5)), random)


@kind
def printed_box(digit, random):
    picture = written(digit, random, height=0.4)
    draw, inset = ImageDraw.Draw(picture), int(random.integers(20, 60))
    corner = (picture.width - inset, picture.height - inset - 10)
    draw.rectangle((inset, inset + 10, *corner), outline=(32, 32, 34), width=int(random.integers(2, 6)))
    return noisy(picture, random)


@kind
def table_cell(digit, random):
    """A form's cell, cut out roughly: its four lines cross at the corners and the neighbours' go on."""
    picture = sheet((120, 120), (246, 246, 244))
    draw = ImageDraw.Draw(picture)
    for place in (int(random.integers(4, 12)), int(random.integers(108, 116))):
        draw.line([(place, 0), (place, 120)], fill=(60, 60, 60), width=2)
        draw.line([(0, place), (120, place)], fill=(60, 60, 60), width=2)
    return noisy(write(picture, digit, random, pen=5, height=0.6), random)


@kind
def page_edge(digit, random):
    picture = written(digit, random)
    width, height = picture.size
    low, high = random.permutation([int(random.integers(2, 8)), int(random.integers(10, 26))]).tolist()
    wedge = [(0, 0), (width, 0), (width, low), (0, high)]
    ImageDraw.Draw(picture).polygon(wedge, fill=TABLE)
    return noisy(picture, random)


@kind
def table_corner(digit, random):
    picture = written(digit, random, height=0.4, at=(0.45, 0.42))
    width, height = picture.size
    corner = [(width, height), (width, height - int(random.integers(80, 150))), (width - 150, height)]
    ImageDraw.Draw(picture).polygon(corner, fill=TABLE)
    return noisy(picture, random)


@kind
def dark_table(digit, random):
    """A sheet on a table darker than the ink or nearly so, five pixels of it or many all round."""
    picture = sheet(colour=TABLE)
    width, height = picture.size
    edges = random.choice([5, 20, 60]) * random.uniform(0.8, 1.2, 8)
    left, top, right, bottom = edges[:2], edges[2:4], width - edges[4:6], height - edges[6:]
    corners = [(left[0], top[0]), (right[0], top[1]), (right[1], bottom[0]), (left[1], bottom[1])]
    ImageDraw.Draw(picture).polygon(corners, fill=(226, 224, 218))
    return noisy(write(picture, digit, random, pen=8, height=0.35), random)


@kind
def note_on_table(digit, random):
    """A small light note on a large brown table."""
    picture = sheet((640, 480), (104, 76, 54))
    x, y = random.uniform(60, 300), random.uniform(30, 190)
    ImageDraw.Draw(picture).rectangle((x, y, x + 240, y + 250), fill=(240, 226, 130))
    at = ((x + 120) / 640, (y + 125) / 480)
    return noisy(write(picture, digit, random, pen=8, height=0.3, at=at), random)


@kind
def watermark_bar(digit, random):
    picture = write(sheet(colour=(255, 255, 255)), digit, random, colour=(198, 44, 92), pen=26, at=(0.5, 0.45))
    width, height = picture.size
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, height - int(random.integers(20, 40)), width, height), fill=(0, 0, 0))
    draw.text((12, height - 16), "sent from my phone", fill=(255, 255, 255))
    return picture


@kind
def punched_holes(digit, random):
    picture = written(digit, random, at=(0.56, 0.5))
    draw = ImageDraw.Draw(picture)
    for y in (0.25, 0.75):
        draw.ellipse((22, y * 640 - 15, 52, y * 640 + 15), fill=(70, 62, 56))
    return noisy(picture, random)


@kind
def soft_shadow(digit, random):
    side, way = random.uniform(-0.4, 0.4), random.uniform(0, 2 * np.pi)
    return noisy(
        lit(
            written(digit, random),
            lambda x, y: 1 - 0.55 / (1 + np.exp(-4 * (np.cos(way) * x + np.sin(way) * y - side))),
        ),
        random,
    )


@kind
def hard_shadow(digit, random):
    side = random.uniform(-0.5, 0.5)
    return noisy(
        lit(written(digit, random), lambda x, y: np.where(x + 0.3 * y > side, 0.6, 1.0)).filter(
            ImageFilter.GaussianBlur(4)
        ),
        random,
    )


@kind
def vignette(digit, random):
    fall = random.uniform(0.25, 0.45)
    return noisy(lit(written(digit, random), lambda x, y: (1 - fall * (x * x + y * y)).clip(0.2)), random)


@kind
def dark_corners(digit, random):
    return noisy(lit(written(digit, random), lambda x, y: 1 - 0.4 * ((x * x + y * y) / 2) ** 2), random)


@kind
def pencil_under_shadow(digit, random):
    side = random.uniform(-0.3, 0.3)
    picture = written(digit, random, colour=(172, 170, 166), pen=6)
    return noisy(lit(picture, lambda x, y: 1 - 0.4 / (1 + np.exp(-5 * (x - side)))), random, 2.5)


@kind
def pencil_faint(digit, random):
    return noisy(written(digit, random, colour=(178, 176, 172), pen=6), random, 3)


@kind
def ballpoint_thin(digit, random):
    return noisy(write(sheet((960, 1280)), digit, random, colour=(50, 60, 150), pen=4, height=0.25), random)


@kind
def yellow_marker(digit, random):
    return write(sheet(colour=(255, 255, 255)), digit, random, colour=(255, 230, 0), pen=26)


@kind
def bold_marker(digit, random):
    """Strokes a fifth as broad as the digit is high: gaps between them look like thin strokes of the other colour."""
    return write(sheet((300, 300), (255, 255, 255)), digit, random, colour=(20, 20, 20), pen=36, height=0.6)


@kind
def red_on_green(digit, random):
    return write(sheet(colour=(0, 130, 0)), digit, random, colour=(255, 0, 0), pen=16)


@kind
def orange_on_sky(digit, random):
    return write(sheet(colour=(120, 185, 235)), digit, random, colour=(250, 150, 90), pen=16)


@kind
def red_on_green_photo(digit, random):
    picture = write(sheet(colour=(40, 116, 66)), digit, random, colour=(206, 36, 60), pen=16)
    return _jpeg(noisy(lit(picture, lambda x, y: 1 - 0.15 * (x * x + y * y)), random), 85)


@kind
def pale_fill(digit, random):
    """A dark outline around a pale fill."""
    picture = sheet(colour=(255, 255, 255))
    state = random.bit_generator.state
    write(picture, digit, random, colour=(30, 30, 30), pen=64)
    random.bit_generator.state = state
    return write(picture, digit, random, colour=(250, 232, 170), pen=52)


@kind
def chalkboard(digit, random):
    return noisy(write(sheet(colour=(38, 60, 50)), digit, random, colour=(224, 224, 214), pen=12), random, 8)


@kind
def whiteboard_glare(digit, random):
    picture = np.asarray(write(sheet(colour=(205, 208, 212)), digit, random, colour=(20, 60, 160), pen=12), float)
    y, x = np.mgrid[:640, :480]
    glare = 90 * np.exp(-(((x - 380) / 60) ** 2) - ((y - 90) / 50) ** 2)
    return noisy(Image.fromarray(np.uint8((picture + glare[..., None]).clip(0, 255))), random)


@kind
def thumb(digit, random):
    picture = written(digit, random, height=0.4, at=(0.55, 0.4))
    ImageDraw.Draw(picture).ellipse((-70, 500, 130, 740), fill=(194, 140, 118))
    return noisy(picture, random)


@kind
def crease(digit, random):
    picture = written(digit, random)
    draw = ImageDraw.Draw(picture)
    draw.line([(0, 330), (480, 300)], fill=(198, 196, 190), width=4)
    draw.line([(0, 334), (480, 304)], fill=(238, 236, 230), width=4)
    return noisy(picture, random)


@kind
def tiny(digit, random):
    return noisy(write(sheet((1500, 2000)), digit, random, pen=6, height=0.04), random)


@kind
def low_resolution(digit, random):
    small = plain(digit, random).resize((28, 37), Image.Resampling.BILINEAR)
    return _jpeg(small, 25)


@kind
def cut_out(digit, random):
    """Cropped along the ink, as data sets are: bars of a 7 or a 5 run along the edge, and are no lines."""
    picture = write(sheet(colour=(255, 255, 255)), digit, random, colour=(20, 20, 20), pen=30)
    inked = Image.fromarray(255 - np.asarray(picture.convert("L"))).getbbox()
    return picture.crop(inked)


@kind
def transparent_black(digit, random):
    return write(Image.new("RGBA", SIZE, (0, 0, 0, 0)), digit, random, colour=(0, 0, 0, 255), pen=16)


@kind
def transparent_white(digit, random):
    return write(Image.new("RGBA", SIZE, (255, 255, 255, 0)), digit, random, colour=(255, 255, 255, 255), pen=16)


@kind
def palette(digit, random):
    picture = Image.new("P", (280, 280), 0)
    picture.putpalette([255, 255, 255, 0, 0, 255] + [0] * 762)
    return write(picture, digit, random, colour=1, pen=12, height=0.6)


def _jpeg(picture: Image.Image, quality: int) -> Image.Image:
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=quality)
    return Image.open(stored).convert("RGB")


def printed(text: str, bold: int, size: int = 200) -> Image.Image:
    """Text in Pillow's own font, `bold` pixels fatter all round."""
    picture = Image.new("L", (int(0.8 * size * len(text)) + 80, size + 80), 255)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(picture).text((40, 20), text, fill=0, font=font, stroke_width=bold)
    return picture


def many_digits(random: np.random.Generator) -> Image.Image:
    """A sheet of a dozen digits in rows."""
    picture = sheet()
    for row in (0.2, 0.5, 0.8):
        for column in (0.15, 0.4, 0.62, 0.85):
            write(picture, int(random.integers(10)), random, pen=7, height=0.16, at=(column, row))
    return noisy(picture, random)
