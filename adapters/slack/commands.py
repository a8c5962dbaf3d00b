"""``/heardback`` and its words. No answer is ever taken from what is typed behind it."""

import re
import secrets
from dataclasses import dataclass
from typing import Any, Final

from adapters.slack.read import Who
from adapters.slack.staff import StaffTalk
from adapters.slack.talk import Talk
from adapters.slack.views import Views
from bot.conversation.desk import Spot
from bot.conversation.messages import Choice, Message, Text
from prompts.library import Phrases

_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a command leads to: a modal, or an answer that only this person sees (unless it is
    ``in_channel``)."""

    answer: dict[str, Any] | None = None
    view: dict[str, Any] | None = None


class Commands:
    """The words behind ``/heardback``."""

    def __init__(self, talk: Talk, staff: StaffTalk, views: Views, say: Phrases) -> None:
        self._talk = talk
        self._staff = staff
        self._views = views
        self._say = say

    async def take(self, who: Who, typed: str) -> Told:
        """Return what a command leads to."""
        word, _, rest = typed.strip().partition(" ")
        match word.casefold():
            case "" | "help":
                return self._told("slack.command.help")
            case "stop":
                return self._only(await self._talk.stop(who, secrets.token_hex(16)))
            case "desk":
                return Told(view=await self._staff.opened(who, Spot()))
            case "claim":
                return await self._claim(who, rest.strip())
            case "post":
                return await self._post(who, rest.strip())
        if _CODE.fullmatch(word) and not rest:
            return Told(view=await self._talk.opened(who, word.lower()))
        return self._told("slack.command.help")

    async def _claim(self, who: Who, token: str) -> Told:
        member = await self._staff.claimed(who, token) if token else None
        key = "slack.command.claimed" if member else "slack.command.not_claimed"
        return self._told(key)

    async def _post(self, who: Who, code: str) -> Told:
        """Post a round's link where the facilitator is, for everybody there."""
        round_ = await self._staff.postable(who, code)
        if round_ is None:
            return self._told("slack.command.not_posted")
        text = Text(self._say("slack.post.text", asker=round_.asker))
        go = Choice(f"open:{round_.code}", self._say("slack.post.go"), "main")
        stop = Choice("stop", self._say("contributor.control.stop"))
        message = Message(round_.title, parts=(text,), choices=(go, stop))
        return Told({"response_type": "in_channel", **self._views.direct(message)})

    def _told(self, key: str) -> Told:
        return self._only(self._say(key))

    @staticmethod
    def _only(text: str) -> Told:
        return Told({"response_type": "ephemeral", "text": text})
