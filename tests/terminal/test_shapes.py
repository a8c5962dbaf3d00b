"""Every shape of a message is drawn, whatever it says, and nothing typed can steer the terminal."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal_page import WIDTH, page, plain, safe
from bot.conversation.messages import (
    Aid,
    Calendar,
    Card,
    Choice,
    Done,
    Entries,
    Entry,
    Fault,
    Field,
    Figure,
    Heading,
    Line,
    Lines,
    Message,
    Moment,
    Notice,
    Option,
    Pair,
    Part,
    Progress,
    Promise,
    Quote,
    Row,
    Rows,
    Secret,
    Segment,
    Share,
    Sheet,
    Text,
    Timeline,
    Withheld,
    Words,
)
from bot.conversation.tables import Cell, Table
from prompts.library import Library

SAY = Library.load().phrases()

SHAPES: dict[type, tuple[Part, tuple[str, ...]]] = {
    Text: (Text("a paragraph"), ("a paragraph",)),
    Heading: (Heading("a heading"), ("a heading\n---------",)),
    Notice: (Notice(("first", "second"), alert=True), ("| first", "| second")),
    Aid: (
        Aid("sound", "listen to this", "https://bsl.example/a"),
        ("listen to this\n  https://bsl.example/a",),
    ),
    Done: (Done("it is kept"), ("* it is kept",)),
    Fault: (Fault("it is empty"), ("! it is empty",)),
    Rows: (
        Rows((Row("label", ("one", "two", "three"), dots=True),)),
        ("label\n  one\n    - two\n    - three",),
    ),
    Words: (
        Words((Segment("I met "), Segment("[name]", "kept")), label="your words"),
        ("your words", "  | I met [name]"),
    ),
    Progress: (Progress(2, 5, "Question 2 of 5"), ("Question 2 of 5",)),
    Secret: (
        Secret("one two three", "write it down", "your code"),
        ("your code", "    one two three", "write it down"),
    ),
    Lines: (
        Lines((Line("Listeners", "for anyone", "open now", "Call", "0800 000", "tel:0800000"),)),
        ("Listeners: Call 0800 000", "  for anyone", "  open now"),
    ),
    Calendar: (
        Calendar("add it", "A day to look back", date(2027, 4, 30)),
        ("A day to look back: Friday 30 April 2027",),
    ),
    Pair: (
        Pair("In part", "part", "You said", "more time", "We did", "an hour", "Because", "a note"),
        ("* In part", "You said\n  more time", "We did\n  an hour", "  Because", "  a note"),
    ),
    Quote: (Quote("we felt heard"), ('  "we felt heard"',)),
    Figure: (Figure("Answered", "25", "as of today"), ("Answered: 25", "  as of today")),
    Withheld: (
        Withheld("Picks", "after closing", "too few people"),
        ("Picks: after closing", "  too few people"),
    ),
    Timeline: (
        Timeline((Moment("Opens", "1 May", "past"), Moment("Closes", "9 May", "next"))),
        ("[x] Opens: 1 May", "[ ] Closes: 9 May"),
    ),
    Promise: (
        Promise("On time", "done", "You hear by 1 June.", "73 days"),
        ("* On time", "You hear by 1 June.", "  73 days"),
    ),
    Entries: (
        Entries(
            "Rounds", (Entry("Trust", "open", "go:round/1", current=True),), note="that is all"
        ),
        ("Rounds", "  1  Trust (open) (chosen)", "that is all"),
    ),
    Card: (
        Card(
            "Question one",
            parts=(Text("inside"),),
            fields=(Field("more", "Words", optional=True, fault="not found"),),
            choices=(Choice("cover:q", "Cover", fields=("more",), about="answer 1"),),
            kicker="1",
        ),
        ("1\nQuestion one\n------------", "inside", "! not found", "  1  Cover answer 1"),
    ),
    Share: (Share("the link", "/r/abc"), ("the link", "  /r/abc")),
    Sheet: (
        Sheet(
            "Council is asking",
            "tell us",
            "to learn",
            (Row("5 questions", ("skip any",)),),
            "QR code",
            "/r/abc",
            "type this",
            "open until May",
            (Row("Who decides", ("C. Bell", "that person answers")),),
            ("it is fine to say no",),
            ("cut here",),
        ),
        (
            "Council is asking\ntell us\nto learn\n5 questions\n  skip any",
            "Who decides\n  C. Bell\n  that person answers\ntype this\n  /r/abc",
            "open until May\nit is fine to say no",
        ),
    ),
    Table: (
        Table(
            "How they saw it",
            ("Statement", "No", "Undecided", "Yes"),
            ((Cell("I chose."), Cell("7", 2, "No or undecided"), Cell("9")),),
            "of 16",
        ),
        ("How they saw it\n", "I chose.\n  No or undecided: 7\n  Yes: 9\n  of 16"),
    ),
}


def test_every_part_has_a_shape_here() -> None:
    assert set(SHAPES) == set(get_args(Part))


@pytest.mark.parametrize("kind", SHAPES, ids=lambda kind: kind.__name__)
def test_a_part_is_drawn(kind: type) -> None:
    part, wanted = SHAPES[kind]
    text = page(Message("Title", parts=(part,)), SAY).text.replace("\N{NO-BREAK SPACE}", " ")
    for piece in wanted:
        assert piece in text


def test_a_whole_message_stands_in_its_order() -> None:
    message = Message(
        "Title",
        kicker="kicker",
        before=(Done("before"),),
        parts=(Text("part"),),
        choices=(Choice("yes", "Yes"), Choice("no", "No", current=True)),
        group="pick one",
        after=(Text("after"),),
        nav=(Choice("back", "Back"),),
        controls=(Choice("stop", "Stop"),),
    )
    drawn = page(message, SAY)
    order = [
        "* before",
        "kicker",
        "Title\n======",
        "part",
        "pick one\n  1  Yes",
        "  2  No (chosen)",
    ]
    order += ["after", "-" * WIDTH, "You can always type: back, stop, leave."]
    places = [drawn.text.index(piece) for piece in order]
    assert places == sorted(places)
    assert [offer.choice.action for offer in drawn.numbered] == ["yes", "no"]
    assert drawn.named["back"].choice.action == "back"


def test_free_text_leaves_numbers_free() -> None:
    message = Message(
        "Question",
        fields=(Field("text", "Your answer", "long", value="as before"),),
        choices=(Choice("say", "Next", fields=("text",)), Choice("other", "Other way")),
        says="text",
    )
    drawn = page(message, SAY)
    assert drawn.numbered == ()
    assert drawn.box is not None
    assert "other way, leave" in drawn.text
    assert "Next" not in drawn.text
    assert drawn.named["other way"].choice.action == "other"


def test_a_form_alone_is_asked_at_once() -> None:
    code = Field("code", "Your code", fault="unknown")
    form = Message("Come back", fields=(code,), choices=(Choice("enter", "Go", fields=("code",)),))
    drawn = page(form, SAY)
    assert drawn.straight is not None
    assert drawn.straight.asks == (code,)
    assert "! unknown" in drawn.text
    inside = Message("Help", parts=(Card("Ask", (), (code,), form.choices),))
    assert page(inside, SAY).straight is None


def test_covers_show_their_number_and_whether_they_cover() -> None:
    words = Words(
        (
            Segment("I met "),
            Segment("[name]", "proposed", "Isla", 1),
            Segment(" in "),
            Segment("[place]", "own", "Leith", 2),
            Segment(" by "),
            Segment("a street", "found", "Elm Row"),
            Segment(" with "),
            Segment("[words]", "own"),
        ),
        field="covers",
    )
    options = (Option("1", "Isla", chosen=True), Option("2", "Leith", chosen=False))
    covers = Field("covers", "Covered", "covers", options=options, optional=True)
    for message in (
        Message("Check", parts=(words,), fields=(covers,)),
        Message("Check", parts=(Card("Card", (words,), (covers,)),)),
    ):
        text = page(message, SAY).text
        assert "I met [1: name] in <2: Leith> by <0: Elm Row> with [words]" in text


def test_what_a_choice_need_not_ask_is_left_to_the_other() -> None:
    covers = Field("covers", "Covered", "covers", optional=True)
    quote = Field("quote", "Quote?", "one")
    keep = Choice("keep", "Keep", fields=("covers", "quote", "gone"))
    cover = Choice("cover", "Cover", fields=("covers",))
    drawn = page(Message("Check", fields=(covers, quote), choices=(keep, cover)), SAY)
    assert [offer.asks for offer in drawn.numbered] == [(quote,), (covers,)]
    alone = page(Message("Check", fields=(covers, quote), choices=(keep,)), SAY)
    assert alone.numbered[0].asks == (covers, quote)


def test_a_label_that_stands_twice_names_nothing() -> None:
    choices = (Choice("a", "Change", about="answer 1"), Choice("b", "Change", about="answer 2"))
    drawn = page(Message("Answers", choices=choices), SAY)
    assert "change" not in drawn.named
    assert drawn.named["change answer 2"].choice.action == "b"


def test_a_shut_card_shows_nothing_of_what_is_in_it() -> None:
    card = Card("Answer", (Text("canary"),), choices=(Choice("open", "Open"),), shut=True)
    drawn = page(Message("Desk", parts=(card,)), SAY)
    assert "canary" not in drawn.text
    assert drawn.numbered[0].choice.action == "open"


ANYTHING = st.text(max_size=300)


@given(ANYTHING)
def test_nothing_written_can_steer_a_terminal(text: str) -> None:
    message = Message(text, kicker=text, parts=(Words((Segment(text),)), Share(text, text)))
    drawn = page(message, SAY).text
    assert not any(ch != "\n" and (ord(ch) < 32 or 0x7F <= ord(ch) <= 0x9F) for ch in drawn)
    assert not any(0xD800 <= ord(ch) <= 0xDFFF for ch in drawn)
    assert not any(ch in drawn for ch in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text(alphabet=st.characters(categories=("L", "N", "Z", "P")), max_size=400))
def test_no_line_is_too_wide(text: str) -> None:
    drawn = page(Message(text, parts=(Words((Segment(text),)), Notice((text,)))), SAY).text
    assert all(len(line) <= WIDTH for line in drawn.split("\n"))


def test_what_is_empty_takes_no_line() -> None:
    bare = (Rows((Row("", ("only this",)),)), Lines((Line("A", "", "", "Call", "1", ""),)))
    text = page(Message("Title", parts=bare), SAY).text
    assert "=====\n\n  only this\n\nA: Call 1\n\n---" in text


def test_line_breaks_of_a_person_stand() -> None:
    text = page(Message("Check", parts=(Words((Segment("one\r\ntwo\n\nthree"),)),)), SAY).text
    assert "  | one\n  | two\n  |\n  | three" in text


@pytest.mark.parametrize(
    "typed", ["Not now", " not  NOW. ", "\N{FULLWIDTH LATIN SMALL LETTER N}ot now!"]
)
def test_case_and_marks_do_not_matter(typed: str) -> None:
    assert plain(typed) == "not now"


def test_a_tab_is_room() -> None:
    assert safe("a\tb") == "a   b"
