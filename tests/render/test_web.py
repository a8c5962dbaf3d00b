"""The web channel draws every shape there is, well-formed and labelled."""

from dataclasses import fields, replace
from typing import get_args

import pytest

from adapters.web.assets import Assets
from adapters.web.draw import parts_of
from adapters.web.pages import DemoBar, Page, Pages
from adapters.web.qr import code_of
from bot.conversation.messages import Cover, FieldKind, Look, Message, Part, Words
from prompts.library import Library
from tests.render.page_check import Seen, read_page
from tests.render.shapes import EVERY_SHAPE

PAGES = Pages(Library.load().phrases(), Assets())
BAR = DemoBar("1 February 2027", "The round closes")


def drawn(message: Message, *, desk: bool = False, **more: object) -> tuple[str, Seen]:
    page = Page(
        message,
        "/desk/review/1" if desk else "/r/abc",
        csrf="c" * 32,
        turn="t" * 32,
        desk=desk,
        who="Ewan Muir, coordinator",
        origin="https://talk.example.org",
        demo=BAR if desk else None,
    )
    html = PAGES.screen(replace(page, **more))  # type: ignore[arg-type]
    return html, read_page(html)


def test_the_message_holds_every_shape() -> None:
    parts = parts_of(EVERY_SHAPE)
    covers = {s.cover for part in parts if isinstance(part, Words) for s in part.segments}
    assert {type(part) for part in parts} == set(get_args(Part))
    assert {field.kind for field in EVERY_SHAPE.fields} == set(get_args(FieldKind))
    assert {choice.look for choice in EVERY_SHAPE.choices} == set(get_args(Look))
    assert covers == set(get_args(Cover))
    for each in fields(Message):
        assert getattr(EVERY_SHAPE, each.name) or each.name == "ends"


@pytest.mark.parametrize("desk", [False, True], ids=["chat", "desk"])
def test_every_shape_is_drawn_without_a_fault(desk: bool) -> None:
    html, seen = drawn(EVERY_SHAPE, desk=desk)
    assert seen.faults == []
    assert seen.first("html", lang="en-GB")
    assert html.count("<h1") == 1


@pytest.mark.parametrize("desk", [False, True], ids=["chat", "desk"])
def test_parts_stand_in_their_order(desk: bool) -> None:
    html, _ = drawn(EVERY_SHAPE, desk=desk)
    order = ["Outcomes<", "Question 1 is kept.", "The title</h1>", "A lead.", "What you can see today",
             "Your answer</span>", ">Next<", "Nobody reads this live."]  # fmt: skip
    at = [html.index(piece) for piece in order]
    assert at == sorted(at)


def test_a_chat_page_is_always_called_my_page() -> None:
    assert "<title>My page</title>" in drawn(EVERY_SHAPE)[0]
    assert "<title>The title – Heardback desk</title>" in drawn(EVERY_SHAPE, desk=True)[0]


def test_every_button_says_what_it_does_and_every_form_is_guarded() -> None:
    _, seen = drawn(EVERY_SHAPE)
    assert all(button["value"] for button in seen.all("button"))
    posting = [form for form in seen.all("form") if form["method"] == "post"]
    secrets = [a for a in seen.all("input") if a.get("name") == "csrf"]
    turns = [a for a in seen.all("input") if a.get("name") == "turn"]
    assert len(posting) == len(secrets) == len(turns)


def test_what_was_typed_goes_along_with_every_button_but_those_that_drop_it() -> None:
    _, seen = drawn(EVERY_SHAPE)
    assert seen.first("button", value="say")["form"] == "main"
    assert seen.first("textarea")["form"] == "main"
    assert seen.first("button", value="bin")["form"] == "plain"
    assert seen.first("button", value="back")["form"] == "main"
    assert seen.first("button", value="support")["form"] == "main"
    assert "form" not in seen.first("button", value="stop")
    assert "form" not in seen.first("button", value="skip")
    desk = drawn(EVERY_SHAPE, desk=True)[1]
    assert desk.first("button", value="back")["form"] == "plain"


def test_covers_are_drawn_inside_the_words() -> None:
    html, seen = drawn(EVERY_SHAPE)
    covers = [a for a in seen.all("input") if a.get("name") == "covers"]
    assert [(a["value"], "checked" in a) for a in covers] == [("1", True), ("2", False)]
    assert covers[0]["aria-label"] == "Cover Kirsty"
    assert {"name": "has", "value": "covers", "type": "hidden"}.items() <= seen.first(
        "input", name="has", value="covers"
    ).items()
    assert 'data-start="0">I met </span>' in html
    assert 'data-start="12"> and\nthen </span>' in html
    assert 'data-start="30">.</span>' in html


