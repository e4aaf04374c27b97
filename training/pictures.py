"""Training curves as a PNG file, for people who train."""

from pathlib import Path
from typing import Any

import numpy as np

COLOURS = {"cnn": "#2563eb", "ann": "#d97706", "lenet5": "#64748b"}


def draw_curves(trained: dict[str, Any], path: Path) -> None:
    """Draw loss and validation error per epoch, a line per network and seed.

    Args:
        trained: {network: {seed: something with a `history`}}.
        path: the PNG file.
    """
    figure, (left, right) = _figure(1, 2, (11, 4))
    for name, by_seed in trained.items():
        for number, (seed, training) in enumerate(by_seed.items()):
            epochs = np.arange(1, len(training.history) + 1)
            style = {"color": COLOURS.get(name), "alpha": 1 - 0.3 * number, "label": f"{name}, seed {seed}"}
            left.plot(epochs, [row["loss"] for row in training.history], **style)
            right.plot(epochs, [100 * (1 - row["val_accuracy"]) for row in training.history], **style)
    left.set(title="Training loss", xlabel="epoch", ylabel="cross-entropy", yscale="log")
    right.set(title="Validation error", xlabel="epoch", ylabel="% wrong", yscale="log")
    right.legend(fontsize=8)
    figure.savefig(path, dpi=110)


def _figure(rows: int, columns: int, size: tuple[float, float], squeeze: bool = True) -> tuple[Any, Any]:
    # The object interface, not pyplot: no window system, no global state, nothing to close.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, squeeze=squeeze)
