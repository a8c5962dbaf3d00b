"""What is found in an answer: the detector, the round's lists and what is left alone, together."""

from dataclasses import dataclass

import pytest

from bot.consultation.redaction import Span
from bot.detection.detector import RuleDetector
from bot.finding import Around, keys_of_names, look
from bot.ports import NotSaved

NOTHING = Around(lambda _key: "", {}, ())


@dataclass
class Says:
    """A detector that finds given words, each as given."""

    finds: dict[str, str]
    reduced: str | None = None

    def find(self, text: str) -> tuple[Span, ...]:
        return tuple(
            Span(text.index(words), text.index(words) + len(words), label, why="list")
            for words, label in self.finds.items()
        )


async def told(text: str, known: Around, finds: dict[str, str] | None = None) -> list[str]:
    spans = await look(Says(finds or {}), text, known)
    return [f"{text[s.start : s.end]}: {s.label}, {s.why}" for s in spans]


async def test_names_of_staff_and_of_the_site_are_found_by_themselves() -> None:
    known = Around(lambda _key: "", {"kerr": "WORKER", "elm row": "PLACE"}, ())
    assert await told("mrs kerr at Elm Row", known) == [
        "kerr: WORKER, named",
        "Elm Row: PLACE, named",
    ]


async def test_what_is_kept_as_hashes_is_only_asked() -> None:
    kept = {"shona": "named", "ewan": "before"}
    known = Around(lambda key: kept.get(key, ""), {}, ())
    assert await told("Shona and ewan’s", known) == ["Shona: words, named", "ewan: words, before"]


async def test_the_body_that_asks_is_left_alone_but_not_what_reaches_beyond_it() -> None:
    known = Around(lambda _key: "", {}, ("Ardlinn Council",))
    finds = {"Ardlinn": "PLACE"}
    assert await told("I told ardlinn COUNCIL. Ardlinn is wet.", known, finds) == [
        "Ardlinn: PLACE, list"
    ]
    assert await told("I told Ardlinn council.", known, finds) == []
    listed = Around(lambda key: "named" if key == "ardlinn" else "", {}, ("Ardlinn Council",))
    assert await told("I told Ardlinn council.", listed, finds) == ["Ardlinn: words, named"]


@pytest.mark.parametrize(
    ("before", "label"),
    [
        ("ma worker ", "WORKER"),
        ("My social worker, called ", "WORKER"),
        ("the TEACHER is ", "WORKER"),
        ("my brother ", "PERSON"),
        ("worker. Then ", "PERSON"),
        ("", "PERSON"),
    ],
)
async def test_somebody_there_for_their_job_reads_as_that(before: str, label: str) -> None:
    (found,) = await told(f"{before}Qwen told me", NOTHING, {"Qwen": "PERSON"})
    assert found == f"Qwen: {label}, list"


async def test_places_count_the_characters_that_were_sent() -> None:
    text = "\u200bring\n 07700  900123 \ud800 S\u200bhona"
    known = Around(lambda key: "named" if key == "shona" else "", {}, ())
    spans = await look(RuleDetector(), text, known)
    assert {text[s.start : s.end] for s in spans} == {"07700  900123", "S\u200bhona"}


async def test_a_detector_that_fails_takes_nothing_and_tells_nothing() -> None:
    with pytest.raises(NotSaved) as caught:
        await look(Says({"not there": "PERSON"}), "zzsecret", NOTHING)
    assert caught.value.reason == "unchecked"
    assert caught.value.__suppress_context__
    assert "zzsecret" not in repr(caught.value)


def test_a_name_counts_by_its_parts_unless_they_are_words() -> None:
    assert keys_of_names(["Grace Qwen", "Will"]) == {"grace qwen", "qwen"}
