"""Write what the app loads: models, metrics, manifest, pictures. `python -m training.bundle FOLDER`
copies a finished training to where the app carries it, with a sample of MNIST for the labs."""

import argparse
import hashlib
import json
import platform
import shutil
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from model.networks.records import FileRecord, Manifest, Metrics, is_smoke_run

if TYPE_CHECKING:  # slow to import, and --help should not wait for them
    import keras

    from training.evaluate import Trained
    from training.mnist import Mnist

from model.networks.pretrained import FILES
from training.mnist import DataError

PICTURES = ("curves.png",)
"""What a training draws that is carried too: the rest can be drawn from its numbers."""

WEIGHTS = Path(__file__).resolve().parent.parent / "model" / "networks" / "weights"
SAMPLE = {"train": 4900, "test": 1000}
"""MNIST digits that the app carries: the first ones of each part. With those that are read wrongly, at most 6,000."""

FORMAT = 1
"""Version of the manifest; an app refuses one that it does not know."""


def write_bundle(
    folder: Path,
    trained: "dict[str, dict[int | str, Trained]]",
    results: dict[str, Any],
    mnist: "Mnist",
    command: str,
    rounding: dict[str, Any] | None = None,
    started_from: dict[str, str] | None = None,
) -> None:
    """Write each network at its best seed, metrics.json, manifest.json and the training's pictures.

    Args:
        folder: where to.
        trained: {network: {seed: evaluate.Trained}}.
        results: what `evaluate.evaluate_all` returned.
        mnist: what was trained on.
        command: the command that makes this again.
        rounding: on which grid each array of each network lies.
        started_from: the SHA-256 of each network's file that the training went on from, if any.
    """
    from hub.pictures import confusion
    from training.checkpoints import write_atomically
    from training.evaluate import best_seed
    from training.pictures import draw_curves

    folder.mkdir(parents=True, exist_ok=True)
    data = _data(mnist)
    made_by: dict[str, Any] = {"command": command, **_versions()}
    if started_from:
        made_by["started_from"] = started_from
    for name, by_seed in trained.items():
        best = by_seed[best_seed(by_seed)]
        best.network.save(folder / f"part-{name}.keras")
        (folder / f"part-{name}.keras").replace(folder / f"{name}.keras")
        picture = confusion(name, results["networks"][name]["mnist"])
        (folder / f"confusion-{name}.png").write_bytes(picture)
    draw_curves(trained, folder / "curves.png")
    metrics = {**results, "data": data, "made_by": made_by}
    write_atomically(folder / "metrics.json", as_json(metrics))
    manifest = {
        "format": FORMAT,
        "files": {f"{name}.keras": describe_file(folder / f"{name}.keras") for name in trained},
        "pictures": {"curves.png": describe_file(folder / "curves.png")},
        "seeds": {name: best_seed(by_seed) for name, by_seed in trained.items()},
        "not_a_digit": {key: results["not_a_digit"][key] for key in ("score", "threshold")}
        if "not_a_digit" in results
        else {},
        "known_answer": {
            "pixels": puzzle(mnist).tolist(),
            "probabilities": {
                name: known_answer(by_seed[best_seed(by_seed)].network, mnist) for name, by_seed in trained.items()
            },
        },
        "rounding": rounding or {},
        "data": data,
        "made_by": made_by,
    }
    write_atomically(folder / "manifest.json", as_json(manifest))


def write_samples(mnist: "Mnist", path: Path) -> None:
    """Write the first digits of each part of MNIST, uint8, as a compressed .npz."""
    parts: dict[str, Any] = {}
    for part, count in SAMPLE.items():
        parts[f"x_{part}"] = getattr(mnist, f"x_{part}")[:count]
        parts[f"y_{part}"] = getattr(mnist, f"y_{part}")[:count].astype(np.uint8)
    np.savez_compressed(path, **parts)


