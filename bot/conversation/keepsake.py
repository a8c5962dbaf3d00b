"""Keepsake: until sealing a person can see what each of their quotes will be called afterwards. It is
shown to those who ask, and stored nowhere."""

from bot.conversation.facts import Facts
from bot.conversation.messages import Choice, Message, Notice, Part, Row, Rows, Text
from bot.conversation.my_words import code_of
from bot.conversation.state import State


def keepsake_screen(_state: State, facts: Facts) -> Message:
    """Return the names of a person's own quotes, and what it means to have them."""
    say = facts.say
    rows = tuple(
        Row(facts.wording(question).ask, (say("words.code", code=code_of(code)),))
        for question in facts.questions.questions
        if (code := facts.keepsakes.get(question.id))
    )
    first, *rest = say.many("keepsake.lines")
    parts: tuple[Part, ...] = (
        Notice((first, *rest)),
        Rows(rows),
        Text(say("keepsake.may_go"), "small"),
    )
    none = (Text(say("keepsake.none")),)
    return Message(
        say("keepsake.title"),
        parts=parts if rows else none,
        nav=(Choice("back", say("contributor.nav.back_to"), "quiet"),),
    )
