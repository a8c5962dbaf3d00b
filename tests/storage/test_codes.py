import asyncio
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.events import CODE_CHANNEL
from prompts.library import Library
from storage.codes import LONGEST, CodeBook, normalise
from storage.keys import KeyStore

WORDS = Library.load().words()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CodeBook]:
    book = CodeBook(KeyStore.open(tmp_path / "keys", secrets.token_bytes(32), create=True), WORDS)
    yield book
    book.close()


async def test_a_code_is_seven_words_that_follow_from_the_delivery(book: CodeBook) -> None:
    codes = [await book.fresh(f"delivery {number}") for number in range(200)]
    assert await book.fresh("delivery 7") == codes[7]
    assert len(set(codes)) == 200
    for code in codes:
        words = code.split(" ")
        assert len(words) == 7
        assert set(words) <= set(WORDS)
    first_words = {code.split(" ")[0] for code in codes}
    assert len(first_words) > 100


async def test_another_server_makes_other_codes(book: CodeBook, tmp_path: Path) -> None:
    keys = KeyStore.open(tmp_path / "other", secrets.token_bytes(32), create=True)
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
