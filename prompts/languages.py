"""Whether a language has everything that English has, and says it with the same values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from prompts.lint import Finding
from prompts.phrasebook import Phrases
from prompts.safe_yaml import Document
from prompts.schema import Question, QuestionSet

ENGLISH: Final = "en"
STAFF: Final = frozenset(
    [
        "check",
        "detect",
        "command",
        "coordinator",
        "review",
        "facilitator",
        "records",
        "evaluation",
        "lead",
        "round",
        "approval",
        "gate",
        "figure",
        "report",
        "export",
        "desk",
        "admin",
        "handover",
        "partner",
        "together",
        "demo",
        "listed",
        "tryout",
        "tone",
        "own",
    ]
)
"""The sections that are for staff. A language is complete without them."""
_PEOPLE: Final = ("round.rung.", "review.reason.")
"""What people read of them all the same, as a key begins."""
_FIXED: Final = frozenset({"likert.labels"})
"""Lists whose items stand for something one by one."""
_ROOM: Final = (
    (("contributor.control.", "contributor.nav."), 75),
    (("slack.close", "slack.send", "web.brand"), 24),
)
"""What fits into Slack's buttons, and into a window's title and own buttons, in characters."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a language is.

    Attributes:
        language: Its code.
        name: Its name in itself.
        told: How many of the phrases that people read it has.
        of: How many there are in English.
        sets: The ids of the question sets that are written in it.
    """

    language: str
    name: str
    told: int
    of: int
    sets: frozenset[str] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether nothing that people read is missing."""
        return self.told == self.of


def standing(say: Phrases, english: Phrases, sets: frozenset[str] = frozenset()) -> Standing:
    """How far a language is, with the question sets that are written in it."""
    wanted = for_people(english)
    return Standing(say.language, say.name, sum(map(say.has, wanted)), len(wanted), sets)


def for_people(english: Phrases) -> tuple[str, ...]:
    """The keys of what people read who are asked."""
    return tuple(
        key
        for key in english.keys()  # noqa: SIM118 - Phrases is no mapping
        if key.partition(".")[0] not in STAFF or key.startswith(_PEOPLE)
    )


def faults(say: Phrases, document: Document, english: Phrases) -> Iterator[Finding]:
    """What has to be mended in a language's file, by the key."""
    for key in say.keys():  # noqa: SIM118 - as above
        for reason in _reasons(key, say, english):
            line = document.lines[document.nearest(tuple(key.split(".")))]
            yield Finding(document.path, line, "fault", values={"reason": f"“{key}” {reason}"})


def _reasons(key: str, say: Phrases, english: Phrases) -> Iterator[str]:
    if not english.has(key):
        yield "is no phrase of Heardback"
        return
    if say.is_list(key) != english.is_list(key):
        yield "is a list in one language and a text in the other"
    elif say.is_list(key):
        if key in _FIXED and len(say.many(key)) != len(english.many(key)):
            yield f"needs {len(english.many(key))} items"
    else:
        yield from _differences(key, say, english)


def _differences(key: str, say: Phrases, english: Phrases) -> Iterator[str]:
    if odd := say.slots(key) ^ english.slots(key):
        yield f"must have the same slots as English; look at {', '.join(sorted(odd))}"
    if english.counts(key):
        if lacking := say.plural_forms - say.forms(key).keys():
            yield f"lacks the plural form {', '.join(sorted(lacking))}"
    elif say.counts(key):
        yield "counts nothing in English; write one text"
    for starts, most in _ROOM:
        longest = max(map(len, say.forms(key).values()))
        if key.startswith(starts) and longest > most:
            yield f"has {longest} characters, and Slack fits {most}"


def differs(translated: QuestionSet, questions: QuestionSet) -> str:
    """What keeps a set in another language from being asked in this one's place; empty if nothing
    does."""
    if (translated.id, translated.version) != (questions.id, questions.version):
        return f"must have the id {questions.id} and the version {questions.version}"
    for mine, theirs in zip(translated.questions, questions.questions, strict=False):
        if _shape(mine) != _shape(theirs):
            return f"must have the step {theirs.id} as it is, in other words alone"
    if len(translated.questions) != len(questions.questions):
        return f"must have {len(questions.questions)} steps"
    return ""


def _shape(question: Question) -> tuple[object, ...]:
    options = tuple(option.id for option in question.options)
    return question.id, question.kind, question.attribute, options
