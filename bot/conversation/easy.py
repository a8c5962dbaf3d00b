"""Easy read: one idea a line, with pictures, beside the other layout and never instead of it.

Whoever chooses it reads each question in the lines that its set has for that, and each outcome cut
into its sentences. What stands beside the words, signed or spoken, is there in both layouts.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.conversation.events import Chose
from bot.conversation.facts import Facts
from bot.conversation.messages import Aid, Choice, Heading, Message, Pair, Part, Text
from bot.conversation.moves import Step
from bot.conversation.state import State
from prompts.library import Phrases
from prompts.reading import sentences
from prompts.schema import Question

MEDIA: Final = "/media/"
"""Where the pictures and sounds of questions are, on this server."""


def switch(state: State, _event: Chose, facts: Facts) -> Step:
    """Turn easy read on or off; what is at hand stays."""
    if not offered(facts):
        return Step(state._replace(note="contributor.note.not_here"))
    return Step(state._replace(easy=not state.easy))


def offered(facts: Facts) -> bool:
    """Tell whether there is anything to read in easy lines."""
    return facts.questions.is_easy or any(each.items for each in facts.outcomes)


def way(state: State, facts: Facts) -> tuple[Choice, ...]:
    """Return the control that turns it on or off."""
    if not offered(facts):
        return ()
    return (Choice("easy", facts.say("easy.off" if state.easy else "easy.on"), "quiet"),)


def worded(question: Question, state: State, facts: Facts) -> tuple[str, tuple[Part, ...]]:
    """Return a question, or the heading of a card, and what stands below it."""
    put, foreign = facts.put(question), facts.foreign(question)
    wording = facts.wording(question)
    ask, lines = wording.ask, [line for line in (wording.body, wording.hint) if line]
    picture: tuple[Part, ...] = ()
    if state.easy and put.easy:
        ask, *lines = put.easy
        if put.picture:
            picture = (Aid("picture", put.picture.alt, MEDIA + put.picture.file),)
    texts = (Text(line, language=foreign) for line in lines)
    return ask, (*picture, *texts, *_aids(put, facts.say))


def _aids(question: Question, say: Phrases) -> Iterator[Aid]:
    if question.bsl:
        yield Aid("video", say("easy.signed"), question.bsl)
    if question.audio:
        own = "" if question.audio.startswith("https:") else MEDIA
        yield Aid("sound", say("easy.heard"), own + question.audio)


def eased(message: Message, say: Phrases) -> Message:
    """Return a screen with each "you said – we did" on it one idea a line."""
    return replace(
        message, parts=tuple(part for each in message.parts for part in _lines(each, say))
    )


def _lines(part: Part, say: Phrases) -> Iterator[Part]:
    if not isinstance(part, Pair):
        yield part
        return
    yield Text(part.status, "lead")
    said = (("said", part.said_label, part.said), ("did", part.did_label, part.did))
    for name, label, text in (*said, ("because", "", part.because)):
        if text:
            heading = (Heading(label),) if label else ()
            yield from heading
            yield Aid("picture", say(f"easy.{name}"), f"{MEDIA}{name}.svg")
            yield from map(Text, sentences(text))
    if part.note:
        yield Text(part.note)
