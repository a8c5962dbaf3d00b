"""An outcome as people see it: the same parts in every channel, in the chat and on the desk."""

from collections.abc import Iterator, Mapping
from typing import Literal

from bot.consultation.model import Item, Outcome, Response, Round
from bot.consultation.promises import ANSWERED
from bot.conversation.messages import Heading, Pair, Part, Quote, Text
from prompts.library import Phrases

MARKS: dict[str, Literal["done", "part", "none"]] = {
    "done": "done",
    "planned": "part",
    "partly": "part",
    "none": "none",
    "answered": "done",
}
"""The statuses of an item and the sign that stands beside their words."""


def _did(item: Item, say: Phrases) -> str:
    if item.status == ANSWERED:
        return say("contributor.outcome.answers", owner=item.owner)
    return say(
        "contributor.outcome.nothing" if item.status == "none" else "contributor.outcome.did"
    )


def outcome_parts(
    outcome: Outcome, say: Phrases, quotes: Mapping[str, str] | None = None
) -> tuple[Part, ...]:
    """Return the decision maker's answer, then one pair for each "you said – we did", with the words
    of people it stands on. ``quotes`` are those that may be quoted now, by id."""
    items = (part for item in outcome.items for part in _item(item, say, quotes or {}))
    return (*response_parts(outcome.response, say), *items)


def response_parts(response: Response | None, say: Phrases) -> tuple[Part, ...]:
    """Return what the decision maker says, under their name; nothing without it."""
    if response is None or not response.text:
        return ()
    who = say("contributor.response.who", name=response.name, role=response.role)
    return (
        Heading(say("contributor.response.title", name=response.name)),
        *(Text(line) for line in response.text.splitlines() if line.strip()),
        Text(say("contributor.response.signed", who=who, day=say.date(response.day)), "small"),
        Text(say("contributor.response.typed", name=response.name, typed=response.typed), "small"),
    )


def moved_lines(round_: Round, say: Phrases) -> tuple[str, ...]:
    """Return what people are told of a promise that was moved: the new day, the old one, and why."""
    if not round_.moves or round_.tell_by is None:
        return ()
    last = round_.moves[-1]
    return (
        say("promise.moved.now", day=say.weekday_date(round_.tell_by)),
        say("promise.moved.was", day=say.weekday_date(last.was)),
        say("promise.moved.because", because=last.because),
    )


def _item(item: Item, say: Phrases, quotes: Mapping[str, str]) -> Iterator[Part]:
    yield Pair(
        status=say(f"contributor.outcome.status.{item.status}"),
        mark=MARKS[item.status],
        said_label=say(f"contributor.outcome.{_said(item)}"),
        said=item.said,
        did_label=_did(item, say),
        did=item.did,
        because=say("contributor.outcome.because", because=item.because) if item.because else "",
        note=_plan(item, say),
    )
    # A question about an outcome is told in other words: its own may point at somebody.
    standing = [quotes[each] for each in item.quotes if each in quotes]
    if standing and item.status != ANSWERED:
        yield Text(say("contributor.outcome.quotes"), "small")
        yield from map(Quote, standing)


def _said(item: Item) -> str:
    return "asked" if item.status == ANSWERED else "told" if item.of else "said"


def _plan(item: Item, say: Phrases) -> str:
    """Until when something is planned, and who sees to it."""
    if item.status != "planned" or item.due is None:
        return ""
    return say("contributor.outcome.plan", day=say.date(item.due), owner=item.owner)
