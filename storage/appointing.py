"""What admins do: people, groups, and whose a round is. Whether it is allowed is decided in bot/;
here stands what must hold even if that were wrong: nobody gives themselves anything."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.consultation.model import Group, Role, Staff
from bot.consultation.staffing import NotFit, leaving, takers
from bot.conversation.effects import AddStaff, HandOver, HandReading, RemoveStaff, SaveGroup
from bot.ports import Refused
from storage.rounds import Rounds
from storage.staff import Accounts
from storage.statement import AnyRow
from storage.tables import concern, consult_group, group_partner, help_request, record

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

_no_groups = delete(group_partner).where(group_partner.c.staff == bindparam("staff_id"))
_LED: Final = (
    select(help_request.c.id).where(
        help_request.c.lead == bindparam("lead"), help_request.c.state == "waiting"
    ),
    select(concern.c.id).where(concern.c.lead == bindparam("lead")),
)
_NEW_OWNER: Final = (
    *(
        update(table).where(table.c.lead == bindparam("was")).values(lead=bindparam("becomes"))
        for table in (help_request, concern)
    ),
    update(record)
    .where(record.c.owner == bindparam("was"), record.c.state == "open")
    .values(owner=bindparam("becomes")),
)


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

    def remove_staff(self, staff_id: str, to: str) -> None:
        """Let a member of staff leave, for whoever runs this.

        Raises:
            NotFit: a round would be left without (``taker``).
        """
        self._let_go(staff_id, to, None)
        self._note(None, "remove", ("staff", staff_id), None, self._today())

    def _let_leave(self, actor: Staff, effect: RemoveStaff) -> None:
        if actor.role is not Role.ADMIN or effect.staff == actor.id:
            raise Refused(NOT_YOURS)
        try:
            self._let_go(effect.staff, effect.to, actor)
        except NotFit:
            raise Refused("admin.fault.taker") from None

    def _let_go(self, staff_id: str, to_id: str, actor: Staff | None) -> None:
        """Hand over all that somebody had to do, and let them in no more. Their name stays, for the
        audit log."""
        member, to = self._member(staff_id), self._member(to_id) if to_id else None
        if member is None or (to is not None and to not in takers(member, self.staff())):
            raise Refused(NOT_YOURS)
        waits = [self._sql.first(look, {"lead": staff_id}) for look in _LED]
        if to is None and any(waits):
            raise NotFit("taker")
        for round_ in leaving(member, to, self.rounds()):
            taken = self._take(round_.id)
            if taken is None:
                continue
            self._write_round(round_, taken.state)
            day = self._today()
            self._note(actor, "hand_over", ("staff", to_id or staff_id), round_.id, day)
        if to is not None:
            for owned in _NEW_OWNER:
                self._sql.write(owned, {"was": staff_id, "becomes": to.id})
        self._forget_staff(staff_id)
        self._sql.write(_no_groups, {"staff_id": staff_id})

    def _hand_over(self, actor: Staff, effect: HandOver) -> None:
        """Change whose a round is, and nothing else of it."""
        found, to = self._take(effect.round), self._member(effect.to)
        if found is None or (actor.role is not Role.ADMIN and actor.id != found.facilitator):
            raise Refused(NOT_YOURS)
        if to is None or to.role is not Role.FACILITATOR or to.id in found.readers:
            raise Refused(NOT_YOURS)
        self._write_round(replace(found, facilitator=to.id), found.state)

    def _hand_reading(self, actor: Staff, effect: HandReading) -> None:
        """Let somebody else read a round in this reader's place. What was decided stays decided."""
        found = self._take(effect.round)
        to = self._member(effect.to) if effect.to else None
        if found is None or actor.id not in found.readers or bool(effect.to) != bool(to):
            raise Refused(NOT_YOURS)
        if to is not None and to not in takers(actor, self.staff()):
            raise Refused(NOT_YOURS)
        try:
            (changed,) = leaving(actor, to, (found,))
        except NotFit:
            raise Refused("coordinator.fault.few_readers") from None
        self._write_round(changed, found.state)

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
