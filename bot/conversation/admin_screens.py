"""The screens of an admin: people and groups. A one-time link is shown by the turn that made it, and
by no other."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.model import Group, Role, Staff
from bot.consultation.staffing import MAX_NAME, takers
from bot.conversation.admin import NEW, group_at, partners, round_at
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_facts import state_words, title_of
from bot.conversation.handover import Values, hand_screen
from bot.conversation.languages import language_rows
from bot.conversation.ledger import PLACE as LEDGER
from bot.conversation.ledger import ledger_screen, soon, way
from bot.conversation.messages import (
    Card,
    Choice,
    Done,
    Entries,
    Entry,
    Fault,
    Field,
    Heading,
    Message,
    Notice,
    Option,
    Part,
    Share,
    Text,
)
from bot.conversation.report_account import ACCOUNT, account_screen

_NOTES: Final = "admin.note."
_GROUPS: Final = ("groups", "group")

_Draw = Callable[[Spot, DeskFacts, Mapping[str, str], Values], Message | None]


def show(
    spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values, note: str
) -> Message:
    """Return an admin's screen, with what was just done or what did not fit."""
    screen = _screen(spot, facts, faults, values)
    before: list[Part] = []
    if note.startswith(_NOTES) and facts.say.has(note):
        before.append(Done(facts.say(note)))
    if fault := faults.get(""):
        before.append(Fault(fault))
    return replace(screen, before=(*before, *screen.before), nav=_nav(spot, facts))


