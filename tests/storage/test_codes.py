import asyncio
import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.events import CODE_CHANNEL
from prompts.library import Library
from storage import codes
from storage.codes import LONGEST, CodeBook, normalise
from storage.folder import Folder
from storage.keys import KeyStore

WORDS = Library.load().words()
COST = codes.COST


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the product does; other tests need not wait for it."""
    monkeypatch.setattr(codes, "COST", COST)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CodeBook]:
    book = CodeBook(
        KeyStore.open(Folder(tmp_path / "keys"), secrets.token_bytes(32), create=True), WORDS
    )
    yield book
    book.close()


async def test_a_code_is_seven_words_that_follow_from_the_delivery(book: CodeBook) -> None:
    made = [await book.fresh(f"delivery {number}") for number in range(200)]
    assert await book.fresh("delivery 7") == made[7]
    assert len(set(made)) == 200
    for code in made:
        words = code.split(" ")
        assert len(words) == 7
        assert set(words) <= set(WORDS)
    first_words = {code.split(" ")[0] for code in made}
    assert len(first_words) > 100


async def test_another_server_makes_other_codes(book: CodeBook, tmp_path: Path) -> None:
    keys = KeyStore.open(Folder(tmp_path / "other"), secrets.token_bytes(32), create=True)
    other = CodeBook(keys, WORDS)
    try:
        code = await book.fresh("one")
        assert code != await other.fresh("one")
        assert await book.address(code) != await other.address(code)
    finally:
        other.close()


async def test_however_a_code_is_typed_it_leads_to_one_address(book: CodeBook) -> None:
    address = await book.address("river calm otter lamp piano seven moss")
    assert (address.channel, address.tenant) == (CODE_CHANNEL, "")
    assert len(bytes.fromhex(address.user)) == 32
    typed = " RIVER, calm\u200b\u00a0otter – Lamp\n„piano“…seven\tmo\u0301ss. "
    again, other = await asyncio.gather(
        book.address(typed), book.address("river calm otter lamp piano seven mos")
    )
    assert again == address
    assert other != address


@pytest.mark.usefixtures("slow")
async def test_a_guess_costs_what_it_has_to(book: CodeBook) -> None:
    address = await book.address("any")
    memory = 64 * 2**20
    dear = hashlib.scrypt(b"any", salt=book._pepper, n=2**15, r=8, p=1, maxmem=memory, dklen=32)
    assert address.user == dear.hex()


@pytest.mark.usefixtures("slow")
async def test_the_slow_part_runs_off_the_event_loop(book: CodeBook) -> None:
    slow = asyncio.create_task(book.address("any"))
    turns = 0
    while not slow.done():
        turns += 1
        await asyncio.sleep(0)
    assert turns > 10


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "\U0001f331" * 10, "x" * 1_000_000])
async def test_any_text_has_an_address(book: CodeBook, odd: str) -> None:
    assert len((await book.address(odd)).user) == 64


@given(st.text(max_size=50))
def test_a_code_that_was_made_plain_stays_as_it_is(typed: str) -> None:
    plain = normalise(typed)
    assert normalise(plain) == plain
    assert plain == " ".join(plain.split())
    plain.encode()


def test_every_word_survives() -> None:
    for word in WORDS:
        assert normalise(word).replace(" ", "") == word.replace("-", "")


def test_only_the_beginning_of_a_long_text_counts() -> None:
    assert len(normalise("a" * (LONGEST + 100))) == LONGEST
