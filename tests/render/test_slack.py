"""Every shape fits into Slack, at any size, and nothing is cut that is not shown elsewhere."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.forms import values
from adapters.slack.views import Seat, Views
from bot.conversation.messages import (
    Card,
    Choice,
    Done,
    Entries,
    Entry,
    Fault,
    Field,
    Message,
    Notice,
    Option,
    Pair,
    Progress,
    Quote,
    Row,
    Rows,
    Segment,
    Text,
    Words,
)
from prompts.library import phrases_alone
from tests.drivers.slack_limits import check, check_message
from tests.render.shapes import EVERY_SHAPE

VIEWS = Views(phrases_alone(), "https://talk.example.org")
SEAT = Seat(round="wren42")
FILLERS = {"letters": "word ", "emoji": "🌊", "one long word": "w", "other letters": "Ωß "}
LONG = Text("A paragraph. " * 380)


def texts(found: Any) -> Iterator[str]:
    """Yield every text of a view, in order."""
    if isinstance(found, list):
        for each in found:
            yield from texts(each)
    elif isinstance(found, dict):
        for name in ("text", "label", "hint", "description", "initial_value", "placeholder"):
            value = found.get(name)
            yield from [value] if isinstance(value, str) else texts(value)
        for name in ("elements", "element", "options", "option_groups"):
            yield from texts(found.get(name))


class Sayer:
    """Makes texts of a length, and knows how each begins and ends."""

    def __init__(self, filler: str, length: int) -> None:
        self._filler = filler
        self._length = length
        self._numbers = itertools.count(1)
        self.marks: list[str] = []

    def __call__(self, length: int = 0) -> str:
        number = next(self._numbers)
        self.marks += [f"({number}", f"{number})"]
        middle = self._filler * (length or self._length)
        return f"({number} {middle[: length or self._length]} {number})"


def huge(say: Sayer) -> Message:
    """Return a message in which every text is long and every list has a hundred entries."""
    some = tuple(Option(f"o{n}", say(90), chosen=n == 2, hint=say(90)) for n in range(12))
    return Message(
        say(),
        kicker=say(),
        before=(Done(say()), Fault(say())),
        parts=(
            Text(say()),
            Text(say(), "small"),
            Notice((say(), say())),
            Rows((Row(say(), (say(), say())), Row(say(), (say(), say()), dots=True))),
            Words((Segment(say()), Segment(say(), "kept"), Segment(say())), say()),
            Quote(say()),
            Pair(say(), "done", "You said", say(), "We did", say(), say(), say()),
            Progress(1, 2, say()),
            Entries(say(70), tuple(Entry(say(80), say(20), f"go:{n}") for n in range(100)), say()),
            Card(
                say(),
                (Text(say()),),
                (Field("more", "More", "short", say(100)),),
                tuple(Choice(f"c{n}", say(80), fields=("more",)) for n in range(3)),
            ),
        ),
        fields=(
            Field("text", "Your answer", "long", say(100), max_length=5_000),
            Field("one", "One of some", "one", options=some),
            Field("many", "Some of some", "many", options=some),
        ),
        choices=tuple(Choice(f"x{n}", say(80)) for n in range(40)),
        after=(Text(say(), "small"),),
        nav=tuple(Choice(f"go:{n}", say(80)) for n in range(5)),
    )


def test_every_shape_is_a_modal() -> None:
    view = VIEWS.modal(EVERY_SHAPE, SEAT)
    check(view)
    assert view["notify_on_close"] is True
    whole = "".join(texts(view["blocks"]))
    order = ["Question 1 is kept.", "The title", "A lead.", "What you can see today",
             "Leave out names.", "Bin it", "Nobody reads this live.", "Outcomes"]  # fmt: skip
    at = [whole.index(piece) for piece in order]
    assert at == sorted(at)


@pytest.mark.parametrize("part", EVERY_SHAPE.parts, ids=lambda part: type(part).__name__)
def test_every_part_alone_is_a_modal_a_home_page_and_a_message(part: Any) -> None:
    if isinstance(part, Card):
        part = replace(part, fields=())
    message = Message("The title", parts=(part,))
    check(VIEWS.modal(message, SEAT))
    check(VIEWS.home(message))
    check_message(VIEWS.direct(message))


@pytest.mark.parametrize("filler", FILLERS)
def test_nothing_is_cut_that_is_not_shown_elsewhere(filler: str) -> None:
    # What a person reads in a modal at most; more than a modal holds is a test of its own.
    say = Sayer(FILLERS[filler], 900)
    message = huge(say)
    view = VIEWS.modal(message, SEAT)
    check(view)
    whole = "".join(texts(view["blocks"]))
    assert [mark for mark in say.marks if mark not in whole] == []


@pytest.mark.parametrize("filler", FILLERS)
def test_an_answer_of_the_greatest_length_is_shown_whole(filler: str) -> None:
    words = FILLERS[filler] * 5_000
    shown = Message("Kept", parts=(Words((Segment(words[:5_000]),)),))
    view = VIEWS.modal(shown, SEAT)
    check(view)
    assert words[:5_000] in "".join(texts(view["blocks"]))
    box = Field("text", "Your answer", "long", value=words[:5_000], max_length=5_000)
    view = VIEWS.modal(Message("Again", fields=(box,), choices=(Choice("say", "Next", fields=("text",)),)), SEAT)  # fmt: skip
    check(view)
    state = {
        block["block_id"]: {
            "in": {"type": "plain_text_input", "value": block["element"]["initial_value"]}
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }
    assert values(state, "")["text"] == (words[:5_000],)


def test_three_hundred_options_are_all_there() -> None:
    options = tuple(Option(f"o{n}", f"Option {n}", chosen=n == 250) for n in range(300))
    fields = (
        Field("one", "One", "one", options=options),
        Field("many", "Many", "many", options=options),
    )
    view = VIEWS.modal(Message("Pick", fields=fields), SEAT)
    check(view)
    whole = [*texts(view["blocks"])]
    assert whole.count("Option 299") == 2
    assert view["blocks"][1]["element"]["initial_option"]["value"] == "o250"


def test_a_hundred_entries_are_all_there() -> None:
    entries = tuple(Entry(f"Round {n}", "open", f"go:round/{n}") for n in range(250))
    view = VIEWS.modal(Message("Rounds", parts=(Entries("All", entries),) * 2), SEAT)
    check(view)
    assert [*texts(view["blocks"])].count("Round 249 (open)") == 2


def test_what_a_modal_has_no_room_for_is_said_to_be_elsewhere() -> None:
    cards = tuple(
        Card(f"Card {n}", (Text("Inside."),), choices=(Choice(f"c{n}", "Settle"),))
        for n in range(60)
    )
    stop = (Choice("stop", "Stop"),)
    view = VIEWS.modal(Message("Many", parts=cards, controls=stop), SEAT)
    check(view)
    assert "There is more than fits here." in "".join(texts(view["blocks"]))
    assert '"stop"' in json.dumps(view["blocks"][-1])


def test_a_message_that_is_too_long_ends_with_where_the_rest_is() -> None:
    go, stop = Choice("open:wren42", "Open it", "main"), Choice("stop", "Stop")
    pairs = tuple(
        Pair("Done", "done", "You said", "s" * 400, "We did", "d" * 400, "b" * 400, "")
        for _ in range(12)
    )
    message = Message("What changed", parts=pairs, choices=(go, stop))
    sent = VIEWS.direct(message)
    check_message(sent)
    whole = "".join(texts(sent["blocks"]))
    assert "s" * 400 in whole
    assert "There is more than fits here." in whole
    assert [each["value"] for each in sent["blocks"][-1]["elements"]] == ["open:wren42", "stop"]
    # Opened, it is all there.
    view = VIEWS.modal(message, SEAT)
    check(view)
    assert "".join(texts(view["blocks"])).count("d" * 400) == 12


def test_a_message_names_no_topic_where_it_can_be_read_over_a_shoulder() -> None:
    sent = VIEWS.direct(Message("Being asked", parts=(Text("Something private."),)))
    assert sent["text"] == "You have a message. Open it when you like."


def test_words_are_never_marked_up() -> None:
    marks = "<!channel> <@U1> *bold* _it_ `code` <https://x.example|there> :wave: &amp;"
    view = VIEWS.modal(replace(EVERY_SHAPE, parts=(Words((Segment(marks),)), Text(marks))), SEAT)
    check(view)
    drawn = json.dumps(view["blocks"], ensure_ascii=False)
    assert "mrkdwn" not in drawn
    assert '"emoji": true' not in drawn
    assert drawn.count(json.dumps(marks)[1:-1]) == 2


def test_a_box_beside_somebodys_words_begins_empty() -> None:
    quoting = Card("A card", (Words((Segment("Kirsty"),)),), (Field("more", "More", "short", value="Kirsty"),))  # fmt: skip
    view = VIEWS.modal(Message("Read", parts=(quoting,)), SEAT)
    assert '"initial_value"' not in json.dumps(view)
