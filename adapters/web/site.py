"""What every page of the web channel stands on: drawing, cookies, limits and refusals."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from adapters.web.assets import Assets
from adapters.web.limiter import TURNS, Limiter, Rate
from adapters.web.pages import Pages
from adapters.web.session import CookieBox, Cookies, same
from bot.ports import Clock
from prompts.library import Phrases

HTML: Final = "text/html"


class Problem(Exception):  # noqa: N818 - it says what is the matter
    """A page cannot be shown. ``key`` is a phrase section below ``error``, ``status`` is HTTP's."""

    def __init__(self, key: str, status: int, *, retry_after: int = 0) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Site:
    """Shared by the chat and the desk. ``public_url`` is the address people see, without a slash at
    its end, or an empty text where only the request tells it."""

    say: Phrases
    pages: Pages
    assets: Assets
    cookies: Cookies
    limiter: Limiter
    clock: Clock
    secure: bool
    public_url: str

    @classmethod
    def of(
        cls, say: Phrases, box: CookieBox, clock: Clock, *, secure: bool, public_url: str
    ) -> "Site":
        """Put a site together."""
        assets = Assets()
        return cls(
            say=say,
            pages=Pages(say, assets),
            assets=assets,
            cookies=Cookies(box, secure=secure),
            limiter=Limiter(),
            clock=clock,
            secure=secure,
            public_url=public_url,
        )

    def origin(self, request: web.Request) -> str:
        """Return what links that are handed out begin with."""
        scheme = "https" if self.secure else request.scheme
        return self.public_url or f"{scheme}://{request.host}"

    def page(self, html: str, status: int = 200) -> web.Response:
        """Return a page. What cannot be written as UTF-8, or in HTML at all, becomes a mark."""
        body = html.replace("\0", "\ufffd").encode("utf-8", "replace")
        return web.Response(body=body, status=status, content_type=HTML, charset="utf-8")

    def lead_to(self, path: str) -> web.Response:
        """Send the browser to another page, which it asks for anew."""
        return web.Response(status=303, headers={"Location": path})

    def problem(self, problem: Problem, *, leave: bool = True) -> web.Response:
        """Return the page that says in plain words what is the matter."""
        title = self.say(f"error.{problem.key}.title")
        lines = self.say.many(f"error.{problem.key}.lines")
        response = self.page(self.pages.plain(title, lines, leave=leave), problem.status)
        if problem.retry_after:
            response.headers["Retry-After"] = str(problem.retry_after)
        return response

    def limited(self, request: web.Request, rates: tuple[Rate, ...] = TURNS) -> None:
        """Refuse whoever has tried too often.

        Raises:
            Problem: there were too many tries.
        """
        seconds = self.limiter.wait(rates, sender(request))
        if seconds:
            raise Problem("often", 429, retry_after=int(seconds) + 1)

    def counted(self, request: web.Request, rates: tuple[Rate, ...] = TURNS) -> None:
        """Count one try of the sender."""
        self.limiter.count(rates, sender(request))


def sender(request: web.Request) -> str:
    """Return where a request comes from. Only ever hashed, never kept.

    A proxy on this machine names the sender itself, as the last one in ``X-Forwarded-For``; from
    anywhere else that header is only what somebody claims.
    """
    peer = request.remote or ""
    if not peer.startswith("127.") and peer != "::1":
        return peer
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or peer


def guard(request: web.Request, secret: str | None, given: str) -> None:
    """Refuse a form that another site sent or that is not of this browser.

    A browser that is told to send no referrer gives its origin as ``null``, so that the origin
    alone decides only where it is named.

    Raises:
        Problem: it is not ours.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "null")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin != "null" and urlsplit(origin).netloc != request.host
    if foreign or secret is None or not same(secret, given):
        raise Problem("foreign", 403)
