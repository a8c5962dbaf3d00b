"""An outcome as people see it: the same parts in every channel, in the chat and on the desk."""

from typing import Literal

from bot.consultation.model import Item, Outcome, Round
from bot.consultation.promises import ANSWERED
from bot.conversation.messages import Pair, Part
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


def outcome_parts(outcome: Outcome, say: Phrases) -> tuple[Part, ...]:
    """Return one pair for each "you said – we did"."""
    return tuple(
        Pair(
            status=say(f"contributor.outcome.status.{item.status}"),
            mark=MARKS[item.status],
            said_label=say(
                "contributor.outcome.asked"
                if item.status == ANSWERED
                else "contributor.outcome.said"
            ),
            said=item.said,
            did_label=_did(item, say),
            did=item.did,
            because=say("contributor.outcome.because", because=item.because)
            if item.because
            else "",
            note="",
        )
        for item in outcome.items
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
