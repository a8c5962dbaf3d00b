"""Sites and waves: what hides, and what hides with it."""

import pytest

from bot.consultation.disclosure import Shown, Sites, Withheld, by_site

HELD = Withheld("figure.sites.held", "figure.sites.reason")
FEW = Withheld("figure.sites.held", "figure.people.reason")


def row(*counts: int) -> tuple[Shown, ...]:
    return tuple(Shown(count, exact=True) for count in counts)


def test_the_leaders_sessions() -> None:
    """28 and 27 questionnaires, of 8 + 10 + 10 and 7 + 10 + 10: at ten one site hides, and a second
    with it, or the total less the other two would give it away."""
    sites = {"Scottish Borders": (8, 7), "Stirling": (10, 10), "West Lothian": (10, 10)}

    assert by_site(sites, 10) == Sites(
        {"Scottish Borders": HELD, "Stirling": HELD, "West Lothian": row(10, 10)}, row(28, 27)
    )
    shown = {name: row(*counts) for name, counts in sites.items()}
    assert by_site(sites, 7) == Sites(shown, row(28, 27))
    assert by_site(sites, 8).rows["Stirling"] == HELD, "seven of one wave hide both waves"


@pytest.mark.parametrize(
    ("counts", "hidden", "totals"),
    [
        ([5, 5, 5, 5], "", [20]),
        ([4, 5, 5, 5], "ab", [19]),
        ([5, 4, 5, 5], "ab", [19]),
        ([5, 5, 5, 0], "cd", [15]),
        # Two small ones side by side are small together: others go with them.
        ([5, 5, 1, 2, 9, 9], "cdef", [31]),
        ([2, 2, 5, 5, 9, 9], "abef", [32]),
        ([2, 3, 5, 5], "ab", [15]),
        ([9, 9, 9, 9, 4], "cde", [40]),
        ([9, 9, 9, 9, 5], "", [41]),
        ([9, 9, 4], "abc", [22]),
        ([4], "a", [FEW]),
        ([6], "", [6]),
        ([1, 2], "ab", [FEW]),
        ([2, 2, 0, 0, 1], "abcde", [5]),
    ],
)
def test_sites_hide_by_fixed_pairs(
    counts: list[int], hidden: str, totals: list[int | Withheld]
) -> None:
    names = "abcdefgh"[: len(counts)]
    found = by_site({name: (count,) for name, count in zip(names, counts, strict=True)}, 5)

    assert {name for name, shown in found.rows.items() if shown == HELD} == set(hidden)
    for name, count in zip(names, counts, strict=True):
        assert name in hidden or found.rows[name] == row(count)
    assert found.totals == tuple(
        t if isinstance(t, Withheld) else Shown(t, exact=True) for t in totals
    )


def test_a_hidden_total_is_large_in_every_wave() -> None:
    sites = {"a": (9, 9), "b": (9, 9), "c": (9, 1), "d": (9, 1)}
    assert all(shown == HELD for shown in by_site(sites, 5).rows.values())
    assert by_site({}, 5) == Sites({}, ())


def test_a_table_with_a_hole_is_no_table() -> None:
    """A wave that one site lacks would else be left out of every total."""
    with pytest.raises(ValueError, match="shorter"):
        by_site({"a": (5, 5), "b": (5,)}, 5)
