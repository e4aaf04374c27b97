"""What the page may ask. Anyone can send anything, so everything is looked at before it is used.

The networks' image travels, not the drawing: an uploaded photo would be megabytes at each step of a
slider, and would be preprocessed each time.
"""

from collections.abc import Mapping
from typing import Any

from model.errors import NotADrawing
from model.transforms import Transform
from tabs.ann_vs_cnn.sliders import BY_NAME, Slider


def change_in(request: Mapping) -> Transform:
    """Return the sliders' positions under "change", {name: number}; those left out are neutral.

    Raises:
        NotADrawing: there is another slider, or a position off its range.
    """
    positions = request.get("change", {})
    if not isinstance(positions, Mapping) or not set(positions) <= set(BY_NAME):
        raise NotADrawing(f'"change" may hold {", ".join(BY_NAME)}')
    return Transform(**{name: _position(BY_NAME[name], value) for name, value in positions.items()})


def slider_in(request: Mapping) -> Slider:
    """Return the slider named under "slider".

    Raises:
        NotADrawing: there is none of that name.
    """
    name = request.get("slider")
    if not isinstance(name, str) or name not in BY_NAME:
        raise NotADrawing(f'"slider" is one of {", ".join(BY_NAME)}')
    return BY_NAME[name]


def whole_number_in(request: Mapping, name: str, below: int) -> int:
    """Return the whole number from 0 to `below` - 1 under `name`.

    Raises:
        NotADrawing: it is none.
    """
    value = request.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < below:
        raise NotADrawing(f'"{name}" is a whole number from 0 to {below - 1}')
    return value


def network_in(request: Mapping) -> str:
    """Return "cnn" or "ann", whichever stands under "network".

    Raises:
        NotADrawing: something else does.
    """
    name = request.get("network")
    if name not in ("cnn", "ann"):
        raise NotADrawing('"network" is "cnn" or "ann"')
    return name


def _position(slider: Slider, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotADrawing(f"{slider.name} must be a number")
    if not slider.low <= value <= slider.high:  # so is what is not a number
        raise NotADrawing(f"{slider.name} must be from {slider.low:g} to {slider.high:g}")
    return float(value)
