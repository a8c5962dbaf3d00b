"""Who works here and who may be asked: the rules that the desk and the commands share."""

from collections.abc import Iterable
from typing import Final

from bot.consultation.folding import fold
from bot.consultation.model import Group, Role, Staff

LINK_DAYS: Final = 7
"""How many days a one-time link waits to be used."""
MAX_NAME: Final = 120
"""Longest name of a person, a place, an audience or a partner, in characters."""


class NotFit(Exception):  # noqa: N818 - it says what is the matter
    """A name, a role or a group is refused.

    ``reason`` is ``name``, ``yourself``, ``other_role`` or ``group_there``; ``values`` are what a
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
