"""Answers the tab's questions about a drawing at rest: from a checked request to plain JSON."""

from collections.abc import Mapping
from typing import Any, TypedDict

from model.explain import caption
from model.messages import Message
from tabs.feature_maps.asked import drawing_in, maps_in, muted_in
from tabs.feature_maps.operations import Operated, Operations
from tabs.feature_maps.reasons import Reason, reasons
from tabs.feature_maps.tour import tour
from tabs.kit.checks import choice_in, whole_number_in
from tabs.kit.service import Loaded, Service


class Caption(TypedDict):
    """A sentence about one map."""

    text: Message


class Explained(TypedDict):
    """Four pictures of what an answer rests on."""

    pictures: list[Reason]


class Tour(TypedDict):
    """All stops of the tour; see `tour.Step`."""

    steps: list[dict[str, Any]]


class Inside:
    """What takes more than the browser has: measured captions, reasons, the tour, accuracy on many digits.

    Args:
        service: the networks; each method raises `NotReady` until they are loaded.
    """

    def __init__(self, service: Service):
        self._service = service
        self._operations: tuple[Loaded, Operations] | None = None

    def caption(self, asked: Mapping) -> Caption:
        """Return a sentence about one map: {"network", "image", "layer", "channel"}."""
        loaded, name = self._asked(asked)
        layer = maps_in(asked, loaded.layers[name])
        channel = whole_number_in(asked, "channel", 0, layer.output_shape[2] - 1)
        pixels = drawing_in(asked)
        outputs = loaded.recognizer.look(pixels)[name]
        return {"text": caption(loaded.layers[name], outputs, pixels, layer.name, channel).text}

    def explain(self, asked: Mapping) -> Explained:
        """Return four pictures of what an answer rests on.

        Args:
            asked: {"network": one with maps, "image", "layer": whose maps Grad-CAM reads, "digit": 0 to 9}.
        """
        loaded, name = self._asked(asked)
        layer = maps_in(asked, loaded.layers[name])
        digit = whole_number_in(asked, "digit", 0, 9)
        return {"pictures": reasons(loaded, drawing_in(asked), name, layer.name, digit)}

    def operate(self, asked: Mapping) -> Operated:
        """Return the accuracy on the bundled sample with filters silenced: {"network", "muted"}."""
        loaded, name = self._asked(asked)
        muted = muted_in(asked, loaded.layers[name])
        if self._operations is None or self._operations[0] is not loaded:
            self._operations = loaded, Operations(loaded.layers)
        return self._operations[1].read(name, muted)

    def guide(self, asked: Mapping) -> Tour:
        """Return the tour's steps: {"network", "image"}."""
        loaded, name = self._asked(asked)
        pixels = drawing_in(asked)
        steps = tour(loaded.layers[name], loaded.recognizer.look(pixels)[name], pixels)
        return {"steps": [step.as_json() for step in steps]}

    def _asked(self, asked: Mapping) -> tuple[Loaded, str]:
        loaded = self._service.loaded()
        return loaded, choice_in(asked, "network", loaded.pretrained.networks)