def test_words_found_by_the_checker_are_shown_and_numbered() -> None:
    words = Words((replace(EVERY_SHAPE.parts[9].segments[1], text="[place]", was="Kilbrae"),))  # type: ignore[union-attr]
    html, _ = drawn(Message("Answer A", parts=(words,)), desk=True)
    assert "<mark>Kilbrae<sup>3</sup></mark>" in html


def test_tapped_words_come_back_covered() -> None:
    html, seen = drawn(EVERY_SHAPE, tapped=((2, 5), (40, 50), (13, 16)))
    tapped = [a for a in seen.all("input") if a.get("name") == "word"]
    assert [a["value"] for a in tapped] == ["2-5", "13-16"]
    assert all("checked" in a for a in tapped)
    assert '<span class="was" aria-hidden="true">met</span>' in html


def test_faults_are_tied_to_their_fields() -> None:
    _, seen = drawn(EVERY_SHAPE)
    box = seen.first("textarea")
    assert box["aria-invalid"] == "true"
    assert box["aria-describedby"] == "main-text-fault"
    first = [a for _, a in seen.elements if a.get("data-focus") == "first"]
    assert first[0]["class"] == "error"


def test_what_was_typed_stays_text() -> None:
    html, _ = drawn(EVERY_SHAPE)
    assert "typed &lt;b&gt;before&lt;/b&gt;" in html
    assert 'value="Ann &amp; Bo"' in html


def test_a_number_in_an_alert_can_be_called() -> None:
    assert '<a href="tel:999"><strong>999</strong></a>' in drawn(EVERY_SHAPE)[0]


def test_the_desk_shows_a_whole_link_and_the_chat_only_its_name() -> None:
    assert ">https://talk.example.org/r/abc</a>" in drawn(EVERY_SHAPE, desk=True)[0]
    assert '<a href="/r/abc">See what people see</a>' in drawn(EVERY_SHAPE)[0]


def test_a_day_leads_to_its_calendar_file_only_in_the_chat() -> None:
    assert 'href="/r/abc/day.ics"' in drawn(EVERY_SHAPE)[0]
    assert "day.ics" not in drawn(EVERY_SHAPE, desk=True)[0]


def test_places_at_the_desk_have_addresses() -> None:
    html, _ = drawn(EVERY_SHAPE, desk=True)
    assert 'href="/desk/round/1"' in html
    assert 'href="/desk/round/-/2"' in html


def test_only_figures_and_lists_refresh_themselves() -> None:
    html, seen = drawn(EVERY_SHAPE, desk=True)
    poll = next(a for a in seen.all("div") if "hx-get" in a)
    ids = {a["id"] for _, a in seen.elements if "id" in a}
    live = [name.removeprefix("#") for name in poll["hx-select-oob"].split(",")]
    assert live == ["figures-1", "list-1", "list-2", "list-3"]
    assert set(live) <= ids
    assert "hx-" not in drawn(EVERY_SHAPE)[0]
    assert "hx-" not in drawn(Message("Quiet"), desk=True)[0]
    assert '"allowEval":false' in html


def test_keys_are_listed_once() -> None:
    html, seen = drawn(EVERY_SHAPE, desk=True)
    keys = [a["data-key"] for _, a in seen.elements if a.get("data-key")]
    assert keys == ["o", "g"]
    assert html.count("<dt><kbd>") == 4
    assert "data-keys" not in drawn(Message("Quiet"), desk=True)[0]


def test_the_demonstration_has_a_bar_only_at_the_desk() -> None:
    html, _ = drawn(EVERY_SHAPE, desk=True)
    assert "Demonstration. Today is 1 February 2027." in html
    assert "The round closes" in html
    assert "The round closes" not in drawn(EVERY_SHAPE, desk=True, demo=None)[0]
    last = drawn(EVERY_SHAPE, desk=True, demo=DemoBar("2 May 2027", ""))[0]
    assert "Go to the next date" not in last


def test_the_smallest_message_is_a_page_too() -> None:
    for desk in (False, True):
        assert drawn(Message("Just this"), desk=desk)[1].faults == []


def test_a_sheet_shows_its_link_twice_as_a_code_and_in_words() -> None:
    html, seen = drawn(EVERY_SHAPE, desk=True)
    codes = [a for a in seen.all("svg") if a.get("class") == "qr"]
    wanted = code_of("https://talk.example.org/r/abc")
    assert [a.get("role", "") for a in codes] == ["img", ""]
    assert codes[0]["aria-label"] == "QR code of the link"
    assert html.count(f'<path d="{wanted.path}"/>') == 2
    assert {a["viewbox"] for a in codes} == {f"0 0 {wanted.size} {wanted.size}"}
    assert html.count(">talk.example.org/r/abc</p>") == 2
