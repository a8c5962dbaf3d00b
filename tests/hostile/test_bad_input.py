"""What may come wrong and is tested nowhere else whole: from the outside, to the sentence a person
reads, with nothing half-saved."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.terminal import MAX_TEXT
from bot.conversation import facts
from tests.drivers.terminal import TerminalPerson
from tests.drivers.web import WebPerson
from tests.drivers.world import FACILITATOR, world
from tests.hostile.house import House, secret

ANSWER = "They asked me first, and then they asked the others too."


async def test_a_missing_key_is_told_and_the_words_stay(tmp_path: Path) -> None:
    async with world(tmp_path) as made, WebPerson(made.base, made.round.code) as who:
        await who.opens()
        await who.taps("Yes, I will take part", {})
        await who.taps("Nothing", {})
        code_box = who.page.all("textarea")[0].attrs["name"]
        await made.end()
        (key,) = [file for file in made.settings.keys.iterdir() if made.round.id in file.name]
        kept = key.read_bytes()
        key.unlink()
        await made.begin()
        who.base = made.base
        await who.says(ANSWER)
        assert who.status == 503
        assert "A key is missing here. Your words are still here." in who.seen
        assert who.page.all("textarea")[0].raw().strip() == ANSWER
        # Put back, it goes on where it was, and what did not save had left nothing.
        await made.end()
        key.write_bytes(kept)
        key.chmod(0o600)
        await made.begin()
        who.base = made.base
        await who.opens()
        assert who.page.all("textarea")[0].attrs["name"] == code_box
        await who.says(ANSWER)
        assert who.shown == [ANSWER]


def test_a_link_that_has_run_out_is_gone(house: House) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)

    async def follows() -> tuple[int, str, int]:
        await house.world.run(lambda unit: unit.add_staff(FACILITATOR, "too-old", yesterday))
        browser = house.browser()
        page = (await browser.get("/desk/enter/too-old")).page
        answer = await browser.post("/desk/enter/too-old", [("csrf", secret(page))])
        return answer.status, answer.page.seen(), (await browser.get("/desk")).status

    status, seen, desk = house.run(follows())
    assert status == 410
    assert "This link has been used or is too old" in seen
    assert desk == 303


async def test_a_megabyte_at_the_terminal_is_cut_to_what_can_be_kept(tmp_path: Path) -> None:
    async with world(tmp_path) as made, TerminalPerson(made.app, made.round.code) as who:
        await who.taps("Yes, I will take part", {})
        await who.taps("Nothing", {})
        await who.says("x" * (MAX_TEXT * 10))
        assert "That is too long." in who.seen
        await who.says("y" * facts.MAX_TEXT)
        assert "This is what we will keep" in who.seen
