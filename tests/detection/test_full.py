"""Rules and model together: quietly, off the network, and honest when there is no model."""

import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tldextract import extract

from bot.consultation.redaction import Span
from bot.detection import registry
from bot.detection.detector import FullDetector, RuleDetector
from bot.detection.found import Found
from bot.detection.model import Model, ModelRefused, Reason
from bot.detection.registry import Analyser, Read
from bot.detection.rules import mention
from bot.detection.structured.postcode import postcode
from bot.detection.text import Text

if TYPE_CHECKING:
    from bot.ports import Detector

CANARY = "Zxqvbnella Krompopulos"


def shown(text: str, spans: tuple[Span, ...]) -> list[tuple[str, str, str]]:
    return [(text[s.start : s.end], s.label, s.why) for s in spans]


def test_rules_and_model_find_together(monkeypatch: pytest.MonkeyPatch, model: Model) -> None:
    monkeypatch.setattr("bot.detection.detector.RULES", (mention, postcode))
    text = "I met Qwzelina Bhagwat. EH1 1AA\u200b, or <@U02|Jo>."
    assert shown(text, FullDetector(lambda: model).find(text)) == [
        ("Qwzelina Bhagwat", "PERSON", "model"),
        ("EH1 1AA\u200b", "POSTCODE", "shape"),
        ("<@U02|Jo>", "PERSON", "mention"),
    ]


def test_presidio_runs_our_registry_and_nothing_of_its_own(model: Model) -> None:
    engine = Analyser((), model)._engine
    (only,) = engine.registry.recognizers
    assert isinstance(only, registry.Recogniser)
    assert engine.log_decision_process is False
    # What Presidio asks of any engine holds for ours.
    reader = engine.nlp_engine
    ((text, read),) = reader.process_batch(["I met Kirsty Donnelly."], "en")
    assert isinstance(read, Read)
    assert (text, read.text.text) == ("I met Kirsty Donnelly.", text)
    assert [name.label for name in read.names] == ["PERSON"]
    assert reader.is_loaded()
    assert reader.get_supported_languages() == ["en"]
    assert "PERSON" in reader.get_supported_entities()
    assert not reader.is_stopword("the", "en")
    assert not reader.is_punct(".", "en")


@pytest.mark.parametrize("detector", [FullDetector, RuleDetector])
def test_nothing_asks_the_network(
    monkeypatch: pytest.MonkeyPatch,
    detector: Callable[[], "Detector"],
) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise AssertionError

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)
    made = detector()
    assert made.find("Write to jo@example.scot or see example.co.uk, Kirsty.")
    # The library that Presidio brings would look its list up.
    assert extract("a.example.co.uk").suffix == "co.uk"


