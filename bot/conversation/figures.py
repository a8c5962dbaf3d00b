"""Numbers of people in words. What is held back says why, and when or whether it will be shown."""

from bot.consultation.disclosure import Guarded, Shown
from bot.consultation.disclosure import Withheld as Held
from bot.conversation.messages import Figure, Withheld
from prompts.library import Phrases


def number(shown: Shown, say: Phrases) -> str:
    """Return a number in words: "16 of 28 (57 %)", "16", "15 or more"."""
    if not shown.exact:
        return say("figure.number.at_least", count=shown.count)
    if shown.percent is None:
        return say("figure.number.exact", count=shown.count)
    return say("figure.number.part", count=shown.count, of=shown.of, percent=shown.percent)


def held(label: str, what: Held, say: Phrases, **values: object) -> Withheld:
    """Return what stands in the place of something held back; ``values`` are the phrases'."""
    when, why = (
        say(key, **{slot: values[slot] for slot in say.slots(key)}) for key in (what.when, what.why)
    )
    return Withheld(label, when, why)


def figure(
    label: str, what: Guarded, note: str, say: Phrases, **values: object
) -> Figure | Withheld:
    """Return one number under its label, or why there is none."""
    if isinstance(what, Held):
        return held(label, what, say, **values)
    return Figure(label, number(what, say), note)


def number_or_when(told: Guarded, say: Phrases, k: int) -> str:
    """Return a number in words, or when it will be shown."""
    return number(told, say) if isinstance(told, Shown) else held("", told, say, k=k).when


def reason(what: Held, say: Phrases, k: int) -> str:
    """Return in words why something is held back."""
    return held("", what, say, k=k).reason
