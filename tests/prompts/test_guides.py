"""The guides quote buttons that are there, and the page for young people is easy to read."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from prompts.library import Library
from prompts.plain import GRADED_FROM
from prompts.tone import Tone

DOCS: Final = Path(__file__).parents[2] / "docs"
YOUNG: Final = DOCS / "for-young-people.md"
GUIDES: Final = (YOUNG, *sorted((DOCS / "guides").glob("*.md")))


def pieces() -> list[str]:
    """The page by paragraph, without its pictures and the marks around words."""
    text = re.sub(r"!\[.*\n|\[([^]]*)\]\([^)]*\)|\*\*", r"\1", YOUNG.read_text("utf-8"))
    blocks = re.split(r"\n\s*\n", text)
    return [" ".join(block.split()).lstrip("#- ") for block in blocks if block.strip()]


@pytest.mark.parametrize("piece", pieces())
def test_every_piece_for_young_people_is_easy_to_read(
    piece: str, hard_to_read: Callable[..., list[str]], library: Library
) -> None:
    assert hard_to_read(piece, graded_from=GRADED_FROM) == []
    assert Tone.of(library.phrases()).found(piece) is None


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_every_button_that_a_guide_quotes_is_there(path: Path, library: Library) -> None:
    say = library.phrases()
    keys = say.keys()
    there = {
        say(key)
        for key in keys
        if not say.is_list(key) and not say.counts(key) and not say.slots(key)
    }
    quoted = re.findall(r"\*\*([^*]+?)\.?\*\*", " ".join(path.read_text("utf-8").split()))
    assert quoted
    assert [each for each in quoted if each not in there] == []
