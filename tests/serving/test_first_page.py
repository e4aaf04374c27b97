"""The first HTML: what stands in it before any script has come."""

import re

import pytest

from serving import first_page
from serving.page import WEB, Files

GRADIO = "<html><head><title>x</title></head><body><gradio-app></gradio-app></body></html>"


@pytest.fixture(scope="module")
def files():
    return Files()


def test_title_and_canvas_stand_before_gradios_element(files):
    html = first_page.filled(GRADIO, first_page.head(files), first_page.before(files))
    assert html.index("</h1>") < html.index('class="dc-paper"') < html.index("<gradio-app")
    assert html.index("<style>") < html.index("</head>")
    assert html.count("<div") == html.count("</div>")


def test_another_page_of_gradios_is_noticed():
    with pytest.raises(ValueError, match="0 times"):
        first_page.filled("<html></html>", "", "")


def test_every_module_that_the_start_needs_is_named(files):
    needed = first_page.needed(files)
    assert needed[0] == "start.js" and "net/network.js" in needed and "canvas/canvas.js" in needed
    assert "draw/draw.js" not in needed  # a tab's modules come when it is opened
    assert all((WEB / name).is_file() for name in needed)


def test_every_import_of_every_module_is_there(files):
    for name in files.names(".js"):
        assert set(first_page.needed(files, name)) <= set(files.names(".js"))
        for path in re.findall(r"import\('(\.[^']+)'\)", files.text(name)):
            assert first_page._joined(name.rpartition("/")[0], path) in files.names(".js"), f"{name}: {path}"
