"""Hundreds of canaries, told to one round by twenty people, and none of them anywhere once it is sealed.

Names under covers, words taken back, deleted, declined or never kept, codes, addresses, pseudonyms,
ids of rows. Each in UTF-8, UTF-16, JSON, hex and base64 from each beginning; in the database, its log,
every file beside it, what anybody logs at any level, metrics, exports, temporary files.
"""

import io
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.consultation import review
from bot.consultation.model import RoundState
from bot.conversation.effects import Decide, Uncover
from bot.conversation.events import Address, Chose, Event, Inbound, Said
from bot.exporting import export_for_host
from bot.reports.files import FORMS
from storage.box import place
from storage.keys import key_name
from storage.tables import vault
from tests.drivers.files import codings, everything, lying, raw, rows, spellings
from tests.drivers.world import READER, World, world
from tests.test_canaries import logged

__all__ = ["logged"]

PEOPLE = 20
KINDS = ("covered", "declined", "taken", "draft", "deleted", "reach", "user")
SEALED = datetime(2027, 3, 16, 12, tzinfo=UTC)
CT = vault.columns.keys().index("ct")


def canary(kind: str, number: int) -> str:
    """Return a word that stands nowhere else. Its letters are those of no name, so that what covers
    it is its writer; one of them is not ASCII."""
    return f"zqu{kind}é{number:02}kxw"


@dataclass
class Planted:
    """What must be found nowhere: words as texts, and bytes."""

    words: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words) + len(self.raw)

    def needles(self) -> list[bytes]:
        said = [way for word in self.words for way in spellings(word)]
        return said + [way for each in self.raw for way in codings(each)]


class Speaker:
    """One of the people: on the web with a code, or at an address of a chat platform."""

    def __init__(self, made: World, number: int) -> None:
        self.number = number
        self.address = (
            Address("slack", canary("tenant", number), canary("user", number))
            if number % 2
            else None
        )
        self.code = ""
        self._made = made
        self._carried = ""

    async def speaks(self) -> None:
        """Say yes, ask for contact, and leave a canary in every way there is."""
        await self._turns(Chose("contact", {"reach": (self._canary("reach"),)}), Chose("back"))
        await self._turns(Chose("yes"), Chose("hears:all"))
        await self._turns(Said(f"The {self._canary('covered')} said it was fine."))
        await self._turns(Chose("cover", {"more": (self._canary("covered"),)}))
        await self._turns(Chose("keep", {"quote": ("yes",)}))
        for kind in ("declined", "taken"):
            await self._turns(Said(f"It was {self._canary(kind)} to me."))
            await self._turns(Chose("keep", {"quote": ("yes",)}))
        await self._turns(Chose("answers"), Chose("take_back:safety"), Chose("back"))
        if self.number % 3 == 0:
            await self._turns(Said(f"And then {self._canary('deleted')} came."))
            await self._turns(Chose("keep", {"quote": ("no",)}), Chose("answers"))
            await self._turns(Chose("everything"), Chose("really_everything"))
        else:
            await self._turns(Said(f"I am not sure about {self._canary('draft')} yet."))

    def _canary(self, kind: str) -> str:
        return canary(kind, self.number)

    async def _turns(self, *events: Event) -> None:
        for event in events:
            inbound = Inbound(
                delivery=secrets.token_hex(16),
                channel="slack" if self.number % 2 else "web",
                round_code=self._made.round.code,
                event=event,
                address=self.address,
                contact={"channel": "slack", "user": canary("user", self.number)}
                if self.number % 2
                else {"channel": "web"},
                carried=self._carried,
            )
            reply = await self._made.app.conversations.handle(inbound)
            self._carried, self.address = reply.carried, reply.address or self.address


