"""People who talk at the web page while things break, and press the same button again until they are
answered. What was acknowledged is noted, to be asked for at the end."""

import asyncio
import re
from collections.abc import Mapping
from itertools import count
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar, TCPConnector

CANARY: Final = "zebrafinch"
QUESTIONS: Final = 5
_HIDDEN: Final = re.compile(r'name="(csrf|turn|says)" value="([^"]+)"')
_LETTERS: Final = str.maketrans("0123456789", "bcdfghjklm")
"""So that no number is a word, least of all a name."""
_numbers = count()


class Talk:
    """Talks for as long as it goes on: one person after the other answers every question."""

    def __init__(self, base: str, code: str, number: int) -> None:
        self._url = f"{base}/r/{code}"
        self._from = f"127.1.{number + 1}"
        self.kept: list[tuple[ClientSession, list[str]]] = []
        self.acknowledged = 0
        self.refused = 0
        self.going = True

    async def goes_on(self) -> None:
        """Talk until told to end, and then to the end of the answer at hand."""
        while self.going:
            # Each has an address of their own, so that the limiter has nothing to say.
            way = TCPConnector(local_addr=(f"{self._from}.{len(self.kept) % 250 + 1}", 0))
            person = ClientSession(
                connector=way, cookie_jar=CookieJar(unsafe=True), timeout=ClientTimeout(total=30)
            )
            texts: list[str] = []
            self.kept.append((person, texts))
            await self._answers(person, texts)

    async def _answers(self, person: ClientSession, texts: list[str]) -> None:
        page = ""
        while 'value="hears:all"' not in page:
            await self._press(person, do="yes")
            page = await self._page(person)
        await self._press(person, do="hears:all")
        for _ in range(QUESTIONS):
            if not self.going:
                return
            text = f"They rang back, {CANARY}{str(next(_numbers)).translate(_LETTERS)}."
            await self._press(person, text, do="say")
            await self._press(person, do="keep", quote="yes")
            texts.append(text)

    async def _press(self, person: ClientSession, text: str = "", **fields: str) -> None:
        """Send a form again and again, the very same, until it is taken."""
        form = dict(_HIDDEN.findall(await self._page(person)))
        if text:
            fields[form["says"]] = text
        while True:
            try:
                async with person.post(
                    self._url, data={**form, **fields}, allow_redirects=False
                ) as answer:
                    await answer.read()
                    if answer.status == 303:
                        self.acknowledged += 1
                        return
                    assert answer.status in (500, 503), answer.status
            except (ClientError, TimeoutError, ConnectionError):
                pass
            self.refused += 1
            await asyncio.sleep(0.1)

    async def _page(self, person: ClientSession) -> str:
        while True:
            try:
                async with person.get(self._url) as answer:
                    page = await answer.text()
                    if answer.status == 200:
                        return page
                    assert answer.status in (500, 503), answer.status
            except (ClientError, TimeoutError, ConnectionError):
                pass
            await asyncio.sleep(0.1)

    async def checked(self) -> Mapping[str, int]:
        """Ask for every answer that was acknowledged; return how often each is there."""
        found: dict[str, int] = {}
        for person, texts in self.kept:
            if texts:
                await self._press(person, do="answers")
                page = await self._page(person)
                found |= {text: page.count(text) for text in texts}
        return found

    async def leaves(self) -> None:
        """Let everybody close their browser."""
        for person, _ in self.kept:
            await person.close()
