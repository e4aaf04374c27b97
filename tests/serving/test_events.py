"""What an event must hold before Gradio runs it."""

from types import SimpleNamespace

import pytest

from serving.events import BadEvent, check_event

FILE = {"meta": {"_type": "gradio.FileData"}}


def function(name, *inputs):
    return SimpleNamespace(api_name=name, inputs=[SimpleNamespace(skip_api=skip) for skip in inputs])


FUNCTIONS = {0: function("follow"), 2: function("strokes", False), 3: function("picture", False, True)}


@pytest.fixture
def uploads(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    (tmp_path / "gradio" / "abc").mkdir(parents=True)
    (tmp_path / "gradio" / "abc" / "seven.png").write_bytes(b"7")
    (tmp_path / "secret").write_bytes(b"s")
    return tmp_path / "gradio"


@pytest.mark.parametrize(
    ("path", "event"),
    [
        ("/queue/join", {"fn_index": 2, "data": [{}]}),
        ("/queue/join", {"fn_index": 0, "data": [], "batched": False}),
        ("/call/strokes", {"data": [None]}),
        ("/call/strokes/", {"data": [None]}),
        ("/call/picture", {"data": [7]}),  # the value that is none of a program's may be left out
        ("/run/picture", {"data": [7, None]}),
    ],
)
def test_good_events(path, event):
    check_event(FUNCTIONS, path, event)


@pytest.mark.parametrize(
    ("path", "event", "told"),
    [
        ("/queue/join", {"data": []}, "no such function"),
        ("/queue/join", {"fn_index": 1, "data": []}, "no such function"),
        ("/queue/join", {"fn_index": True, "data": []}, "no such function"),
        ("/queue/join", {"fn_index": [2], "data": []}, "no such function"),
        ("/call/x", {"data": []}, "no such function"),
        ("/call/strokes", {"fn_index": 9, "data": [1]}, "no such function"),
        ("/call/strokes", {}, "list of 1 values"),
        ("/call/strokes", {"data": []}, "list of 1 values"),
        ("/call/strokes", {"data": [1, 2]}, "list of 1 values"),
        ("/call/strokes", {"data": "x"}, "list of 1 values"),
        ("/call/strokes", {"data": [[1]], "batched": True}, "one event"),
    ],
)
def test_bad_events(path, event, told):
    with pytest.raises(BadEvent, match=told):
        check_event(FUNCTIONS, path, event)


def test_an_uploaded_file(uploads):
    file = FILE | {"path": str(uploads / "abc" / "seven.png"), "orig_name": "seven.png"}
    check_event(FUNCTIONS, "/call/strokes", {"data": [file]})
    check_event(FUNCTIONS, "/call/strokes", {"data": [{"deep": [file]}]})


@pytest.mark.parametrize(
    "path",
    [
        "{0}/abc",
        "{0}",
        "{0}/../secret",
        "{0}/abc/none.png",
        "/etc/passwd",
        "x",
        "",
        "\0",
        "http://127.0.0.1/a",
    ],
)
def test_a_file_that_was_not_uploaded(uploads, path):
    file = FILE | {"path": path.format(uploads)}
    for value in (file, [[file]], {"picture": {"b": file}}):
        with pytest.raises(BadEvent, match="Upload a file first"):
            check_event(FUNCTIONS, "/call/strokes", {"data": [value]})


def test_a_link_out_of_the_folder_is_not_followed(uploads):
    (uploads / "abc" / "link.png").symlink_to(uploads.parent / "secret")
    file = FILE | {"path": str(uploads / "abc" / "link.png")}
    with pytest.raises(BadEvent, match="Upload"):
        check_event(FUNCTIONS, "/call/strokes", {"data": [file]})


@pytest.mark.parametrize("extra", [{"size": "large"}, {"url": 7}, {"orig_name": []}, {"is_stream": "?"}])
def test_a_file_that_is_described_wrongly(uploads, extra):
    with pytest.raises(BadEvent, match="described wrongly"):
        file = FILE | {"path": str(uploads / "abc" / "seven.png")} | extra
        check_event(FUNCTIONS, "/call/strokes", {"data": [file]})
