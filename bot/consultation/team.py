"""Who runs a round, out of what experience, and what is there for them.

That somebody has lived experience is theirs to tell. They are named as such only if they chose to
be, for this round alone, and the name goes when the round is sealed.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.consultation.model import Round

KINDS: Final = ("work", "lead", "lived")
"""Experience from working in the field, from leading, and lived experience."""
READY: Final = ("prepared", "debrief", "step_back")
"""What has to be there for everybody who is named."""
CHOSE: Final = "yes"


def named(round_: Round) -> dict[str, str]:
    """Return who is named, by kind of experience."""
    names = {"work": round_.team_work, "lead": round_.team_lead, "lived": round_.team_lived}
    if CHOSE not in round_.team_chose:
        del names["lived"]
    return {kind: name for kind, name in names.items() if name.strip()}


def unready(round_: Round) -> Iterator[str]:
    """Yield the fields that still lack something."""
    if round_.team_lived.strip() and CHOSE not in round_.team_chose:
        yield "team_chose"
    if named(round_) and not {*READY} <= {*round_.team_ready}:
        yield "team_ready"


def without_lived(round_: Round) -> Round:
    """Return a round that says of nobody that they have lived experience."""
    return replace(round_, team_lived="", team_chose=())
