"""What is typed in the compose box: a few words alone are heard, and no answer is taken from there.

What stands in the chat is kept by the organisation. So people are led to the card.
"""

import re
from typing import Final

from adapters.teams.read import Who
from adapters.teams.staff import StaffTalk
from adapters.teams.talk import Shown, Talk
from bot.conversation.facts import heard_word
from bot.conversation.messages import Text
from prompts.library import Phrases

_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOKEN: Final = re.compile(r"claim\s+(\S{1,200})", re.IGNORECASE)


class Typed:
    """Words alone in the compose box."""

    def __init__(self, talk: Talk, staff: StaffTalk, say: Phrases) -> None:
        self._talk = talk
        self._staff = staff
        self._say = say

    async def take(self, who: Who, text: str, delivery: str) -> Shown:
        """Return the card that answers to what was typed."""
        text = text.strip()
        if token := _TOKEN.fullmatch(text):
            claimed = await self._staff.claimed(who, token[1])
            return await self._home(who, "teams.claimed" if claimed else "teams.not_claimed")
        word = heard_word(self._say, text)
        if word == "stop":
            return await self._talk.stop(who)
        codes = await self._talk.codes(who)
        if word and len(codes) == 1:
            return await self._talk.said(who, codes[0], text, delivery)
        if _CODE.fullmatch(text) and await self._talk.knows(who, text.lower()):
            return await self._talk.opened(who, text.lower(), "message")
        note = "" if word or not text else "teams.not_here"
        if len(codes) == 1:
            before = (Text(self._say(note)),) if note else ()
            return await self._talk.opened(who, codes[0], "message", before)
        return await self._home(who, note)

    async def _home(self, who: Who, note: str) -> Shown:
        staff = await self._staff.member(who) is not None
        return await self._talk.home(
            who, staff=staff, before=(Text(self._say(note)),) if note else ()
        )
