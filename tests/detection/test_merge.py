"""What overlaps becomes one."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.found import Found, Label, Why
from bot.detection.merge import union


def found(
    start: int, end: int, label: Label = "PERSON", score: float = 0.5, why: Why = "list"
) -> Found:
    return Found(start, end, label, score, why)


def test_what_only_touches_stays_apart() -> None:
    assert union([found(4, 8), found(0, 4)]) == (found(0, 4), found(4, 8))


def test_the_strongest_names_the_whole() -> None:
    weak = found(0, 9, "PLACE", 0.4, "model")
    strong = found(5, 12, "SCHOOL", 0.8, "context")
    assert union([weak, strong]) == (found(0, 12, "SCHOOL", 0.8, "context"),)


def test_of_equals_the_longer_names_the_whole() -> None:
    assert union([found(0, 4, "PLACE"), found(2, 9)]) == (found(0, 9, "PERSON"),)
    assert union([found(0, 9, "PLACE"), found(2, 6)]) == (found(0, 9, "PLACE"),)


def test_of_twins_the_first_names_both() -> None:
    assert union([found(0, 4, "URL"), found(0, 4, "HANDLE")]) == (found(0, 4, "URL"),)


def test_a_chain_is_one_and_what_grew_is_no_stronger() -> None:
    chain = [found(0, 5, "AGE"), found(4, 9, "PLACE"), found(8, 14, "DATE")]
    assert union(chain) == (found(0, 14, "DATE"),)


FOUND = st.builds(
    lambda start, size, label, score: found(start, start + size, label, score),
    st.integers(0, 40),
    st.integers(1, 12),
    st.sampled_from(["PERSON", "PLACE", "PHONE"]),
    st.sampled_from([0.4, 0.6, 1.0]),
)


@given(st.lists(FOUND, max_size=12))
def test_no_letter_is_lost(many: list[Found]) -> None:
    joined = union(many)
    covered = {at for one in many for at in range(one.start, one.end)}
    assert {at for one in joined for at in range(one.start, one.end)} == covered
    assert all(left.end <= right.start for left, right in pairwise(joined))


@pytest.mark.parametrize("step", [0, 1, 3])
def test_time_grows_with_the_number_alone(step: int) -> None:
    def best(number: int) -> float:
        many = [found(at * step, at * step + 2) for at in range(number)]
        times = []
        for _ in range(3):
            began = time.process_time()
            union(many)
            times.append(time.process_time() - began)
        return min(times)

    assert best(40_000) < 4 * best(20_000) + 0.02
