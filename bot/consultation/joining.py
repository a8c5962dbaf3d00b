"""Questions in words that too few answered alone, put together so that they can be read as one.

Only what is too small may be put together, and what is together stays so. Otherwise a question that
was read alone before would show, next to the two, which words are those of the small one.
"""

from collections.abc import Iterable

type Joined = tuple[tuple[str, ...], ...]
"""Groups of question ids, each of two or more. A group goes by its first."""


def members(question: str, joined: Joined) -> tuple[str, ...]:
    """Return the questions that are read as one with this one, itself among them."""
    return next((group for group in joined if question in group), (question,))


def lead(question: str, joined: Joined) -> str:
    """Return the id by which a question goes."""
    return members(question, joined)[0]


def leads(questions: Iterable[str], joined: Joined) -> tuple[str, ...]:
    """Return the ids by which all of these go, once each, in their order."""
    return tuple(dict.fromkeys(lead(question, joined) for question in questions))


def put_together(first: str, second: str, joined: Joined) -> Joined:
    """Return the groups with two questions, and all that is together with either, as one."""
    one, other = members(first, joined), members(second, joined)
    if one == other:
        return joined
    rest = tuple(group for group in joined if group not in (one, other))
    return (*rest, (*one, *other))
