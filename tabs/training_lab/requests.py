"""What the page may ask of the training lab: runs by their names and settings."""

import re
from collections.abc import Mapping

from model.learn.live_training import BATCHES, EPOCHS, RATES, LiveSettings
from model.learn.optimizers import OPTIMIZERS
from model.networks.small_networks import ACTIVATIONS, NETWORKS
from tabs.kit.checks import BadRequest, choice_in, number_in, whole_number_in

NAME = re.compile(r"[\w-]{8,64}")
"""What a browser may call itself, and a ticket."""


def name_in(request: Mapping, name: str) -> str:
    """Return the text under `name`, 8 to 64 letters, digits, hyphens and underscores.

    Raises:
        BadRequest: it is none.
    """
    value = request.get(name)
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise BadRequest(f'"{name}" must be a text of 8 to 64 letters, digits, hyphens and underscores')
    return value


def settings_in(request: Mapping) -> LiveSettings:
    """Return the settings under "settings", all of them.

    Raises:
        BadRequest: one is missing or out of its range.
    """
    asked = request.get("settings")
    if not isinstance(asked, Mapping):
        raise BadRequest('"settings" must hold network, activation, optimizer, rate, batch and epochs')
    return LiveSettings(
        network=choice_in(asked, "network", NETWORKS),
        activation=choice_in(asked, "activation", ACTIVATIONS),
        optimizer=choice_in(asked, "optimizer", OPTIMIZERS),
        rate=number_in(asked, "rate", *RATES),
        batch=whole_number_in(asked, "batch", *BATCHES),
        epochs=whole_number_in(asked, "epochs", *EPOCHS),
    )
