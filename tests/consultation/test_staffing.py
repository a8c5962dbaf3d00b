"""The rules about people and groups that the desk and the commands share."""

import pytest

from bot.consultation.model import Group, Role, Staff
from bot.consultation.staffing import NotFit, member_for, named, new_or_changed

ADA = Staff("ada", "Ada Bain", Role.ADMIN)
ISLA = Staff("isla", "Isla Gránt", Role.LEAD)
STAFF = (ADA, ISLA)
LEITH = Group("g1", "Leith", "young people", "Harbour Street")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Ann \n Orr ", "Ann Orr"), ("a" * 120, "a" * 120), ("Zoë", "Zoë"), ("安娜", "安娜")],
)
def test_a_name_is_kept_on_one_line(typed: str, kept: str) -> None:
    assert named(typed) == kept


@pytest.mark.parametrize("typed", ["", " \t\n", "a" * 121, "An\x1bn", "An\u202en", "\ud800", "\0"])
def test_what_cannot_be_shown_is_no_name(typed: str) -> None:
    with pytest.raises(NotFit) as caught:
        named(typed)
    assert (caught.value.reason, caught.value.values) == ("name", {"max": 120})


def test_a_new_name_is_a_new_member() -> None:
    assert member_for("Bo", Role.ADMIN, "new", STAFF, ADA) == Staff("new", "Bo", Role.ADMIN)
    assert member_for("Bo", Role.ADMIN, "new", ()) == Staff("new", "Bo", Role.ADMIN)


@pytest.mark.parametrize("name", ["Isla Gránt", "isla grant", "ISLA\u00a0GRANT"])
def test_a_name_that_is_there_already_is_that_member(name: str) -> None:
    assert member_for(name, Role.LEAD, "new", STAFF, ADA) == ISLA
    for role in set(Role) - {Role.LEAD}:
        with pytest.raises(NotFit) as caught:
            member_for(name, role, "new", STAFF, ADA)
        assert caught.value.reason == "other_role"
        assert caught.value.values == {"name": ISLA.name, "role": Role.LEAD}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_adds_themselves(role: Role) -> None:
    with pytest.raises(NotFit) as caught:
        member_for("ada bain", role, "new", STAFF, ADA)
    assert caught.value.reason == "yourself"


def test_whoever_runs_this_can_make_an_admin_a_new_link() -> None:
    assert member_for("Ada Bain", Role.ADMIN, "new", STAFF) == ADA


def test_a_group_is_there_once() -> None:
    same = Group("g2", "LEITH", "young  people", "harbour street")
    with pytest.raises(NotFit) as caught:
        new_or_changed(same, (LEITH,))
    assert caught.value.reason == "group_there"
    assert new_or_changed(LEITH, (LEITH,)) == LEITH
    for other in (
        Group("g2", "Leith", "young people", "Another"),
        Group("g2", "Leith", "parents", "Harbour Street"),
        Group("g2", "Fife", "young people", "Harbour Street"),
    ):
        assert new_or_changed(other, (LEITH,)) == other
