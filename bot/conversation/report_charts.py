"""What people picked, as tables and charts of a report. Every number has gone through
:mod:`bot.consultation.disclosure`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.consultation import disclosure
from bot.consultation.disclosure import Asked, Guarded, Matched, Shown
from bot.consultation.disclosure import Withheld as Held
from bot.consultation.disclosure.waves import WAYS
from bot.consultation.evaluation import BEFORE, Compared, compared
from bot.consultation.evaluation import Wave as AsShown
from bot.consultation.records import attendance, in_sessions
from bot.conversation.desk import DeskFacts, Wave
from bot.conversation.facilitator_words import pick_labels, questions_with_picks
from bot.conversation.figures import held, number, number_or_when, reason
from bot.conversation.messages import Part, Withheld
from bot.conversation.moves import option_ids
from bot.conversation.tables import Bar, Cell, Stretch, Table
from prompts.library import Phrases
from prompts.schema import Question

_MIDDLE: Final = "3"
_POINTS: Final = 5
_TONES: Final = {("1", "2"): 2, ("4", "5"): 4, ("1", "2", "3"): 3}
"""The tones of points that are told together; one alone has its own number."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What may be told of one question in one wave."""

    wave: Wave
    question: Question
    asked: str
    cells: tuple[disclosure.Cell, ...] | Held


