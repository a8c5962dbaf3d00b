"""Any string as an answer on the web page: kept just as it was shown, or refused in a sentence."""

import secrets
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given

from bot.conversation.events import Address
from bot.conversation.facts import MAX_TEXT, control_word
from bot.ports import Unit
from tests.drivers.page import Node
from tests.hostile.house import Answer, Browser, House, secret
from tests.hostile.strings import FIXED, FULL, hostile, made_up

PATH = "/r/wren42"
MARK = "\N{REPLACEMENT CHARACTER}"


def arrives(text: str) -> str:
    """Return what a web server can read of a string that a browser sends."""
    read = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return read.replace("\r\n", "\n").replace("\r", "\n")


def showable(text: str) -> str:
    """Return a text with a mark for each control character that no page can show, and each half of one."""
    return "".join(
        MARK if unicodedata.category(ch) in ("Cc", "Cs") and ch not in "\n\t\r" else ch
        for ch in text
    )


@dataclass
class Person:
    """Somebody in front of the first question, with one string after another."""

    house: House
    browser: Browser
    csrf: str
    box: str
    address: Address

    @classmethod
    async def sits_down(cls, house: House) -> "Person":
        browser = house.browser()
        csrf = secret((await browser.get(PATH)).page)
        person = cls(house, browser, csrf, "text-trust", Address("", "", ""))
        await person.does("yes")
        (code,) = [node.seen() for node in (await person.looks()).walk() if node.has("code")]
        person.address = await house.world.app.codes.address(code)
        await person.does("hears:none")
        return person

    async def does(self, action: str, *fields: tuple[str, str]) -> Answer:
        sent = [("csrf", self.csrf), ("turn", secrets.token_hex(16)), *fields, ("do", action)]
        return await self.browser.post(PATH, sent)

    async def acts(self, action: str, *fields: tuple[str, str]) -> Node:
        """Press a button; return the page that comes of it."""
        answer = await self.does(action, *fields)
        assert answer.status in (303, 422)
        return await self.looks() if answer.status == 303 else answer.page

    async def looks(self) -> Node:
        answer = await self.browser.get(PATH)
        assert answer.status == 200
        return answer.page

    async def answers(self, text: str) -> None:
        """Type a string and go on; keep it if it can be kept."""
        page = await self.acts("say", ("says", self.box), (self.box, text))
        keep = [
            b.attrs["value"] for b in page.all("button") if b.attrs["value"].startswith("keep:")
        ]
        came = arrives(text)
        if not keep:
            assert len(faults(page)) == 1
            assert len(came) > MAX_TEXT or not any(ch.isprintable() and ch != " " for ch in came)
            return
        was, will = shown(page)
        assert was == showable(came)
        kept = await self.does(keep[0], ("quote", "no"))
        assert kept.status == 303
        assert await self.kept() == will

    async def kept(self) -> str:
        """Return what lies in the vault, through the storage's own port."""
        round_id = self.house.world.round.id

        def work(unit: Unit) -> str:
            person = unit.person(self.address)
            assert person is not None
            kept = unit.answers(round_id, person.id)["trust"].kept
            assert kept is not None
            return kept.text

        return await self.house.world.run(work)


def faults(page: Node) -> list[str]:
    """Return the sentences that say what is not right."""
    return [node.seen() for node in page.walk() if node.has("error") and node.seen()]


def shown(page: Node) -> tuple[str, str]:
    """Return the words on the check screen: as they were typed, and as they will be kept."""
    (words,) = [node for node in page.all("div") if node.has("words")]
    was, will = [], []
    for node in words.walk():
        if node.tag == "label" and node.has("cover"):
            parts = {
                name: n.raw() for n in node.all("span") for name in ("as", "was") if n.has(name)
            }
            was.append(parts["was"])
            will.append(parts["as"])
        elif node.tag == "span" and "data-start" in node.attrs:
            was.append(node.raw())
            will.append(node.raw())
    return "".join(was), "".join(will)


@pytest.fixture(scope="module")
def person(house: House) -> Person:
    return house.run(Person.sits_down(house))


def is_word(person: Person, text: str) -> bool:
    """Tell whether a string means *stop* or the like; then it is no answer."""
    return bool(control_word(person.house.world.app.say, arrives(text)))


def test_the_fixed_list(person: Person) -> None:
    for text in FIXED if FULL else FIXED[::4]:
        if not is_word(person, text):
            person.house.run(person.answers(text))


@made_up(15)
@given(text=hostile())
def test_whatever_is_made_up(person: Person, text: str) -> None:
    if not is_word(person, text):
        person.house.run(person.answers(text))
