"""Answers the tab's questions about a drawing at rest: from a checked request to plain JSON."""

from collections.abc import Mapping

from model.explain import caption
from tabs.feature_maps.asked import drawing_in, maps_in, muted_in
from tabs.feature_maps.operations import Operations
from tabs.feature_maps.reasons import reasons
from tabs.feature_maps.tour import tour
from tabs.kit.checks import choice_in, whole_number_in
from tabs.kit.service import Loaded, Service


class Inside:
    """What takes more than the browser has: measured captions, reasons, the tour, accuracy on many digits.

    Args:
        service: the networks; each method raises `NotReady` until they are loaded.
    """

    def __init__(self, service: Service):
        self._service = service
        self._operations: tuple[Loaded, Operations] | None = None

    def caption(self, asked: Mapping) -> dict:
        """Return a sentence about one map: {"network", "image", "layer", "channel"}."""
        loaded, name = self._asked(asked)
        layer = maps_in(asked, loaded.layers[name])
        channel = whole_number_in(asked, "channel", 0, layer.output_shape[2] - 1)
        pixels = drawing_in(asked)
        outputs = loaded.recognizer.look(pixels)[name]
        return {"text": caption(loaded.layers[name], outputs, pixels, layer.name, channel).text}

    def explain(self, asked: Mapping) -> dict:
        """Return four pictures of what an answer rests on.

        Args:
            asked: {"network": one with maps, "image", "layer": whose maps Grad-CAM reads, "digit": 0 to 9}.
        """
        loaded, name = self._asked(asked)
        layer = maps_in(asked, loaded.layers[name])
        digit = whole_number_in(asked, "digit", 0, 9)
        return {"pictures": reasons(loaded, drawing_in(asked), name, layer.name, digit)}

    def operate(self, asked: Mapping) -> dict:
        """Return the accuracy on the bundled sample with filters silenced: {"network", "muted"}."""
        loaded, name = self._asked(asked)
        muted = muted_in(asked, loaded.layers[name])
        if self._operations is None or self._operations[0] is not loaded:
            self._operations = loaded, Operations(loaded.layers)
        return self._operations[1].read(name, muted)

    def guide(self, asked: Mapping) -> dict:
        """Return the tour's steps: {"network", "image"}."""
        loaded, name = self._asked(asked)
        pixels = drawing_in(asked)
        steps = tour(loaded.layers[name], loaded.recognizer.look(pixels)[name], pixels)
        return {"steps": [step.as_json() for step in steps]}

    def _asked(self, asked: Mapping) -> tuple[Loaded, str]:
        loaded = self._service.loaded()
        return loaded, choice_in(asked, "network", loaded.pretrained.networks)
