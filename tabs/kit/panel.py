"""How a tab is laid out: one HTML component, an empty place that the browser's modules fill."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import gradio as gr

Question = Callable[[Mapping], Mapping]
"""From a request, a JSON object, to the answer; see `replies.respond` for what it may raise."""


class Panel(gr.HTML):
    """An HTML component that Python never listens to.

    Gradio takes an unknown attribute's name for that of a custom event, and searches the whole script for it.
    """

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


@dataclass(frozen=True)
class Tab:
    """A tab: what visitors read on it, its id, which the page's address shows, and what its modules may ask.

    `questions` are asked as "NAME/QUESTION"; `files`, by name, are made once and fetched when its modules
    need them; see `serving/page.py`.
    """

    title: str
    name: str
    questions: Mapping[str, Question] = field(default_factory=dict)
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


def lay_out(tab: Tab, modules: str, files: Mapping[str, str] | None = None) -> None:
    """Put a tab on the page; call it inside `gr.Tabs`.

    Args:
        tab: the tab; `web/start.js` has its module.
        modules: the address of `start.js` from the page's own.
        files: where the tab's files lie, by name.
    """
    opened = f"m.openTab('{tab.name}', element, {json.dumps(files or {})})"
    with gr.Tab(gr.I18n()(tab.title), id=tab.name):
        Panel(
            html_template="",
            js_on_load=f"import(new URL('{modules}', document.baseURI)).then(m => {opened})",
            apply_default_css=False,
            elem_id=f"{tab.name}-panel",
        )
