"""How a tab is laid out: one HTML component, whose template and scripts lie in files of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import gradio as gr

from tabs.kit import scripts
from tabs.kit.replies import in_text


class Panel(gr.HTML):
    """An HTML component that Python never listens to.

    Gradio takes an unknown attribute's name for that of a custom event, and searches the whole script
    for it. It asks for several such names whenever it describes the page, and scripts are long.
    """

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


@dataclass(frozen=True)
class PanelTab:
    """A tab and the one component in it."""

    tab: gr.Tab
    panel: Panel


def panel_tab(
    title: str,
    name: str,
    template: str,
    script: Sequence[str],
    functions: Sequence[Callable] = (),
    **props: Any,
) -> PanelTab:
    """Lay a tab out; call it inside `gr.Tabs`.

    Args:
        title: what visitors read.
        name: the tab's id, which the page's address shows; its panel is called `NAME-panel`.
        template: the HTML's file under `tabs/`.
        script: the JavaScript's files under `tabs/`, in the order in which they are joined.
        functions: what the script may ask, see `tabs/kit/replies.py`.
        props: what the script gets with the page.
    """
    with gr.Tab(title, id=name) as tab:
        panel = Panel(
            html_template=scripts.text(template),
            js_on_load=scripts.text(*script),
            apply_default_css=False,
            elem_id=f"{name}-panel",
            server_functions=[in_text(function) for function in functions],
            **props,
        )
    return PanelTab(tab, panel)
