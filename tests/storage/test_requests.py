"""Requests for contact: found by who asked, taken back by them alone, gone a week after."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversation.effects import AskContact, TakeBackRequest
from bot.conversation.events import CODE_CHANNEL, Address
from bot.conversation.lead_effects import SaveHardWords, Settle
from bot.ports import Refused

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def of(who: str) -> Address:
    return Address(CODE_CHANNEL, "", who)


async def own(world: Any, round_: Any, who: str) -> Any:
    return await world.run(lambda u: u.own_request(round_.id, of(who)))


async def test_whoever_asked_sees_it_and_takes_it_back_and_nobody_elses(world: Any) -> None:
    round_, other = await world.opened(), await world.opened()
    await world.turn(round_, "ann", AskContact("first"))
    await world.turn(round_, "ann", AskContact("ann's number"), now=NOW)
    await world.turn(round_, "bob", AskContact("bob's number"), now=NOW + timedelta(hours=5))
    mine = await own(world, round_, "ann")
    assert (mine.state, mine.reach, mine.due.date()) == ("waiting", "", NOW.date())
    assert (await own(world, round_, "bob")).due.isoformat() == "2026-11-24T12:00:00"
    assert await own(world, other, "ann") is None
    await world.turn(other, "ann", TakeBackRequest())
    for effect in (AskContact("only tried out"), TakeBackRequest()):
        await world.turn(round_, "ann", effect, preview=True)
    asked = await world.run(lambda u: u.requests(world.lead.id))
    assert [each.reach for each in asked] == ["ann's number", "bob's number"]
    await world.turn(round_, "ann", TakeBackRequest())
    left = await world.run(lambda u: u.requests(world.lead.id))
    assert [each.reach for each in left] == ["bob's number"]
    assert await own(world, round_, "ann") is None


async def test_the_second_lead_may_step_in_and_only_in_their_own_rounds(world: Any) -> None:
    mine, other = await world.opened(second=world.reader.id), await world.opened()
    for round_ in (mine, other):
        await world.turn(round_, "ann", AskContact("a number"))
    (seen,) = await world.run(lambda u: u.requests(world.reader.id))
    assert seen.round == mine.id
    (theirs,) = [r for r in await world.run(lambda u: u.waiting_requests()) if r.round == other.id]
    assert theirs.reach == ""
    with pytest.raises(Refused):
        await world.record(world.reader, Settle("request", theirs.id, "contacted"))
    with pytest.raises(Refused):
        await world.record(world.reader, Settle("request", seen.id, "forgotten"))
    await world.record(world.reader, Settle("request", seen.id, "unreached"))
    assert (await own(world, mine, "ann")).state == "unreached"


async def test_what_was_dealt_with_goes_after_a_week_and_what_waits_does_not(world: Any) -> None:
    round_ = await world.opened()
    for who in ("ann", "bob"):
        await world.turn(round_, who, AskContact(f"canary of {who}"))
    first = next(
        r for r in await world.run(lambda u: u.requests(world.lead.id)) if "ann" in r.reach
    )
    await world.record(world.lead, Settle("request", first.id, "contacted"))
    for days, left in ((7, {"ann", "bob"}), (8, {"bob"}), (60, {"bob"})):
        later = NOW + timedelta(days=days)
        await world.run(lambda u, at=later: u.dispose(at.date(), at))
        reach = {r.reach for r in await world.run(lambda u: u.requests(world.lead.id))}
        assert reach == {f"canary of {who}" for who in left}


async def test_no_vault_and_no_log_leads_to_a_request(world: Any) -> None:
    """Whoever holds every key cannot go from a request to an answer by anything that is written."""
    round_ = await world.opened()
    await world.join(round_, "ann")
    await world.say(round_, "ann", "trust", "what ann said")
    await world.turn(round_, "ann", AskContact("canary reach"))
    (request,) = await world.run(lambda u: u.requests(world.lead.id))
    hmac = world.sql("SELECT hmac FROM help_request")[0][0]

    def written(unit: Any) -> str:
        vault = unit._vault(round_.id)
        return f"{[*vault.all_answers()]} {[*vault.sessions()]}"

    vault = await world.run(written)
    assert "what ann said" in vault
    for trace in (request.id, "canary reach", bytes(hmac).hex(), repr(bytes(hmac))):
        assert trace not in vault
    people = world.sql("SELECT id, lookup_hmac FROM contributor")
    assert not {bytes.fromhex(request.id), bytes(hmac)} & {bytes(v) for row in people for v in row}


async def test_the_phrases_are_a_leads_and_the_last_save_stands(world: Any) -> None:
    assert await world.run(lambda u: u.hard_words()) is None
    for phrases in (("hits me", "want to die"), ("can\u2019t go on",), ()):
        await world.record(world.lead, SaveHardWords(phrases))
        kept = await world.run(lambda u: u.hard_words())
        assert kept.phrases == phrases
    with pytest.raises(Refused):
        await world.record(world.facilitator, SaveHardWords(("mine",)))
    assert world.sql("SELECT count(*) FROM hard_words") == [(1,)]
