"""Who works here and who may be asked: the rules that the desk and the commands share."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.consultation.folding import fold
from bot.consultation.model import Group, Role, Round, RoundState, Staff

LINK_DAYS: Final = 7
"""How many days a one-time link waits to be used."""
MAX_NAME: Final = 120
"""Longest name of a person, a place, an audience or a partner, in characters."""


class NotFit(Exception):  # noqa: N818 - it says what is the matter
    """A name, a role or a group is refused.

    ``reason`` is ``name``, ``yourself``, ``other_role``, ``group_there`` or ``taker``; ``values`` are what a
    sentence about it needs.
    """

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def named(text: str) -> str:
    """Return a name as it is kept: one line, no surplus spaces.

    Raises:
        NotFit: it is empty, too long, or holds what cannot be shown.
    """
    name = " ".join(text.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise NotFit("name", max=MAX_NAME)
    return name


def member_for(
    name: str, role: Role, fresh_id: str, staff: Iterable[Staff], by: Staff | None = None
) -> Staff:
    """Return whom a link is for: the member who has this name already, or a new one.

    ``by`` is the admin who asks, or None for whoever runs this.

    Raises:
        NotFit: somebody of this name has another role, or it is the admin's own name.
    """
    same = next((each for each in staff if _alike(each.name, name)), None)
    if same is None:
        return Staff(fresh_id, name, role)
    if by is not None and same.id == by.id:
        raise NotFit("yourself")
    if same.role is not role:
        raise NotFit("other_role", name=same.name, role=same.role)
    return same


def takers(member: Staff, staff: Iterable[Staff]) -> tuple[Staff, ...]:
    """Return who can take over what somebody leaves behind: everybody else of the same role, by
    name. What partners and admins have to do is tied to nobody."""
    if member.role in (Role.PARTNER, Role.ADMIN):
        return ()
    others = (each for each in staff if each.role is member.role and each.id != member.id)
    return tuple(sorted(others, key=lambda each: (each.name, each.id)))


def leaving(member: Staff, to: Staff | None, rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Return the rounds that change when somebody leaves, as they are then.

    Raises:
        NotFit: a round would be left without (``taker``).
    """
    changed = []
    for each in rounds:
        match member.role:
            case Role.FACILITATOR if each.facilitator == member.id:
                changed.append(replace(each, facilitator=_taker(to)))
            case Role.LEAD if each.state is not RoundState.CANCELLED and (
                member.id in (each.lead, each.second)
            ):
                changed.append(_led(member, to, each))
            case Role.COORDINATOR if member.id in each.readers:
                changed.append(replace(each, readers=_readers(member, to, each)))
    return tuple(changed)


def _led(member: Staff, to: Staff | None, round_: Round) -> Round:
    """Return a round without a lead who leaves. Nobody is the first and the second at once."""
    lead = _taker(to) if round_.lead == member.id else round_.lead
    second = round_.second if round_.second != member.id else to.id if to else ""
    return replace(round_, lead=lead, second="" if second == lead else second)


def _taker(to: Staff | None) -> str:
    if to is None:
        raise NotFit("taker")
    return to.id


def _readers(member: Staff, to: Staff | None, round_: Round) -> tuple[str, ...]:
    left = tuple(each for each in round_.readers if each != member.id)
    if to is not None and to.id not in left:
        left = (*left, to.id)
    # A draft is looked at when it opens, and a round that was called off is read by nobody.
    free = round_.state in (RoundState.DRAFT, RoundState.CANCELLED)
    if not free and len(left) < (2 if round_.two_readers else 1):
        raise NotFit("taker")
    return left


def new_or_changed(group: Group, groups: Iterable[Group]) -> Group:
    """Return a group that may be written.

    Raises:
        NotFit: another record says the same.
    """
    for each in groups:
        if each.id != group.id and all(
            _alike(*pair)
            for pair in (
                (each.site, group.site),
                (each.audience, group.audience),
                (each.partner, group.partner),
            )
        ):
            raise NotFit("group_there")
    return group


def _alike(first: str, second: str) -> bool:
    return fold(first).text == fold(second).text