def _screen(spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Message:
    if facts.me.role is not Role.ADMIN:
        return Message(facts.say("admin.not_yours"))
    draw = _PLACES.get(spot.place)
    screen = draw(spot, facts, faults, values) if draw else None
    return screen or _people(facts)


def _nav(spot: Spot, facts: DeskFacts) -> tuple[Choice, ...]:
    groups, promises = spot.place in _GROUPS, spot.place == LEDGER
    account = spot.place == ACCOUNT
    people = not (groups or promises or account)
    return (
        Choice(Spot().action(), facts.say("admin.nav.people"), current=people),
        Choice(Spot("groups").action(), facts.say("admin.nav.groups"), current=groups),
        way(facts, current=promises),
        Choice(Spot(ACCOUNT).action(), facts.say("admin.nav.account"), current=account),
    )


# --- people ------------------------------------------------------------------------------------


def _people(facts: DeskFacts) -> Message:
    say = facts.say
    everybody = sorted(facts.staff.values(), key=lambda each: (each.name, each.id))
    entries = tuple(
        Entry(each.name, say(f"admin.role.{each.role}"), Spot("person", "", each.id).action())
        for each in everybody
    )
    add = Choice(Spot("person", "", NEW).action(), say("admin.people.add"), "main", key="N")
    return Message(
        say("admin.people.title"),
        parts=(
            *_given_up(facts),
            *soon(facts),
            Entries(say("admin.people.label"), entries),
            *language_rows(facts),
        ),
        choices=(add,),
    )


def _given_up(facts: DeskFacts) -> tuple[Part, ...]:
    """Why some messages did not go out, and what to do."""
    return tuple(
        Notice((facts.say(f"admin.given_up.{why}"), facts.say("admin.given_up.again")))
        for why in sorted(facts.given_up)
    )


def _person(
    spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message | None:
    if spot.item == NEW:
        return _add(facts, faults, values)
    member = facts.staff.get(spot.item)
    if member is None:
        return None
    say = facts.say
    back = Choice(Spot().action(), say("admin.back"), "quiet")
    mine = member.id == facts.me.id
    parts: list[Part] = [Text(say(f"admin.does.{member.role}"))]
    parts += [_handed(member, facts)] if facts.handed else []
    parts += _ties(member, facts)
    link = Choice("link", say("admin.person.link"))
    leave = Choice(Spot("leave", "", member.id).action(), say("admin.person.leave"), "quiet")
    return Message(
        member.name,
        kicker=say(f"admin.role.{member.role}"),
        parts=tuple(parts),
        choices=(back,) if mine else (link, leave, back),
        after=(Text(say("admin.person.you" if mine else "admin.person.link_note"), "small"),),
    )


def _leave(
    spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message | None:
    """The page that asks once more whether somebody leaves, and who takes over."""
    member = facts.staff.get(spot.item)
    if member is None:
        return None
    say, others = facts.say, takers(member, facts.staff.values())
    picked = values.get("to", ())
    to = Field(
        "to",
        say("admin.leave.to.label"),
        "one",
        say("admin.leave.to.hint"),
        options=tuple(Option(each.id, each.name, each.id in picked) for each in others),
        fault=faults.get("to", ""),
        optional=True,
    )
    alone = (Fault(faults["to"]),) if faults.get("to") and not others else ()
    lines = tuple(say(f"admin.leave.{each}") for each in ("first", "second", "third"))
    return Message(
        say("admin.leave.title", name=member.name),
        kicker=say(f"admin.role.{member.role}"),
        before=alone,
        parts=(Notice(lines),),
        fields=(to,) if others else (),
        choices=(
            Choice("leave", say("admin.leave.go"), fields=("to",) if others else ()),
            Choice(Spot("person", "", member.id).action(), say("admin.back"), "quiet"),
        ),
    )


def _handed(member: Staff, facts: DeskFacts) -> Card:
    """The one-time link that this turn made."""
    say, until = facts.say, facts.link_until
    return Card(
        say("admin.person.link_label", name=member.name),
        (
            Share(say("admin.person.link_once", name=member.name), f"/desk/enter/{facts.handed}"),
            Text(say("admin.person.link_until", day=say.date(until) if until else ""), "small"),
        ),
    )


def _ties(member: Staff, facts: DeskFacts) -> list[Part]:
    """What a person's role ties them to: groups, or rounds that somebody else could take."""
    say = facts.say
    if member.role is Role.PARTNER:
        groups = tuple(_group_entry(g, facts) for g in facts.groups if member.id in g.people)
        label = say("admin.person.groups")
        none = Text(say("admin.person.no_groups"))
        return [Heading(label), Entries(label, groups) if groups else none]
    rounds = tuple(
        Entry(title_of(each, facts), state_words(each, facts), Spot("hand", each.id).action())
        for each in facts.rounds
        if each.facilitator == member.id
    )
    label, note = say("admin.person.rounds"), say("admin.person.rounds_note")
    return [Heading(label), Entries(label, rounds, note)] if rounds else []


def _add(facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Message:
    say, picked = facts.say, values.get("role", ())
    roles = tuple(
        Option(each, say(f"admin.role.{each}"), each in picked, say(f"admin.does.{each}"))
        for each in Role
    )
    role = Field(
        "role", say("admin.add.role.label"), "one", options=roles, fault=faults.get("role", "")
    )
    return Message(
        say("admin.add.title"),
        parts=(Text(say("admin.add.lead")),),
        fields=(_text("admin.add", "name", "", faults, values, facts=facts), role),
        choices=(
            Choice("add", say("admin.add.save"), "main", ("name", "role")),
            Choice(Spot().action(), say("admin.back"), "quiet"),
        ),
    )


# --- groups ------------------------------------------------------------------------------------


def _groups(_spot: Spot, facts: DeskFacts, _faults: Mapping[str, str], _values: Values) -> Message:
    say = facts.say
    entries = tuple(_group_entry(each, facts) for each in facts.groups)
    empty = Notice((say("admin.groups.empty"), say("admin.groups.empty_note")))
    add = Choice(Spot("group", "", NEW).action(), say("admin.groups.add"), "main", key="N")
    return Message(
        say("admin.groups.title"),
        parts=(Entries(say("admin.groups.label"), entries) if entries else empty,),
        choices=(add,),
    )


def _group_entry(group: Group, facts: DeskFacts) -> Entry:
    label = facts.say("round.group", site=group.site, audience=group.audience)
    return Entry(label, group.partner, Spot("group", "", group.id).action())


def _group(
    spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message | None:
    group = group_at(spot, facts)
    if group is None:
        return None
    say = facts.say
    held = values.get("people", group.people)
    choosable = partners(facts)
    people = Field(
        "people",
        say("admin.group.people.label"),
        "many",
        say(f"admin.group.people.{'hint' if choosable else 'none'}"),
        options=tuple(Option(each.id, each.name, each.id in held) for each in choosable),
        fault=faults.get("people", ""),
        optional=True,
    )
    texts = tuple(
        _text("admin.group", name, getattr(group, name), faults, values, facts=facts)
        for name in ("site", "audience", "partner")
    )
    fields = (*texts, people)
    known = say("round.group", site=group.site, audience=group.audience)
    return Message(
        say("admin.group.title") if spot.item == NEW else known,
        parts=(Text(say("admin.group.lead")),),
        fields=fields,
        choices=(
            Choice("save", say("admin.group.save"), "main", tuple(f.id for f in fields), key="S"),
            Choice(Spot("groups").action(), say("admin.back"), "quiet"),
        ),
    )


# --- rounds ------------------------------------------------------------------------------------


def _hand(
    spot: Spot, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message | None:
    round_ = round_at(spot, facts)
    if round_ is None:
        return None
    return hand_screen(round_, facts, faults, values, Spot("person", "", round_.facilitator))


def _text(
    base: str,
    name: str,
    stored: str,
    faults: Mapping[str, str],
    values: Values,
    *,
    facts: DeskFacts,
) -> Field:
    say = facts.say
    return Field(
        name,
        say(f"{base}.{name}.label"),
        "short",
        say(f"{base}.{name}.hint"),
        "".join(values.get(name, (stored,))[:1]),
        fault=faults.get(name, ""),
        max_length=MAX_NAME,
    )


def _promises(
    _spot: Spot, facts: DeskFacts, _faults: Mapping[str, str], _values: Values
) -> Message:
    return ledger_screen(facts)


def _account(_spot: Spot, facts: DeskFacts, _faults: Mapping[str, str], _values: Values) -> Message:
    return account_screen(facts)


_PLACES: Final[dict[str, _Draw]] = {
    LEDGER: _promises,
    "person": _person,
    "leave": _leave,
    "groups": _groups,
    "group": _group,
    "hand": _hand,
    ACCOUNT: _account,
}
