"""Rules alone: one answer for every text, in order, in the characters that were sent."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.consultation.redaction import HINT
from bot.detection.detector import FullDetector, RuleDetector, detector_for

if TYPE_CHECKING:
    from bot.ports import Detector

DETECTOR: "Detector" = RuleDetector()


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.label) for span in DETECTOR.find(text)]


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("EMAIL", "ailsa@example.com"),
        ("EMAIL", "ailsa\uff20example\u3002com"),
        ("EMAIL", "ai\u200blsa@exam\u00adple.com"),
        ("EMAIL", "zoe\u0308@example.com"),
        ("EMAIL", "<mailto:ailsa@example.com|ailsa@example.com>"),
        ("PHONE", "\uff10\uff17\uff17\uff10\uff10 900123"),
        ("PHONE", "0\ufe0f\u20e37\ufe0f\u20e37\ufe0f\u20e300900123"),
        ("PHONE", "07700\u00a0900\u2013123"),
        ("POSTCODE", "EH1 1AA"),
        ("PERSON", "<@U02ABC>"),
        ("PERSON", "<at>Ailsa Reid</at>"),
    ],
)
def test_what_was_sent_is_pointed_at_whole(label: str, words: str) -> None:
    assert found(words) == [(words, label)]
    assert found(f"It is {words}, I think") == [(words, label)]
    assert found(f"\U0001f469\u200d\U0001f467\x00 it\u2019s {words}!") == [(words, label)]


@pytest.mark.parametrize(
    "text", ["Choice means being asked first.", "There were 30 of us, 12 stayed, 1 2 3 4.", "@", ""]
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_what_overlaps_becomes_one() -> None:
    assert found("see tiktok.com/@ailsa_r now") == [("tiktok.com/@ailsa_r", "URL")]


def test_several_are_found_in_order() -> None:
    text = "EH1 1AA or 07700 900123 or a@example.com"
    assert [label for _, label in found(text)] == ["POSTCODE", "PHONE", "EMAIL"]


def test_an_operator_chooses() -> None:
    assert isinstance(detector_for("rules"), RuleDetector)
    assert isinstance(detector_for("full"), FullDetector)


PIECES = st.sampled_from(
    [
        *("@", ".", "a", "0", "7", "+44", " ", "-", "(", ")", "www.", "http://", "eh1", "1aa"),
        *(" at ", " dot com", "insta: ", "\u0301", "\u200b", "\x00", "\ud800", "\ufdfa", "\n"),
        *("ma worker ", "Ailsa", " mc", "o'", "St ", " street", "the only ", " is ", "born ", "5"),
    ]
)


@given(st.text(st.characters(), max_size=80) | st.lists(PIECES, max_size=40).map("".join))
@example("\ud800@\udfff.com")
@example("@\ufdfa@0.0")
def test_any_text_is_looked_at_and_spans_are_in_order(text: str) -> None:
    spans = DETECTOR.find(text)
    assert list(spans) == sorted(spans, key=lambda span: span.start)
    for clues in (True, False):
        end = 0
        for span in spans:
            if (span.label == HINT) is clues:
                assert end <= span.start < span.end <= len(text)
                assert 0 < span.score <= 1
                assert span.why
                end = span.end


@given(st.text(st.sampled_from("ab \u0301\u200b\U0001f469\x00\ud800"), max_size=20))
def test_offsets_hold_behind_odd_characters(before: str) -> None:
    text = f"{before} 07700 900123"
    assert found(text)[-1] == ("07700 900123", "PHONE")
