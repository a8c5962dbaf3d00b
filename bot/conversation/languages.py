"""Which languages people can pick, and how far each is: for staff."""

from bot.conversation.desk import DeskFacts
from bot.conversation.messages import Part, Row, Rows


def language_rows(facts: DeskFacts, question_set: str = "") -> tuple[Part, ...]:
    """Return the languages besides English with how far each is, and for a question set whether it is
    written in it; nothing where there is English alone."""
    say = facts.say
    lines = []
    for each in facts.languages:
        key = "complete" if each.complete else "lacks"
        line = say(f"desk.languages.{key}", name=each.name, told=each.told, of=each.of)
        if question_set:
            there = "asked" if question_set in each.sets else "not_asked"
            line = f"{line} {say(f'desk.languages.{there}')}"
        lines.append(line)
    return (Rows((Row(say("desk.languages.label"), tuple(lines)),)),) if lines else ()