def picks(waves: Sequence[Wave], facts: DeskFacts) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the tables of what people picked, and what is held back."""
    both = compare(waves, facts)
    told = [each for wave in waves for each in _told(wave, facts, both)]
    scales = [each for each in told if each.question.kind == "likert"]
    others = [each for each in told if each.question.kind != "likert"]
    shown = [each for each in scales if not isinstance(each.cells, Held)]
    tables: list[Part] = [_scales(scales, facts)] if shown else []
    tables += [_moves(both, scales, facts)] if both else []
    tables += [_options(e, e.cells, facts) for e in others if not isinstance(e.cells, Held)]
    kept_back = [e for e in (*(() if shown else scales), *others) if isinstance(e.cells, Held)]
    return tuple(tables), tuple(_held(each, facts) for each in kept_back)


def participation(waves: Sequence[Wave], facts: DeskFacts) -> Table:
    """Return how many took part in each wave."""
    say, both = facts.say, compare(waves, facts)
    rows = tuple(_took_part(wave, both, say) for wave in waves)
    heads = tuple(say(f"report.part.{each}") for each in ("wave", "open", "people"))
    told = [answered(wave, both) for wave in waves]
    exact = all(isinstance(each, Shown) and each.exact for each in told)
    return Table(say("report.part.caption"), heads, rows, "" if exact else say("report.part.note"))


def compare(waves: Sequence[Wave], facts: DeskFacts) -> Compared | None:
    """Return what may be told of two waves side by side; None where there are not both."""
    if len(waves) < 2 or waves[0].questions is None:  # noqa: PLR2004 - before and after
        return None
    asked = [
        Asked(each.id, each.kind, option_ids(each), each.attribute)
        for each in waves[0].questions.questions
        if each.kind == "likert"
    ]
    before, after = waves
    k = max(before.round.k, after.round.k)
    came = in_sessions(attendance(facts.records))
    return compared(asked, (before.tallies, after.tallies), facts.pairs, k, came)


def wave_name(wave: Wave, say: Phrases) -> str:
    """Return what a wave is called, or an empty text where there is just one."""
    return say(f"report.wave.{wave.round.wave}") if wave.round.wave else ""


def _told(wave: Wave, facts: DeskFacts, both: Compared | None) -> Iterator[_Told]:
    seen = replace(facts, questions=wave.questions, tallies=wave.tallies)
    scales = _of(wave, both).items if both else {}
    for question, asked, cells in questions_with_picks(wave.round, seen):
        yield _Told(wave, question, asked, scales.get(question.id, cells))


def _of(wave: Wave, both: Compared) -> AsShown:
    return both.before if wave.round.wave == BEFORE else both.after


def answered(wave: Wave, both: Compared | None) -> Guarded:
    """Return how many people answered a wave, as far as it may be told."""
    return _of(wave, both).answered if both else disclosure.people(wave.round)


def _took_part(wave: Wave, both: Compared | None, say: Phrases) -> tuple[Cell, ...]:
    round_ = wave.round
    told, came = answered(wave, both), _of(wave, both).of if both else None
    opens = say.short_date(round_.opens_on) if round_.opens_on else ""
    closes = say.date(round_.closes_on) if round_.closes_on else ""
    return (
        Cell(wave_name(wave, say) or round_.title),
        Cell(say("report.from_to", first=opens, last=closes)),
        Cell(_people(told, came, say, round_.k)),
    )


def _people(told: Guarded, came: Guarded | None, say: Phrases, k: int) -> str:
    """How many answered, and of how many who came where staff wrote that down."""
    if not isinstance(told, Shown):
        return " ".join((number_or_when(told, say, k), reason(told, say, k)))
    if not isinstance(came, Shown):
        return number(told, say)
    return say("report.part.of", people=number(told, say), came=number(came, say))


def _moves(both: Compared, told: Sequence[_Told], facts: DeskFacts) -> Table:
    """Who answered a statement in both waves, and which way their picks went."""
    say = facts.say
    asked = {each.question.id: each.asked for each in told}
    k = max(each.wave.round.k for each in told)
    rows = tuple(
        (
            Cell(asked[item]),
            *(
                Cell(number_or_when(n, say, k))
                for n in (each.both, each.before_alone, each.after_alone)
            ),
            *_ways(each, say, k),
        )
        for item, each in both.items.items()
    )
    note = say("report.moves.note")
    return Table(say("report.moves.caption"), say.many("report.moves.heads"), rows, note)


def _ways(each: Matched, say: Phrases, k: int) -> Iterator[Cell]:
    if isinstance(each.moves, Held):
        yield Cell(reason(each.moves, say, k), len(WAYS), say("figure.picks.held"))
        return
    for move in each.moves:
        names = [say(f"report.moves.way.{way}") for way in move.ways]
        label = say("figure.picks.or", first=names[0], second=names[1]) if names[1:] else ""
        yield Cell(number(move.number, say), len(move.ways), label)


def _held(each: _Told, facts: DeskFacts) -> Withheld:
    assert isinstance(each.cells, Held)  # noqa: S101 - for the type checker; the caller sorted them
    label = " ".join((each.asked, wave_name(each.wave, facts.say))).strip()
    return held(label, each.cells, facts.say, k=each.wave.round.k)


def _options(each: _Told, cells: tuple[disclosure.Cell, ...], facts: DeskFacts) -> Table:
    say = facts.say
    rows = tuple(
        (Cell(pick_labels(cell, each.question, facts)), Cell(number(cell.number, say)))
        for cell in cells
    )
    heads = (say("report.picks.answer"), say("report.picks.people"))
    caption = " – ".join(filter(None, (each.asked, wave_name(each.wave, say))))
    key = "exact" if all(cell.number.exact for cell in cells) else "note"
    return Table(caption, heads, rows, say(f"figure.picks.{key}", k=each.wave.round.k))


def _scales(told: list[_Told], facts: DeskFacts) -> Table:
    """All statements in one table, and in one chart with one scale."""
    say = facts.say
    order = list(dict.fromkeys(each.question.id for each in told))
    told = sorted(told, key=lambda each: order.index(each.question.id))
    waves = any(each.wave.round.wave for each in told)
    shown = [cells for each in told if not isinstance(cells := each.cells, Held)]
    exact = all(cell.number.exact for cells in shown for cell in cells)
    bars: list[Bar] = []
    last = ""
    for each in told:
        if not isinstance(each.cells, Held):
            bars.append(_bar(each, each.cells, facts, per_cent=exact, first=each.asked != last))
            last = each.asked
    k = max(each.wave.round.k for each in told)
    labels = say.many("likert.labels")
    when = (say("report.scales.when"),) if waves else ()
    return Table(
        caption=say("report.scales.caption"),
        heads=(say("report.scales.statement"), *when, *labels),
        rows=tuple(_row(each, facts, waves=waves) for each in told),
        note=say("report.scales.per_cent") if exact else say("report.scales.steps", k=k),
        bars=tuple(bars),
        key=labels,
        sides=say.many("report.scales.sides"),
    )


def _row(each: _Told, facts: DeskFacts, *, waves: bool) -> tuple[Cell, ...]:
    say = facts.say
    when = (Cell(wave_name(each.wave, say)),) if waves else ()
    if isinstance(each.cells, Held):
        why = Cell(reason(each.cells, say, each.wave.round.k), _POINTS, say("figure.picks.held"))
        return (Cell(each.asked), *when, why)
    cells = [
        Cell(
            number(cell.number, say),
            len(cell.options),
            pick_labels(cell, each.question, facts) if cell.options[1:] else "",
        )
        for cell in each.cells
    ]
    if len(cells) == 1:
        # Nearly all stand on one side: where the rest would be, it says that there may be none.
        at = 0 if _side(each.cells[0].options) == "right" else 1
        cells.insert(at, Cell(say("figure.picks.rest"), _POINTS - cells[0].span))
    return (Cell(each.asked), *when, *cells)


def _bar(
    each: _Told,
    cells: tuple[disclosure.Cell, ...],
    facts: DeskFacts,
    *,
    per_cent: bool,
    first: bool,
) -> Bar:
    say, when = facts.say, wave_name(each.wave, facts.say)
    said = (
        say(
            "report.scales.said",
            label=pick_labels(cell, each.question, facts),
            number=number(cell.number, say),
        )
        for cell in cells
    )
    sides: dict[str, list[Stretch]] = {"left": [], "right": [], "apart": []}
    for cell in cells:
        sides[_side(cell.options)].append(_stretch(cell, say, per_cent=per_cent))
    return Bar(
        label=each.asked if first else "",
        told=" ".join(filter(None, (each.asked, when and f"{when}:", ", ".join(said)))),
        when=when,
        **{side: tuple(stretches) for side, stretches in sides.items()},
    )


def _side(options: tuple[str, ...]) -> str:
    if options == (_MIDDLE,):
        return "apart"
    return "right" if options[0] > _MIDDLE else "left"


def _stretch(cell: disclosure.Cell, say: Phrases, *, per_cent: bool) -> Stretch:
    tone = _TONES.get(cell.options) or int(cell.options[0])
    part = cell.number.percent
    if per_cent and part is not None:
        return Stretch(part, str(part), tone)
    key = "exact" if cell.number.exact else "more"
    return Stretch(
        cell.number.count, say(f"report.scales.number.{key}", count=cell.number.count), tone
    )
