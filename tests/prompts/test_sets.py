"""The question sets that are shipped."""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from prompts.library import Library, PromptFault
from prompts.schema import Kind, QuestionSet

SHIPPED_IDS = ("five-principles", "kinds-sample")


def plain(each: QuestionSet) -> list[str]:
    """What a contributor reads in the plain wording, one text a step."""
    wordings = [question.wording["plain"] for question in each.questions]
    return [" ".join(filter(None, (said.ask, said.hint, said.body))) for said in wordings]


def test_what_is_shipped(library: Library) -> None:
    assert tuple(library.sets) == SHIPPED_IDS
    assert [each.sample for each in library.sets.values()] == [False, True]


def test_other_files_beside_the_sets_are_passed_over(root: Path) -> None:
    (root / "sets" / "notes.txt").write_text("Ask the Monday group first.", "utf-8")

    assert tuple(Library.load(root).sets) == SHIPPED_IDS


def test_a_set_that_would_be_overlooked_is_named(root: Path) -> None:
    (root / "sets" / "small.yml").write_text("id: small\n", "utf-8")

    with pytest.raises(PromptFault, match=r"sets/small\.yml, line 1: .* must end in \.yaml$"):
        Library.load(root)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Library.load(tmp_path)


@pytest.mark.parametrize("set_id", SHIPPED_IDS)
def test_the_plain_wording_is_plain(
    library: Library, hard_to_read: Callable[[str], list[str]], set_id: str
) -> None:
    each = library.sets[set_id]

    assert [hard for text in plain(each) for hard in hard_to_read(text)] == []
    assert hard_to_read(each.plain_title) == []


def test_the_five_principles_keep_the_words_of_their_source(library: Library) -> None:
    principles = library.sets["five-principles"]

    assert [question.id for question in principles.questions] == [
        "trust", "choice", "safety", "collaboration", "empowerment",
    ]  # fmt: skip
    for question in principles.questions:
        assert question.kind == "text"
        assert question.wording["original"].ask == (
            f"What does the trauma informed principle of {question.id} mean to you and can you "
            "share any examples of this principle being used?"
        )
        assert "You can leave the example out." in question.wording["plain"].hint
    assert (principles.version, principles.asked, principles.minutes) == (1, 5, 10)
    assert principles.attribution.licence == "Open Government Licence v3.0"


def test_the_sample_shows_every_kind_once(library: Library) -> None:
    kinds = [question.kind for question in library.sets["kinds-sample"].questions]

    assert sorted(kinds) == sorted(get_args(Kind.__value__))


def test_agreement_has_five_steps_and_a_middle(library: Library) -> None:
    labels = library.phrases().many("likert.labels")

    assert len(labels) == 5
    assert (labels[0], labels[-1]) == ("Strongly disagree", "Strongly agree")
