"""``/heardback`` and its words. No answer is ever taken from what is typed behind it."""

import re
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.read import Who
from adapters.slack.staff import StaffTalk
from adapters.slack.talk import Talk
from adapters.slack.views import Views
from bot.conversation.desk import Spot
from bot.conversation.facts import heard_word
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

    async def take(self, who: Who, typed: str, client: AsyncWebClient) -> Told:
        """Return what a command leads to."""
        word, _, rest = typed.strip().partition(" ")
        match word.casefold():
            case "":
                return self._told("slack.command.help")
            case "stop":
                return Told(await self._talk.stop(who))
            case "desk":
                return Told(view=await self._staff.opened(who, Spot()))
            case "claim":
                return await self._claim(who, rest.strip(), client)
            case "post":
                return await self._post(who, rest.strip())
        word_meant = heard_word(self._say, typed)
        if word_meant == "stop":
            return Told(await self._talk.stop(who))
        if word_meant:
            return Told(view=await self._talk.word(who, typed.strip()))
        if _CODE.fullmatch(word) and not rest:
            return Told(view=await self._talk.opened(who, word.lower()))
        return self._told("slack.command.help")

    async def _claim(self, who: Who, token: str, client: AsyncWebClient) -> Told:
        """Make a member of the workspace a member of staff, by a one-time code of an admin."""
        if not token or await _is_guest(who, client):
            return self._told("slack.no_guest" if token else "slack.command.not_claimed")
        member = await self._staff.claimed(who, token)
        return self._told(f"slack.command.{'claimed' if member else 'not_claimed'}")

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


async def _is_guest(who: Who, client: AsyncWebClient) -> bool:
    """Tell whether somebody is a guest, or of another organisation: they never become staff."""
    try:
        user = (await client.users_info(user=who.user))["user"]
    except SlackApiError:
        return True
    signs = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
    return any(user.get(sign) for sign in signs) or user.get("team_id") != who.team