def test_no_word_reaches_a_log_at_any_level(
    model: Model, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    names = [name for name in logging.root.manager.loggerDict if "presidio" in name]
    for name in ("decision_process", "spacy", "tldextract", *names):
        caplog.set_level(logging.DEBUG, logger=name)
    caplog.set_level(logging.DEBUG)
    detector = FullDetector(lambda: model)
    assert detector.find(f"Ask {CANARY} about EH1 1AA.")
    told = capfd.readouterr()
    logged = [str(record.__dict__) for record in caplog.records]
    assert logged
    for word in (*CANARY.split(), "EH1"):
        assert word not in "".join(logged) + told.out + told.err


@pytest.mark.parametrize("reason", ["missing", "changed", "broken"])
def test_without_the_model_the_rules_work_alone_and_say_so(reason: Reason) -> None:
    calls = []

    def refuse() -> Model:
        calls.append(1)
        raise ModelRefused(reason)

    detector = FullDetector(refuse)
    assert detector.reduced is None
    detector.find("")
    assert detector.reduced == reason
    text = "Ask Grzelakowska, EH1 1AA"
    assert detector.find(text) == RuleDetector().find(text) != ()
    assert calls == [1]


def test_without_presidio_the_rules_work_alone(
    monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    monkeypatch.setitem(sys.modules, "bot.detection.registry", None)
    detector = FullDetector(lambda: model)
    detector.find("")
    assert detector.reduced == "missing"


def test_rules_alone_are_always_reduced() -> None:
    assert RuleDetector().reduced == "off"


def test_a_text_that_the_model_cannot_read_was_not_checked(
    monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    def fails(*_args: object) -> None:
        raise RuntimeError

    detector = FullDetector(lambda: model)
    with monkeypatch.context() as patch:
        patch.setattr(model, "entities", fails)
        with pytest.raises(RuntimeError):
            detector.find("EH1 1AA")
    assert detector.find("EH1 1AA")
    assert detector.reduced is None


def test_the_model_is_loaded_once_however_many_ask(model: Model) -> None:
    calls = []
    together = threading.Barrier(4)

    def load() -> Model:
        calls.append(1)
        return model

    detector = FullDetector(load)

    def ask() -> None:
        together.wait()
        assert detector.find("I met Kirsty Donnelly.")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]


def test_clues_are_joined_apart_from_proposals(monkeypatch: pytest.MonkeyPatch) -> None:
    def rule(_text: Text) -> Iterator[Found]:
        yield Found(8, 21, "INDIRECT", 0.5, "clue")
        yield Found(18, 29, "INDIRECT", 0.5, "clue")
        yield Found(12, 18, "PERSON", 0.5, "list")

    monkeypatch.setattr("bot.detection.detector.RULES", (rule,))
    text = "I'm the only Kirsty in third year"
    assert [(s.start, s.end, s.label) for s in RuleDetector().find(text)] == [
        (8, 29, "INDIRECT"),
        (12, 18, "PERSON"),
    ]


PIECES = ["ma worker ", "Kirsty", "EH1", "<@U1|", ">", "&amp;", "(", "\u200b", "\ud800", "\n"]


@given(st.text(st.characters(), max_size=80) | st.lists(st.sampled_from(PIECES)).map("".join))
@settings(max_examples=40)
def test_any_text_gets_an_answer(full: "Detector", text: str) -> None:
    for span in full.find(text):
        assert 0 <= span.start < span.end <= len(text)
        assert 0 < span.score <= 1


HARD = (
    *(
        "Kirsty ",
        "kirsty",
        "\U0001f469\u200d\U0001f467",
        "\ud800",
        "\u200b",
        "(",
        "-",
        "'",
        "a",
        "0 ",
    ),
    *(
        "a.",
        "a@",
        "@a",
        "a at a dot ",
        "07 ",
        "+",
        "eh1 ",
        "www.",
        "http://",
        "insta is ",
        "x.com/",
    ),
    *("ma worker ", "wee ", "hope ", "st ", "1 high ", "the only ", "mc", "oh seven ", "zqxj "),
)


def _seconds(detector: "Detector", text: str) -> float:
    began = time.process_time()
    detector.find(text)
    return time.process_time() - began


@pytest.mark.parametrize("piece", HARD)
def test_time_grows_with_the_length_alone(full: "Detector", piece: str) -> None:
    """Twice the text takes about twice the time, and four times as long if it grew by the square."""
    long = piece * (3000 // len(piece))
    # Others at work on this machine only ever add time.
    assert any(_seconds(full, long) < 3.2 * _seconds(full, long[:1500]) + 0.05 for _ in range(3))


def test_the_longest_text_is_looked_at(full: "Detector") -> None:
    text = "Kirsty said no. " * 3125
    assert len(text) == 50_000
    assert len(full.find(text)) == 3125


def test_help_and_rules_need_no_library() -> None:
    code = (
        "import sys, app.__main__, app.compose, bot.detection.detector as d;"
        "assert d.RuleDetector().find('EH1 1AA');"
        "print(*{'spacy', 'presidio_analyzer', 'numpy'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
