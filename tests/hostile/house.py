"""The real application behind a real port, kept up for many strings, and a client that sends any bytes."""

import asyncio
import io
import itertools
import logging
import re
import sys
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import structlog

from app import log
from bot.consultation.model import Role, Staff
from bot.ports import Unit
from tests.drivers.page import Node, read
from tests.drivers.world import World

ADMIN = Staff("8" * 32, "Ada Bain", Role.ADMIN)
PARTNER = Staff("9" * 32, "Rhona Baillie", Role.PARTNER)
_senders = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    closes: bool = False

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def page(self) -> Node:
        return read(self.body.decode("utf-8"))


@dataclass
class Browser:
    """Keeps cookies and one connection, and sends exactly the bytes it is told to."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _wire: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: bytes | str, *headers: tuple[bytes, bytes]) -> Answer:
        return await self.ask(b"GET", _bytes(path), headers)

    async def post(self, path: bytes | str, fields: Sequence[tuple[str, str]]) -> Answer:
        """Send a form; halves of characters travel as the bytes some programs make of them."""
        body = urlencode(list(fields), encoding="utf-8", errors="surrogatepass").encode()
        kind = (b"Content-Type", b"application/x-www-form-urlencoded")
        return await self.ask(b"POST", _bytes(path), (kind,), body)

    async def ask(
        self,
        method: bytes,
        target: bytes,
        headers: Sequence[tuple[bytes, bytes]] = (),
        body: bytes = b"",
    ) -> Answer:
        """Send one request and read what comes back."""
        sender = next(_senders)
        # Each asks from an address of its own, as far as the limiter can tell.
        from_ = f"10.{sender >> 16 & 255}.{sender >> 8 & 255}.{sender & 255}".encode()
        lines = [
            method + b" " + target + b" HTTP/1.1",
            b"Host: 127.0.0.1:%d" % self.port,
            b"Sec-Fetch-Site: same-origin",
            b"X-Forwarded-For: " + from_,
            b"Content-Length: %d" % len(body),
            *(name + b": " + value for name, value in headers),
        ]
        if self.cookies and not any(name == b"Cookie" for name, _ in headers):
            held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(b"Cookie: " + held.encode())
        reader, writer = self._wire or await asyncio.open_connection("127.0.0.1", self.port)
        self._wire = (reader, writer)
        writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        answer = await _answer(reader, method)
        if answer.closes:
            await self.close()
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value

    async def close(self) -> None:
        if self._wire is not None:
            writer, self._wire = self._wire[1], None
            writer.close()
            await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, method: bytes) -> Answer:
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)).decode("latin-1")
    first, *rest = head.rstrip("\r\n").split("\r\n")
    headers = tuple(
        (name, value.strip()) for name, _, value in (line.partition(":") for line in rest)
    )
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    status = int(first.split(" ")[1])
    body = b"" if method == b"HEAD" else await asyncio.wait_for(reader.readexactly(length), 30)
    closes = first.startswith("HTTP/1.0") or ("Connection", "close") in headers
    return Answer(status, headers, body, closes)


def _bytes(path: bytes | str) -> bytes:
    return path if isinstance(path, bytes) else path.encode()


def in_path(text: str) -> bytes:
    """Return a text as one step of a path or a value of a query."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="").encode()


class House:
    """One installation with an open round, on a loop of its own thread."""

    def __init__(self, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.world = World(folder)
        self._browsers: list[Browser] = []
        self.run(self._begin())

    async def _begin(self) -> None:
        await self.world.begin()
        await self.world.opens_round()

        def more(unit: Unit) -> None:
            for member in (ADMIN, PARTNER):
                unit.add_staff(member, f"unused-{member.name}", date(2027, 12, 31))

        await self.world.run(more)

    def browser(self) -> Browser:
        """Open a browser, which is closed with the house."""
        self._browsers.append(Browser(int(self.world.base.rpartition(":")[2])))
        return self._browsers[-1]

    def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the loop of the house and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(600)

    async def signed_in(self, member: Staff) -> tuple[Browser, str]:
        """Return a browser at the desk of a member of staff, and what its forms must bring back."""
        token = f"token-{next(_senders)}"
        await self.world.run(lambda unit: unit.add_staff(member, token, date(2027, 12, 31)))
        browser = self.browser()
        page = (await browser.get(f"/desk/enter/{token}")).page
        await browser.post(f"/desk/enter/{token}", [("csrf", secret(page))])
        home = await browser.get("/desk")
        assert home.status == 200
        return browser, secret(home.page)

    def close(self) -> None:
        for browser in self._browsers:
            self.run(browser.close())
        self.run(self.world.end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


def secret(page: Node) -> str:
    """Return what a page's forms bring back."""
    return next(n.attrs["value"] for n in page.all("input") if n.attrs.get("name") == "csrf")


@contextmanager
def logs() -> Iterator[io.StringIO]:
    """Log as the product does, and hand over all that it says on standard error."""
    root, raising = logging.root, logging.raiseExceptions
    held = (root.handlers, root.level, sys.excepthook, sys.unraisablehook, threading.excepthook)
    stderr, said = sys.stderr, io.StringIO()
    log.configure()
    sys.stderr = said
    try:
        yield said
    finally:
        sys.stderr = stderr
        root.handlers, level, sys.excepthook, sys.unraisablehook, threading.excepthook = held
        root.setLevel(level)
        logging.raiseExceptions = raising
        logging.captureWarnings(False)
        structlog.reset_defaults()


_OURS = re.compile(r"[\w .:=<>-]*")


def check_log(said: io.StringIO) -> None:
    """See that nothing stands in a log but our own short lines, and nothing unforeseen. That a
    request could not be read is told by the class of the error alone."""
    for line in said.getvalue().splitlines():
        assert _OURS.fullmatch(line), "a log line holds something strange"
        assert "event=library logger=aiohttp.server error=" in line, line
    said.seek(0)
    said.truncate()
