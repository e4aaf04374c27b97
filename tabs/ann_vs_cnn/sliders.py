"""The six ways to disturb a digit: one slider each, over the range that is measured on the test set."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Slider:
    """A slider and the field of `model.image.transforms.Transform` that it sets.

    `sample` is the distance between points of a curve over the whole range; the slider itself moves
    by `step`. `kind` and `axis` say where `metrics.json` holds the measured curve: under
    robustness[kind], with its positions in robustness[kind][axis].
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    sample: float
    neutral: float
    kind: str
    axis: str

    def values(self) -> list[float]:
        """Return the positions of a curve, both ends included; the neutral one is among them."""
        count = round((self.high - self.low) / self.sample)
        return [round(self.low + self.sample * i, 3) for i in range(count + 1)]


SLIDERS = (
    Slider("dx", "Sideways", -8, 8, 1, 1, 0, "shift", "dx"),
    Slider("dy", "Up and down", -8, 8, 1, 1, 0, "shift", "dy"),
    Slider("degrees", "Turn", -60, 60, 1, 3, 0, "rotation", "degrees"),
    Slider("factor", "Size", 0.5, 1.5, 0.05, 0.05, 1, "scale", "factor"),
    Slider("pixels", "Thickness", -1.5, 3, 0.25, 0.25, 0, "thickness", "pixels"),
    Slider("sigma", "Noise", 0, 0.6, 0.02, 0.02, 0, "noise", "sigma"),
)

BY_NAME = {slider.name: slider for slider in SLIDERS}


def as_props() -> list[dict[str, Any]]:
    """Return what the page's script needs to lay the sliders out."""
    return [asdict(slider) for slider in SLIDERS]
