"""No number of people or answers reaches a screen, a file or a log past bot/consultation/disclosure.

A reader of our own code: it follows what is counted (lengths, sums, the figure, the picks) through the
names it is given, and objects where that becomes text. It sees no further than one function.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
ITSELF: Final = ("bot/consultation/disclosure/", "bot/conversation/figures.py")
# What people say is not looked at there, or never leaves: the checker, and numbers of bytes.
OUTSIDE: Final = ("bot/detection/",)

COUNTING: Final = {"len", "sum", "Counter", "count", "answered", "number_of"}
RAW: Final = {"figure", "here", "tallies"}
SAFE: Final = {"steps", "people", "results", "text_lists", "by_site", "ready"}
SPEAKING: Final = {
    "say",
    "many",
    "_say",
    "_tell",
    "str",
    "format",
    "Progress",
    "Row",
    "Figure",
    "Text",
}

ALLOWED: Final = {
    "bot/conversation/question_screens.py:_progress": "steps of a set, the same for everybody",
    "bot/conversation/tryout_screens.py:_progress": "steps of a set, the same for everybody",
    "bot/conversation/my_data.py:_round": "a person's own answers, told to that person",
    "bot/conversation/coordinator_screens.py:_one_batch": "batches, each of k people or the last",
    "bot/conversation/coordinator_screens.py:_answer": "batches, each of k people or the last",
    "bot/conversation/coordinator_day.py:my_day": "what the reader themself has opened today",
    "bot/conversation/tour.py:with_tour": "the steps of the tour, the same for everybody",
    "bot/conversation/facilitator_draft.py:_pages": "fields of a draft that are to be filled in",
    "bot/conversation/facilitator_try.py:_sayings": "each number goes through steps in _count",
    "bot/conversation/ledger.py:lists": "rounds of a facilitator",
    "adapters/terminal.py:_event": "lines on a screen, to pick one by its number",
    "adapters/terminal_page.py:_entries": "lines on a screen, to pick one by its number",
    "adapters/web/qr.py:code_of": "squares of a drawing",
    "app/audit.py:verify_audit": "heads of the audit log that were noted",
    "app/demo_stage.py:_counts": "invented people, to show what lies in a database",
    "app/demo_stage.py:show": "scenes of the demonstration",
    "app/demo_stage.py:_caption": "scenes of the demonstration",
    "app/prompts_command.py:_tell": "steps of a set that is checked",
}
"""Where a number is told that is none of people or answers, or none of real ones, and why."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("bot", "adapters", "app"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith((*ITSELF, *OUTSIDE)):
                yield name, ast.parse(path.read_text("utf-8"))


def called(node: ast.AST) -> str:
    """The last name of what is called: ``say`` of ``facts.say(…)``."""
    if not isinstance(node, ast.Call):
        return ""
    func = node.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def counts(node: ast.AST, known: set[str]) -> bool:
    """Tell whether an expression holds a number of something; what went through a rule does not."""
    if called(node) in SAFE or isinstance(node, ast.Compare):
        return False
    if called(node) in COUNTING or (isinstance(node, ast.Attribute) and node.attr in RAW):
        return True
    if isinstance(node, ast.Name) and node.id in known:
        return True
    return any(counts(child, known) for child in ast.iter_child_nodes(node))


def named(function: ast.AST) -> set[str]:
    """The names in a function that hold a number, whichever way they came to it."""
    known: set[str] = set()
    while True:
        more = set(known)
        for node in ast.walk(function):
            targets = (
                node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            )
            value = getattr(node, "value", None)
            if isinstance(value, ast.AST) and counts(value, known):
                names = (each for target in targets if target for each in ast.walk(target))
                more |= {each.id for each in names if isinstance(each, ast.Name)}
        if more == known:
            return known
        known = more


def spoken(tree: ast.AST) -> Iterator[str]:
    """The functions in which a number becomes text."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            known = named(function)
            for node in ast.walk(function):
                speaks = isinstance(node, ast.JoinedStr) or called(node) in SPEAKING
                parts = ast.iter_child_nodes(node) if speaks else ()
                if any(counts(part, known) for part in parts):
                    yield function.name
                    break


def test_every_number_that_is_told_passes_through_disclosure() -> None:
    found = {f"{name}:{function}" for name, tree in sources() for function in spoken(tree)}

    assert found == set(ALLOWED)


def makes(tree: ast.AST) -> bool:
    """Tell whether a file makes a number that may be shown; adapters have a *Shown* of their own."""
    ours = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in ("bot.conversation.messages", "bot.consultation.disclosure")
        for alias in node.names
        if alias.name in ("Figure", "Shown")
    }
    return any(called(node) in ours for node in ast.walk(tree))


def test_only_the_rules_make_a_number_that_may_be_shown() -> None:
    assert not [name for name, tree in sources() if makes(tree)]
    slip = "from bot.conversation.messages import Figure\nFigure('x', '4', '')"
    assert makes(ast.parse(slip))


@pytest.mark.parametrize(
    "slip",
    [
        "say('x', count=len(answers))",
        "n = sum(sizes)\n    return say('x', count=n)",
        "a, b = 1, len(facts.approved)\n    c = a + b\n    return facts.say('x', count=c)",
        "return f'{round_.figure} people'",
        "return str(facts.tallies[question][option])",
        "if (n := unit.answered(id)):\n        return Row('x', (str(n),))",
        "return Progress(link.here, 9, '')",
    ],
)
def test_the_reader_of_our_code_notices(slip: str) -> None:
    assert [*spoken(ast.parse(f"def shows():\n    {slip}"))] == ["shows"]


@pytest.mark.parametrize(
    "fine", ["say('x', count=number(steps(link.here, k), say))", "n = len(text)\n    return n > 4"]
)
def test_it_lets_pass_what_went_through_a_rule(fine: str) -> None:
    assert not [*spoken(ast.parse(f"def shows():\n    {fine}"))]
