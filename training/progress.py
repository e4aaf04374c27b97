"""How far a training is: a bar where somebody watches, a line per epoch everywhere."""

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress


class Progress:
    """Shows several trainings one after another; use it as a context manager."""

    def __init__(self, console: Console):
        self._console = console
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
        self._bars = RichProgress(*columns, TimeRemainingColumn(), console=console)

    def __enter__(self) -> "Progress":
        self._bars.start()
        return self

    def __exit__(self, *_error) -> None:
        self._bars.stop()

    def task(self, name: str, epochs: int):
        """Return a function of (epoch from 1, its measurements) that shows them."""
        bar = self._bars.add_task(name, total=epochs)

        def report(epoch: int, row: dict) -> None:
            self._bars.update(bar, completed=epoch)
            self._console.print(
                f"{name}: epoch {epoch}/{epochs}, loss {row['loss']:.4f}, "
                f"validation {row['val_accuracy']:.2%}, {row['seconds']:.0f} s"
            )

        return report
