"""Made-up measurements shaped as `training.evaluate` writes them, so that tests know what must be shown."""

import math
from dataclasses import replace

SHIFTS = list(range(-8, 9))
AXES = {
    "rotation": ("degrees", list(range(-60, 61, 5))),
    "scale": ("factor", [round(0.5 + 0.05 * i, 2) for i in range(21)]),
    "noise": ("sigma", [round(0.05 * i, 2) for i in range(13)]),
    "thickness": ("pixels", [round(-1.5 + 0.25 * i, 2) for i in range(19)]),
}


def network(accuracy: float, drawings: float, parameters: int, patience: float) -> dict:
    """One network's part of metrics.json: the more patience, the flatter its curves."""
    robustness = {"shift": {"dx": SHIFTS, "dy": SHIFTS, "accuracy": _shifted(accuracy, patience)}}
    for kind, (axis, values) in AXES.items():
        neutral = 1 if kind == "scale" else 0
        width = max(values) - min(values)
        bent = [accuracy * math.exp(-(((v - neutral) / width) ** 2) * 90 / patience) for v in values]
        robustness[kind] = {axis: values, "accuracy": [round(value, 5) for value in bent]}
    return {
        "parameters": parameters,
        "mnist": {"n": 10_000, "accuracy": accuracy, "errors": round(10_000 * (1 - accuracy))},
        "drawings": {"n": 1_471, "accuracy": drawings},
        "robustness": robustness,
    }


def metrics() -> dict:
    """The content of a metrics.json."""
    return {
        "networks": {
            "cnn": network(0.9951, 0.9811, 109_370, 60),
            "ann": network(0.9847, 0.9433, 235_146, 20),
            "lenet5": network(0.9899, 0.9522, 61_706, 40),
        },
        "not_a_digit": {"threshold": 0.6},
        "shuffled": {
            "seed": 5,
            "cnn": {"accuracy": 0.9613},
            "ann": {"accuracy": 0.9802},
            "unshuffled": {"cnn": {"accuracy": 0.9921}, "ann": {"accuracy": 0.9803}},
            "epochs": {"cnn": 6, "ann": 6},
        },
    }


def measured(pretrained):
    """The trained networks with these measurements; both stand in for their shuffled twins as well."""
    twins = {name: pretrained.networks[name] for name in ("cnn", "ann")}
    manifest = {
        **pretrained.manifest,
        "files": {"cnn.keras": {"bytes": 478_123}, "ann.keras": {"bytes": 951_234}},
    }
    return replace(pretrained, metrics=metrics(), manifest=manifest, shuffled=twins)


def _shifted(accuracy: float, patience: float) -> list[list[float]]:
    return [
        [round(0.1 + (accuracy - 0.1) * math.exp(-(dx * dx + dy * dy) / patience), 5) for dx in SHIFTS] for dy in SHIFTS
    ]
