"""What an event must hold before Gradio runs it: an existing function, its values, files that were uploaded.

Gradio finds the same out later, and then writes a traceback into the log. It would also fetch a file
from any address that a visitor names; this page fetches nothing.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from gradio.data_classes import FileData
from gradio.utils import get_upload_folder
from gradio_client.utils import is_file_obj_with_meta
from pydantic import ValidationError


class BadEvent(ValueError):
    """An event that cannot be run: what is wrong with it, in a sentence, and an HTTP status."""

    def __init__(self, message: str, status: int = 400):
        super().__init__(message)
        self.status = status


def check_event(functions: Mapping[int, Any], path: str, event: Mapping) -> None:
    """Check an event.

    Args:
        functions: the page's, by number, as `gr.Blocks.fns` holds them.
        path: of the request, below Gradio's prefix: "/queue/join", "/call/NAME", "/run/NAME" or "/api/NAME".
        event: what was sent.

    Raises:
        BadEvent: see the class.
    """
    function = _function(functions, path, event)
    if event.get("batched"):
        raise BadEvent("Send one event at a time.")
    values = event.get("data")
    wanted = {len(function.inputs), sum(not block.skip_api for block in function.inputs)}
    if not isinstance(values, list) or len(values) not in wanted:
        raise BadEvent(f'"data" must be a list of {len(function.inputs)} values.')
    for file in _files(values):
        _check_file(file)


def _function(functions: Mapping[int, Any], path: str, event: Mapping) -> Any:
    number, name = event.get("fn_index"), path.rstrip("/").rpartition("/")[2]
    if path.startswith("/queue/join") or number is not None:
        found = functions.get(number) if type(number) is int else None
    else:
        found = next((one for one in functions.values() if one.api_name == name), None)
    if found is None:
        raise BadEvent("There is no such function.", 404)
    return found


def _files(value: Any) -> Iterator[dict]:
    """Find what Gradio takes for files, however deep."""
    if is_file_obj_with_meta(value):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _files(inner)


def _check_file(file: dict) -> None:
    folder = os.path.realpath(get_upload_folder())
    try:
        path = FileData(**file).path
    except (ValidationError, TypeError) as error:
        raise BadEvent("A file is described wrongly.") from error
    if not os.path.isfile(path) or not os.path.realpath(path).startswith(folder + os.sep):
        raise BadEvent("Upload a file first, and send the path that is answered.")
