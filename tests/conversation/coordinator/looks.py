"""Reading a coordinator's screen in a test."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

from bot.conversation.coordinator_screens import show
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.messages import (
    Card,
    Choice,
    Field,
    Message,
)

ROUND, BATCH = "r" * 32, "1" * 32
A, B, C, D = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)
SPOT = Spot("answer", ROUND, A)

type Change = Callable[..., DeskFacts]


def screen(facts: DeskFacts, spot: Spot = SPOT) -> Message:
    return show(spot, facts, {}, {}, "")


def part[T](message: Message | Card, kind: type[T]) -> T:
    (found,) = (each for each in message.parts if isinstance(each, kind))
    return found


def field(message: Message, name: str) -> Field:
    (found,) = (each for each in part(message, Card).fields if each.id == name)
    return found


def strings(value: object) -> Iterator[str]:
    """Everything a screen holds that is text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from strings(getattr(value, each.name))


def shown(message: Message) -> str:
    """All of a screen that a person reads: no actions, no ids of fields."""

    def reads(value: object) -> Iterator[str]:
        if isinstance(value, tuple):
            for each in value:
                yield from reads(each)
        elif is_dataclass(value):
            hidden = ("action", "id", "fields_of", "value")
            for each in fields(value):
                if each.name not in hidden and not (
                    isinstance(value, Choice) and each.name == "fields"
                ):
                    yield from reads(getattr(value, each.name))
        elif isinstance(value, str):
            yield value

    return "\n".join(reads(message))


def keys(message: Message) -> dict[str, str]:
    """What each key does."""
    choices = (*message.choices, *(part(message, Card).choices if message.parts else ()))
    return {choice.key: choice.action.partition(":")[0] for choice in choices if choice.key}
