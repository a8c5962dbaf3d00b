"""Languages nobody speaks, made from English: every phrase wears accents and brackets and is 40 %
longer, so that what is not a phrase shows."""

import re
from pathlib import Path
from typing import Final

import yaml

import prompts
from prompts.phrasebook import PLURALS
from prompts.safe_yaml import Node, read_yaml

OPEN: Final = "⟦"
SHUT: Final = "⟧"
LONGER: Final = 0.4
_WORD: Final = re.compile(r"\{\{|\}\}|\{[^}]*\}|[^\W\d_]")
_MARK: Final = "\N{COMBINING ACUTE ACCENT}"


def accented(text: str) -> str:
    """A text whose letters outside slots wear an accent, in brackets, with more to it."""
    worn = _WORD.sub(lambda m: m[0] + _MARK if len(m[0]) == 1 else m[0], text)
    return f"{OPEN}{worn}{'~' * int(len(text) * LONGER)}{SHUT}"


def pseudo(forms: frozenset[str] = frozenset({"other"}), *, leave: tuple[str, ...] = ()) -> str:
    """The file of such a language, with these plural forms. Control words are left as they are, and
    so are the sections to ``leave`` out."""
    english = read_yaml(
        "en.yaml", (Path(prompts.__file__).parent / "phrases" / "en.yaml").read_bytes()
    ).value
    kept = {name: part for name, part in english.items() if name not in leave}
    return yaml.safe_dump(_worn(kept, forms), allow_unicode=True, sort_keys=False, width=10_000)


def _worn(node: Node, forms: frozenset[str], at: str = "") -> Node:
    if isinstance(node, str):
        return accented(node)
    if isinstance(node, list):
        # What people type is typed without accents, here too.
        typed = at.startswith("word.") or at == "terminal.leave"
        return node if typed else [_worn(each, forms, at) for each in node]
    if "other" in node and node.keys() <= PLURALS:
        return {form: accented(str(node.get(form, node["other"]))) for form in sorted(forms)}
    return {name: _worn(each, forms, f"{at}.{name}".strip(".")) for name, each in node.items()}


def folder_of(folder: Path, **languages: str) -> Path:
    """A folder with the files of these languages in it."""
    (folder / "phrases").mkdir(parents=True)
    for language, text in languages.items():
        (folder / "phrases" / f"{language}.yaml").write_text(text, "utf-8")
    return folder
