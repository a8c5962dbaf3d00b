"""Ordinary sentences: WordNet's examples, said in Scots and as people type."""

import random
import re
import zlib
from pathlib import Path
from typing import Final

_SAID: Final = re.compile(r'"([^"]{12,120})"')
_CAPITAL: Final = re.compile(r"[A-HJ-Z]|[^\x00-\x7f]")
_HELD: Final = 10
_OTHER: Final = {
    word: ways.split()
    for word, ways in (
        ("with", "wi wae"),
        ("and", "an n & +"),
        ("my", "ma mah"),
        ("to", "tae 2 too"),
        ("of", "o ov"),
        ("was", "wis wiz"),
        ("not", "no nae"),
        ("from", "fae frae fi"),
        ("you", "ye u yous"),
        ("your", "yer ur"),
        ("just", "jist jst"),
        ("know", "ken no kno"),
        ("house", "hoose"),
        ("out", "oot"),
        ("about", "aboot abt"),
        ("down", "doon"),
        ("our", "oor wur"),
        ("old", "auld"),
        ("little", "wee"),
        ("small", "wee"),
        ("have", "hae huv av"),
        ("home", "hame"),
        ("more", "mair"),
        ("people", "folk ppl"),
        ("all", "aw aa"),
        ("are", "r ur"),
        ("because", "cos cuz"),
        ("really", "rly pure"),
        ("very", "dead pure"),
        ("before", "b4 afore"),
        ("could", "cud"),
        ("would", "wid wud"),
        ("should", "shud shid"),
        ("what", "whit wot fit"),
        ("where", "whaur wer"),
        ("they", "thay"),
        ("their", "thier thair"),
        ("there", "ther thir"),
        ("child", "wean bairn"),
        ("children", "weans bairns kids"),
        ("girl", "lassie"),
        ("boy", "laddie"),
        ("good", "guid"),
        ("himself", "hissel"),
        ("for", "fur 4"),
        ("i", "a ah"),
        ("the", "thi da"),
    )
}


def sentences(wordnet: Path, *, held: bool) -> list[str]:
    """Return WordNet's examples without capitals, so without names; one in ten is kept back."""
    found: set[str] = set()
    for kind in ("adj", "adv", "noun", "verb"):
        for line in (wordnet / f"data.{kind}").read_text("latin-1").splitlines():
            if not line.startswith(" "):
                found.update(_SAID.findall(line.partition(" | ")[2]))
    return sorted(
        re.sub(r"\s+", " ", said.replace("I", "i"))
        for said in found
        if not _CAPITAL.search(said) and (zlib.crc32(said.encode()) % _HELD == 0) is held
    )


def spoken(said: str, chance: random.Random) -> str:
    """Return a sentence as somebody in Scotland might type it: some words theirs, or none."""
    if chance.random() < 0.4:
        return said
    share = chance.random()

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if chance.random() > share:
            return word
        if word in _OTHER:
            return chance.choice(_OTHER[word])
        if word.endswith("ing") and len(word) > 5:
            return word[:-1]
        if word.endswith("n't"):
            return word.replace("'", "") if chance.random() < 0.5 else word[:-3] + "nae"
        return word

    return re.sub(r"[a-z']+", other, said)
