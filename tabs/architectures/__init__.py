"""The Architectures tab: a time line of well-known networks, and what each brought.

The browser reads the drawing with LeNet-5 and outlines its ink. Asked here are cards, layer tables, and what
was measured.
"""

from functools import partial

from tabs.architectures import answers
from tabs.kit.panel import Tab
from tabs.kit.service import Service

ANSWERS = (answers.cards, answers.layers, answers.measured)
"""What the tab's modules may ask, each a function of the service and the request."""


def build(service: Service) -> Tab:
    """Return the tab.

    Args:
        service: the networks, loaded or still loading.
    """
    questions = {answer.__name__: partial(answer, service) for answer in ANSWERS}
    return Tab("Architectures", "architectures", questions)
