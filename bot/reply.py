"""What comes of a contributor's turn."""

from dataclasses import dataclass

from bot.conversation.events import Address
from bot.conversation.messages import Message


class RoundUnknown(LookupError):  # noqa: N818 - it says what is the matter
    """No round has this link."""


class RoundNotOpen(LookupError):  # noqa: N818 - as above
    """The round behind this link has not been opened yet."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the channel.

    ``carried`` is the state to bring along next time ("" once it is stored). ``address`` is who
    this is from now on, if ``known``. ``code_tried`` tells a limiter that a code was tried, ``stops``
    that the person has just stopped.
    """

    message: Message
    carried: str
    address: Address | None
    known: bool
    code_tried: bool = False
    stops: bool = False
