"""Whether everything Heardback says is plain and kind, part of `make lint`.

    python -m scripts.wording

Looks at each phrase, at the plain and the easy words of each question set that is shipped, and at
each screen a contributor can come to, whole, as it is shown. Two reading grades are taken, ours and
that of textstat, and the higher counts. Each finding names the file, the line, the words and what
is wrong.

What staff read keeps the rules for single phrases. Their screens as a whole are not graded, and
their buttons may use words of their work.
"""

import sys
import warnings
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final

from bot.conversation.messages import Message, Quote, Secret, Words
from bot.delivery.wording import Subject, message_of
from prompts.check import check_all
from prompts.library import phrases_alone, phrases_file
from prompts.lint import Finding
from prompts.plain import Plain, reviewed_words
from prompts.reading import grade
from prompts.tone import Tone
from tests.conversation.contributor_atlas import atlas
from tests.conversation.contributor_world import ROUND, SETS, Talk

with warnings.catch_warnings():
    # It reads its word list through a module that is on its way out.
    warnings.simplefilter("ignore")
    from textstat import flesch_kincaid_grade  # type: ignore[import-untyped]  # It ships no types.

SENT: Final = ("invitation", "reminder", "second", "check", "cancelled", f"note:{ROUND.tell_by}")
"""Messages that come by themselves."""


def said(part: object) -> Iterator[str]:
    """Yield what Heardback says on a screen: not what people wrote, nor their code."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from said(each)
    elif isinstance(part, Words | Secret):
        yield part.label
    elif is_dataclass(part) and not isinstance(part, Quote):
        for each in fields(part):
            if each.name != "value":
                yield from said(getattr(part, each.name))


def screens() -> Iterator[tuple[str, Message]]:
    """Yield every screen of a contributor, with a name for it: each place and what can lie on top,
    each question of each set, and each message that comes by itself."""
    for talk in atlas():
        here = talk.here
        yield f"the screen “{here.over or here.place}”", talk.message
    for name in SETS:
        talk = Talk(name).joins()
        for at, question in enumerate(talk.questions.questions):
            talk.text = talk.state._replace(place="asking", at=at).to_json()
            yield f"the step “{question.id}” of {name}", talk.message
    for key in SENT:
        yield f"the message “{key}”", message_of(Subject(ROUND), key, Talk().facts.say)


def findings(plain: Plain) -> Iterator[Finding]:
    """Yield what is to be mended: in phrases and screens everything, in the shipped sets what is
    broken and what is not plain or kind in our own words."""
    yield from plain.findings()
    seen: set[tuple[str, ...]] = set()
    for name, message in screens():
        texts = tuple(dict.fromkeys(said(message)))
        if texts not in seen:
            seen.add(texts)
            yield from plain.screen(texts, name)
    for checked in check_all():
        if checked.questions is not None:
            yield from (
                each for each in checked.findings if each.is_fault or each.style != "original"
            )


def main() -> int:
    """Print what is to be mended; return the status to end with."""
    say = phrases_alone()
    plain = Plain(phrases_file(), Tone.of(say), reviewed_words(), (grade, flesch_kincaid_grade))
    told = dict.fromkeys(each.said(say) for each in findings(plain))
    for line in told:
        print(line)
    print(f"Wording: {len(told)} to mend." if told else "Wording: plain and kind.")
    return min(1, len(told))


if __name__ == "__main__":
    sys.exit(main())
