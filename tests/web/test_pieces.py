"""The small parts of the web channel, each by itself."""

import re
from datetime import date
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from adapters.web import draw
from adapters.web.assets import Assets
from adapters.web.calendar import calendar_file
from adapters.web.channel import WEB
from adapters.web.limiter import CODES, TURNS, Limiter, Rate
from adapters.web.pages import desk_path
from adapters.web.session import MAX_SEATS, Seat, Visit, bound, fresh_secret, is_secret
from adapters.web.site import sender
from bot.conversation.desk import Spot
from bot.conversation.messages import (
    Card,
    Choice,
    Entries,
    Fault,
    Field,
    Figure,
    Heading,
    Message,
    Option,
    Segment,
    Text,
    Withheld,
    Words,
)

STATIC = Path(draw.__file__).parent / "static"


class Hand:
    """A hand that turns the limiter's clock."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


# --- limits ------------------------------------------------------------------------------------


def tries(limiter: Limiter, rates: tuple[Rate, ...], sender: str) -> int:
    count = 0
    while not limiter.wait(rates, sender):
        limiter.count(rates, sender)
        count += 1
    return count


def test_a_classroom_fits_and_a_flood_does_not() -> None:
    hand = Hand()
    limiter = Limiter(hand)
    assert tries(limiter, TURNS, "school") == 240
    hand.at += 1
    assert tries(limiter, TURNS, "school") == 4
    assert tries(limiter, TURNS, "home") == 240


def test_codes_are_few_a_minute_and_fewer_an_hour() -> None:
    hand = Hand()
    limiter = Limiter(hand)
    assert tries(limiter, CODES, "x") == 10
    assert 0 < limiter.wait(CODES, "x") <= 6
    total = 10
    for _ in range(30):
        hand.at += 60
        total += tries(limiter, CODES, "x")
    assert total <= 50 + 25
    hand.at += 3600
    assert tries(limiter, CODES, "x") == 10


def test_no_sender_can_be_read_from_memory() -> None:
    limiter = Limiter()
    limiter.count(TURNS, "192.0.2.7")
    assert "192.0.2.7" not in repr(vars(limiter))
    other = Limiter()
    other.count(TURNS, "192.0.2.7")
    assert limiter._buckets.keys() != other._buckets.keys()


def test_senders_that_rest_are_forgotten() -> None:
    hand = Hand()
    limiter = Limiter(hand)
    for number in range(10_000):
        limiter.count(TURNS, str(number))
    hand.at += 3600
    limiter.count(TURNS, "late")
    limiter.count(TURNS, "later")
    assert len(limiter._buckets) == 2


# --- sessions ----------------------------------------------------------------------------------


def test_a_browser_keeps_a_few_places_and_drops_the_oldest() -> None:
    visit = Visit()
    for number in range(MAX_SEATS + 2):
        visit = visit.seated(f"round-{number}", Seat(str(number)))
    visit = visit.seated("round-2", Seat("again")).seated("new", Seat("n"))
    assert len(visit.seats) == MAX_SEATS
    assert "round-2" in visit.seats
    assert "round-3" not in visit.seats
    assert visit.seat("round-0") == Seat()


def test_a_delivery_belongs_to_its_browser_and_its_page() -> None:
    one, two = fresh_secret(), fresh_secret()
    assert bound(one, two) == bound(one, two)
    assert len({bound(one, one), bound(one, two), bound(two, one), bound(two, two)}) == 4
    assert is_secret(bound(one, two))
    assert not is_secret("x" * 32)


# --- senders -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "claimed", "who"),
    [
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),
        ("127.0.0.1", "192.0.2.1, 198.51.100.7", "198.51.100.7"),
        ("::1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", None, "127.0.0.1"),
        (None, None, ""),
    ],
)
def test_only_a_proxy_here_may_name_the_sender(
    peer: str | None, claimed: str | None, who: str
) -> None:
    headers = {} if claimed is None else {"X-Forwarded-For": claimed}
    request = make_mocked_request("POST", "/", headers=headers).clone(remote=peer or "")
    assert sender(request) == who


# --- the calendar ------------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_a_calendar_line_is_short_and_whole(title: str) -> None:
    made = calendar_file(title, date(2027, 12, 31), date(2027, 2, 1))
    lines = made.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert all(b"\n" not in line for line in lines)
    for line in lines:
        line.decode("utf-8")
    assert made.replace(b"\r\n ", b"").count(b"SUMMARY:") == 1


def test_a_long_title_is_folded_between_characters() -> None:
    title = "é" * 100
    made = calendar_file(title, date(2027, 12, 31), date(2027, 2, 1))
    assert made.count(b"\r\n ") == 2
    assert f"SUMMARY:{title}\r\n".encode() in made.replace(b"\r\n ", b"")


def test_a_calendar_day_is_the_whole_day_and_the_time_of_asking_is_not_told() -> None:
    made = calendar_file("A; day, \\ to\nlook", date(2027, 12, 31), date(2027, 2, 1)).decode()
    assert "DTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280101\r\n" in made
    assert "DTSTAMP:20270201T000000Z\r\n" in made
    assert "SUMMARY:A\\; day\\, \\\\ to\\nlook\r\n" in made


# --- drawing -----------------------------------------------------------------------------------


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70))))
def test_tapping_never_loses_a_character(text: str, taps: list[tuple[int, int]]) -> None:
    made = draw.pieces(Words((Segment(text),) if text else ()), taps)
    assert "".join(piece.was or piece.text for piece in made) == text
    at = 0
    for piece in made:
        assert piece.start == at
        at += len(piece.was or piece.text)


def test_tapped_words_may_stand_side_by_side_and_never_overlap() -> None:
    made = draw.pieces(Words((Segment("one two"),)), ((0, 3), (2, 5), (3, 4), (4, 7), (4, 7)))
    assert [(piece.place, piece.was or piece.text) for piece in made] == [
        ("0-3", "one"),
        ("3-4", " "),
        ("4-7", "two"),
    ]


@pytest.mark.parametrize("value", ["", "1", "1-", "-2", "a-b", "1-2-3", "¹-²", "9999999-9"])
def test_what_is_no_place_is_left_out(value: str) -> None:
    assert draw.places([value, "3-4"]) == ((3, 4),)


def test_a_field_that_only_a_lesser_button_sends_is_folded_with_it() -> None:
    more = Field("more", "Words to cover", optional=True)
    quote = Field("quote", "Quote?", "one", options=(Option("yes", "Yes"),))
    keep = Choice("keep", "Keep", "main", ("more", "quote"))
    cover = Choice("cover", "Cover them", "two", ("more",))
    made = draw.panel((more, quote), (keep, cover), ())
    assert [(fold.field, fold.choice) for fold in made.folds] == [(more, cover)]
    assert made.fields == (quote,)
    assert made.choices == (keep,)


@pytest.mark.parametrize(
    ("looks", "labels", "style"),
    [
        (["main"], ["Next"], "wide"),
        (["main", "quiet"], ["Keep", "Bin it"], "act"),
        (["two", "two"], ["Change", "Take back"], "half"),
        (["two", "two"], ["Take back all my answers", "No"], "wide"),
        (["two", "two", "two"], ["a", "b", "c"], "stack"),
        ([], [], "wide"),
    ],
)
def test_buttons_stand_by_their_weight(looks: list[str], labels: list[str], style: str) -> None:
    choices = [
        Choice(str(n), label, look)  # type: ignore[arg-type]
        for n, (look, label) in enumerate(zip(looks, labels, strict=True))
    ]
    assert draw.panel((), choices, ()).style == style


def test_what_was_typed_stands_in_its_field_again() -> None:
    fields = (
        Field("text", "Text", "long", value="old"),
        Field("quote", "Quote?", "one", options=(Option("yes", "Yes"), Option("no", "No", True))),
        Field("other", "Other", value="kept"),
    )
    card = Card("C", (Text("t"),), (Field("reach", "Reach"),))
    message = Message("T", parts=(Text("t"), card), fields=fields)
    values = {"text": ("new",), "quote": ("yes",), "reach": ("a", "b")}
    made = draw.refilled(message, values, "No.")
    assert made.before == (Fault("No."),)
    inner = made.parts[1]
    assert isinstance(inner, Card)
    assert inner.fields[0].value == "ab"
    assert [field.value for field in made.fields] == ["new", "", "kept"]
    assert [option.chosen for option in made.fields[1].options] == [True, False]


def test_figures_that_stand_together_share_a_grid() -> None:
    one, two = Figure("A", "1", ""), Withheld("B", "Later.", "Why.")
    made = draw.sections((Text("t"), one, two, Text("u"), Heading("H"), two))
    assert [section.heading for section in made] == ["", "H"]
    runs = [(run.id, run.parts) for section in made for run in section.runs]
    assert runs == [
        ("", (Text("t"),)),
        ("figures-1", (one, two)),
        ("", (Text("u"),)),
        ("figures-2", (two,)),
    ]


def test_lists_that_stand_beside_are_parted_from_the_rest() -> None:
    aside, rest = Entries("A", (), aside=True), Entries("B", ())
    assert draw.beside((aside, rest)) == ((aside,), (rest,))


@pytest.mark.parametrize(
    ("spot", "path"),
    [
        (Spot(), "/desk"),
        (Spot("round", "1"), "/desk/round/1"),
        (Spot("concern", "", "x"), "/desk/concern/-/x"),
        (Spot("a b", "ü/ö"), "/desk/a%20b/%C3%BC%2F%C3%B6"),
    ],
)
def test_a_place_has_an_address(spot: Spot, path: str) -> None:
    assert desk_path(spot) == path


# --- sheets and scripts ------------------------------------------------------------------------


def small(css: str) -> str:
    """Take out what a minifier would."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};:,>]) ?", r"\1", css).replace(";}", "}")


