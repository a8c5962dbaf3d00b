"""A walk through the pages of a facilitator's desk, by a chat's own windows or cards, whichever chat
it is: what staff keep, two waves, an outcome with its tags, a yes, the sheet, and where words went."""

from datetime import UTC, date, datetime
from typing import Final, Protocol

from tests.drivers.world import FACILITATOR, World


class Chat(Protocol):
    """Somebody in a chat."""

    @property
    def seen(self) -> str:
        """What they can read."""

    @property
    def labels(self) -> list[str]:
        """What they can press."""

    async def opens(self) -> None:
        """Open the round."""

    async def says(self, text: str) -> None:
        """Type an answer."""

    async def taps(self, label: str, fills: dict[str, str | list[str]]) -> int:
        """Fill in and press."""


WORDS: Final = "They rang me back."
ITEM: Final[dict[str, str | list[str]]] = {
    "People said": "You trust those who ring.",
    "What came of it": "Done",
    "What was done": "One named worker each.",
    "Because": "you told us so.",
}


async def goes(person: Chat, *labels: str) -> None:
    """Press, one after the other, the first button whose label begins like this, or pick it from a
    list that is shut."""
    for label in labels:
        found = (each for each in person.labels if each.startswith(label))
        if button := next(found, ""):
            await person.taps(button, {})
            continue
        lists = ((each["label"], o["title"]) for each in person._inputs() for o in each["choices"])  # type: ignore[attr-defined]
        name, picked = next(each for each in lists if each[1].startswith(label))
        await person.taps("Go there", {name: picked})


async def answers(made: World, ann: Chat) -> None:
    """Let somebody answer in words that may be quoted, and others; then let readers read all of it."""
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    await ann.says(WORDS)
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    await made.others(4)
    await made.closes()
    await made.reads("approve")


async def keeps(made: World, fay: Chat) -> None:
    """Write down who came, with a slip, and what is to be done."""
    await goes(fay, made.round.title, "What you keep", "Attendance by site")
    await fay.taps("Save", {"The table": "Site,First\nLeith,many"})
    await fay.taps("Save", {"The table": "Site,First\nLeith,12\nArdlinn,9"})
    assert "Saved." in fay.seen
    assert "All sites" in fay.seen
    await goes(fay, "Back", "Add a task")
    task: dict[str, str | list[str]] = {
        "What is to be done": "Book the hall",
        "By when": "2027-03-30",
    }
    await fay.taps("Save", {**task, "Who does it": FACILITATOR.name})
    assert "Book the hall" in fay.seen
    records = await made.run(lambda unit: unit.records(made.round.id))
    assert sorted(each.kind for each in records) == ["attendance", "task"]


async def asks_twice(made: World, fay: Chat) -> None:
    """Make a draft the first of two rounds."""
    await goes(fay, "Rounds", "Start a round", "See the whole draft", "Ask twice")
    await fay.taps("Save", {"Both become anonymous after": "2027-06-30"})
    assert "Before and after" in fay.labels
    rounds = await made.run(lambda unit: unit.rounds())
    (wave,) = (each for each in rounds if each.wave)
    assert (wave.wave, wave.withdraw_until) == ("before", date(2027, 6, 30))


async def tells(made: World, fay: Chat, ewan: Chat) -> None:
    """Write an outcome with a tag and a quote, have it approved, and look at the sheet."""
    await made.waits(datetime(2027, 3, 15, 12, tzinfo=UTC))
    await goes(fay, "Rounds", made.round.title, "Write what changed", "Add what people said")
    tags: list[str] = ["The Promise: Voice", "SSSC: Codes of Practice (May 2024)"]
    await fay.taps("Save", {**ITEM, "Part of": tags})
    await goes(fay, "You trust those who ring.", "Add words of people")
    await fay.taps("Save", {"Pick the words this stands on": [f"“{WORDS}”"]})
    await goes(fay, "Catriona Bell answers people")
    await fay.taps("Save", {"What they say to people": "I read it.", "Their role": "head"})
    await fay.taps("Ask a reader to approve", {"Goes out on": "2027-03-20"})
    assert "A reader of the round is asked to let it go out." in fay.seen
    await goes(ewan, "Review", f"{made.round.title} (It waits")
    assert WORDS in ewan.seen
    await goes(ewan, "Let it go out")
    await made.waits(datetime(2027, 3, 21, 18, tzinfo=UTC))
    (sent,) = await made.run(lambda unit: unit.outcomes(made.round.id))
    assert (sent.state, sent.items[0].tags) == ("sent", ("promise/voice", "sssc/codes"))
    await goes(fay, "Rounds", "Outcomes")
    assert "Kept on 20" in fay.seen
    await goes(fay, made.round.title, "Print what changed")
    assert "One named worker each." in fay.seen


async def follows_words(ann: Chat) -> None:
    """Look where the words went."""
    await ann.opens()
    await goes(ann, "Where did my words go?")
    assert WORDS in ann.seen
    assert "You trust those who ring." in ann.seen
