"""How far a training is: a line for each epoch, whoever watches."""

import io

from rich.console import Console

from training.progress import Progress

ROW = {"loss": 0.51234, "val_accuracy": 0.98765, "seconds": 12.4, "images_per_second": 12345}


def test_each_epoch_has_a_line_where_nobody_watches():
    file = io.StringIO()
    with Progress(Console(file=file, width=120)) as progress:
        task = progress.task("cnn", 2)
        task.within(0.5, 1000)
        task.epoch(1, ROW)
    assert "cnn: epoch 1/2, loss 0.5123, validation 98.77%, 12 s, 12,345 images/s" in file.getvalue()


def test_the_bar_moves_within_an_epoch():
    with Progress(Console(file=io.StringIO())) as progress:
        task = progress.task("ann", 4)
        task.within(1.25, 2000)
        (shown,) = task.bars.tasks
        assert (shown.completed, shown.total, shown.fields["rate"]) == (1.25, 4, 2000)
        task.epoch(2, ROW)
        assert shown.completed == 2