@pytest.fixture
async def made(tmp_path: Path, logged: Callable[[], str]) -> AsyncIterator[World]:
    async with world(tmp_path) as opened:
        yield opened


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for whatever anybody writes aside."""
    folder = tmp_path_factory.mktemp("aside")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


async def spoken(made: World) -> Planted:
    """Let everybody speak; return what is to be found nowhere in clear from then on."""
    planted = Planted([canary(kind, n) for kind in KINDS for n in range(PEOPLE)])
    for number in range(PEOPLE):
        speaker = Speaker(made, number)
        await speaker.speaks()
        assert speaker.address is not None
        planted.words.append(speaker.address.user)
        person = await made.run(lambda unit, s=speaker: unit.person(s.address))
        if person is not None and "code" in person.contact:
            planted.words.append(person.contact["code"])
    return planted


async def read(made: World) -> None:
    """Let a reader decline what is to be declined, and approve the rest."""
    round_ = await made.stands()
    for answer in await made.waiting():
        assert answer.kept is not None
        if "declined" in answer.kept.text:
            verb, done = "decline", review.decline(answer, "point", READER.id, round_)
        else:
            verb, done = "approve", review.approve(answer, READER.id, round_)
        await made.acts(READER, Uncover(answer.id))
        await made.acts(READER, Decide(done, verb))  # type: ignore[arg-type]


def vault_of(made: World, planted: Planted) -> Planted:
    """Return what lies there with the ids and pseudonyms of all rows of the vault, too."""
    ids = {value for row in rows(made.settings.data_folder, "vault") for value in (row[0], row[3])}
    cts = {row[CT][:24] for row in rows(made.settings.data_folder, "vault")}  # type: ignore[index]
    return Planted(planted.words, sorted(ids | cts))  # type: ignore[type-var]


async def test_hundreds_of_canaries_are_nowhere_once_the_round_is_sealed(
    made: World, logged: Callable[[], str], capfd: pytest.CaptureFixture[str], temporary: Path
) -> None:
    folder = made.settings.data_folder
    planted = await spoken(made)
    assert lying(raw(folder), planted.needles()) == set(), "confidential before sealing"
    await made.closes()
    await read(made)
    planted = vault_of(made, planted)
    assert len(planted) > 250
    assert len(lying(raw(folder), planted.needles())) >= len(planted.raw), "the search finds rows"
    await sealed(made)
    await made.publishes("You said it.", "We did it.", SEALED.date())
    await made.app.ticker.run_once()
    needles = planted.needles()
    assert lying(everything(folder), needles) == set()
    assert b"said it was fine" in raw(folder), "what was approved is there"
    async with ClientSession() as session:
        for path in ("/metrics", "/healthz", f"/r/{made.round.code}", f"/r/{planted.words[0]}"):
            async with session.get(made.base + path) as answer:
                assert lying(await answer.read() + bytes(8), needles) == set(), path
    assert lying(await exported(made), needles) == set()
    told = "".join(capfd.readouterr()) + logged()
    assert "sqlalchemy" in told, "the log was looked at"
    ours = "\n".join(line for line in told.splitlines() if "aiohttp.client" not in line)
    assert lying(ours.encode(), needles) == set()
    assert everything(temporary) == b"", "nothing was written aside"


async def sealed(made: World) -> None:
    """Let the day come on which the round is sealed."""
    made.clock.at = SEALED
    await made.app.ticker.run_once()
    assert (await made.stands()).state is RoundState.SEALED


async def exported(made: World) -> bytes:
    """Return every form of the round's export, unpacked."""
    found = []
    for form in FORMS:
        body = (await export_for_host(made.app.desk, made.round.code, form)).body
        found.append(body)
        if zipfile.is_zipfile(io.BytesIO(body)):
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                found += [packed.read(name) for name in packed.namelist()]
    assert b"said it was fine" in b"".join(found)
    return b"".join(found)


async def test_a_copy_from_before_and_every_key_that_is_left_open_no_row(made: World) -> None:
    await spoken(made)
    await made.closes()
    await read(made)
    copied = rows(made.settings.data_folder, "vault")
    keep = made.settings.keys.parent / "stolen"
    shutil.copytree(made.settings.keys, keep)
    assert opened(made, copied, keep) == len(copied) > 50, "with the round's key they open"
    shutil.rmtree(keep)
    await sealed(made)
    assert len(keys_in(made, made.settings.keys)) >= 4
    assert opened(made, copied, made.settings.keys) == 0


def keys_in(made: World, folder: Path) -> list[bytes]:
    """Return every key in a folder, unwrapped."""
    kek, found = made.app.keys._kek, []
    for path in folder.glob("*.key"):
        wrapped = path.read_bytes()
        plain = kek.decrypt(wrapped[:12], wrapped[12:], path.stem.encode())
        found += [plain[at : at + 32] for at in range(0, len(plain), 32)]
    return found


def opened(made: World, copied: list[tuple[Any, ...]], folder: Path) -> int:
    """Return how many rows any of the keys opens, in the place each row was made for."""
    names = [key_name(made.round.id, state) for state in (RoundState.DRAFT, RoundState.OPEN)]
    boxes, count = [AESGCM(key) for key in keys_in(made, folder)], 0
    for row in copied:
        id_, _, kind, pseud, question, *_ = row
        for name in names:
            where = place("vault", id_.hex(), "", made.round.id, name, kind, pseud.hex(), question)
            count += any(_opens(box, row[CT], where) for box in boxes)
    return count


def _opens(box: AESGCM, ct: bytes, where: bytes) -> bool:
    try:
        return bool(box.decrypt(ct[:12], ct[12:], where))
    except InvalidTag:
        return False


def test_every_canary_would_be_found_in_every_spelling() -> None:
    planted = Planted([canary(kind, 7) for kind in KINDS], [secrets.token_bytes(16)])
    assert len(planted.needles()) > 60
    for needle in planted.needles():
        for before in range(8):
            assert lying(bytes(before) + needle + bytes(9), [needle]) == {needle}
    assert lying(bytes(4096), planted.needles()) == set()
