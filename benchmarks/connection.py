"""One HTTP connection that is kept, and as little as possible around it.

On two cores whoever asks competes with whoever answers. Complete HTTP clients for Python cost about as
much as the page's whole answer, so load is made with this.
"""

import asyncio
import contextlib
from urllib.parse import urlsplit


class Failed(RuntimeError):
    """The server answered with another status than 200."""


class Connection:
    """A connection to "http://host:port", used by one task at a time; made anew when the server closed it."""

    def __init__(self, address: str):
        self._place = urlsplit(address)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, body: bytes) -> bytes:
        """Send JSON and return the answer's body.

        Raises:
            Failed: the status is not 200.
            OSError, asyncio.IncompleteReadError: the server cannot be reached, or hangs up.
        """
        head = f"POST {path} HTTP/1.1\r\nHost: {self._place.netloc}\r\nContent-Type: application/json\r\n"
        return await self._ask(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    async def get(self, path: str) -> bytes:
        """Return what lies there; of a stream of events, all until its end. Raises as `post` does."""
        return await self._ask(f"GET {path} HTTP/1.1\r\nHost: {self._place.netloc}\r\n\r\n".encode())

    async def close(self) -> None:
        if self._writer:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()

    async def _ask(self, request: bytes) -> bytes:
        is_new = self._writer is None or self._reader.at_eof()
        if is_new:
            await self._connect()
        self._writer.write(request)
        try:
            return await self._answer()
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            # The server let go of the idle connection just now. Browsers ask again as well.
            if is_new or getattr(error, "partial", b""):
                raise
            self._writer = None
            return await self._ask(request)

    async def _connect(self) -> None:
        await self.close()
        self._reader, self._writer = await asyncio.open_connection(
            self._place.hostname, self._place.port, limit=1 << 24
        )

    async def _answer(self) -> bytes:
        first, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        if "content-length" in headers:
            body = await self._reader.readexactly(int(headers["content-length"]))
        else:
            body = b"".join([chunk async for chunk in self._chunks()])
        if first.split()[1] != "200":
            raise Failed(f"{first}: {body[:200].decode(errors='replace')}")
        return body

    async def _chunks(self):
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            yield (await self._reader.readexactly(size + 2))[:-2]
        await self._reader.readexactly(2)
