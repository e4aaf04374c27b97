"""What the lab's script asks for: a whole convolution, a pooling, maps to flatten, kernels, a picture.

Everything is computed by `model/explain/convolution.py`; the script multiplies only the one patch that it
shows.
"""

import base64
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from model.explain import describe_filter, graph, passes
from model.explain.convolution import KERNELS, convolve, place, pool
from model.image import photo
from tabs.convolution_lab import asked as ask
from tabs.kit.answers import decoded, sentence
from tabs.kit.checks import BadRequest, choice_in
from tabs.kit.floats import encode_floats
from tabs.kit.service import NotReady, Service

EXAMPLE_MAPS = (4, 4, 8)
"""The lesson's maps to flatten."""

FULL = {"grid": 25.0, "digit": 1.0, "picture": 255.0}
"""The brightest number that each input can hold."""


def slide(_: Service, asked: Mapping) -> dict:
    """Slide a window over the whole input.

    Args:
        asked: {"input", "operation", "size", "stride", "padding", "dilation", "kernels", "bias"} and
            the input itself: {"drawing" or "pixels"} or {"picture", "colours"}. Pooling has no
            kernels, no bias and no dilation.

    Returns:
        {"blank": True} for an empty canvas, else {"input", "full", "pixels", "output", "rows",
        "columns", "phrase"}: where the window stands on both axes and what it gives. A window that does
        not fit gives {"input", "full", "pixels", "problem"}.
    """
    picture = ask.input_in(asked)
    if picture is None:
        return {"blank": True}
    operation = choice_in(asked, "operation", ask.OPERATIONS)
    size, stride, padding = (
        ask.setting_in(asked, "size"),
        ask.setting_in(asked, "stride"),
        ask.padding_in(asked),
    )
    dilation = ask.setting_in(asked, "dilation") if operation == "convolution" else 1
    shown = {"input": pack(picture), "full": FULL[asked["input"]]}
    if asked["input"] == "digit":
        shown["pixels"] = shown["input"]["floats"]
    try:
        if operation == "convolution":
            kernel, bias = ask.kernel_in(asked, _channels(picture)), ask.bias_in(asked)
            output = convolve(picture, kernel, stride=stride, padding=padding, dilation=dilation, bias=bias)
            phrase = describe_filter(kernel).phrase if kernel.ndim == 2 else None
        else:
            output, phrase = pool(picture, size, stride, operation, padding), None
        rows, columns = (place(n, size, stride, padding, dilation) for n in picture.shape[:2])
    except BadRequest:
        raise
    except ValueError as error:  # the window does not fit: the input is shown all the same
        return {**shown, "problem": sentence(error)}
    return {**shown, "output": pack(output), "rows": _axis(rows), "columns": _axis(columns), "phrase": phrase}


def flatten(service: Service, asked: Mapping) -> dict:
    """Return maps to flatten: the lesson's, those of the visitor's digit that the CNN flattens, or a picture.

    Returns:
        {"blank": True} for an empty canvas, else {"maps": packed (height, width, channels), "from": where
        they come from, in words}. The lesson's maps hold their own indices.
    """
    which = choice_in(asked, "input", ask.INPUTS)
    if which == "grid":
        return {"maps": pack(np.arange(np.prod(EXAMPLE_MAPS)).reshape(EXAMPLE_MAPS)), "from": "an example"}
    picture = ask.input_in(asked)
    if picture is None:
        return {"blank": True}
    if which == "picture":
        return {"maps": pack(picture.reshape(*picture.shape[:2], -1)), "from": "the picture"}
    network = graph.read(service.recognizer().networks["cnn"])
    index = next(i for i, layer in enumerate(network.layers) if layer.kind == "flatten")
    maps = passes.answers(network, picture[None], stop=index)[0]
    return {"maps": pack(maps), "from": network.layers[index - 1].name, "pixels": pack(picture)["floats"]}


def kernels(service: Service, asked: Mapping) -> dict:
    """Return {"made": {name: rows}, "learned": [{"rows", "bias", "phrase"}, ...]}.

    Learned are the filters of the CNN's first layer. Those made by hand need no network: "waiting" says
    why there are none of the learned yet, and "later" whether asking again may help.
    """
    made = {name: kernel.tolist() for name, kernel in KERNELS.items()}
    try:
        layer = next(
            layer
            for layer in graph.read(service.recognizer().networks["cnn"]).layers
            if layer.kind == "convolution"
        )
    except NotReady as error:
        return {"made": made, "learned": [], "waiting": str(error), "later": service.is_loading}
    height, width, channels, filters = layer.kernel.shape
    if channels > 1 or height != width or height > ask.LIMITS["size"][1]:
        return {"made": made, "learned": []}
    return {"made": made, "learned": [_learned(layer, number) for number in range(filters)]}


def open_picture(_: Service, asked: Mapping) -> dict:
    """Shrink an uploaded picture to `LONGEST_EDGE`.

    Args:
        asked: {"picture": "data:image/...;base64,..."}.

    Returns:
        {"height", "width", "bytes"}: base64 of red, green, blue, pixel by pixel.

    Raises:
        NotADrawing: it is no picture, too large, or damaged.
    """
    content = decoded(asked.get("picture"))
    with photo.few_at_once:
        picture = photo.to_colour(photo.open_picture(content, "RGB"), ask.LONGEST_EDGE)
    height, width, _channels = picture.shape
    return {"height": height, "width": width, "bytes": base64.b64encode(picture.tobytes()).decode()}


def pack(values: np.ndarray) -> dict:
    """Return {"shape": [...], "floats": base64 of little-endian float32}.

    >>> pack(np.array([1.0]))
    {'shape': [1], 'floats': 'AACAPw=='}
    """
    return {"shape": list(values.shape), "floats": encode_floats(values)}


def _channels(picture: np.ndarray) -> int:
    return picture.shape[2] if picture.ndim == 3 else 1


def _axis(axis) -> dict:
    derived = ("reach", "room", "places", "left_over")
    return asdict(axis) | {name: getattr(axis, name) for name in derived}


def _learned(layer: graph.Layer, number: int) -> dict:
    rows = layer.kernel[:, :, 0, number]
    bias = 0.0 if layer.bias is None else float(layer.bias[number])
    return {"rows": rows.tolist(), "bias": bias, "phrase": describe_filter(rows).phrase}
