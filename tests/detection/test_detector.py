"""The checker finds contact details, whatever they are written in, and nothing else."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.detection.detector import RuleDetector

if TYPE_CHECKING:
    from bot.ports import Detector

DETECTOR: "Detector" = RuleDetector()


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.label) for span in DETECTOR.find(text)]


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("EMAIL", "ailsa@example.com"),
        ("EMAIL", "Ailsa.Reid+x@mail.example.co.uk"),
        ("EMAIL", "ailsa @ example.net"),
        ("EMAIL", "ailsa\uff20example\u3002com"),
        ("EMAIL", "ai\u200blsa@exam\u00adple.com"),
        ("EMAIL", "AILSA AT EXAMPLE DOT ORG"),
        ("EMAIL", "ailsa (at) example (dot) co (dot) uk"),
        ("EMAIL", "zoe\u0308@example.com"),
        ("EMAIL", "x" * 300 + "@example.com"),
        ("PHONE", "07700900123"),
        ("PHONE", "07700 900 123"),
        ("PHONE", "07700-900-123"),
        ("PHONE", "7700 900123"),
        ("PHONE", "+44 7700 900123"),
        ("PHONE", "+44 (0)7700 900123"),
        ("PHONE", "0044 7700 900123"),
        ("PHONE", "0131 496 0123"),
        ("PHONE", "(0131) 496 0123"),
        ("PHONE", "0131.496.0123"),
        ("PHONE", "01632 96001"),
        ("PHONE", "+353 1 496 0123"),
        ("PHONE", "\uff10\uff17\uff17\uff10\uff10 900123"),
        ("PHONE", "0\ufe0f\u20e37\ufe0f\u20e37\ufe0f\u20e300900123"),
        ("PHONE", "07700\u00a0900\u2013123"),
        ("POSTCODE", "EH1 1AA"),
        ("POSTCODE", "eh11aa"),
        ("POSTCODE", "SW1A-2AA"),
        ("POSTCODE", "g12  8qq"),
        ("POSTCODE", "GIR 0AA"),
        ("HANDLE", "@ailsa_r"),
        ("HANDLE", "@ailsa.r"),
        ("URL", "https://example.com/a?b=c#d"),
        ("URL", "http://localhost:8080/x"),
        ("URL", "www.example.com"),
        ("URL", "example.com"),
        ("URL", "EXAMPLE.CO.UK/story"),
        ("URL", "youtu.be/abc123"),
        ("URL", "example.org:8080/x"),
    ],
)
def test_contact_details_are_found_whole(label: str, words: str) -> None:
    assert found(words) == [(words, label)]
    assert found(f"It is {words}, I think") == [(words, label)]
    assert found(f"\U0001f469\u200d\U0001f467\x00 it\u2019s {words}!") == [(words, label)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("insta: ailsa_r", "ailsa_r"),
        ("my snapchat is ailsa99 ok", "ailsa99"),
        ("my tiktok name is ailsa.r.", "ailsa.r"),
        ("username = ailsa-99-", "ailsa-99"),
    ],
)
def test_names_on_a_service_are_found(text: str, name: str) -> None:
    assert found(text) == [(name, "HANDLE")]


@pytest.mark.parametrize(
    "text",
    [
        "Choice means being asked first.",
        "I moved in 2019 and again on 01/02/2020 at 10:30.",
        "There were 30 of us, 12 stayed, 1 2 3 4.",
        "It hurt.so I left.and then",
        "e.g. this, i.e. that",
        "u@ me @ 5, c u@home",
        "my snapchat is always full",
        "snapchatting all day",
        "no postcode: AB, QQ1 1AA, EH1 1CI",
        "12345678901234567890",
        "1.5 out of 10. 100% ok",
        "@",
        "",
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_what_overlaps_becomes_one_and_is_named_after_the_longest() -> None:
    assert found("see tiktok.com/@ailsa_r now") == [("tiktok.com/@ailsa_r", "URL")]
    assert found("www.example.com/x?to=a@example.com") == [
        ("www.example.com/x?to=a@example.com", "URL")
    ]


def test_what_lies_within_another_does_not_shorten_it() -> None:
    words = "https://example.com/a@b.com/EH11AA/more"
    assert found(f"{words} yes") == [(words, "URL")]


def test_of_two_kinds_for_the_same_words_the_first_names_them() -> None:
    assert found("insta: ailsa.uk") == [("ailsa.uk", "URL")]


def test_what_overlaps_takes_the_name_of_a_longer_one_that_starts_later() -> None:
    assert found("EH1 1AA.com/a/long/path") == [("EH1 1AA.com/a/long/path", "URL")]


def test_several_are_found_in_order() -> None:
    text = "EH1 1AA or 07700 900123 or a@example.com"
    assert [label for _, label in found(text)] == ["POSTCODE", "PHONE", "EMAIL"]


PIECES = st.sampled_from(
    [
        *("@", ".", "a", "0", "7", "+44", " ", "-", "(", ")", "www.", "http://", "eh1", "1aa"),
        *(" at ", " dot com", "insta: ", "\u0301", "\u200b", "\x00", "\ud800", "\ufdfa", "\n"),
    ]
)
HARD = (
    *("a", "a.", "a@", "@a", "a@a.", "a at ", "a at a dot ", "0", "0 ", "+", "7", "(0", "eh1 "),
    *("www.", "http://", "insta-", "insta is ", "x.com/", "-", "'", "\u0301", "a\u200b", "\ufdfa"),
)


@given(st.text(st.characters(), max_size=80) | st.lists(PIECES, max_size=40).map("".join))
@example("\ud800@\udfff.com")
def test_any_text_is_looked_at_and_spans_are_in_order(text: str) -> None:
    end = 0
    for span in DETECTOR.find(text):
        assert end <= span.start < span.end <= len(text)
        assert 0 <= span.score <= 1
        end = span.end


@given(st.text(st.sampled_from("ab \u0301\u200b\U0001f469\x00\ud800"), max_size=20))
def test_offsets_hold_behind_odd_characters(before: str) -> None:
    text = f"{before} 07700 900123"
    assert found(text) == [("07700 900123", "PHONE")]


def _grows(work: Callable[[int], Callable[[], object]]) -> float:
    """Return how much longer eight times the text takes: about 8, or 64 with the square of it.

    The least of some runs counts: what others do on this machine only ever adds.
    """

    def seconds(size: int) -> float:
        best = float("inf")
        for _ in range(3):
            once = work(size)
            start = time.process_time()
            once()
            best = min(best, time.process_time() - start)
        return best

    return seconds(32_000) / seconds(4_000)


@pytest.mark.parametrize("piece", HARD)
def test_the_time_grows_with_the_text(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: DETECTOR.find(text)

    assert min(_grows(work) for _ in range(2)) < 24
