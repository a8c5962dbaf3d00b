"""A table of sites and waves: how many people there were of each site, each time, with totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

from bot.consultation.disclosure.numbers import Guarded, Shown, Withheld, enough, floor

_TOO_FEW = Withheld("figure.sites.held", "figure.sites.reason")
_TOO_FEW_IN_ALL = Withheld("figure.sites.held", "figure.people.reason")


@dataclass(frozen=True, slots=True)
class Sites:
    """The table as it may be shown: for each site its numbers in the order of the waves, or that all
    of them are withheld; and the total of each wave over all sites, hidden ones included."""

    rows: dict[str, tuple[Shown, ...] | Withheld]
    totals: tuple[Guarded, ...]


def by_site(counts: Mapping[str, Sequence[int]], k: int, *, exact: bool = True) -> Sites:
    """Return a table of sites; ``counts`` gives the numbers of each site, one for each wave. Where
    numbers beside it are in steps, these have to be: not ``exact``.

    Sites hide two by two, in the order in which they stand: a site of which one number is too small
    takes the one beside it along, so that no total gives it away. Where two are small together,
    others follow. The pairs are fixed; which of two was the small one, or whether it had anybody,
    cannot be told from what is left.
    """
    pairs = list(batched(counts, 2))
    hidden = [pair for pair in pairs if not all(enough(n, k) for s in pair for n in counts[s])]
    shown = [pair for pair in pairs if pair not in hidden]
    while hidden and shown and not all(enough(n, k) for n in _totals(counts, hidden)):
        hidden.append(shown.pop())
    visible = {site for pair in shown for site in pair}
    return Sites(
        {
            site: tuple(_told(n, k, exact=exact) for n in row) if site in visible else _TOO_FEW
            for site, row in counts.items()
        },
        tuple(
            _told(n, k, exact=exact) if enough(n, k) else _TOO_FEW_IN_ALL
            for n in _totals(counts, pairs)
        ),
    )


def _told(count: int, k: int, *, exact: bool) -> Shown:
    return Shown(count, exact=True) if exact else Shown(count // floor(k) * floor(k))


def _totals(counts: Mapping[str, Sequence[int]], pairs: Sequence[Sequence[str]]) -> list[int]:
    return [sum(wave) for wave in zip(*(counts[s] for pair in pairs for s in pair), strict=True)]