def known_answer(network: "keras.Model", mnist: "Mnist") -> list[float]:
    """What a network says of the puzzle, as it is: a loaded file must say the same."""
    from training.evaluate import probabilities

    answer = probabilities(network, puzzle(mnist)[None].astype(np.float32) / 255)[0]
    return [round(float(value), 6) for value in answer]


def puzzle(mnist: "Mnist") -> np.ndarray:
    """Ten test digits laid over each other, uint8 (28, 28): an image on which no two networks agree,
    so that its answer tells them apart. On a clear digit they all say the same."""
    return np.round(mnist.x_test[:10].mean(axis=0) * 2).clip(0, 255).astype(np.uint8)


def _data(mnist: "Mnist") -> dict[str, Any]:
    return {
        "mnist": {
            "is_original": mnist.is_original,
            "training_images": len(mnist.x_train),
            "test_images": len(mnist.x_test),
            "sha256_x_train": hashlib.sha256(mnist.x_train.tobytes()).hexdigest(),
        }
    }


def _versions() -> dict[str, str]:
    import keras

    from training.device import describe_device

    return {
        "python": platform.python_version(),
        "keras": keras.__version__,
        "numpy": np.__version__,
        "device": describe_device(),
    }


def describe_file(path: Path) -> FileRecord:
    """A file's SHA-256 and size, as the manifest has them."""
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def as_json(value: Mapping[str, Any]) -> bytes:
    """The bytes of a JSON file; raises ValueError for NaN, which JSON does not have."""
    return (json.dumps(value, indent=1, allow_nan=False) + "\n").encode()


def main(arguments: list[str] | None = None) -> int:
    """Copy a finished training into model/networks/weights; return the exit status."""
    parser = argparse.ArgumentParser("python -m training.bundle", description=__doc__)
    parser.add_argument("folder", type=Path, help="where a training wrote its models")
    parser.add_argument("--data", help="MNIST as for training.train, to take the app's sample from")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    from training.command import in_words

    return in_words(lambda: copy_training(options.folder, options.to, options.data), partial(print, file=sys.stderr))


def copy_training(folder: Path, to: Path, data: str | None = None) -> int:
    """Copy a finished training, once all that can be wrong with it was looked for.

    Args:
        folder: where `training.train` wrote it.
        to: where the app carries its networks.
        data: MNIST, to write the app's sample too.

    Raises:
        DataError: it is missing, damaged, only a part, or a smoke run; or the data are not readable.
    """
    from training.command import must_be_finished, must_be_writable
    from training.mnist import load_mnist

    must_be_finished(folder)
    manifest, metrics = (json.loads((folder / name).read_text("utf-8")) for name in ("manifest.json", "metrics.json"))
    try:
        _must_be_whole(folder, manifest, metrics)
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{folder}: manifest.json or metrics.json lacks what a training writes there") from error
    networks = [name for name in FILES if name in manifest["files"]]
    pictures = [name for name in PICTURES if name in manifest.get("pictures", {})]
    names = [*networks, *pictures, "metrics.json", "manifest.json"]
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise DataError(f"{folder}: {', '.join(missing)} is missing")
    must_be_writable(to)
    if data:
        write_samples(load_mnist(data), to / "samples.npz")
    for name in names:
        shutil.copyfile(folder / name, to / f"part-{name}")
    for name in names:
        (to / f"part-{name}").replace(to / name)
    print(f"Copied {', '.join(names)} to {to}. Now run python -m training.see_samples.")
    return 0


def _must_be_whole(folder: Path, manifest: Manifest, metrics: Metrics) -> None:
    """Raise DataError where a training saw or measured only some of the digits: documents are made of its numbers."""
    if is_smoke_run(manifest):
        raise DataError(f"{folder} holds a smoke run, which learns next to nothing; train without --smoke")
    tested = manifest["data"]["mnist"]["test_images"]
    for name, network in metrics["networks"].items():
        if network["mnist"]["n"] < tested:
            raise DataError(f"{folder}: the {name} was measured with {network['mnist']['n']} of {tested:,} test digits")


if __name__ == "__main__":
    sys.exit(main())
