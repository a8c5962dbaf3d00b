"""A browser without a screen: it keeps cookies, reads forms, and presses buttons as a person would."""

from types import TracebackType
from typing import Self

from aiohttp import ClientSession, CookieJar

from tests.render.page_check import Seen, read_page


class Browser:
    """One browser at one server. After every page, ``seen`` holds what stands on it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._session = ClientSession(base, cookie_jar=CookieJar(unsafe=True))
        self._always = {"Sec-Fetch-Site": "same-origin"}
        self.status = 0
        self.headers: dict[str, str] = {}
        self.html = ""
        self.body = b""
        self.path = ""
        self.seen = Seen()
        self.cookies: list[str] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def get(self, path: str, **headers: str) -> Seen:
        return await self.send("GET", path, headers=headers)

    async def send(
        self,
        method: str,
        path: str,
        data: object = None,
        headers: dict[str, str] | None = None,
        follow: bool = True,
    ) -> Seen:
        sent = self._always | (headers or {})
        async with self._session.request(
            method, path, data=data, headers=sent, allow_redirects=follow
        ) as answer:
            self.status = answer.status
            self.headers = dict(answer.headers)
            self.body = await answer.read()
            self.path = answer.url.path
            self.cookies = answer.headers.getall("Set-Cookie", [])
        self.html = self.body.decode("utf-8")
        self.seen = read_page(self.html) if answer.content_type == "text/html" else Seen()
        assert self.seen.faults == []
        return self.seen

    def cookie(self, name: str) -> str:
        """Return what the browser keeps under a name."""
        return next(each.value for each in self._session.cookie_jar if each.key == name)

    def forget_header(self, name: str) -> None:
        """Send this header no more."""
        del self._always[name]

    def fields(self, action: str) -> tuple[str, list[tuple[str, str]]]:
        """Return where the form of a button leads and everything that it would send. ``keep``
        finds the button of ``keep:something`` too."""
        buttons = [a for a in self.seen.all("button") if "value" in a]
        button = next(
            (a for a in buttons if a["value"] == action),
            next((a for a in buttons if a["value"].startswith(f"{action}:")), None),
        )
        assert button is not None, f"no button {action}"
        form = button.get("form") or "".join(
            a.get("id", "") for a in self.seen.all("form") if a.get("class") == "control"
        )
        target = next(a["action"] for a in self.seen.all("form") if a.get("id", "") == form)
        sent: list[tuple[str, str]] = []
        for tag, a in self.seen.elements:
            if tag != "input" or a.get("_form") != form:
                continue
            if a.get("type") in ("checkbox", "radio") and "checked" not in a:
                continue
            sent.append((a["name"], a.get("value", "")))
        return target, [*sent, ("do", button["value"])]

    async def say(self, text: str, *, follow: bool = True) -> Seen:
        """Type into the box of the page and go on."""
        box = self.seen.first("textarea")["name"]
        return await self.press("say", follow=follow, **{box: text})

    async def press(
        self, action: str, *, follow: bool = True, **values: str | tuple[str, ...]
    ) -> Seen:
        """Fill fields in and press a button. A tuple fills a list."""
        target, sent = self.fields(action)
        data = [(name, value) for name, value in sent if name not in values]
        for name, value in values.items():
            each = value if isinstance(value, tuple) else (value,)
            data += [(name, one) for one in each]
        return await self.send("POST", target, data, follow=follow)
