"""What the tests of this tab share: untrained networks, and the bench on which they are compared."""

from types import SimpleNamespace

import pytest

from model.networks.recognizer import Recognizer
from tabs.ann_vs_cnn.bench import BOTH, Bench
from tabs.kit.service import Loaded
from tests.support.example_networks import keras_model, network
from tests.support.measurements import metrics


@pytest.fixture(scope="package")
def loaded():
    """Untrained networks: what is answered is tested here, not what was learned."""
    models = {name: keras_model(name) for name in BOTH}
    files = {"cnn.keras": {"bytes": 478_123}}
    pretrained = SimpleNamespace(metrics=metrics(), manifest={"files": files})
    layers = {
        **{name: network(name) for name in BOTH},
        **{f"{name}_shuffled": network(name) for name in BOTH},
    }
    return Loaded(pretrained, Recognizer(models, threshold=0.6), layers)


@pytest.fixture(scope="package")
def bench(loaded):
    return Bench(loaded)
