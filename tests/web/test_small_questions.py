"""A reader puts two small questions together on the web; nothing tells how small they are."""

from datetime import date
from pathlib import Path

from bot.consultation.model import Staff
from tests.drivers.world import FACILITATOR, READER, World, world
from tests.web.browser import Browser

K = 3


async def signed_in(here: World, member: Staff) -> Browser:
    token = f"token of {member.name}"
    await here.run(lambda unit: unit.add_staff(member, token, date(2027, 12, 31)))
    browser = Browser(here.base)
    page = await browser.get(f"/desk/enter/{token}")
    csrf = page.first("input", name="csrf")["value"]
    await browser.send("POST", f"/desk/enter/{token}", {"csrf": csrf})
    return browser


async def test_two_small_questions_become_one_list(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.others(K - 1)
        await here.closes()
        await here.reads("approve")
        async with await signed_in(here, READER) as reader:
            page = await reader.get(f"/desk/small/{here.round.id}")
            # Nobody answered, or two did: all five look alike, and no number but k stands there.
            assert page.text.count("What should happen to it?") == len(_questions(here))
            assert f"Fewer than {K} people answered these, or nobody did." in page.text
            page = await reader.press("put:trust", **{"with-trust": "safety"})
            assert "They are together now." in page.text
            assert page.text.count("What should happen to it?") == len(_questions(here)) - 1
            page = await reader.press("put:choice")
            assert "It is held back." in page.text
        assert (await here.stands()).joined == (("trust", "safety"),)
        async with await signed_in(here, FACILITATOR) as facilitator:
            page = await facilitator.get(f"/desk/words/{here.round.id}")
            assert "Somebody else said" not in page.text, "the same two people are still two"
            await facilitator.get(f"/desk/small/{here.round.id}")
            assert "put:trust" not in facilitator.html


def _questions(here: World) -> list[str]:
    return [q.id for q in here.app.library.sets[here.round.question_set].questions]
