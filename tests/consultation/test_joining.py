from bot.consultation.joining import lead, leads, members, put_together

AB = (("a", "b"),)


def test_what_is_alone_goes_by_itself() -> None:
    assert members("a", ()) == ("a",)
    assert lead("c", AB) == "c"


def test_what_is_together_goes_by_its_first() -> None:
    assert members("b", AB) == ("a", "b")
    assert lead("b", AB) == lead("a", AB) == "a"
    assert leads(("c", "b", "a", "d"), AB) == ("c", "a", "d")


def test_groups_grow_and_never_fall_apart() -> None:
    assert put_together("a", "b", ()) == AB
    assert put_together("b", "a", AB) == AB
    assert put_together("c", "a", AB) == (("c", "a", "b"),)
    assert put_together("b", "d", (*AB, ("c", "d"))) == (("a", "b", "c", "d"),)
    assert put_together("c", "d", AB) == (*AB, ("c", "d"))
