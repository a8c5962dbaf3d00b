"""The conversation's engine against botbuilder-dialogs and against a bare state machine.

Each runs the same conversation: a yes, one choice, five questions answered by one tap each. Between
two turns there is only text: JSON for ours and the floor, MemoryStorage (which copies through JSON)
for botbuilder.
"""

import asyncio
import json
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from botbuilder.core import ConversationState, MemoryStorage, TurnContext
from botbuilder.core.adapters import TestAdapter
from botbuilder.dialogs import (
    DialogSet,
    DialogTurnResult,
    DialogTurnStatus,
    WaterfallDialog,
    WaterfallStepContext,
)
from botbuilder.dialogs.prompts import PromptOptions, TextPrompt
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount

from benchmarks.measure import ratio
from bot.consultation.model import Round, RoundState
from bot.conversation.contributor import step
from bot.conversation.contributor_screens import show
from bot.conversation.events import Chose, Event
from bot.conversation.facts import Facts
from bot.conversation.state import State
from prompts.library import Library
from prompts.schema import Question, QuestionSet

QUESTIONS = 5


def _set(library: Library) -> QuestionSet:
    sample = library.sets["kinds-sample"]
    scale = next(question for question in sample.questions if question.kind == "likert")
    questions: tuple[Question, ...] = tuple(
        scale.model_copy(update={"id": f"scale-{number}"}) for number in range(QUESTIONS)
    )
    return sample.model_copy(update={"questions": questions})


@cache
def _facts() -> Facts:
    """Return what the turns look at, made once: reading the files is no part of a turn."""
    library = Library.load()
    round_ = Round(
        id="0" * 32,
        code="bench",
        state=RoundState.OPEN,
        closes_on=date(2027, 2, 28),
        withdraw_until=date(2027, 3, 14),
        tell_by=date(2027, 4, 30),
    )
    return Facts(
        now=datetime(2027, 2, 10, 12, tzinfo=UTC),
        round=round_,
        questions=_set(library),
        say=library.phrases(),
        known=True,
        code="seven words",
    )


def _events() -> tuple[Event, ...]:
    taps = (Chose(f"pick:{number + 1}") for number in range(QUESTIONS))
    return (Chose("yes"), Chose("hears:all"), *taps)


def ours(conversations: int, *, screens: bool = False) -> None:
    """Hold whole conversations; with ``screens`` make each turn's screen as well."""
    facts, events = _facts(), _events()
    for _ in range(conversations):
        text = ""
        for event in events:
            taken = step(State.from_json(text), event, facts)
            if screens:
                show(taken.state, facts)
            text = taken.state.to_json()
    if State.from_json(text).place != "finished":
        raise AssertionError(text)


def floor(conversations: int) -> None:
    """The least a conversation can be: a dict, a counter, a line of text to answer with."""
    asked = [f"scale-{number}" for number in range(QUESTIONS)]
    labels = {"1": "no", "2": "rather no", "3": "neither", "4": "rather yes", "5": "yes"}
    for _ in range(conversations):
        text = json.dumps({"place": "invited", "at": 0, "answers": {}})
        for turn in range(QUESTIONS + 2):
            state = json.loads(text)
            if state["place"] == "invited":
                state["place"] = "hears"
            elif state["place"] == "hears":
                state["place"] = "asking"
            else:
                pick = str(turn - 1)
                if pick in labels:
                    state["answers"][asked[state["at"]]] = pick
                state["at"] += 1
                state["place"] = "asking" if state["at"] < QUESTIONS else "finished"
            reply = {"text": f"Question {state['at'] + 1} of {QUESTIONS}", "choices": labels}
            text = json.dumps(state)
    if json.loads(text)["place"] != "finished" or not reply["text"]:
        raise AssertionError(text)


class _Waterfall:
    """botbuilder's own way: a waterfall of text prompts over MemoryStorage."""

    def __init__(self) -> None:
        self._state = ConversationState(MemoryStorage())
        self._dialogs = DialogSet(self._state.create_property("dialogs"))
        self._dialogs.add(TextPrompt("ask"))
        steps = [self._ask] * (QUESTIONS + 1)
        self._dialogs.add(WaterfallDialog("round", [*steps, self._end]))
        self._adapter = TestAdapter(self._turn)
        self.finished = 0

    @staticmethod
    async def _ask(context: WaterfallStepContext) -> DialogTurnResult:
        prompt = Activity(type=ActivityTypes.message, text=f"Question {context.index + 1}")
        return await context.prompt("ask", PromptOptions(prompt=prompt))

    @staticmethod
    async def _end(context: WaterfallStepContext) -> DialogTurnResult:
        return await context.end_dialog()

    async def _turn(self, context: TurnContext) -> None:
        dialogs = await self._dialogs.create_context(context)
        result = await dialogs.continue_dialog()
        if result.status == DialogTurnStatus.Empty:
            await dialogs.begin_dialog("round")
        elif result.status == DialogTurnStatus.Complete:
            self.finished += 1
        await self._state.save_changes(context)

    async def hold(self, conversations: int) -> None:
        """Hold whole conversations, each with an id of its own."""
        for number in range(conversations):
            for turn in range(QUESTIONS + 2):
                activity: Any = Activity(
                    type=ActivityTypes.message,
                    id=f"{number}-{turn}",
                    text=str(turn),
                    channel_id="bench",
                    from_property=ChannelAccount(id="person"),
                    recipient=ChannelAccount(id="bot"),
                    conversation=ConversationAccount(id=f"{id(self)}-{self.finished}"),
                )
                await self._turn(TurnContext(self._adapter, activity))
            self._adapter.activity_buffer.clear()


def waterfall(conversations: int) -> None:
    """Hold whole conversations with botbuilder-dialogs."""
    bot = _Waterfall()
    asyncio.run(bot.hold(conversations))
    if bot.finished != conversations:
        raise AssertionError(bot.finished)


def measure() -> dict[str, float]:
    """Return the ratios of this benchmark; above 1, ours is faster."""
    return {
        "engine_vs_waterfall": ratio(ours, waterfall),
        "engine_vs_floor": ratio(ours, floor),
        "engine_with_screen_vs_waterfall": ratio(_with_screens, waterfall),
        "engine_with_screen_vs_floor": ratio(_with_screens, floor),
    }


def _with_screens(conversations: int) -> None:
    ours(conversations, screens=True)
