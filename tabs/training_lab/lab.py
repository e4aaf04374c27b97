"""What the training lab's script is told: plain JSON in, plain JSON out.

The browser holds the weights and runs the small networks itself (`network.js`): the server sends the
weights of the moments once, takes one step in slow motion when asked, and trains.
"""

import dataclasses
from collections.abc import Callable, Mapping
from threading import Lock, Thread
from typing import Any

import numpy as np

from model.explain.graph import Network
from model.learn.live_training import LiveSettings, live_run, warm_up
from model.learn.moments import Moments, NoMoments, flatten, load_moments
from model.learn.training_step import RATES, sweep_rates, take_step
from model.networks.small_networks import KERNELS, NETWORKS, as_network
from tabs.kit.answers import read_image, sentence
from tabs.kit.checks import BadRequest, choice_in, number_in, whole_number, whole_number_in
from tabs.kit.floats import encode_floats, image_in
from tabs.kit.replies import respond
from tabs.kit.service import NotReady, Service
from tabs.training_lab import requests
from tabs.training_lab.runs import Runs, Unknown

NAMES = ("describe", "weights", "see", "step", "sweep", "begin", "follow", "stop")
"""The methods of `Lab` that the script may call."""


class Lab:
    """Answers the tab.

    Args:
        service: the big networks. Live runs wait for them, so that Keras is loaded once, by one thread.
        moments: returns the time slider's networks.
        runs: who trains when.
    """

    def __init__(
        self,
        service: Service,
        moments: Callable[[], Moments] = load_moments,
        runs: Runs | None = None,
    ):
        self._service, self._moments = service, moments
        self._runs = runs or Runs(live_run)
        self._warming = Lock()

    def answer(self, name: str, request: Any) -> dict:
        """Answer a request to one of `NAMES`. Never raises for a bad request.

        Returns:
            What `respond` returns, or {"state": "failed" | "gone", "message": ...}.
        """
        try:
            return respond(self._service, getattr(self, name), request)
        except NoMoments as error:
            return {"state": "failed", "message": sentence(error)}
        except Unknown as error:
            return {"state": "gone", "message": str(error)}

    def describe(self, request: Mapping) -> dict:
        """Tell what the networks are made of and how their training went; get ready for a live run."""
        self._warm_up()
        moments = self._moments()
        return {
            "networks": {name: described(_blank(name)) for name in NETWORKS},
            "steps": list(moments.steps),
            "scores": {
                name: {key: list(row) for key, row in scores.items()}
                for name, scores in moments.scores.items()
            },
            "batch": moments.about["settings"]["batch_size"],
            "digits": moments.about["learned_from"],
            "test_digits": moments.about["test_digits"],
        }

    def weights(self, request: Mapping) -> dict:
        """Send both networks' weights at some moments: {"cnn", "ann": base64 of float32, row by row}.

        Args:
            request: {"moments": [which, ...]}.
        """
        moments = self._moments()
        asked = request.get("moments")
        if not isinstance(asked, list) or len(asked) > len(moments.steps):
            raise BadRequest('"moments" must be a list of moments')
        last = len(moments.steps) - 1
        chosen = [whole_number(one, "moments", 0, last) for one in asked]
        return {name: encode_floats(moments.weights[name][chosen]) for name in NETWORKS}

    def see(self, request: Mapping) -> dict:
        """Turn {"drawing"} into what the networks see: {"blank": True} or {"image": base64 of float32}."""
        image = read_image(request.get("drawing"))
        return {"blank": True} if image.is_blank else {"image": encode_floats(image.pixels)}

    def step(self, request: Mapping) -> dict:
        """Take one training step on the drawing, number by number.

        Args:
            request: "network", "moment", "image", "digit": what it shows, "rate": the learning rate.
        """
        rate = number_in(request, "rate", *RATES)
        return as_json(take_step(*self._subject(request), rate))

    def sweep(self, request: Mapping) -> dict:
        """Take the step of `step` at many learning rates: {"rates", "own": losses, "others": losses}."""
        return as_json(sweep_rates(*self._subject(request)))

    def begin(self, request: Mapping) -> dict:
        """Begin a live run in place of the visitor's earlier one: {"ticket"}.

        Args:
            request: "visitor": what the browser calls itself, "settings": see `requests.settings_in`.
        """
        visitor, settings = requests.name_in(request, "visitor"), requests.settings_in(request)
        self._service.loaded()
        return {"ticket": self._runs.begin(visitor, settings)}

    def follow(self, request: Mapping) -> dict:
        """Tell how far a run is; see `Runs.follow`. Weights come as base64 of float32.

        Args:
            request: "ticket", "seen": how many points are known, "version": which weights are.
        """
        ticket = requests.name_in(request, "ticket")
        seen = whole_number_in(request, "seen", 0, 100_000)
        version = whole_number_in(request, "version", 0, 100_000)
        told = self._runs.follow(ticket, seen, version)
        weights = told["weights"]
        return {**told, "weights": weights and encode_floats(flatten(weights))}

    def stop(self, request: Mapping) -> dict:
        """End a run after its present batch."""
        self._runs.stop(requests.name_in(request, "ticket"))
        return {}

    def _subject(self, request: Mapping) -> tuple[str, list[np.ndarray], np.ndarray, int]:
        """Which network a step is taken with, its weights, the image, and what that shows."""
        moments = self._moments()
        name = choice_in(request, "network", NETWORKS)
        moment = whole_number_in(request, "moment", 0, len(moments.steps) - 1)
        pixels = image_in(request)
        return name, moments.unpacked(name, moment), pixels, whole_number_in(request, "digit", 0, 9)

    def _warm_up(self) -> None:
        """Compile the default run's step behind the page, once, when the first visitor comes."""
        if self._warming.acquire(blocking=False):
            Thread(target=self._compile, name="warm-up-training", daemon=True).start()

    def _compile(self) -> None:
        try:
            self._service.loaded(wait=120)
        except NotReady:
            return  # then no run can begin either
        warm_up()


def choices() -> dict:
    """The settings that the form starts from: props of the component."""
    return {"defaults": dataclasses.asdict(LiveSettings())}


def described(network: Network) -> dict:
    """What `network.js` needs to run a network: its layers, and the shapes of the weights in order."""
    layers = [
        {
            "name": layer.name,
            "kind": layer.kind,
            "activation": layer.activation,
            "input": list(layer.input_shape),
            "output": list(layer.output_shape),
            "kernel": None if layer.kernel is None else list(layer.kernel.shape),
        }
        for layer in network.layers
    ]
    return {"layers": layers, "parameters": network.parameters}


def as_json(value: Any) -> Any:
    """Turn a dataclass of numbers, arrays and further dataclasses into plain JSON."""
    if dataclasses.is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [as_json(item) for item in value] if isinstance(value, tuple) else value


def _blank(name: str) -> Network:
    """A network whose weights are all 0: its shapes are what is wanted."""
    arrays = [np.zeros(size, np.float32) for shape in KERNELS[name].values() for size in (shape, shape[-1:])]
    return as_network(name, arrays)
