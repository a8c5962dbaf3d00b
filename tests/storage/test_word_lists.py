"""A round's list of words, and what a person covered: asked, never read; gone with the vault."""

from dataclasses import replace

import pytest

from bot.consultation.listed import keys_of
from bot.consultation.model import Round, RoundState
from bot.conversation.effects import (
    CancelRound,
    DeleteEverything,
    EmptyList,
    Keep,
    ListWords,
    OpenRound,
    TakeBack,
)
from bot.conversation.events import CODE_CHANNEL, Address
from bot.ports import Refused, Turn
from storage.vault import COVERED_KEPT
from storage.vault_rows import ROOM
from tests.storage.conftest import NOW, World

WORDS = ("Shona Kelly", "Elm Row unit")


async def asked(world: World, round_id: str, words: str, person: str = "") -> str:
    (key,) = keys_of((words,))
    return await world.run(lambda unit: unit.recalls(round_id, person)(key))


async def test_listed_words_are_known_and_stay_known_when_the_round_opens(world: World) -> None:
    draft = await world.draft()
    await world.record(world.facilitator, ListWords(draft.id, keys_of(WORDS)))
    await world.record(world.facilitator, ListWords(draft.id, keys_of(("Ewan",))))
    assert [await asked(world, draft.id, word) for word in (*WORDS, "ewan", "Kelly")] == [
        "named", "named", "named", "",
    ]  # fmt: skip
    await world.record(world.facilitator, OpenRound(draft))
    world.restart()
    assert await asked(world, draft.id, "SHONA kelly's") == "named"
    assert await asked(world, draft.id, "Shona") == ""
    other = await world.draft()
    assert await asked(world, other.id, "Shona Kelly") == ""


async def test_a_list_can_be_emptied(world: World) -> None:
    draft = await world.draft()
    await world.record(world.facilitator, ListWords(draft.id, keys_of(WORDS)))
    await world.record(world.facilitator, EmptyList(draft.id))
    assert await asked(world, draft.id, WORDS[0]) == ""


async def test_facilitators_fill_a_draft_and_readers_add_to_what_is_open(world: World) -> None:
    draft = await world.draft()
    words = ListWords(draft.id, keys_of(WORDS))
    with pytest.raises(Refused):
        await world.record(world.reader, words)
    await world.record(world.facilitator, OpenRound(draft))
    with pytest.raises(Refused):
        await world.record(world.facilitator, words)
    for nobody in (world.lead, world.a_staff(world.reader.role, "Nobody")):
        with pytest.raises(Refused):
            await world.record(nobody, words)
    await world.record(world.reader, words)
    assert await asked(world, draft.id, WORDS[0]) == "named"
    with pytest.raises(Refused):
        await world.record(world.reader, ListWords("f" * 32, words.keys))


async def covers(world: World, round_: Round, who: str, question: str, *words: str) -> str:
    answer = world.said(question, "It was [name].")
    return await world.turn(round_, who, Keep(answer, words))


async def test_what_a_person_covered_is_known_to_be_theirs_alone(world: World) -> None:
    round_ = await world.opened()
    ann, bob = await world.join(round_, "ann"), await world.join(round_, "bob")
    await covers(world, round_, "ann", "trust", "Kirsty", "more than four words here", "…")
    assert await asked(world, round_.id, "kirsty's", ann) == "before"
    assert await asked(world, round_.id, "kirsty", bob) == ""
    assert await asked(world, round_.id, "kirsty") == ""
    again = await world.opened()
    await world.join(again, "ann")
    assert await asked(world, again.id, "kirsty", ann) == ""


async def test_only_so_many_words_are_remembered_the_newest_first(world: World) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    for number in range(COVERED_KEPT + 1):
        await covers(world, round_, "ann", "trust", f"word{number}", "often")
    assert await asked(world, round_.id, "word0", ann) == ""
    assert await asked(world, round_.id, f"word{COVERED_KEPT}", ann) == "before"
    assert await asked(world, round_.id, "often", ann) == "before"


async def test_taking_everything_back_forgets_what_was_covered(world: World) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    await covers(world, round_, "ann", "trust", "Kirsty")
    await world.turn(round_, "ann", TakeBack("trust"))
    assert await asked(world, round_.id, "Kirsty", ann) == "before"
    await world.turn(round_, "ann", TakeBack())
    assert await asked(world, round_.id, "Kirsty", ann) == ""
    await covers(world, round_, "ann", "trust", "Kirsty")
    await world.turn(round_, "ann", DeleteEverything())
    assert await asked(world, round_.id, "Kirsty", ann) == ""


@pytest.mark.parametrize("state", ['{"place":"asking"}', "x" * (ROOM["session"] - 200)])
async def test_no_row_tells_how_much_was_covered(world: World, state: str) -> None:
    """The rows of one who covered a lot, and of one who covered nothing, look alike; a row that is
    nearly full, too."""

    async def rows(*words: str) -> list[tuple[object, ...]]:
        round_ = await world.opened()
        await world.join(round_, "ann")
        await world.run(
            lambda unit: unit.save_conversation(
                round_.id, unit.remember(_turn(round_), (), NOW), state
            )
        )
        await covers(world, round_, "ann", "trust", *words)
        look = "SELECT kind, state, length(ct) FROM vault WHERE round = ? ORDER BY kind"
        return world.sql(look, bytes.fromhex(round_.id))

    assert await rows() == await rows(*(f"word{number}" for number in range(COVERED_KEPT)))


async def test_neither_list_stands_in_clear_and_sealing_ends_both(world: World) -> None:
    draft = await world.draft()
    await world.record(world.facilitator, ListWords(draft.id, keys_of(("Zzcanaryname",))))
    await world.record(world.facilitator, OpenRound(draft))
    round_ = replace(draft, state=RoundState.OPEN)
    await world.join(round_, "ann")
    await covers(world, round_, "ann", "trust", "Zzcanaryword")
    assert world.sql("SELECT count(*) FROM vault WHERE kind = 'list'") == [(1,)]
    lying = world.bytes_on_disk().lower()
    assert b"zzcanary" not in lying
    assert b"zzcanary" not in repr(ListWords(draft.id, ("zzcanary",))).encode()
    assert b"zzcanary" not in repr(Keep(world.said("trust", ""), ("zzcanary",))).encode()
    await world.closed(round_)
    await world.database.sealer.seal(round_.id)
    assert world.sql("SELECT count(*) FROM vault") == [(0,)]
    assert await asked(world, round_.id, "Zzcanaryname") == ""


async def test_a_cancelled_draft_leaves_no_list(world: World) -> None:
    draft = await world.draft()
    await world.record(world.facilitator, ListWords(draft.id, keys_of(WORDS)))
    await world.record(world.facilitator, CancelRound(draft))
    assert world.sql("SELECT count(*) FROM vault") == [(0,)]
    assert await asked(world, draft.id, WORDS[0]) == ""


def _turn(round_: Round) -> Turn:
    return Turn(round_, "", Address(CODE_CHANNEL, "", "ann"), {})
