"""The map of digits, made of few."""

import numpy as np
import pytest

from model.explain import landing
from model.networks import pretrained
from model.networks.keras_file import read_keras_file
from training import see_samples

SPACES = landing.load()


@pytest.mark.slow
def test_a_space_is_made_of_few_digits_too(tmp_path):
    pytest.importorskip("sklearn", reason="maps are laid out with scikit-learn")
    network = read_keras_file(pretrained.WEIGHTS / "ann.keras")
    space = see_samples.see("ann", network, "abc.bin", count=120)
    assert space.layer == "relu2" and space.features.shape == (120, 128)
    assert space.places.min() == 0 and space.places.max() == landing.SIDE
    landing.save(tmp_path / "landing.npz", {"pixels": SPACES["pixels"], "ann": space, "cnn": SPACES["cnn"]})
    read = landing.load(tmp_path / "landing.npz")["ann"]
    np.testing.assert_array_equal(read.places, space.places)
    assert read.weights == "abc.bin" and read.scores == space.scores


def test_data_that_is_not_there_is_said_before_anything_is_written(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        see_samples.main(["--to", str(tmp_path), "--data", str(tmp_path / "none.npz")])
    assert "no such file" in capsys.readouterr().err and not list(tmp_path.iterdir())
