"""Contributors: who may be written to, and where. Nothing here changes when somebody answers."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import LargeBinary, bindparam, delete, or_, select, text, update

from bot.consultation import dates
from bot.consultation.model import Person, RoundState
from bot.conversation.effects import Beside, DeleteEverything, Join, Never, Stop
from bot.conversation.events import CODE_CHANNEL, Address
from bot.joining import Tied
from bot.ports import Turn
from bot.telling import CHECK_IN
from storage.codec import decode, encode
from storage.joined import Joined
from storage.lanes import any_of, named
from storage.ledger import Act
from storage.rotation import contributor_place
from storage.sql import Sql, insert_new
from storage.tables import (
    audience,
    contributor,
    contributor_address,
    do_not_contact,
    enrolment,
    inbound_seen,
    outbox,
    round_,
)
from storage.work import WITH_VAULT, Shared

STOPPED = "stopped"
HOUR = 3600
_DAY_HOURS = 24
_ACTS: Final[Mapping[type[Stop | Join | Never], Act]] = {Stop: "stop", Join: "join", Never: "never"}

_person = select(
    contributor.c.id, contributor.c.tenant, contributor.c.contact_ct, contributor.c.state
)
_by_address = _person.where(contributor.c.lookup_hmac == bindparam("hmac"))
_by_id = _person.where(contributor.c.id == bindparam("id"))
_hash_of = select(contributor.c.lookup_hmac).where(contributor.c.id == bindparam("id"))
_take = select(contributor.c.id).where(contributor.c.id == bindparam("id")).with_for_update()
_with_vault = select(round_.c.id).where(or_(*(round_.c.state == state for state in WITH_VAULT)))
_change = update(contributor).where(contributor.c.id == bindparam("person"))
_enrolled = select(enrolment.c.round).where(
    enrolment.c.round == bindparam("round"), enrolment.c.contributor == bindparam("person")
)
_elsewhere = (
    select(enrolment.c.round)
    .join(round_, round_.c.id == enrolment.c.round)
    .where(enrolment.c.contributor == bindparam("person"), round_.c.state != RoundState.DRAFT)
)
ROUNDS_OF = select(enrolment.c.round).where(enrolment.c.contributor == bindparam("person"))
_enrol = insert_new(enrolment)
_unsent = delete(outbox).where(
    outbox.c.contributor == bindparam("person"),
    outbox.c.state == "planned",
    or_(outbox.c.lease.is_(None), outbox.c.lease <= 0),
)
"""What is claimed stays until whoever claimed it has seen that nobody wants it any more."""
NEVER = insert_new(do_not_contact)
SAID_NEVER = select(do_not_contact.c.lookup_hmac).where(
    do_not_contact.c.lookup_hmac == bindparam("hmac")
)
AGAIN = delete(do_not_contact).where(do_not_contact.c.lookup_hmac == bindparam("hmac"))
_everything = (
    delete(outbox).where(outbox.c.contributor == bindparam("person")),
    delete(audience).where(audience.c.contributor == bindparam("person")),
    delete(enrolment).where(enrolment.c.contributor == bindparam("person")),
    delete(contributor_address).where(contributor_address.c.contributor == bindparam("person")),
    delete(contributor).where(contributor.c.id == bindparam("person")),
)
_add_person = insert_new(contributor)
_seen = text(
    "INSERT INTO inbound_seen (hmac, expires) VALUES (:hmac, :expires) ON CONFLICT (hmac) "
    "DO UPDATE SET expires = excluded.expires WHERE inbound_seen.expires <= :hour"
).bindparams(bindparam("hmac", type_=LargeBinary), expires=0, hour=0)
SEEN_OUT = delete(inbound_seen).where(inbound_seen.c.expires <= bindparam("hour"))


class People(Joined):
    """The identity side of a contributor's turn.

    What a turn has read it need not read again: nobody else changes it before the commit.
    """

    def __init__(self, sql: Sql, shared: Shared) -> None:
        super().__init__(sql, shared)
        self._people: dict[Address, Person | None] = {}
        self._tied: set[Address] = set()
        self._enrolments: dict[tuple[str, str], bool] = {}

    def first_time(self, delivery: str, now: datetime) -> bool:
        """Note a delivery id; False if it was noted in the last 24 hours (kept to the hour)."""
        hour = int(now.timestamp()) // HOUR
        if self._shared.swept != hour:
            self._sql.write(SEEN_OUT, {"hour": hour})
            self.after_commit.append(partial(setattr, self._shared, "swept", hour))
        hashed = self._keys.lookup("delivery", delivery)
        values = {"hmac": hashed, "expires": hour + _DAY_HOURS + 1, "hour": hour}
        return bool(self._sql.write(_seen, values))

    def person(self, address: Address) -> Person | None:
        """Return whom this address belongs to."""
        if address not in self._people:
            hashed = self._address(address)
            row = self._sql.first(_by_address, {"hmac": hashed})
            # Whoever has a code is found by it at once.
            if row is None and address.channel != CODE_CHANNEL:
                row = self._sql.first(_by_id, {"id": self._tied_to(hashed)})
                self._tied |= set() if row is None else {address}
            self._people[address] = None if row is None else self._read_person(*row)
        return self._people[address]

    def tie(self, code: Address, address: Address, contact: Mapping[str, str]) -> Tied:
        """Make an address of a chat platform lead to the person who is known by a code."""
        person = self.person(code)
        if person is None:
            return ""
        self._people.clear()
        return self._tie_address(person.id, self._address(address), contact)

    def enrolled(self, round_id: str, person_id: str) -> bool:
        """Tell whether the person is enrolled."""
        find = {"round": round_id, "person": person_id}
        if (round_id, person_id) not in self._enrolments:
            found = self._sql.first(_enrolled, find) is not None
            self._enrolments[round_id, person_id] = found
        return self._enrolments[round_id, person_id]

    def said_never(self, address: Address) -> bool:
        """Tell whether a mark keeps us from asking whoever has this address."""
        return self._sql.first(SAID_NEVER, {"hmac": self._address(address)}) is not None

    def _person_by_id(self, person_id: str) -> Person | None:
        row = self._sql.first(_by_id, {"id": person_id})
        return None if row is None else self._read_person(*row)

    def _reached(self, people: Sequence[str]) -> dict[str, Mapping[str, str]]:
        """Return by id where messages to these people go: to the first chat that may be written to,
        else to where the person's code leads, which a message waits for. Who has stopped, or is not
        there, is left out."""
        found: dict[str, Mapping[str, str]] = {}
        if people:
            size, ids = named(people)
            for row in self._sql.all(any_of(_person, contributor.c.id, size), ids):
                person = self._read_person(*row)
                found |= {} if person.stopped else {person.id: person.contact}
            found |= self._chats(found)
        return found

    def _known(self, address: Address | None) -> str:
        person = None if address is None else self.person(address)
        return "" if person is None else person.id

    def moved(self, person: Person, address: Address, contact: Mapping[str, str]) -> None:
        """Keep another contact if it is another one. A row that changed with each turn would tell
        who was here."""
        if address in self._tied:
            self._address_moved(self._address(address), contact)
            return
        if dict(contact) == dict(person.contact):
            return
        self._people.clear()
        sealed = self._sealed_contact(person.id, address, contact)
        self._sql.write(_change, {"person": person.id, "contact_ct": sealed})

    def _beside(self, person: str, name: str, picked: str) -> None:
        """Keep what a person picked, their language or their hours, beside each way to reach them. It
        stands on this side alone, sealed as the rest of the contact is, and changes when they pick
        something else."""
        if not person:
            return
        self._people.clear()
        row = self._sql.all(_by_id, {"id": person})[0]
        place = contributor_place(person, row.tenant)
        contact = decode(self._keys.contact.open(row.contact_ct, place).decode())
        sealed = self._keys.contact.seal(encode({**contact, name: picked}).encode(), place)
        self._sql.write(_change, {"person": person, "contact_ct": sealed})
        self._tied_beside(person, name, picked)

    def _sealed_contact(self, person: str, address: Address, contact: Mapping[str, str]) -> bytes:
        return self._keys.contact.seal(
            encode(dict(contact)).encode(), contributor_place(person, address.tenant)
        )

    def _create(
        self, address: Address, contact: Mapping[str, str], *, preview: bool = False
    ) -> str:
        self._people.clear()
        person, hashed = secrets.token_hex(16), self._address(address)
        sealed = self._sealed_contact(person, address, contact)
        if self.said_never(address) and not preview:
            # Saying yes takes back what was said before anybody was known here.
            self._stand("join", person, hashed)
            self._sql.write(AGAIN, {"hmac": hashed})
        values = {
            "id": person,
            "tenant": address.tenant,
            "contact_ct": sealed,
            "lookup_hmac": hashed,
            "state": "active",
            "prefs": "{}",
        }
        if not self._sql.write(_add_person, values):
            # Two first contacts at once: the other one was quicker.
            raise self._sql.stale()
        return person

    def _enrol(self, turn: Turn, person: str, now: datetime) -> None:
        """Enrol a person. Their one reminder lies in the vault from the start; whether it goes out
        is decided when it is due, so that no row tells who has answered. That a second part is open
        takes its place for all who come before it. In a hard round a second row
        lies there for everyone, whether they choose that message or not."""
        self._sql.write(_enrol, {"round": turn.round.id, "contributor": person})
        self._enrolments.clear()
        vault = self._vault(turn.round.id)
        vault.begin(person)
        closes = turn.round.closes_on
        if closes is not None and not turn.preview:
            tomorrow = dates.today(turn.round, now) + timedelta(days=1)
            remind, second = max(closes - dates.REMINDER_BEFORE, tomorrow), turn.round.second_on
            told = second is not None and second >= tomorrow
            key, day = ("second", second) if told and second else ("reminder", remind)
            vault.plan(person, key, day)
            if turn.round.hard:
                vault.plan(person, CHECK_IN, max(remind, day) + dates.CHECK_IN_AFTER)

    def _only_tried(self, turn: Turn, person: str, effect: object) -> bool:
        """Tell whether an effect is left out because somebody tries out a draft. That changes neither
        who is written to nor anything of a person who is known outside of drafts."""
        if not turn.preview or isinstance(effect, Stop | Join | Never):
            return turn.preview
        known = isinstance(effect, Beside | DeleteEverything)
        return known and self._sql.first(_elsewhere, {"person": person}) is not None

    def _contacted(self, turn: Turn, person: str, effect: Stop | Join | Never | Beside) -> None:
        """Change how a person is written to, or whether. The reminder in the vault stays as it is and
        is dropped when due: a row that vanished with a stop would tell whose it was."""
        if isinstance(effect, Beside):
            self._beside(person, effect.name, effect.picked)
            return
        act = _ACTS[type(effect)]
        if act == "stop" and not person:
            # Only at a chat could they be written to: a code that nobody holds leads nowhere.
            if turn.address is None or turn.address.channel == CODE_CHANNEL:
                return
            act = "never"
        self._stands(act, person, turn.address)

    def _stands(self, act: Act, person: str, address: Address | None) -> None:
        """Write how a person stands from now on, or whoever has an address: at each of theirs."""
        self._people.clear()
        hashed = None if address is None else self._address(address)
        if person:
            hashed = self._sql.all(_hash_of, {"id": person})[0].lookup_hmac
        also = self._also(person) if person else []
        self._stand(act, person, hashed)
        for tied in also:
            self._stand(act, address=tied)
        if person:
            self._set_stopped(person, "active" if act == "join" else STOPPED)
        for each in (hashed, *also) if hashed is not None else ():
            if act == "never":
                self._sql.write(NEVER, {"lookup_hmac": each})
            if act == "join":
                self._sql.write(AGAIN, {"hmac": each})

    def _set_stopped(self, person: str, state: str) -> None:
        self._sql.write(_change, {"person": person, "state": state})
        if state == STOPPED:
            self._drop_unsent(person)

    def _drop_unsent(self, person: str) -> None:
        self._sql.write(_unsent, {"person": person})

    def _delete_everything(self, turn: Turn, person: str) -> None:
        """Remove a person, all that is held of them in every vault, and an invitation to them.

        A request for contact is tied to nobody and stays with the lead, also of somebody who is
        nobody here; as does a concern. Answers that are sealed are nobody's.
        """
        self._people.clear()
        self._enrolments.clear()
        if not person:
            if turn.address is not None:
                self._untie_requests(self._address(turn.address))
            return
        found = self._sql.first(_hash_of, {"id": person})
        address = None if found is None else found.lookup_hmac
        self._out_of_rounds(person, address)
        self._remove(person)

    def _out_of_rounds(self, person: str, address: bytes | None) -> None:
        """Let nothing of a round lead to a person: no vault, and no request."""
        mine = {row.round for row in self._sql.all(ROUNDS_OF, {"person": person})}
        addresses = [each for each in (address, *self._also(person)) if each]
        for each in addresses:
            self._untie_requests(each)
        for row in self._sql.all(_with_vault):
            vault = self._vault_if_any(row.id)
            if vault is not None and row.id in mine:
                vault.forget(person)
            for each in addresses:
                if vault is not None:
                    vault.forget(each.hex())

    def _remove(self, person: str) -> None:
        """Remove all that is held of a person outside the vaults. That they stopped is kept where
        somebody could write to them: it holds until they join again."""
        found = self._sql.first(_hash_of, {"id": person})
        address = None if found is None else found.lookup_hmac
        self._stand("erase", person, address)
        self._hold(person)
        known = self._person_by_id(person)
        if known is not None and known.stopped:
            own = () if "code" in known.contact else (address,)
            for each in (*own, *self._also(person)):
                self._stand("never", address=each)
                self._sql.write(NEVER, {"lookup_hmac": each})
        self._out_of_tables(person)

    def _out_of_tables(self, person: str) -> None:
        for statement in _everything:
            self._sql.write(statement, {"person": person})

    def _hold(self, person: str) -> None:
        """Let nobody plan a message to a person, or enrol them, before the commit."""
        self._sql.lock(_take, {"id": person})

    def _read_person(self, id_: str, tenant: str, contact_ct: bytes, state: str) -> Person:
        contact = self._keys.contact.open(contact_ct, contributor_place(id_, tenant))
        return Person(id_, state == STOPPED, decode(contact.decode()))
