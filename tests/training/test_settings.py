"""Settings are whole: what changes some of them names nothing else, and each network has its own."""

from dataclasses import FrozenInstanceError, replace

import pytest

from model.networks.architectures import BUILDERS
from training.settings import CONTINUED, DEFAULTS, DISTILLED, SMOKE, Settings


def test_every_network_has_settings_of_its_own():
    assert set(DEFAULTS) == set(CONTINUED) == set(BUILDERS)
    assert all(settings.network == name for name, settings in DEFAULTS.items())


@pytest.mark.parametrize("changes", [SMOKE, *CONTINUED.values()])
def test_what_changes_some_of_them_changes_something(changes):
    changed = replace(Settings(), **changes)
    assert all(getattr(changed, name) == value for name, value in changes.items())
    assert changed != Settings()


@pytest.mark.parametrize("settings", [*DEFAULTS.values(), DISTILLED])
def test_shares_are_shares_and_counts_are_counts(settings):
    assert all(0 <= getattr(settings, name) < 1 for name in ("warm_up", "dropout", "calm", "untouched"))
    assert min(settings.epochs, settings.batch_size, settings.learning_rate) > 0
    assert settings.heard in ("always", "where right")


def test_a_training_cannot_change_them():
    with pytest.raises(FrozenInstanceError):
        Settings().seed = 2
