"""What admins do: people, groups, and whose a round is. Whether it is allowed is decided in bot/;
here stands what must hold even if that were wrong: nobody gives themselves anything."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.consultation.model import Group, Role, Staff
from bot.conversation.effects import AddStaff, HandOver, SaveGroup
from bot.ports import Refused
from storage.rounds import Rounds
from storage.staff import Accounts
from storage.statement import AnyRow
from storage.tables import consult_group, group_partner

NOT_YOURS: Final = "desk.refused.not_yours"
"""The phrase for an act that is not this person's to do."""

_groups = select(
    consult_group.c.id, consult_group.c.site, consult_group.c.audience, consult_group.c.partner
)
_partners = select(group_partner.c.consult_group, group_partner.c.staff)
_change = update(consult_group).where(consult_group.c.id == bindparam("group_id"))
_add = insert(consult_group)
_part = delete(group_partner).where(group_partner.c.consult_group == bindparam("group_id"))
_join = insert(group_partner)


class Appointing(Rounds, Accounts):
    """Groups, and the staff effects of an admin."""

    def groups(self) -> tuple[Group, ...]:
        """Return all groups, by site and audience."""
        people: dict[str, tuple[str, ...]] = {}
        for row in self._sql.all(_partners):
            people[row.consult_group] = (*people.get(row.consult_group, ()), row.staff)
        found = [_group(row, people.get(row.id, ())) for row in self._sql.all(_groups)]
        return tuple(sorted(found, key=lambda group: (group.site, group.audience, group.id)))

    def add_group(self, group: Group) -> None:
        """Write a group, new or changed, for whoever runs this."""
        self._write_group(group)
        self._note(None, "save", ("group", group.id), None, self._today())

    def _save_group(self, actor: Staff, effect: SaveGroup) -> None:
        if actor.role is not Role.ADMIN:
            raise Refused(NOT_YOURS)
        self._write_group(effect.group)

    def _appoint(self, actor: Staff, effect: AddStaff) -> None:
        """Add a member of staff or make them a new link; a role once given stays."""
        there = self._member(effect.staff.id)
        changes = there is not None and there.role is not effect.staff.role
        if actor.role is not Role.ADMIN or effect.staff.id == actor.id or changes:
            raise Refused(NOT_YOURS)
        self._invite(effect.staff, effect.token, effect.expires)

    def _hand_over(self, actor: Staff, effect: HandOver) -> None:
        """Change whose a round is, and nothing else of it."""
        found, to = self._take(effect.round), self._member(effect.to)
        if found is None or (actor.role is not Role.ADMIN and actor.id != found.facilitator):
            raise Refused(NOT_YOURS)
        if to is None or to.role is not Role.FACILITATOR or to.id in found.readers:
            raise Refused(NOT_YOURS)
        self._write_round(replace(found, facilitator=to.id), found.state)

    def _write_group(self, group: Group) -> None:
        if not all(self._is_partner(each) for each in group.people):
            raise Refused(NOT_YOURS)
        words = {"site": group.site, "audience": group.audience, "partner": group.partner}
        if not self._sql.write(_change, {"group_id": group.id} | words):
            self._sql.write(_add, {"id": group.id} | words)
        self._sql.write(_part, {"group_id": group.id})
        self._sql.write(_join, _links(group.id, group.people))

    def _is_partner(self, staff_id: str) -> bool:
        member = self._member(staff_id)
        return member is not None and member.role is Role.PARTNER


def _group(row: AnyRow, people: tuple[str, ...]) -> Group:
    return Group(row.id, row.site, row.audience, row.partner, tuple(sorted(people)))


def _links(group: str, people: Sequence[str]) -> list[dict[str, str]]:
    return [{"consult_group": group, "staff": each} for each in dict.fromkeys(people)]
