"""Train the networks: `python -m training.train`. Parses, calls, prints; the work is in its neighbours."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from hub import publish
from hub.client import HubProblem, check_name, must_have_token
from training.mnist import DEVELOPMENT_WRITERS, TRAINING_WRITERS, VALIDATION_WRITERS
from training.settings import CONTINUED, DEFAULTS, DISTILLED, SMOKE, Settings

if TYPE_CHECKING:  # slow to import, and --help should not wait for them
    import keras
    from rich.console import Console

    from training.evaluate import BySeed, Trained
    from training.fit import TrainingData
    from training.progress import Progress

    Start: TypeAlias = tuple[list[keras.Model], keras.Model]

SMOKE_DIGITS = 600
SMOKE_TESTS = 50
"""Digits that a smoke run trains on, and of each kind that it measures."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    # A smoke run has a folder of its own: it must not overwrite a training that took hours.
    options.out = options.out or Path("runs/smoke" if options.smoke else "runs/latest")
    # JAX reads this when it is imported: without it, it takes three quarters of a card's memory at once.
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    from rich.console import Console

    from training.command import in_words

    console = Console()
    try:
        return in_words(lambda: _run(options, console), lambda text: console.print(text, style="red", markup=False))
    except KeyboardInterrupt:
        console.print(f"Stopped. The last finished epoch is kept: add --resume to go on (in {options.out}).")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m training.train", description="Train the networks on MNIST.")
    add = parser.add_argument
    add("--out", type=Path, help="where everything goes (default runs/latest; runs/smoke with --smoke)")
    add("--data", help="an .npz or a folder of IDX files; without it, Keras downloads MNIST")
    add("--pen-strokes", help="an .npz of pen strokes: writers 1 to 24 are added to MNIST")
    add("--networks", nargs="+", choices=list(DEFAULTS), default=list(DEFAULTS), help="default: all")
    add("--seeds", nargs="+", type=int, default=[1], help="one training per seed and network (default 1)")
    add("--epochs", type=int, help="instead of each network's own number")
    add("--smoke", action="store_true", help="a few hundred digits, seconds: tries everything once")
    add("--resume", action="store_true", help="go on where an earlier run into the same folder stopped")
    add(
        "--devices",
        choices=("one", "all"),
        default="one",
        help="all: share every batch (default %(default)s)",
    )
    add("--push-to-hub", metavar="USER/NAME", help="publish at the end, as hub.publish does")
    add("--distil", action="store_true", help="then teach one CNN what those of all seeds say together")
    add("--start-from", type=Path, help="a folder of finished networks to go on from, taught by its CNN")
    add("--fit-only", action="store_true", help="stop before evaluating and writing the models")
    return parser


def _run(options: argparse.Namespace, console: "Console") -> int:
    # Keras is slow to import, and --help should not wait for it.
    from training import device, devices
    from training.bundle import write_bundle
    from training.evaluate import evaluate_all
    from training.mnist import load_mnist, load_pen_digits
    from training.prepare import prepare
    from training.progress import Progress

    _check(options)
    if options.resume and not any(options.out.rglob("state.json")):
        console.print(f"There is nothing to resume in {options.out}: the training begins anew.")
    device.grow_as_needed()
    console.print(f"Training on {device.describe_device()}.")
    idle = device.idle_card()
    if idle:
        console.print(idle, style="yellow", markup=False)
    starts = _starts(options.start_from, options.networks)
    mnist = load_mnist(options.data)
    pen = load_pen_digits(options.pen_strokes) if options.pen_strokes else None
    if pen is not None:
        for writers in (TRAINING_WRITERS, VALIDATION_WRITERS, DEVELOPMENT_WRITERS):
            pen.by(writers)  # raises now, not after the training
    limit = SMOKE_DIGITS if options.smoke else None
    console.print("Preparing the data …")
    data = prepare(mnist, pen, _settings(options, "cnn", 0), limit)
    console.print(
        f"{len(data.images):,} digits to train on, {len(data.validation_images):,} to validate, "
        f"{len(data.non_digits):,} non-digits. {'These are' if mnist.is_original else 'Not'} MNIST's own images."
    )
    shared = devices.in_words(options.devices, _settings(options, options.networks[0], 0).batch_size)
    if shared:
        console.print(shared)
    with Progress(console) as progress:
        trained = _train_all(data, options, starts, progress)
    if options.fit_only:
        return 0
    console.print("Rounding …")
    rounding = _rounded(trained, data)
    console.print("Evaluating …")
    results = evaluate_all(trained, mnist, pen, SMOKE_TESTS if options.smoke else None, console.print)
    started = _checksums(options.start_from, options.networks)
    write_bundle(options.out, trained, results, mnist, _command(options), rounding, started)
    following = "" if options.smoke else f" Next: python -m training.bundle {options.out}"
    console.print(f"Written to {options.out}.{following}")
    if options.push_to_hub:
        return publish.main(["--repo", options.push_to_hub, "--folder", str(options.out)])
    return 0


