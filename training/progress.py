"""How far a training is: a bar that moves within an epoch where somebody watches, a line per epoch everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars


class Progress:
    """Shows several trainings one after another; use it as a context manager."""

    def __init__(self, console: Console):
        self._console = console
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.1f}/{task.total} epochs"),
            TextColumn("{task.fields[rate]:,.0f} images/s"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=console,
        )

    def __enter__(self) -> "Progress":
        self._bars.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bars.stop()

    def task(self, name: str, epochs: int) -> "Task":
        """Begin to show a training."""
        return Task(name, epochs, self._console, self._bars, self._bars.add_task(name, total=epochs, rate=0))


@dataclass(frozen=True)
class Task:
    """Shows one training."""

    name: str
    epochs: int
    console: Console
    bars: Bars
    bar: TaskID

    def within(self, epochs: float, rate: float) -> None:
        """Show how many epochs are done, parts of one too, and images a second."""
        self.bars.update(self.bar, completed=epochs, rate=rate)

    def epoch(self, number: int, row: Mapping[str, float]) -> None:
        """Show an epoch's measurements; `number` counts from 1."""
        self.bars.update(self.bar, completed=number)
        self.console.print(
            f"{self.name}: epoch {number}/{self.epochs}, loss {row['loss']:.4f}, "
            f"validation {row['val_accuracy']:.2%}, {row['seconds']:.0f} s, {row['images_per_second']:,} images/s"
        )
