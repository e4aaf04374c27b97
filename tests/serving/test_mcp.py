"""The endpoints as tools of the Model Context Protocol: optional, where `gradio[mcp]` is installed and switched on."""

import ast
import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest

from tests.support import attack, fuzz
from tests.support.asking import SEVEN
from tests.support.fuzz_requests import API, JSON, Request
from tests.support.served import served

mcp = pytest.importorskip("mcp", reason="gradio[mcp] is not installed")


@pytest.fixture(scope="module")
def page():
    with served(GRADIO_MCP_SERVER="True") as page:
        yield page


@asynccontextmanager
async def session(page):
    from mcp.client.streamable_http import streamable_http_client

    async with (
        streamable_http_client(f"{page.address}{API}/mcp/") as (reads, writes, _),
        mcp.ClientSession(reads, writes) as session,
    ):
        await session.initialize()
        yield session


def ask(page, work):
    """Run `work(session)` to its end; in a thread, as the browser tests leave a loop in this one."""

    async def run():
        async with session(page) as opened:
            return await work(opened)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


def test_the_three_endpoints_are_tools_and_say_what_they_take(page):
    tools = {tool.name: tool for tool in ask(page, lambda session: session.list_tools()).tools}
    taken = {name: set(tool.inputSchema["properties"]) for name, tool in tools.items()}
    assert sorted(map(sorted, taken.values())) == [["digit", "drawing", "layer"], ["drawing"], ["picture"]]
    for tool in tools.values():
        assert "Returns" in tool.description
        for one in tool.inputSchema["properties"].values():
            assert one["description"] and ("type" in one or all("type" in kind for kind in one["oneOf"]))


def test_a_tool_answers_and_refuses_in_words(page):
    tools = {tool.name for tool in ask(page, lambda session: session.list_tools()).tools}
    [explain] = [name for name in tools if name.endswith("explain")]
    good = ask(page, lambda session: session.call_tool(explain, {"drawing": SEVEN}))
    assert ast.literal_eval(good.content[0].text)["answer"] == 7  # Gradio sends Python's spelling
    bad = ask(page, lambda session: session.call_tool(explain, {"drawing": SEVEN, "layer": "x"}))
    assert bad.isError and "must be null or one of those" in bad.content[0].text


def test_no_address_is_fetched_for_a_tool(page):
    tools = {tool.name for tool in ask(page, lambda session: session.list_tools()).tools}
    [picture] = [name for name in tools if name.endswith("picture")]
    told = ask(page, lambda session: session.call_tool(picture, {"picture": f"{page.address}/theme.css"}))
    assert told.isError and "Traceback" not in page.printed()


def test_hostile_requests_for_tools_are_refused(page):
    """As `test_hostile.py` does for what is always there."""
    rng = random.Random(3)
    call = {"name": "recognize_strokes", "arguments": {"drawing": SEVEN}}
    good = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {**JSON, "Accept": "application/json, text/event-stream"}
    spoilt = (fuzz.as_body(fuzz.mutated(rng, good)) for _ in range(60))
    outcomes = attack.attack(page.address, (Request("mcp", "POST", f"{API}/mcp/", body, headers) for body in spoilt))
    assert outcomes["mcp"].wrong == [] and "Traceback" not in page.printed()
