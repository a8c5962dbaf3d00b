"""What a person did in Slack, read from a payload.

Nothing is trusted to have its shape: a payload that lacks what an act needs is no act.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.slack.forms import forms, values
from adapters.slack.views import Seat
from bot.conversation.events import Address, Chose, Event, Opened, Said

NAME: Final = "slack"
_NONE: Final = "none"
"""No form at all."""
SAY: Final = "say"
"""The act that hands over a person's own words."""

type Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Who:
    """A person in a workspace, or in an organisation that has several."""

    enterprise: str
    team: str
    user: str

    @classmethod
    def of(cls, payload: Payload) -> "Who":
        """Return who sent a payload of an interaction, a command or an event."""
        user, team = payload.get("user") or {}, payload.get("team") or {}
        if not isinstance(user, Mapping):
            user = {"id": user}
        return cls(
            str(_id(payload.get("enterprise")) or payload.get("enterprise_id") or ""),
            str(user.get("team_id") or _id(team) or payload.get("team_id") or ""),
            str(user.get("id") or payload.get("user_id") or ""),
        )

    @property
    def address(self) -> Address:
        """Return where this person is known."""
        return Address(NAME, f"{self.enterprise}/{self.team}", self.user)

    @property
    def contact(self) -> dict[str, str]:
        """Return what it takes to write to this person."""
        return {
            "channel": NAME,
            "enterprise": self.enterprise,
            "team": self.team,
            "user": self.user,
        }


@dataclass(frozen=True, slots=True)
class Act:
    """One press in a modal, or its sending: where, what, and an id that is the same for a press
    that comes twice."""

    seat: Seat
    event: Event
    delivery: str


def pressed(payload: Payload) -> str:
    """Return what the pressed button or the picked entry stands for."""
    first = _pressed(payload)
    return str((first.get("selected_option") or first).get("value") or "")


def _pressed(payload: Payload) -> Payload:
    actions: list[Payload] = payload.get("actions") or [{}]
    return actions[0]


def act_of(payload: Payload, who: Who, secret: bytes) -> Act | None:
    """Return somebody's act in a modal, or None if the modal is none of ours.

    ``secret`` keeps apart sendings that differ in what was filled in: Slack sends the same hash
    again after it was told of a fault, and a bare hash of short words could be guessed.
    """
    view = payload.get("view") or {}
    seat = Seat.read(str(view.get("private_metadata") or ""))
    state = (view.get("state") or {}).get("values")
    if seat is None or not isinstance(state, Mapping):
        return None
    if payload.get("type") == "block_actions":
        block = str(_pressed(payload).get("block_id") or "")
        form, action = block.partition("|")[0], pressed(payload)
    else:
        form = _sent(seat, state)
        action = seat.sends.get(form, "")
    held = values(state, form)
    event: Event = Chose(action, held) if action else Opened()
    if action == SAY:
        event = Said("".join(held.get(seat.says, ())), box=seat.says)
    return Act(seat, event, _delivery(view, who, action, held, secret))


def _sent(seat: Seat, state: Mapping[str, Any]) -> str:
    """Return the form that sending means: the one that something was typed into, or the only one."""
    filled = [form for form in forms(state) if form in seat.sends]
    only = next(iter(seat.sends), _NONE) if len(seat.sends) == 1 else _NONE
    return filled[0] if filled else only


def _delivery(
    view: Payload, who: Who, action: str, held: Mapping[str, tuple[str, ...]], secret: bytes
) -> str:
    where = [who.enterprise, who.team, who.user, view.get("id"), view.get("hash"), action]
    what = json.dumps([where, sorted(held.items())]).encode("ascii")
    return hmac.digest(secret, what, "sha256").hex()[:32]


def _id(given: object) -> object:
    return given.get("id") if isinstance(given, Mapping) else None
