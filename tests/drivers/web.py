"""A person at the web page: a browser without scripts, over the real server's port.

What they press is found by its label in the page that was served, and its form is sent with exactly
the fields that stand in it.
"""

from http.cookies import Morsel
from typing import Self
from urllib.parse import urlencode

from aiohttp import ClientSession, CookieJar

from tests.drivers.page import Form, Node, cover, read, squeezed


class WebPerson:
    """Fulfils ``Driver`` of the transcripts' runner."""

    channel = "web"
    address = None

    def __init__(self, base: str, code: str) -> None:
        self.base = base
        self._path = f"/r/{code}"
        self._session = _browser()
        self._other: list[ClientSession] = []
        self.status = 0
        self.html = ""
        self.page = Node("")
        self.pressed: tuple[str, list[tuple[str, str]]] = ("", [])
        """What a test holds back to send when it likes: a path and the form's fields."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        for session in (self._session, *self._other):
            await session.close()

    # what a transcript can ask for
    async def opens(self, *, elsewhere: bool = False, code: str | None = "") -> None:
        """Come to the link, on the same device or on another one (then with the code)."""
        if elsewhere:
            self._other.append(self._session)
            self._session = _browser()
        await self._get()
        if elsewhere and code:
            await self.taps("I have a code", {})
            await self.taps("Go on", {"Your code": code})

    async def says(self, text: str) -> None:
        """Type into the one box of the page and send it."""
        boxes = self.page.all("textarea")
        assert len(boxes) == 1, f"there is no box to type in: {self.seen}"
        form = Form(self.page, self._sending(boxes[0]))
        boxes[0].parts = ["\n" + text]
        await self._post(form)

    async def taps(
        self, label: str, fills: dict[str, str | list[str]], switches: tuple[str, ...] = ()
    ) -> int:
        """Fill in fields by their labels, then press a button; return how many taps it took."""
        form = Form(self.page, self.button(label, tuple(fills)))
        taps = 1 + len(switches)
        for words in switches:
            form.switch(words)
        for name, value in fills.items():
            taps += form.fill(name, value)
        await self._post(form)
        return taps

    @property
    def seen(self) -> str:
        """Everything a person can read on the page."""
        return self.page.seen(hidden=True)

    @property
    def labels(self) -> list[str]:
        """What can be pressed."""
        return [button.seen() for button in self.page.all("button")]

    @property
    def shown(self) -> list[str]:
        """The person's own words, as the page says they will be or are kept."""
        return [_words(node) for node in self.page.all("div") if node.has("words")]

    @property
    def code(self) -> str:
        """The code to come back with, if the page shows it."""
        return next((node.seen() for node in self.page.all("p") if node.has("code")), "")

    # how it is done
    def button(self, label: str, fills: tuple[str, ...] = ()) -> Node:
        """Return the one button with this label; of several, the one whose form has the fields."""
        found = [
            button
            for button in self.page.all("button")
            if squeezed(label) in (button.seen(), button.seen(hidden=True))
        ]
        if fills and len(found) > 1:
            found = [
                button for button in found if all(_has(Form(self.page, button), f) for f in fills)
            ]
        assert len(found) == 1, f"{len(found)} buttons {label!r} among {self.labels}"
        return found[0]

    def _sending(self, box: Node) -> Node:
        sending = [
            button
            for button in self.page.all("button")
            if button.attrs["value"] == "say" and box in Form(self.page, button).controls
        ]
        assert len(sending) == 1
        return sending[0]

    async def turns_to(self, code: str) -> None:
        """Come by another link from now on."""
        self._path = f"/r/{code}"

    async def _get(self) -> None:
        async with self._session.get(self.base + self._path) as answer:
            self._take(answer.status, await answer.text())

    async def _post(self, form: Form) -> None:
        await self.send(form.action, form.sends())

    async def send(self, path: str, fields: list[tuple[str, str]]) -> None:
        """Post a form and follow where it leads."""
        async with self._session.post(
            self.base + path,
            data=urlencode(fields, encoding="utf-8", errors="replace"),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ) as answer:
            self._take(answer.status, await answer.text())

    def _take(self, status: int, html: str) -> None:
        self.status, self.html = status, html
        self.page = read(html)

    @property
    def cookies(self) -> dict[str, Morsel[str]]:
        """What the browser keeps."""
        return {cookie.key: cookie for cookie in self._session.cookie_jar}


def _browser() -> ClientSession:
    return ClientSession(
        cookie_jar=CookieJar(unsafe=True), headers={"Sec-Fetch-Site": "same-origin"}
    )


def _has(form: Form, label: str) -> bool:
    return any(form._label_of(node) == label for node in form.controls)


def _words(node: Node) -> str:
    pieces: list[str] = []
    for part in node.parts:
        if isinstance(part, str):
            pieces.append(part)
        elif part.has("cover"):
            pieces.append(cover(part))
        else:
            pieces.append(part.raw())
    return squeezed("".join(pieces))
