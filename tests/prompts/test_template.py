"""A template is there to be filled in: no round can be made of it before."""

from datetime import UTC, datetime
from pathlib import Path

from bot.consultation.model import Role, Round, Staff
from bot.consultation.rounds import Gate, missing
from bot.conversation.desk import DeskFacts
from bot.conversation.facilitator_form import options
from prompts.library import Library

NOW = datetime(2027, 1, 11, 12, tzinfo=UTC)


def filled(root: Path) -> Library:
    """The library with the panel's template copied and filled in."""
    text = (root / "sets" / "expert-panel.yaml").read_text("utf-8")
    text = text.replace("id: expert-panel", "id: our-panel").replace("template: true\n", "")
    text = text.replace("___", "What is missing?")
    (root / "sets" / "our-panel.yaml").write_text(text, "utf-8")
    return Library.load(root)


def is_refused(library: Library, question_set: str) -> bool:
    """Whether the gate through which every round opens names this set as a reason."""
    draft = Round(id="r", code="c", facilitator="f", question_set=question_set)
    gate = Gate(now=NOW, staff={}, groups=(), sets=library.sets, support=library.support())
    return "gate.question_set" in {each.phrase for each in missing(draft, gate)}


def test_a_round_opens_with_a_filled_copy_and_never_with_the_template(root: Path) -> None:
    library = filled(root)

    assert is_refused(library, "expert-panel")
    assert not is_refused(library, "our-panel")


def test_a_facilitator_is_offered_every_set_but_samples_and_templates(root: Path) -> None:
    library = filled(root)
    facts = DeskFacts(
        now=NOW,
        me=Staff("f", "Morven Reid", Role.FACILITATOR),
        say=library.phrases(),
        staff={},
        rounds=(),
        sets=library.sets,
        support=library.support(),
    )

    offered = [name for name, _ in options("question_set", facts)]

    assert offered == [
        "delivery-group", "five-principles", "leaders-outcomes", "our-panel", "reacts", "reflection",
        "school-sessions",
    ]  # fmt: skip