def _check(options: argparse.Namespace) -> None:
    """Say now, not hours later, what cannot be done.

    Raises:
        ValueError: the options contradict each other, or the folder cannot be written.
    """
    from training.command import must_be_writable

    if options.epochs is not None and options.epochs < 1:
        raise ValueError(f"--epochs must be at least 1, not {options.epochs}")
    if min(options.seeds) < 0:
        raise ValueError(f"--seeds must be 0 or more, not {min(options.seeds)}")
    if options.distil and "cnn" not in options.networks:
        raise ValueError("--distil teaches a CNN: cnn must be among the --networks")
    if options.push_to_hub:
        _must_be_publishable(options)
    must_be_writable(options.out)


def _train_all(
    data: "TrainingData", options: argparse.Namespace, starts: "dict[str, Start]", progress: "Progress"
) -> "dict[str, BySeed]":
    """{network: {seed: Trained}}: every network with every seed, then the distilled one if that was asked for."""
    from training.devices import on_devices
    from training.evaluate import TAUGHT, Trained
    from training.fit import fit

    trained: dict[str, BySeed] = {name: {} for name in options.networks}
    for seed in options.seeds:
        for name in options.networks:
            settings = _settings(options, name, seed)
            folder = options.out / "checkpoints" / f"{name}-{seed}"
            task = progress.task(f"{name}, seed {seed}", settings.epochs)
            teachers, start = starts.get(name, ((), None))
            with on_devices(options.devices):
                fitted = fit(data, settings, folder, options.resume, task.epoch, teachers, start, within=task.within)
            trained[name][seed] = Trained(*fitted, settings)
    if options.distil:
        trained["cnn"][TAUGHT] = _distil(trained["cnn"], data, options, progress)
    return trained


def _must_be_publishable(options: argparse.Namespace) -> None:
    """Say now, not hours later, what would keep the training from being published.

    Raises:
        ValueError: it trains too little, or there is no token or no such name.
    """
    if options.smoke or options.fit_only or set(options.networks) != set(DEFAULTS):
        raise ValueError("only a whole training of all networks can be published")
    check_name(options.push_to_hub)
    try:
        must_have_token()
    except HubProblem as error:
        raise ValueError(str(error)) from error


def _distil(by_seed: "BySeed", data: "TrainingData", options: argparse.Namespace, progress: "Progress") -> "Trained":
    """Train the CNN that learns from those of all seeds, starting as the best of them."""
    from training.devices import on_devices
    from training.evaluate import Trained, best_seed
    from training.fit import fit

    settings = replace(DISTILLED, **SMOKE) if options.smoke else DISTILLED
    teachers = [training.network for training in by_seed.values()]
    start = by_seed[best_seed(by_seed)].network
    folder = options.out / "checkpoints" / "cnn-distilled"
    task = progress.task("cnn, distilled", settings.epochs)
    everything = data.with_validation()
    with on_devices(options.devices):
        fitted = fit(
            everything, settings, folder, options.resume, task.epoch, teachers, start, keep="last", within=task.within
        )
    return Trained(*fitted, settings)


def _starts(folder: Path | None, names: list[str]) -> "dict[str, Start]":
    """{network: (teachers, start)} from a folder of finished networks; nothing without a folder."""
    from training.checkpoints import plain_network

    if folder is None:
        return {}
    loaded = {name: plain_network(name, folder / f"{name}.keras") for name in sorted({*names, "cnn"})}
    return {name: ([loaded["cnn"]], loaded[name]) for name in names}


def _checksums(folder: Path | None, names: list[str]) -> dict[str, str]:
    from training.bundle import describe_file

    if folder is None:
        return {}
    return {name: describe_file(folder / f"{name}.keras")["sha256"] for name in sorted({*names, "cnn"})}


def _rounded(trained: "dict[str, BySeed]", data: "TrainingData") -> dict[str, Any]:
    """Round every network in place; return the grids of the best of each kind, for the manifest."""
    from training.evaluate import best_seed
    from training.rounding import as_table, round_network

    tables = {}
    for name, by_seed in trained.items():
        for seed, training in by_seed.items():
            grids = round_network(training.network, data.validation_images, data.validation_labels)
            if seed == best_seed(by_seed):
                tables[name] = as_table(training.network, grids)
    return tables


def _settings(options: argparse.Namespace, name: str, seed: int) -> Settings:
    settings = replace(DEFAULTS[name], seed=seed)
    if options.start_from:
        settings = replace(settings, **CONTINUED[name], heard="where right")
    if options.smoke:
        settings = replace(settings, **SMOKE)
    return replace(settings, epochs=options.epochs) if options.epochs else settings


def _command(options: argparse.Namespace) -> str:
    """The command that makes this again, without paths of this machine."""
    words = ["python -m training.train", "--data mnist.npz" if options.data else ""]
    words += ["--pen-strokes pen_digits.npz" if options.pen_strokes else ""]
    words += [f"--networks {' '.join(options.networks)}", f"--seeds {' '.join(map(str, options.seeds))}"]
    words += ["--distil" if options.distil else ""]
    words += [f"--start-from {options.start_from.name}" if options.start_from else ""]
    words += [f"--epochs {options.epochs}" if options.epochs else "", "--smoke" if options.smoke else ""]
    return " ".join(word for word in words if word)


if __name__ == "__main__":
    sys.exit(main())
