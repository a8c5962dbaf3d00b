"""Our own model: the one that was measured or none, as good in small letters, quick, repeatable."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from bot.detection import trained
from bot.detection.detector import FullDetector, RuleDetector
from bot.detection.found import Found
from bot.detection.model import Model, ModelRefused
from bot.detection.text import Text
from bot.detection.trained import PIN, WEIGHTS, Trained
from bot.detection.trained.pieces import WINDOW, pieces
from scripts.train_detector import train
from scripts.training.texts import Writer

FOLDER = Path(trained.__file__).parent
# Nobody is called this, so no list holds them.
NAMES = "Thevrila Dozhana Kelvinka Sorcheal Ngobeni Rukhshana Oyinlade Breandal Mirsheta".split()  # noqa: SIM905
SAYINGS = (
    "nobody would let {} stay with me",
    "It made {} greet every night",
    "{} was kind and phoned me after",
    "then {} told me about the meeting",
    "I stayed with {} for a while",
)
SAID = [(saying.format(name), name) for saying in SAYINGS for name in NAMES]


@pytest.fixture(scope="module")
def ours() -> Trained:
    return Trained.load()


def found(ours: Trained, text: str) -> list[str]:
    read = Text.of(text)
    return [read.text[one.start : one.end] for one in ours.find(read)]


def share(find: Callable[[str], Iterable[str]], case: Callable[[str], str]) -> float:
    """How much of what was said is found, in these letters."""
    hits = [any(case(name) in piece for piece in find(case(text))) for text, name in SAID]
    return sum(hits) / len(hits)


def by(detector: FullDetector | RuleDetector) -> Callable[[str], Iterable[str]]:
    return lambda text: [text[s.start : s.end] for s in detector.find(text)]


def test_names_nobody_listed_are_found_in_any_letters(ours: Trained) -> None:
    def find(text: str) -> list[str]:
        return found(ours, text)

    proper, small, loud = (share(find, case) for case in (str, str.lower, str.upper))
    assert proper > 0.6
    assert small > 0.5
    # A shouted text and a whispered one tell it the same.
    assert loud == small


def test_small_letters_hide_less_with_it_than_from_rules_alone(full: FullDetector) -> None:
    assert share(by(full), str.lower) >= share(by(RuleDetector()), str.lower) + 0.1


@pytest.mark.parametrize(
    "plain",
    [
        "i hope they listen",
        "the sun rose and it was may",
        "there were fourteen people round the table",
        "my worker told me about the meeting",
        "",
        "\U0001f600\U0001f600 ...",
    ],
)
def test_words_are_left_alone(ours: Trained, plain: str) -> None:
    assert found(ours, plain) == []


def test_a_name_far_behind_is_where_it_stands(ours: Trained) -> None:
    text = "It was fine. " * WINDOW + "My worker Thevrila told me."
    assert found(ours, text) == ["Thevrila"]


@pytest.mark.parametrize("text", ["Don't ask (Kirsty's)!", "a--b", "'s 's", "O'Neill, 14/2"])
def test_pieces_are_in_order_and_lie_in_the_text(text: str) -> None:
    read = pieces(Text.of(text))
    edges = [edge for piece in read for edge in (piece.start, piece.end)]
    assert edges == sorted(edges)
    assert all(piece.low and piece.start < piece.end <= len(text) for piece in read)


def test_weights_that_are_not_ours_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused) as none:
        Trained.load(tmp_path)
    assert none.value.reason == "missing"
    changed = bytearray((FOLDER / WEIGHTS).read_bytes())
    changed[-1] ^= 1
    (tmp_path / WEIGHTS).write_bytes(changed)
    with pytest.raises(ModelRefused) as other:
        Trained.load(tmp_path)
    assert other.value.reason == "changed"
    with pytest.raises(ModelRefused) as junk:
        Trained.of(b"junk")
    assert junk.value.reason == "broken"


def test_without_it_the_rest_works_and_says_so(model: Model) -> None:
    def refuse() -> Trained:
        raise ModelRefused("changed")

    detector = FullDetector(lambda: model, refuse)
    assert detector.find("Ask Kirsty Donnelly.")
    assert detector.reduced == "changed"


def test_it_works_without_the_other_model() -> None:
    def refuse() -> Model:
        raise ModelRefused("missing")

    detector = FullDetector(refuse)
    assert share(by(detector), str.lower) > share(by(RuleDetector()), str.lower)
    assert detector.reduced == "missing"


def test_the_general_model_has_to_agree(ours: Trained) -> None:
    text = Text.of("My worker Thevrila put the kettle on.")
    name, thing = Found(10, 18, "PERSON", 0.6, "model"), Found(27, 33, "PLACE", 0.6, "model")
    assert ours.agreed(text, iter((name, thing))) == (name,)
    assert ours.agreed(text, ()) == ()


def test_it_is_small_and_pinned_by_its_name() -> None:
    assert (FOLDER / WEIGHTS).stat().st_size < 4_000_000
    assert (FOLDER / PIN).read_text("ascii").split()[1] == WEIGHTS


@pytest.mark.parametrize("piece", ["kirsty ", "a' ", "(", "14/2 ", "x" * 50 + " ", "o'-"])
def test_time_grows_with_the_length_alone(ours: Trained, piece: str) -> None:
    def seconds(size: int) -> float:
        text = Text.of(piece * (size // len(piece)))
        began = time.process_time()
        list(ours.find(text))
        return time.process_time() - began

    seconds(1000)
    # Others at work on this machine only ever add time.
    assert any(seconds(6000) < 4 * seconds(3000) + 0.05 for _ in range(3))


def test_the_same_texts_teach_the_same() -> None:
    said = ["he was tired of it", "the sun rose over the hill"]

    def taught() -> bytes:
        return train(Writer(1, said).texts(64), 64)

    assert list(Writer(1, said).texts(50)) == list(Writer(1, said).texts(50))
    assert taught() == taught()


def test_every_mark_of_a_made_text_holds_a_name() -> None:
    for example in Writer(2, ["she went home with him"]).texts(300):
        for start, end, _ in example.marks:
            held = example.text[start:end]
            assert held == held.strip() != ""
