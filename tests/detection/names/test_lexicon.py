import pytest

from bot.detection.names import is_name
from bot.detection.names.lexicon import Kind, is_name_slip, is_slip, is_word, kind_of


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("connor eilidh oleksandr agnieszka nasreen chukwuemeka tesfalem", Kind.CLEAR),
        ("james shonas lisa-marie", Kind.CLEAR),
        ("jack holly ben ruby heather", Kind.LIKELY),
        ("hope will grace", Kind.DOUBTFUL),
        ("bridge", Kind.WEAK),
        ("macleod o'donnell kowalczyk mcglashan", Kind.SURNAME),
        ("zinzilo brigadoonmuir", Kind.STRANGE),
        ("machine macaroni listening workers glaikit keyworker wheesht", Kind.PLAIN),
        ("the and ma dinnae i 14", Kind.GLUE),
    ],
)
def test_words_are_sorted_by_how_likely_they_are_names(words: str, kind: Kind) -> None:
    assert {word: kind_of(word) for word in words.split()} == dict.fromkeys(words.split(), kind)


@pytest.mark.parametrize("word", ["Connor", "CONNOR", "connor", "MacLeod", "Jack"])
def test_names_are_written_with_a_capital(word: str) -> None:
    assert is_name(word)


@pytest.mark.parametrize("word", ["hope", "worker", "will", "the", "dinnae", ""])
def test_words_are_not(word: str) -> None:
    assert not is_name(word)


def test_endings_and_scots_are_known() -> None:
    assert all(
        map(is_word, ["listened", "listenin", "tried", "happier", "workers", "quietly", "greetin"])
    )
    assert not is_word("zinzilo")


def test_slips_of_words_and_of_names_are_told_apart() -> None:
    assert is_slip("wroker")
    assert is_slip("abc")
    assert not is_slip("zinzilo")
    assert is_name_slip("agniezska")
    assert not is_name_slip("wroker")
