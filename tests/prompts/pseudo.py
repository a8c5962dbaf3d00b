"""Languages nobody speaks, made from English: every phrase wears accents and brackets and is 40 %
longer, so that what is not a phrase shows."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import yaml

import prompts
from prompts.library import Library
from prompts.phrasebook import PLURALS
from prompts.safe_yaml import Node, read_yaml

_SHIPPED: Final = Path(prompts.__file__).parent
OPEN: Final = "⟦"
SHUT: Final = "⟧"
LONGER: Final = 0.4
_WORD: Final = re.compile(r"\{\{|\}\}|\{[^}]*\}|[^\W\d_]")
_INNERMOST: Final = re.compile(rf"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
_CLIPPED: Final = re.compile(rf"{OPEN}[^{SHUT}\n]*…")
_MARK: Final = "\N{COMBINING ACUTE ACCENT}"


def accented(text: str) -> str:
    """A text whose letters outside slots wear an accent, in brackets, with more to it."""
    worn = _WORD.sub(lambda m: m[0] + _MARK if len(m[0]) == 1 else m[0], text)
    return f"{OPEN}{worn}{'~' * int(len(text) * LONGER)}{SHUT}"


def pseudo(
    forms: frozenset[str] = frozenset({"other"}), *, has: Callable[[str], bool] = lambda _: True
) -> str:
    """The file of such a language, with these plural forms and the keys it ``has``. Control words are
    left as they are."""
    english = read_yaml("en.yaml", (_SHIPPED / "phrases" / "en.yaml").read_bytes()).value
    worn = _worn(english, forms, has)
    return yaml.safe_dump(worn, allow_unicode=True, sort_keys=False, width=10_000)


def _worn(node: Node, forms: frozenset[str], has: Callable[[str], bool], at: str = "") -> Node:
    if isinstance(node, str):
        return accented(node)
    if isinstance(node, list):
        # What people type is typed without accents, here too.
        typed = at.startswith("word.") or at == "terminal.leave"
        return node if typed else [_worn(each, forms, has, at) for each in node]
    if "other" in node and node.keys() <= PLURALS and not has(at):
        return {}
    if "other" in node and node.keys() <= PLURALS:
        return {form: accented(str(node.get(form, node["other"]))) for form in sorted(forms)}
    below = {name: (f"{at}.{name}".strip("."), each) for name, each in node.items()}
    return {
        name: made
        for name, (key, each) in below.items()
        if (isinstance(each, dict) or has(key)) and (made := _worn(each, forms, has, key))
    }


def house(root: Path) -> Library:
    """What is shipped, in a folder, with such a language in the place of English."""
    for part in ("sets", "support", "frameworks", "media"):
        shutil.copytree(_SHIPPED / part, root / part)
    shutil.copy(_SHIPPED / "words.txt", root)
    (root / "phrases").mkdir(parents=True)
    (root / "phrases" / "en.yaml").write_text(pseudo(frozenset({"one", "other"})), "utf-8")
    return Library.load(root)


def folder_of(folder: Path, **languages: str) -> Path:
    """A folder with the files of these languages in it."""
    (folder / "phrases").mkdir(parents=True)
    for language, text in languages.items():
        (folder / "phrases" / f"{language}.yaml").write_text(text, "utf-8")
    return folder


def outside(text: str, known: tuple[str, ...]) -> str:
    """What of a text stands in no bracket and is none of the ``known`` words; digits and marks do not
    count, and what was too long for its place ends with an ellipsis."""
    before = ""
    while before != text:
        before, text = text, _INNERMOST.sub("", text)
    text = _CLIPPED.sub("", text)
    for words in sorted({" ".join(each.split()) for each in known if each}, key=len, reverse=True):
        text = text.replace(words, "")
    return " ".join(re.findall(r"\S*[^\W\d_]\S*", text))
