"""What changed, on paper: one page that somebody whom people know can bring to the group."""

from collections.abc import Iterator
from itertools import accumulate, takewhile
from typing import Final

from bot.consultation.model import Item, Outcome, Round, RoundState
from bot.consultation.promises import is_sent
from bot.consultation.telling import tells_again
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.messages import Choice, Message, Notice, Row, Sheet, Text
from prompts.library import Phrases

TOLD: Final = "told"
"""The place of the page."""
_ROOM: Final = 1500
"""Characters that one page takes beside the answer of who decides, in letters that can be read."""
_ANSWER: Final = 500


def told_outcome(facts: DeskFacts) -> Outcome | None:
    """Return the outcome that can be printed: the newest that went out."""
    sent = [each for each in facts.outcomes if is_sent(each) and each.items]
    first = [each for each in sent if not tells_again(each)]
    return next(iter([*reversed(first), *sent]), None)


def told_choice(round_: Round, facts: DeskFacts) -> tuple[Choice, ...]:
    """Return the way to the page, once people have heard."""
    if round_.state is not RoundState.SEALED or told_outcome(facts) is None:
        return ()
    return (Choice(Spot(TOLD, round_.id).action(), facts.say("sheet.told.go"), key="P"),)


def told_screen(round_: Round, facts: DeskFacts) -> Message:
    """Return the page to print, or the sentence that there is none."""
    say, outcome = facts.say, told_outcome(facts)
    leave = Choice(Spot("round", round_.id).action(), say("sheet.back"), "quiet")
    if outcome is None or round_.state is not RoundState.SEALED:
        shut = Notice((say("sheet.told.shut"),))
        return Message(say("sheet.told.title"), parts=(shut,), choices=(leave,))
    return Message(
        say("sheet.told.title"),
        parts=(Text(say("sheet.told.lead"), "small"), _sheet(outcome, round_, say)),
        choices=(leave,),
    )


def _sheet(outcome: Outcome, round_: Round, say: Phrases) -> Sheet:
    rows = tuple(_fitting(outcome.items, say))
    answer, signed = outcome.response, ""
    if answer is not None:
        who = say("contributor.response.who", name=answer.name, role=answer.role)
        signed = say("contributor.response.signed", who=who, day=say.date(answer.day))
    text = " ".join(answer.text.split()) if answer else ""
    # A long answer stands whole behind the link; nothing is cut off within a word.
    whole = len(text) <= _ANSWER
    rest = len(rows) < len(outcome.items) or not whole
    day = say.date(outcome.send_on) if outcome.send_on else ""
    return Sheet(
        asker=say("sheet.told.kind", asker=round_.asker, day=day),
        title=say("contributor.outcome.title"),
        purpose=text if whole else say("sheet.told.answered", decider=round_.decider),
        facts=(),
        code=say("sheet.code"),
        path=f"/r/{round_.code}",
        how=say("sheet.how"),
        until=say("sheet.told.rest" if rest else "sheet.told.there"),
        asks=rows,
        notes=tuple(filter(None, (signed if whole else "", say("sheet.told.ask")))),
        slip=(),
    )


def _fitting(items: tuple[Item, ...], say: Phrases) -> Iterator[Row]:
    """Yield what people said and what came of it, as far as one page goes."""
    rows = [_row(item, say) for item in items]
    sizes = accumulate(len(row.label) + sum(map(len, row.lines)) for row in rows)
    fitting = takewhile(lambda pair: pair[1] <= _ROOM, zip(rows, sizes, strict=True))
    return (row for row, _ in fitting)


def _row(item: Item, say: Phrases) -> Row:
    status = say(f"contributor.outcome.status.{item.status}")
    because = say("contributor.outcome.because", because=item.because) if item.because else ""
    lines = (say("sheet.told.did", status=status, did=item.did), because)
    return Row(item.said, tuple(filter(None, lines)))
