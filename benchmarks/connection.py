"""One HTTP connection that is kept, and as little as possible around it.

On two cores whoever asks competes with whoever answers. Complete HTTP clients for Python cost about as
much as the page's whole answer, so load is made with this.
"""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit


class Failed(RuntimeError):
    """The server answered with another status than 200."""


@dataclass
class Connection:
    """A connection to a server, used by one task at a time."""

    host: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, address: str) -> "Connection":
        """Connect to "http://host:port"."""
        parts = urlsplit(address)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 24)
        return cls(parts.netloc, reader, writer)

    async def post(self, path: str, body: bytes) -> bytes:
        """Send JSON and return the answer's body.

        Raises:
            Failed: the status is not 200.
        """
        head = f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Type: application/json\r\n"
        self.writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        return await self._answer()

    async def get(self, path: str) -> bytes:
        """Return what lies there; of a stream of events, all until its end.

        Raises:
            Failed: the status is not 200.
        """
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
        return await self._answer()

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()

    async def _answer(self) -> bytes:
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        if "content-length" in headers:
            body = await self.reader.readexactly(int(headers["content-length"]))
        else:
            body = b"".join([chunk async for chunk in self._chunks()])
        if first.split()[1] != "200":
            raise Failed(f"{first}: {body[:200].decode(errors='replace')}")
        return body

    async def _chunks(self):
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            yield (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readexactly(2)
