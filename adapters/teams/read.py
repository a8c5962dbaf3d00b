"""What a person did in Teams, read from an activity.

Nothing is trusted to have its shape. What an activity needs is looked for before its token is: an
activity without it is malformed. Everything else is left out, a person's name and address first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from adapters.teams.cards import Seat, Signer
from adapters.teams.forms import GO, values
from bot.conversation.events import Address, Chose, Event, Said

NAME: Final = "teams"
CHANNEL: Final = "msteams"
SAY: Final = "say"
"""The act that hands over a person's own words."""

type Payload = Mapping[str, Any]


class Malformed(ValueError):  # noqa: N818 - it says what is the matter
    """This is no activity, or it lacks what every activity has."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person in a tenant, and what it takes to write to them.

    ``user`` is the directory's id of them (their id in the chat where there is none, for somebody
    who is not ``listed``); ``chat`` is empty for somebody who was picked and has not been written
    to. ``locale`` is the one their Teams speaks, as it says with each act; it is no part of the contact.
    """

    tenant: str
    user: str
    service: str
    bot: str
    chat: str = ""
    listed: bool = True
    locale: str = ""

    @property
    def address(self) -> Address:
        """Return where this person is known."""
        return Address(NAME, self.tenant, self.user)

    @property
    def contact(self) -> dict[str, str]:
        """Return our own reference to the chat; of a person it holds the id alone."""
        return {
            "channel": NAME,
            "service": self.service,
            "chat": self.chat,
            "bot": self.bot,
            "user": self.user,
            "tenant": self.tenant,
        }

    @property
    def key(self) -> str:
        """Return this person in one text, for signatures."""
        return f"{self.tenant}/{self.user}"


@dataclass(frozen=True, slots=True)
class Came:
    """An activity: whose it is, what it is, and where its answer goes."""

    who: Who
    kind: str
    name: str
    text: str
    value: Payload
    id: str
    reply_to: str
    added: bool
    """Somebody other than the bot came into the chat."""
    removed: bool
    """The app was taken away."""

    @property
    def data(self) -> Payload:
        """Return what a button sent: it lies deeper the newer the client is."""
        action = self.value.get("action")
        held = action.get("data") if isinstance(action, Mapping) else self.value.get("data")
        return held if isinstance(held, Mapping) else self.value


@dataclass(frozen=True, slots=True)
class Act:
    """One press: where, what, and an id that is the same for a press that comes twice."""

    seat: Seat
    event: Event
    delivery: str


def activity_of(body: object) -> Activity:
    """Return an activity with what we use of it, and nothing else.

    Raises:
        Malformed: it is none.
    """
    held = _mapping(body)
    came, chat = _mapping(held.get("from")), _mapping(held.get("conversation"))
    made = Activity(
        type=_text(held, "type"),
        id=_text(held, "id", needed=False),
        channel_id=_text(held, "channelId"),
        service_url=_text(held, "serviceUrl"),
        name=_text(held, "name", needed=False),
        text=_text(held, "text", needed=False),
        action=_text(held, "action", needed=False),
        locale=_text(held, "locale", needed=False),
        reply_to_id=_text(held, "replyToId", needed=False),
        value=held.get("value"),
        from_property=ChannelAccount(
            id=_text(came, "id"), aad_object_id=_text(came, "aadObjectId", needed=False)
        ),
        recipient=ChannelAccount(id=_text(_mapping(held.get("recipient")), "id")),
        conversation=ConversationAccount(
            id=_text(chat, "id"),
            tenant_id=_text(chat, "tenantId", needed=False),
            conversation_type=_text(chat, "conversationType", needed=False),
        ),
        channel_data=held.get("channelData"),
    )
    added = held.get("membersAdded")
    made.members_added = [
        ChannelAccount(id=str(each.get("id")))
        for each in (added if isinstance(added, list) else ())
        if isinstance(each, Mapping)
    ]
    return made


def tenants_of(activity: Activity) -> set[str]:
    """Return every tenant that an activity names."""
    told = activity.channel_data
    tenant = told.get("tenant") if isinstance(told, Mapping) else None
    named = tenant.get("id") if isinstance(tenant, Mapping) else None
    return {
        each for each in (activity.conversation.tenant_id, named) if isinstance(each, str) and each
    }


def came_of(activity: Activity) -> Came:
    """Return who did what."""
    sender, bot = activity.from_property, activity.recipient.id
    who = Who(
        tenant=min(tenants_of(activity), default=""),
        user=str(sender.aad_object_id or sender.id),
        service=str(activity.service_url),
        bot=str(bot),
        chat=str(activity.conversation.id),
        listed=bool(sender.aad_object_id),
        locale=str(activity.locale or ""),
    )
    value = activity.value
    return Came(
        who=who,
        kind=str(activity.type),
        name=str(activity.name or ""),
        text=str(activity.text or ""),
        value=value if isinstance(value, Mapping) else {},
        id=str(activity.id or ""),
        reply_to=str(activity.reply_to_id or ""),
        added=activity.action == "add" or any(m.id != bot for m in activity.members_added),
        removed=activity.action == "remove",
    )


def act_of(came: Came, signer: Signer) -> Act | None:
    """Return the act of a press, or None if we did not make the button, or not for this person."""
    data = came.data
    held = signer.read(data, came.who.key)
    if held is None:
        return None
    given, act = values(held.press.asks, data), held.press.act
    if act == GO:
        # A list leads somewhere and does nothing: what is picked in it may only be a way.
        act = next(iter(given.pop(GO, ())), "")
        if not act.startswith(("go:", "open:")):
            return None
    event: Event = Chose(act, given)
    if act == SAY:
        says = held.press.says.rpartition("|")[2]
        event = Said("".join(given.get(says, ())), box=says)
    what = json.dumps([act, sorted(given.items())])
    return Act(held.seat, event, signer.mac("act", came.who.key, held.nonce, what))


def _mapping(held: object) -> Payload:
    if not isinstance(held, Mapping):
        raise Malformed
    return held


def _text(held: Payload, name: str, *, needed: bool = True) -> str | None:
    text = held.get(name)
    if isinstance(text, str) and (text or not needed):
        return text
    if text is None and not needed:
        return None
    raise Malformed
