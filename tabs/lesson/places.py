"""The tabs that a chapter may open, and the settings that it may hand to each."""

import re

from tabs.lesson.registry import UnknownName

NUMBER = r"-?\d+(\.\d+)?"
KERNEL = (
    r"lesson|identity|sobel-x|sobel-y|blur|gaussian|sharpen|emboss|edges|conv1-(\d|1[0-5])"
    rf"|{NUMBER}(,{NUMBER})*"
)
CARD = "lenet5|alexnet|vgg16|vgg19|googlenet|resnet50|resnet101|efficientnet|unet|mask-rcnn|yolo|ssd|faster-rcnn"

SETTINGS = {
    "draw": {"part": "stages"},
    "feature-maps": {
        "network": "cnn|ann|lenet5",
        "layer": r"\w+",
        "map": r"\d+",
        "part": "tour|reasons|surgery|firing",
    },
    "ann-vs-cnn": {
        "part": "both|disturb|places|shuffle|landing|quarrel|fool|table",
        "space": "pixels|ann|cnn",
        **dict.fromkeys(("dx", "dy", "degrees", "factor", "pixels", "sigma"), NUMBER),
    },
    "convolution-lab": {
        "input": "grid|digit|picture",
        "operation": "convolution|max|average|flatten",
        "size": "[1-7]",
        "kernel": KERNEL,
        "stride": "[1-9]",
        "padding": "valid|same|[0-5]",
        "dilation": "[1-9]",
        "step": r"\d+",
    },
    "training-lab": {
        "part": "slider|live|step|activations",
        "moment": r"\d+",
        "network": "cnn|ann",
        "activation": r"\w+",
        "optimizer": r"\w+",
        "rate": NUMBER,
        "batch": r"\d+",
        "epochs": r"\d+",
        "digits": r"\d+",
        "width": NUMBER,
        "dropout": NUMBER,
        "moved": "on|off",
        "x": NUMBER,
    },
    "architectures": {"card": CARD, "part": "duel"},
    "lesson": {"chapter": "[1-9]|10", "row": r"L[1-9]\d?"},
}
"""{tab: {setting: what its value looks like}}."""


def check(tab: str, settings: dict[str, str]) -> None:
    """Make sure that a link into a tab means something there.

    Raises:
        UnknownName: there is no such tab, no such setting, or the value cannot be one.
    """
    if tab not in SETTINGS:
        raise UnknownName(f"no tab is called {tab}")
    for key, value in settings.items():
        if key not in SETTINGS[tab]:
            raise UnknownName(f"{tab} has no setting {key}")
        if not re.fullmatch(SETTINGS[tab][key], value):
            raise UnknownName(f"{tab}: {key} cannot be {value}")
