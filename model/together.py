"""Images that come at the same time go through the networks together.

Handing one image to a compiled call costs several times what computing it does, so a pass of eight
takes little longer than a pass of one. Nobody waits for company: whoever comes while nothing is under
way is read at once, whoever comes meanwhile shares the next pass.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread

from model.digit_image import DigitImage
from model.recognizer import Recognition

MOST = 16
"""Images in one pass: with more, the first one would wait longer than the others gain."""

Asked = tuple[DigitImage, "Future[Recognition]"]


class Together:
    """Reads images in a thread of its own.

    Args:
        read: answers many images at once, such as `Recognizer.recognize_all`.
        most: images that it is given at once.
    """

    def __init__(self, read: Callable[[Sequence[DigitImage]], Sequence[Recognition]], most: int = MOST):
        self._read, self._most = read, most
        self._asked: SimpleQueue[Asked] = SimpleQueue()
        Thread(target=self._work, name="read-together", daemon=True).start()

    def recognize(self, image: DigitImage) -> "Future[Recognition]":
        """Return at once; the answer, or what `read` raised, comes with the next pass but one at most."""
        future: Future[Recognition] = Future()
        self._asked.put((image, future))
        return future

    def _work(self) -> None:
        while True:
            asked = [self._asked.get()]
            while len(asked) < self._most and not self._asked.empty():
                asked.append(self._asked.get())
            self._answer([one for one in asked if one[1].set_running_or_notify_cancel()])

    def _answer(self, asked: list[Asked]) -> None:
        try:
            answers = self._read([image for image, _ in asked])
        except Exception as error:  # whoever asked deals with it
            for _, future in asked:
                future.set_exception(error)
            return
        for (_, future), answer in zip(asked, answers, strict=True):
            future.set_result(answer)
