"""The six ways to disturb a digit: how far each goes, which is as far as it is measured on the test set."""

from collections.abc import Mapping
from typing import Any

from model.image.transforms import Transform
from tabs.kit.checks import BadRequest, number_in

RANGES = {
    "dx": (-8, 8),
    "dy": (-8, 8),
    "degrees": (-60, 60),
    "factor": (0.5, 1.5),
    "pixels": (-1.5, 3),
    "sigma": (0, 0.6),
}
"""The fields of `Transform` that the page's sliders set; `web/ann_vs_cnn/sliders.js` has the same ranges."""


def change_in(request: Mapping) -> Transform:
    """Return the sliders' positions under "change", {name: number}; those left out are neutral.

    Raises:
        BadRequest: there is another slider, or a position off its range.
    """
    positions = request.get("change", {})
    if not isinstance(positions, Mapping) or not set(positions) <= set(RANGES):
        raise BadRequest(f'"change" may hold {", ".join(RANGES)}')
    fields: dict[str, Any] = {name: number_in(positions, name, *RANGES[name]) for name in positions}
    return Transform(**fields)
