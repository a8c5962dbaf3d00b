"""One person's way through a round, as their browser sees it."""

from collections.abc import Callable

from bot.consultation.model import Round
from tests.web.browser import Browser
from tests.web.world import CODE


async def test_a_person_answers_covers_a_name_and_comes_back(
    browser: Browser, another: Callable[[], Browser], opened: Round
) -> None:
    await browser.get(f"/r/{CODE}")
    assert browser.status == 200
    assert "Catriona Bell" in browser.seen.text
    await browser.press("yes")
    assert browser.path == f"/r/{CODE}"
    code = browser.html.split('class="lead code"><strong>')[1].split("<")[0]
    assert len(code.split()) == 7
    await browser.press("hears:all")
    assert "Question 1 of 5" in browser.seen.text
    await browser.say("Write to me at kirsty@example.org\r\nor not")
    assert 'value="1" checked' in browser.html
    await browser.press("keep")
    assert browser.status == 200
    await browser.press("keep", quote="no")
    assert "Question 2 of 5" in browser.seen.text
    await browser.press("answers")
    assert "kirsty" not in browser.html
    await browser.press("back")
    later = another()
    await later.get(f"/r/{CODE}")
    await later.press("code")
    await later.press("enter", code=code.upper())
    assert "Question 2 of 5" in later.seen.text
