"""What every shape of a prompt file shares: values that cannot change, and the kinds of text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

type Slug = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)
]
"""A short name of small letters, digits and dashes."""

type Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""A sentence or a few."""

type Label = Annotated[str, StringConstraints(min_length=1, max_length=75)]
"""What fits on a choice in the narrowest channel."""

type WebAddress = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$", max_length=300)]


type PictureFile = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]+\.(svg|png|jpg)$", max_length=60)
]
"""The name of a picture in the folder `media`."""

type Sound = Annotated[
    str,
    StringConstraints(pattern=r"^(https://[^\s<>\"]+|[a-z0-9-]+\.(mp3|ogg))$", max_length=300),
]
"""Where something can be listened to: a web address, or a file in the folder `media`."""


class Shape(BaseModel):
    """A value that cannot change and takes no part it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def misfit(reason: str, *at: str | int) -> PydanticCustomError:
    """A broken rule between parts, to raise inside a validator.

    Args:
        reason: What is wrong, in plain words, without a full stop.
        at: The way from the validated shape to the part the fault should point at.
    """
    return PydanticCustomError("misfit", "{reason}", {"reason": reason, "at": at})


def refuse_repeats(ids: Iterable[str], group: str) -> None:
    """Refuse a list of shapes in which two share an id.

    Raises:
        PydanticCustomError: Points at the second of the two.
    """
    seen: set[str] = set()
    for place, each in enumerate(ids):
        if each in seen:
            raise misfit(f"the id “{each}” stands there twice; ids must differ", group, place, "id")
        seen.add(each)


def texts(value: object, *where: str | int) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in a shape, with the way to it, in the order of the shape."""
    match value:
        case str():
            yield where, value
        case Shape():
            for name, part in value:
                yield from texts(part, *where, name)
        case Mapping():
            for name, part in value.items():
                yield from texts(part, *where, name)
        case tuple():
            for place, part in enumerate(value):
                yield from texts(part, *where, place)
