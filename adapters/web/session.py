"""The two cookies: what a contributor's browser carries, and a member of staff's.

Each is one sealed piece of JSON. The contributor's holds no words of theirs: a secret for the forms,
and for each round the state to bring along and who they are. It ends with the browser and, after
:data:`IDLE` seconds without a sign of anybody, asks for the code; only on a device that somebody
called theirs alone it stays for :data:`KEEPS` seconds.
"""

import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, Protocol, Self

from aiohttp import web

from bot.conversation.events import Address

MAX_SEATS: Final = 6
"""How many rounds one browser keeps a place in; a cookie has room for 4,096 bytes."""

IDLE: Final = 15 * 60
KEEPS: Final = 30 * 24 * 60 * 60

Device = Literal["", "shared", "mine"]
"""What a person said of their device. Until they say anything it counts as shared."""

_SECRET: Final = re.compile(r"[0-9a-f]{32}")


class CookieBox(Protocol):
    """Seals text so that only this server can read or make it."""

    def seal(self, text: str) -> str:
        """Return sealed text that fits into a cookie."""

    def open(self, sealed: str) -> str | None:
        """Return the text, or None if this server did not seal it."""


def fresh_secret() -> str:
    """Return 32 random hex characters."""
    return secrets.token_hex(16)


def bound(secret: str, turn: str) -> str:
    """Return the delivery id of a form's turn, bound to the browser that was given the form.

    A press repeated there has the same one; nobody who only knows the turn can repeat it.
    """
    return hashlib.blake2b(turn.encode(), key=secret.encode(), digest_size=16).hexdigest()


def is_secret(text: str) -> bool:
    """Tell whether text has the form of :func:`fresh_secret`."""
    return _SECRET.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in one round: the state to bring along, and who they are. ``away`` means that
    somebody sat here and was gone for too long: nobody does until the code is typed."""

    carried: str = ""
    address: Address | None = None
    away: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A contributor's browser. ``secret`` is what its forms have to bring back."""

    secret: str = field(default_factory=fresh_secret)
    seats: Mapping[str, Seat] = field(default_factory=dict)
    device: Device = ""

    def left_alone(self) -> Self:
        """Return this visit with every seat empty in which somebody sat."""
        seats = {
            code: Seat(away=True) if seat.address else seat for code, seat in self.seats.items()
        }
        return replace(self, seats=seats)

    def seat(self, code: str) -> Seat:
        """Return the place in the round of this link."""
        return self.seats.get(code, Seat())

    def seated(self, code: str, seat: Seat) -> Self:
        """Return this visit with a new place in one round; the oldest places make room."""
        others = [(other, kept) for other, kept in self.seats.items() if other != code]
        return replace(self, seats=dict([*others, (code, seat)][-MAX_SEATS:]))


@dataclass(frozen=True, slots=True)
class Badge:
    """A browser at the staff desk. ``session`` is the server-side session's token, ``note`` the
    phrase key of what was just done."""

    secret: str = field(default_factory=fresh_secret)
    session: str = ""
    note: str = ""


def same(secret: str, given: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(secret.encode(), given.encode("utf-8", "replace"))


class Cookies:
    """Reads and writes both cookies. ``secure`` binds them to TLS and to this very host."""

    def __init__(self, box: CookieBox, *, secure: bool) -> None:
        self._box = box
        self._secure = secure
        self._ended: dict[str, float] = {}
        prefix = "__Host-" if secure else ""
        self.visit_name = f"{prefix}page"
        self.badge_name = f"{prefix}desk"

    def visit(self, request: web.Request) -> Visit | None:
        """Return the contributor's visit, or None without a cookie that this server made."""
        kept = self._open(request, self.visit_name)
        if kept is None or kept["secret"] in self._ended:
            return None
        seats = {code: _seat(packed) for code, packed in kept["seats"].items()}
        visit = Visit(kept["secret"], seats, kept["device"])
        alone = time.time() - kept["at"]
        return visit.left_alone() if visit.device != "mine" and alone >= IDLE else visit

    def badge(self, request: web.Request) -> Badge | None:
        """Return the badge of a browser at the desk, or None without a cookie of ours."""
        kept = self._open(request, self.badge_name)
        return None if kept is None else Badge(kept["secret"], kept["session"], kept["note"])

    def give_visit(self, response: web.StreamResponse, visit: Visit) -> None:
        """Write the contributor's cookie."""
        seats = {code: _packed(seat) for code, seat in visit.seats.items()}
        kept = {
            "secret": visit.secret,
            "seats": seats,
            "device": visit.device,
            "at": int(time.time()),
        }
        stays = KEEPS if visit.device == "mine" else None
        self._give(response, self.visit_name, kept, stays)

    def give_badge(self, response: web.StreamResponse, badge: Badge) -> None:
        """Write the desk's cookie."""
        kept = {"secret": badge.secret, "session": badge.session, "note": badge.note}
        self._give(response, self.badge_name, kept)

    def end_visit(self, request: web.Request, response: web.StreamResponse) -> None:
        """Take the contributor's cookie away, and take no copy of it until this process ends."""
        visit = self.visit(request)
        if visit is not None:
            now = time.time()
            self._ended = {kept: until for kept, until in self._ended.items() if until > now}
            self._ended[visit.secret] = now + KEEPS
        self._drop(response, self.visit_name)

    def drop_badge(self, response: web.StreamResponse) -> None:
        """Take the desk's cookie away."""
        self._drop(response, self.badge_name)

    def _open(self, request: web.Request, name: str) -> dict[str, Any] | None:
        sealed = request.cookies.get(name, "")
        text = self._box.open(sealed) if sealed else None
        if text is None:
            return None
        kept: dict[str, Any] = json.loads(text)
        # One box seals both cookies: neither may stand in for the other.
        return kept if kept["for"] == name else None

    def _give(
        self,
        response: web.StreamResponse,
        name: str,
        kept: dict[str, Any],
        stays: int | None = None,
    ) -> None:
        sealed = self._box.seal(json.dumps({"for": name, **kept}, separators=(",", ":")))
        response.set_cookie(
            name,
            sealed,
            max_age=stays,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="Lax",
        )

    def _drop(self, response: web.StreamResponse, name: str) -> None:
        response.set_cookie(
            name, "", max_age=0, path="/", secure=self._secure, httponly=True, samesite="Lax"
        )


def _packed(seat: Seat) -> list[str]:
    if seat.away:
        return []
    who = seat.address
    return [seat.carried, *((who.channel, who.tenant, who.user) if who else ())]


def _seat(packed: list[str]) -> Seat:
    if not packed:
        return Seat(away=True)
    carried, *who = packed
    return Seat(carried, Address(*who) if who else None)
