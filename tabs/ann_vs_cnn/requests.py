"""What the page may ask about the sliders.

The networks' image travels, not the drawing: an uploaded photo would be megabytes at each step of a
slider, and would be preprocessed each time.
"""

from collections.abc import Mapping

from model.image.transforms import Transform
from tabs.ann_vs_cnn.sliders import BY_NAME, Slider
from tabs.kit.checks import BadRequest, choice_in, number_in


def change_in(request: Mapping) -> Transform:
    """Return the sliders' positions under "change", {name: number}; those left out are neutral.

    Raises:
        BadRequest: there is another slider, or a position off its range.
    """
    positions = request.get("change", {})
    if not isinstance(positions, Mapping) or not set(positions) <= set(BY_NAME):
        raise BadRequest(f'"change" may hold {", ".join(BY_NAME)}')
    ranges = {name: (BY_NAME[name].low, BY_NAME[name].high) for name in positions}
    return Transform(**{name: number_in(positions, name, *ranges[name]) for name in positions})


def slider_in(request: Mapping) -> Slider:
    """Return the slider named under "slider".

    Raises:
        BadRequest: there is none of that name.
    """
    return BY_NAME[choice_in(request, "slider", BY_NAME)]
