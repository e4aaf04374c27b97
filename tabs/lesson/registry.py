"""What a chapter may ask for by name: figures to draw, and facts to put into a sentence.

Both are plain functions that compute what they return; a decorator makes them known. Functions are
asked when a chapter is rendered, so they import what is slow inside: the page must not wait for it.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class UnknownName(LookupError):
    """A chapter asks for a figure, fact or widget that does not exist, or with arguments it does not take."""


@dataclass(frozen=True)
class Drawn:
    """A figure: what is shown, and one sentence about it.

    Args:
        html: inline SVG with role="img" and an aria-label, or a table. It goes onto the page as it
            is, so whatever comes from outside must have been escaped.
        caption: plain text; it is escaped. Empty for none.
        until_drawn: whether it goes once the visitor has drawn, since a widget then shows the same of the drawing.
    """

    html: str
    caption: str = ""
    until_drawn: bool = False


class Registry:
    """Functions by name; a hyphen in a name means an underscore, as chapters may write either.

    Args:
        kind: what its functions are called in messages.
    """

    def __init__(self, kind: str):
        self.kind = kind
        self._functions: dict[str, Callable[..., Any]] = {}

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Make a function known under its own name; returns it, so this is a decorator."""
        if function.__name__ in self._functions:
            raise ValueError(f"there is already a {self.kind} called {function.__name__}")
        self._functions[function.__name__] = function
        return function

    def ask(self, name: str, *arguments: str, **settings: str) -> Any:
        """Call a function with what a chapter wrote; everything arrives as text.

        Raises:
            UnknownName: there is no such function, or it takes other arguments.
        """
        function = self._functions.get(name.replace("-", "_"))
        if function is None:
            raise UnknownName(f"no {self.kind} is called {name}")
        settings = {key.replace("-", "_"): value for key, value in settings.items()}
        try:
            inspect.signature(function).bind(*arguments, **settings)
        except TypeError as error:
            raise UnknownName(f"{self.kind} {name}: {error}") from error
        return function(*arguments, **settings)

    def names(self) -> list[str]:
        """Return every known name, sorted."""
        return sorted(self._functions)


figure = Registry("figure")
"""Decorator: `@figure def kernel_steps(stride="1") -> Drawn` is drawn by `::figure kernel-steps stride=2`."""

fact = Registry("fact")
"""Decorator: `@fact def conv_output(n, k, s, p) -> str` is asked by `{{fact conv-output 5 3 2 0}}`."""
