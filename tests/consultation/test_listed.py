"""Words on a list: what they are compared as, where they stand, what asking costs."""

import pytest

from bot.consultation import listed
from bot.consultation.listed import find, key_of, keys_of, keys_of_name

ON = {"shona": "named", "elm row": "named", "mary kate oneil": "before"}


def ask(key: str) -> tuple[str, str] | None:
    return ("words", ON[key]) if key in ON else None


def told(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find(text, ask)]


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("Shona", "shona"),
        ("  SHÓNA’s ", "shona"),
        ("Mary-Kate O'Neil", "mary kate oneil"),
        ("elm\u00a0 row", "elm row"),
        ("one two three four", "one two three four"),
        ("one two three four five", ""),
        ("… !", ""),
        ("", ""),
    ],
)
def test_a_phrase_has_one_key_however_it_is_written(phrase: str, key: str) -> None:
    assert key_of(phrase) == key


def test_keys_come_once_and_in_order() -> None:
    assert keys_of(("Shona", "", "shona's", "Elm Row")) == ("shona", "elm row")


def test_a_name_counts_whole_and_by_its_parts_unless_they_are_words() -> None:
    assert keys_of_name("Grace O'Neil", common={"grace"}) == {"grace oneil", "oneil"}
    assert keys_of_name("Jo Li") == {"jo li"}
    assert keys_of_name("") == frozenset()


def test_listed_words_are_found_where_they_stand() -> None:
    assert told("SHONA told me. shona's car, shonas house at Elm-Row") == [
        "SHONA",
        "shona",
        "shonas",
        "Elm-Row",
    ]
    assert told("mary kate o'neil and Mary Kate") == ["mary kate o'neil"]
    assert told("nashona, shonal, elm in a row") == []
    assert told("S\u200bhona\u0301 \ud800") == ["S\u200bhona\u0301"]


def test_the_longest_phrase_tells_the_reason() -> None:
    reasons = {span.why for span in find("mary kate o'neil", ask)}
    assert reasons == {"before"}


def test_twice_the_text_is_asked_about_twice_as_often_and_no_more() -> None:
    def asked(text: str) -> int:
        keys: list[str] = []
        find(text, keys.append)
        return len(keys)

    text = "shona elm " * 150
    assert asked(text * 2) <= 2 * asked(text) + listed.MOST_WORDS**2


def test_no_phrase_is_longer_than_what_is_looked_for() -> None:
    asked: list[str] = []

    def note(key: str) -> None:
        asked.append(key)

    find("a b c d e f", note)
    assert max(len(key.split()) for key in asked) == listed.MOST_WORDS
