"""Hostile files: bombs, polyglots, cut off, animated, lying about themselves, and no pictures at all."""

import gzip
import io
import random
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageDraw


def seven(size: tuple[int, int] = (120, 120)) -> Image.Image:
    """Return a picture of a 7, dark on light."""
    picture = Image.new("L", size, 255)
    width, height = size
    points = [(width * 0.2, height * 0.2), (width * 0.8, height * 0.2), (width * 0.4, height * 0.9)]
    ImageDraw.Draw(picture).line(points, fill=0, width=max(2, width // 15))
    return picture


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return the picture's file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png_of(width: int, height: int, data: bytes, colour: int = 0, depth: int = 1) -> bytes:
    """Return a PNG whose header says what we like, whatever its data hold."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _text_bomb() -> bytes:
    """A PNG whose compressed text is 64 MB long: Pillow refuses to unpack it."""
    packed = zlib.compress(b"A" * 64_000_000, 9)
    good = encoded(seven())
    return good[:33] + _chunk(b"zTXt", b"Comment\0\0" + packed) + good[33:]


def _frames(kind: str, count: int) -> bytes:
    frames = [seven((40, 40)).rotate(i) for i in range(count)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def _tiff_loop() -> bytes:
    """A TIFF whose second directory is its first."""
    good = bytearray(encoded(seven(), "TIFF"))
    first = struct.unpack("<I", good[4:8])[0]
    entries = struct.unpack("<H", good[first : first + 2])[0]
    good[first + 2 + 12 * entries : first + 6 + 12 * entries] = struct.pack("<I", first)
    return bytes(good)


SVG = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'
    b"<script>alert(1)</script><text>&b;&x;</text></svg>"
)

FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one byte": lambda: b"\x89",
    "text": lambda: b"no picture at all\n" * 20,
    "html": lambda: b"<html><script>alert(1)</script></html>",
    "svg": lambda: SVG,
    "pdf": lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>",
    "eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 50 50\n(/etc/passwd) run\n",
    "zip": lambda: b"PK\x03\x04" + bytes(200),
    "gzip": lambda: gzip.compress(bytes(100_000)),
    "elf": lambda: b"\x7fELF" + bytes(300),
    "cut png": lambda: encoded(seven())[:200],
    "cut jpeg": lambda: encoded(seven(), "JPEG")[:300],
    "cut gif": lambda: encoded(seven(), "GIF")[:100],
    "jpeg called png": lambda: encoded(seven(), "JPEG"),
    "gif and script": lambda: b"GIF89a/*" + bytes(30) + b"*/=alert(1)//",
    "jpeg and zip": lambda: encoded(seven(), "JPEG") + b"PK\x03\x04" + bytes(400),
    "png and html": lambda: encoded(seven()) + b"<script>alert(1)</script>",
    "huge sides": lambda: png_of(2**31 - 1, 2**31 - 1, zlib.compress(bytes(1000))),
    "no sides": lambda: png_of(0, 0, zlib.compress(b"")),
    "49 megapixels": lambda: encoded(Image.new("1", (7000, 7000))),
    "39 megapixels": lambda: encoded(Image.new("1", (6300, 6190))),
    "narrow": lambda: encoded(Image.new("L", (20_000, 1))),
    "ratio of 50": lambda: encoded(Image.new("L", (4000, 80), 255)),
    "one pixel": lambda: encoded(Image.new("L", (1, 1))),
    "four pixels": lambda: encoded(Image.new("L", (4, 4))),
    "bomb": lambda: png_of(6000, 6000, zlib.compress(bytes(6000 * 751), 9)),
    "bomb of lies": lambda: png_of(6000, 6000, zlib.compress(bytes(50_000_000), 9)),
    "too little data": lambda: png_of(500, 500, zlib.compress(bytes(10))),
    "text bomb": _text_bomb,
    "animated gif": lambda: _frames("GIF", 60),
    "animated png": lambda: _frames("PNG", 20),
    "animated webp": lambda: _frames("WEBP", 20),
    "tiff loop": _tiff_loop,
    "16 bits": lambda: encoded(Image.new("I;16", (60, 60), 40_000)),
    "float tiff with nan": lambda: encoded(Image.new("F", (60, 60), float("nan")), "TIFF"),
    "float tiff with infinity": lambda: encoded(_with_infinity(), "TIFF"),
    "lab tiff": lambda: encoded(Image.new("LAB", (60, 60)), "TIFF"),
    "lab tiff, large": lambda: encoded(Image.new("LAB", (3000, 3000)), "TIFF", compression="tiff_lzw"),
    "floats near the largest": lambda: encoded(Image.new("F", (2000, 2000), 3.4e38), "TIFF"),
    "cmyk": lambda: encoded(Image.new("CMYK", (60, 60)), "JPEG"),
    "transparent": lambda: encoded(Image.new("RGBA", (60, 60), (0, 0, 0, 0))),
    "palette": lambda: encoded(seven().convert("P"), "GIF"),
    "ico": lambda: encoded(seven((64, 64)), "ICO"),
    "bmp with a lie": lambda: _bmp_lie(),
    "pcx": lambda: encoded(seven(), "PCX"),
    "ppm": lambda: b"P6 99999 99999 255\n" + bytes(100),
    "tga": lambda: encoded(seven(), "TGA"),
    "noise": lambda: encoded(_noise(400)),
    "checkerboard": lambda: encoded(_checkerboard(2000)),
    "exif upside down": lambda: encoded(seven(), "JPEG", exif=_exif()),
    "exif broken": lambda: encoded(seven(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
}
"""Files by what is wrong with them; some are quite right, and must be read."""


def _with_infinity() -> Image.Image:
    picture = Image.new("F", (60, 60), 0.0)
    picture.putpixel((30, 30), float("inf"))
    picture.putpixel((31, 30), -3e38)
    return picture


def _noise(side: int) -> Image.Image:
    return Image.frombytes("L", (side, side), random.Random(3).randbytes(side * side))


def _checkerboard(side: int) -> Image.Image:
    """As many ink blots as there can be."""
    row, other = bytes([0, 255] * (side // 2)), bytes([255, 0] * (side // 2))
    return Image.frombytes("L", (side, side), (row + other) * (side // 2))


def _bmp_lie() -> bytes:
    good = bytearray(encoded(seven(), "BMP"))
    good[18:26] = struct.pack("<ii", 6000, -6000)
    return bytes(good)


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 3
    return exif.tobytes()


def damaged(rng: random.Random, good: bytes) -> bytes:
    """Return a file with some bytes changed, or cut off."""
    spoilt = bytearray(good[: rng.randrange(1, len(good) + 1)] if rng.random() < 0.3 else good)
    for _ in range(rng.choice((1, 3, 20))):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return bytes(spoilt)
