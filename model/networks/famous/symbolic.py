"""Build a Keras graph without its weights: every shape is known, and no number is stored.

VGG-19 built in the ordinary way fills more than half a gigabyte with random numbers that nobody needs
in order to count them.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def without_weights(build: "Callable[[], keras.Model]") -> "keras.Model":
    """Call `build` so that the variables of the model it returns have shapes and no values.

    Such a model can be read and counted. It can neither compute nor be saved.

    Args:
        build: returns a functional or sequential model; loads no weights.
    """
    # Keras keeps a list of the variables that still lack a value, one list per thread, and fills them all
    # when that thread next leaves a stateless scope, as any ordinary layer makes it do. So the graph is
    # built in a thread of its own, whose list ends with it.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_build, build).result()


def _build(build: "Callable[[], keras.Model]") -> "keras.Model":
    import keras

    with keras.StatelessScope(initialize_variables=False):
        return build()
