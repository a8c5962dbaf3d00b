"""The privacy notice is as easy to read as what the product says, and says what the product does."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from prompts.library import Library
from prompts.plain import GRADED_FROM
from prompts.tone import Tone
from storage import retention

TEXT = (Path(__file__).parents[2] / "docs" / "privacy-notice.md").read_text("utf-8")


def pieces() -> list[str]:
    """The notice by paragraph and list entry, with a word where a name is to be put in."""
    filled = re.sub(r"\[[^\]]*\]", "Ann", TEXT)
    blocks = re.split(r"\n\s*\n|\n(?=- )", filled)
    return [" ".join(block.split()).lstrip("#- ") for block in blocks if block.strip()]


@pytest.mark.parametrize("piece", pieces())
def test_every_piece_is_easy_to_read(
    piece: str, hard_to_read: Callable[..., list[str]], library: Library
) -> None:
    assert hard_to_read(piece, graded_from=GRADED_FROM) == []
    assert Tone.of(library.phrases()).found(piece) is None


def test_what_it_tells_people_to_type_or_press_is_there(library: Library) -> None:
    say = library.phrases()
    words = {word for key in say._lists if key.startswith("word.") for word in say.many(key)}
    typed = re.findall(r": type ([a-z ]+)[,.]", TEXT)
    assert len(typed) >= 5
    assert [each for each in typed if each not in words] == []
    for key in ("contributor.data.download", "contributor.answers.everything"):
        assert f"press {say(key)}" in " ".join(TEXT.split())
    assert f"until {retention.TOLD_DAYS} days after" in TEXT
