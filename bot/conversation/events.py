"""What a person did, in words no channel owns.

An adapter turns a platform's payload into an :class:`Inbound`; nothing below the adapters knows
what a button, a modal or a web form is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.consultation.redaction import Span

CODE_CHANNEL = "code"
"""Channel name of people who are known by the words they hold (web page and terminal)."""


LANGUAGE = "language"
"""The name under which a person's language stands beside their contact."""
HOURS = "hours"
"""The name under which the hours stand in which a person wants to be written to."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is known: a channel, its workspace or tenant, and the person's key there.

    For :data:`CODE_CHANNEL` the key is the slow hash of the person's code, never the code.
    """

    channel: str
    tenant: str
    user: str


@dataclass(frozen=True, slots=True)
class Said:
    """Free text, with the spans the detector found in it (offsets in characters).

    ``box`` is the field it was typed in ("" where a channel has none): a page that was left open
    may belong to another question than the one at hand.
    """

    text: str
    found: tuple[Span, ...] = ()
    box: str = ""


@dataclass(frozen=True, slots=True)
class Chose:
    """A button or choice, and the values of the fields it carries."""

    action: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """Return the first value of one field, or an empty string."""
        values = self.values.get(name, ())
        return values[0] if values else ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The person looked at the page. Changes nothing, unless they came ``back`` by an act of their
    own: that ends a pause, and leads from help or answers to where they were."""

    back: bool = False


Event = Said | Chose | Opened


@dataclass(frozen=True, slots=True)
class Inbound:
    """One delivery from a channel.

    ``delivery`` is unique for one act of one person (a repeated click carries the same one).
    ``address`` is None for a stranger. ``contact`` is what the channel needs to reach the person
    again and is stored encrypted if they consent. ``carried`` is the conversation's state as JSON
    while nothing of this person is stored (before consent, after sealing); it holds no words.
    ``channel`` names the words of the notice to use (``web``, ``terminal``, …).
    ``code`` is what a code leads to that somebody gave in a chat platform.
    ``language`` is the one that a person's device asks for, if we speak it.
    ``preview`` is True for a facilitator who looks at a draft.
    """

    delivery: str
    channel: str
    round_code: str
    event: Event
    address: Address | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    carried: str = ""
    preview: bool = False
    code: Address | None = None
    language: str = ""
