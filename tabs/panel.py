"""What every tab puts on the page: one HTML component with a script of its own."""

from typing import NoReturn

import gradio as gr


class Panel(gr.HTML):
    """An HTML component that Python never listens to.

    Gradio takes an unknown attribute's name for that of a custom event, and searches the whole script
    for it. It asks for several such names whenever it describes the page, and scripts are long.
    """

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
