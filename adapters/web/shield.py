"""What holds for every answer of this server: its headers, and a plain page when it cannot serve."""

import traceback
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.site import Problem, Site
from bot.ports import NotSaved
from bot.service import RoundNotOpen, RoundUnknown

_SOURCES: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_UNSAVED: Final = {"unchecked": "unchecked"}
"""What is said of what could not be done, where it is not the storage's fault."""
_HEADERS: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}
_TLS_FOR: Final = "max-age=31536000"
_OURS: Final = ("adapters", "app", "bot", "prompts", "storage")
_OUR_FAULT: Final = 500
_PROBLEMS: Final = {
    400: "form",
    404: "page",
    405: "method",
    413: "too_long",
    415: "form",
}


class Shield:
    """A middleware and a signal for one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._log = structlog.get_logger()

    async def headers(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Give every answer its headers (an aiohttp ``on_response_prepare`` signal)."""
        self._dressed(response)

    def refused(self, status: int) -> web.Response:
        """Return the answer to what cannot even be read as a request; no signal comes for it."""
        key = "form" if status < _OUR_FAULT else "unforeseen"
        response = self._site.problem(Problem(key, status))
        self._dressed(response)
        return response

    def _dressed(self, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = _SOURCES
        for name, value in _HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        if self._site.secure:
            response.headers["Strict-Transport-Security"] = _TLS_FOR
        # What runs here is nobody's business.
        response.headers.popall("Server", None)

    @web.middleware
    async def pages(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn whatever goes wrong into a page in plain words that quotes nothing."""
        try:
            return await handler(request)
        except web.HTTPException as answer:
            return self._answered(request, answer)
        except Problem as problem:
            return self._problem(request, problem)
        except RoundUnknown:
            return self._problem(request, Problem("link", 404))
        except RoundNotOpen:
            return self._problem(request, Problem("not_open", 404))
        except NotSaved as failed:
            self._log.warning("not_saved", error=failed.reason, part="web")
            return self._problem(request, Problem(_UNSAVED.get(failed.reason, "no_service"), 503))
        except Exception as error:  # noqa: BLE001 - nothing may reach a browser as it is
            self._log.error("unforeseen", error=type(error).__name__, part=_where(error))
            return self._problem(request, Problem("unforeseen", 500))

    def _answered(self, request: web.Request, answer: web.HTTPException) -> web.StreamResponse:
        key = _PROBLEMS.get(answer.status, "unforeseen")
        response = self._problem(request, Problem(key, answer.status))
        if "Allow" in answer.headers:
            response.headers["Allow"] = answer.headers["Allow"]
        return response

    def _problem(self, request: web.Request, problem: Problem) -> web.Response:
        return self._site.problem(problem, leave=not request.path.startswith("/desk"))


def _where(error: Exception) -> str:
    """Return our module and line nearest to an error, which hold no word of anybody."""
    steps = traceback.walk_tb(error.__traceback__)
    named = [(str(frame.f_globals.get("__name__", "")), line) for frame, line in steps]
    ours = [step for step in named if step[0].partition(".")[0] in _OURS]
    module, line = (ours or named)[-1]
    return f"{module}:{line}"