def test_the_chats_sheets_stay_small() -> None:
    sheets = (STATIC / "tokens.css", STATIC / "chat.css")
    assert sum(len(small(sheet.read_text("utf-8")).encode()) for sheet in sheets) <= 12 * 1024


@pytest.mark.parametrize("sheet", ["tokens.css", "chat.css", "desk.css"])
def test_sheets_fetch_nothing(sheet: str) -> None:
    text = (STATIC / sheet).read_text("utf-8")
    assert "url(" not in text
    assert "@import" not in text
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("script", ["chat.js", "desk.js"])
def test_our_scripts_make_no_code_of_text_and_name_no_other_place(script: str) -> None:
    text = (STATIC / script).read_text("utf-8")
    for forbidden in (
        "innerHTML",
        "eval(",
        "Function(",
        "XMLHttp",
        "http",
        "document.write",
    ):
        assert forbidden not in text


def test_an_address_of_a_sheet_changes_with_it() -> None:
    assets = Assets()
    path = assets.path("chat.css")
    found = assets.at(path)
    assert found is not None
    assert found.body == (STATIC / "chat.css").read_bytes()
    assert assets.at(path.replace("chat", "desk")) is None


async def test_sending_to_the_web_leaves_the_message_where_it_waits() -> None:
    assert WEB.name == "web"
    assert not WEB.can.proactive
    await WEB.send({"channel": "web"}, Message("What changed"), "a mark")


@pytest.mark.parametrize("sheet", ["chat.css", "desk.css"])
def test_a_sheet_knows_where_a_line_begins_not_where_left_is(sheet: str) -> None:
    text = (STATIC / sheet).read_text("utf-8")
    sided = r"(margin|padding|border)-(left|right)|text-align: (left|right)|[\s{;](left|right):"
    assert not re.search(sided, text)
