"""Questions that come at the same time are answered together.

Handing one image to a compiled call costs several times what computing it does, so a pass of eight
takes little longer than a pass of one. Nobody waits for company: whoever comes while nothing is under
way is answered at once, whoever comes meanwhile shares the next pass.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any

MOST = 16
"""Questions in one pass: with more, the first one would wait longer than the others gain."""

Asked = tuple[Any, Future]


class Together:
    """Answers questions in a thread of its own.

    Args:
        answer: answers several questions at once, each as it would alone.
        most: questions that it is given at once.
    """

    def __init__(self, answer: Callable[[Sequence], Sequence], most: int = MOST):
        self._all, self._most = answer, most
        self._asked: SimpleQueue[Asked] = SimpleQueue()
        Thread(target=self._work, name="answer-together", daemon=True).start()

    def ask(self, question: Any) -> Future:
        """Return at once; the answer, or what `answer` raised, comes with the next pass but one at most."""
        future: Future = Future()
        self._asked.put((question, future))
        return future

    def _work(self) -> None:
        while True:
            asked = [self._asked.get()]
            while len(asked) < self._most and not self._asked.empty():
                asked.append(self._asked.get())
            self._answer([one for one in asked if one[1].set_running_or_notify_cancel()])

    def _answer(self, asked: list[Asked]) -> None:
        try:
            answers = self._all([question for question, _ in asked])
        except Exception as error:
            if len(asked) > 1:  # what one of them asks must not harm the others
                for one in asked:
                    self._answer([one])
            else:
                asked[0][1].set_exception(error)
            return
        for (_, future), answer in zip(asked, answers, strict=True):
            future.set_result(answer)
