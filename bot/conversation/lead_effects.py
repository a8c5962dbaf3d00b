"""What a safeguarding lead does, to be remembered."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settle:
    """The lead has dealt with a request or a concern. The text of a concern is destroyed at once;
    ``how`` a request ended (*contacted*, *unreached*) stands some days before it goes."""

    kind: Literal["request", "concern"]
    id: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class AskGlass:
    """The lead asks the second to agree that they find out whose words gave concern, and writes why;
    ``unsafe`` says why the person is not told, or is empty."""

    concern: str
    why: str
    unsafe: str = ""


@dataclass(frozen=True, slots=True)
class AgreeGlass:
    """The second lead agrees to that, or refuses it."""

    concern: str
    agree: bool


@dataclass(frozen=True, slots=True)
class OpenGlass:
    """The lead looks, once, how whoever wrote it can be reached. The person is told of it."""

    concern: str


@dataclass(frozen=True, slots=True)
class SaveHardWords:
    """The lead has looked through the phrases beside which support is offered, and leaves these."""

    phrases: tuple[str, ...]
