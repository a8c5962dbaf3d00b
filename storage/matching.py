"""What the same people picked before and after: pure, and by pseudonym alone."""

from collections.abc import Iterable

from bot.consultation.disclosure import enough
from storage.vault import Held


def pairs(
    before: Iterable[Held], after: Iterable[Held], items: Iterable[str], k: int
) -> dict[str, list[tuple[str, str]]]:
    """Return by scale what those picked who answered it in both waves; a scale with fewer than k
    of them leaves nothing."""
    first, second = _picks(before), _picks(after)
    found: dict[str, list[tuple[str, str]]] = {}
    for item in items:
        mine, theirs = first.get(item, {}), second.get(item, {})
        both = mine.keys() & theirs.keys()
        if enough(len(both), k):
            found[item] = [(mine[pseud], theirs[pseud]) for pseud in both]
    return found


def _picks(held: Iterable[Held]) -> dict[str, dict[bytes, str]]:
    picks: dict[str, dict[bytes, str]] = {}
    for each in held:
        for pick in each.answer.picks[:1]:
            picks.setdefault(each.answer.question, {})[each.row.pseud] = pick
    return picks
