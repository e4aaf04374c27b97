"""What happens when the process is told to end: it ends at once, with what belongs to it.

Answers under way are nobody's any more then. Nothing half-written can stay, as nothing is written: only files
that programs uploaded are there, and they are deleted.
"""

import os
import signal
import sys

import gradio as gr
from gradio.route_utils import delete_files_created_by_app


def end_at_once(app: gr.Blocks) -> None:
    """End the process on SIGTERM, as a Space's restart sends it. Call it in the main thread, after `launch`.

    Args:
        app: the page that is being served.
    """

    def end(signum: int, frame: object) -> None:
        try:
            delete_files_created_by_app(app, age=None)
            sys.stdout.flush()
        finally:
            os._exit(0)

    signal.signal(signal.SIGTERM, end)
