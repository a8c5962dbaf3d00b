"""The question sets that are shipped: the words of their sources, and plain ones that are plain."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, get_args

import pytest

from prompts.library import Library, PromptFault
from prompts.lint import whole
from prompts.schema import Kind, QuestionSet

NOTICE: Final = Path(__file__).parents[2] / "NOTICE"
SUMMARY: Final = (
    "Power sharing with experts by experience, for social work leaders: summary of learning "
    "(May 2025)"
)
MINUTES: Final = (
    "Trauma Responsive Social Work Services Partnership Delivery Group: minutes: April 2025"
)

# Which sets there are, and the source each stands on; the sample is ours.
SOURCES: Final = {
    "after-outcome": "Written for Heardback",
    "delivery-group": MINUTES,
    "expert-panel": MINUTES,
    "five-principles": SUMMARY,
    "got-it-right": "Written for Heardback",
    "kinds-sample": "Written for Heardback",
    "leaders-outcomes": SUMMARY,
    "reacts": SUMMARY,
    "reflection": SUMMARY,
    "school-sessions": SUMMARY,
}

# Every question as its source has it, word for word.
VERBATIM: Final = {
    "school-sessions": {
        "introduction": "Power sharing in the context of trauma responsive social work services is "
        "about collaboratively developing routine, safe and meaningful processes so that those of "
        "us who are affected by trauma are, when we wish to be, involved in decision making about "
        "how services and systems are designed and delivered. This can create services and systems "
        "that are designed around people's needs.",
        "participation": "What is good about participation, co-design, co-delivery?",
        "done-well": "What does it feel and look like when these are done well?",
        "power-sharing": "What does power sharing with people with lived experience mean to you?",
        "trauma-informed": "What does trauma informed and responsive mean to you?",
        "principles": "What do the trauma informed principles of trust, choice, safety, "
        "collaboration, and empowerment mean to you and can you share any examples of these "
        "principles being used?",
    },
    "delivery-group": {
        "role": "What is the role of your organisation in supporting our shared aim and delivering "
        "on our shared priorities?",
        "gaps": "Are there any specific gaps you see in delivering this ambition that the "
        "Partnership Delivery Group need to focus on more?",
        "next-years": "What can your organisation do across 25-27 to help support our ambition and "
        "to deliver progress against our aim?",
    },
}
# What the source reports in the third person; "…" is where "their organisation" and the like turn
# into a sentence about oneself.
REPORTED: Final = {
    "leaders-outcomes": {
        "what-it-is": "recognise and describe what power sharing with experts by experience is and "
        "is not",
        "importance": "recognise and describe the importance of power sharing with experts by "
        "experience for developing trauma informed and responsive organisations",
        "good-practice": "identify examples of good practice of power sharing with experts by "
        "experience including those within … organisation",
        "how-far": "have explored and evaluated to what extent … organisation is currently sharing "
        "power with experts by experience",
        "next-steps": "have identified priorities and actions required to enhance opportunities "
        "for power sharing with experts by experience in … organisation",
    },
    "reacts": {
        "useful": "found the session useful",
        "recommend": "would recommend … to others",
        "led": "session leaders led the session effectively",
        "supported": "felt supported by the session participants and leaders",
        "intend": "intend to do with … learning from the sessions",
        "most-helpful": "the most helpful aspects of training",
        "improve": "the sessions … be improved",
    },
    "reflection": {
        "helped": "What helped",
        "differently": "wish to do differently, or more of with regards the design and delivery "
        "process",
    },
}


def plain(each: QuestionSet) -> list[str]:
    """What a contributor reads in the plain wording, one text a step."""
    return [whole(question.wording["plain"]) for question in each.questions]


def test_what_is_shipped(library: Library) -> None:
    assert {name: each.attribution.source for name, each in library.sets.items()} == SOURCES
    assert [name for name, each in library.sets.items() if each.sample] == ["kinds-sample"]
    assert [name for name, each in library.sets.items() if each.template] == ["expert-panel"]


def test_what_others_wrote_says_so_in_its_file_and_in_the_notice(library: Library) -> None:
    notice = NOTICE.read_text("utf-8")
    for name, each in library.sets.items():
        if not (each.sample or each.follows):
            assert each.attribution.licence == "Open Government Licence v3.0"
            assert each.attribution.author.startswith("Scottish Government")
            assert f"prompts/sets/{name}.yaml" in notice
        assert each.changes[-1].version == each.version


@pytest.mark.parametrize("set_id", VERBATIM)
def test_a_question_is_asked_in_the_words_of_its_source(library: Library, set_id: str) -> None:
    steps = {step.id: step for step in library.sets[set_id].questions if not step.sample}

    assert steps.keys() == VERBATIM[set_id].keys()
    for name, said in VERBATIM[set_id].items():
        original = steps[name].wording["original"]
        assert said == (original.body if steps[name].kind == "card" else original.ask)
        assert not original.hint


@pytest.mark.parametrize("set_id", REPORTED)
def test_a_report_becomes_a_question_in_the_same_words(library: Library, set_id: str) -> None:
    steps = {step.id: step.wording["original"].ask for step in library.sets[set_id].questions}

    assert steps.keys() == REPORTED[set_id].keys()
    for name, said in REPORTED[set_id].items():
        places = [steps[name].find(part) for part in said.split(" … ")]
        assert -1 not in places
        assert places == sorted(places)


def test_leaders_rate_five_outcomes_and_nothing_else(library: Library) -> None:
    assert [step.kind for step in library.sets["leaders-outcomes"].questions] == ["likert"] * 5


def test_reacts_has_four_statements_and_three_boxes(library: Library) -> None:
    kinds = [step.kind for step in library.sets["reacts"].questions]

    assert kinds == ["likert"] * 4 + ["text"] * 3


def test_the_school_sessions_have_two_parts(library: Library) -> None:
    school = library.sets["school-sessions"]

    assert school.parts == ("First session", "Second session")
    first = [step for step in school.questions if step.part == "First session"]
    second = [step for step in school.questions if step.part == "Second session"]
    assert [step.kind for step in first] == ["card", "card", "text", "text"]
    assert [step.kind for step in second] == ["text"] * 5
    assert [step.id for step in school.questions if step.sample] == [
        "story", "story-helped", "story-next",
    ]  # fmt: skip
    assert "is a sample" in school.about


def test_the_panel_has_room_for_three_questions_in_both_wordings(library: Library) -> None:
    panel = library.sets["expert-panel"]

    assert panel.blanks == 6
    for step in panel.questions:
        assert {wording.ask for wording in step.wording.values()} == {"___"}
    assert (
        "three questions to help identify any gaps to embedding trauma responsive practice that "
        "should be prioritised" in panel.about
    )


def test_what_asks_about_oneself_says_what_may_be_left_out(library: Library) -> None:
    asked = {
        "school-sessions": ("story-next", "power-sharing", "trauma-informed", "principles"),
        "five-principles": ("trust", "choice", "safety", "collaboration", "empowerment"),
        "expert-panel": ("first", "second", "third"),
    }

    for set_id, steps in asked.items():
        for step in steps:
            hint = library.sets[set_id].question(step).wording["plain"].hint
            assert "eave" in hint or "do not have to" in hint


def test_other_files_beside_the_sets_are_passed_over(root: Path) -> None:
    (root / "sets" / "notes.txt").write_text("Ask the Monday group first.", "utf-8")

    assert set(Library.load(root).sets) == set(SOURCES)


def test_a_set_that_would_be_overlooked_is_named(root: Path) -> None:
    (root / "sets" / "small.yml").write_text("id: small\n", "utf-8")

    with pytest.raises(PromptFault, match=r"sets/small\.yml, line 1: .* must end in \.yaml$"):
        Library.load(root)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Library.load(tmp_path)


@pytest.mark.parametrize("set_id", SOURCES)
def test_the_plain_wording_is_plain(
    library: Library, hard_to_read: Callable[[str], list[str]], set_id: str
) -> None:
    each = library.sets[set_id]

    assert [hard for text in plain(each) for hard in hard_to_read(text)] == []
    assert hard_to_read(each.plain_title) == []


def test_the_five_principles_keep_the_words_of_their_source(library: Library) -> None:
    principles = library.sets["five-principles"]

    assert [question.id for question in principles.questions] == [
        "trust", "choice", "safety", "collaboration", "empowerment",
    ]  # fmt: skip
    for question in principles.questions:
        assert question.kind == "text"
        assert question.wording["original"].ask == (
            f"What does the trauma informed principle of {question.id} mean to you and can you "
            "share any examples of this principle being used?"
        )
        assert "You can leave the example out." in question.wording["plain"].hint
    assert (principles.version, principles.asked, principles.minutes) == (1, 5, 10)


def test_the_sample_shows_every_kind_once(library: Library) -> None:
    kinds = [question.kind for question in library.sets["kinds-sample"].questions]

    assert sorted(kinds) == sorted(get_args(Kind.__value__))


def test_agreement_has_five_steps_and_a_middle(library: Library) -> None:
    labels = library.phrases().many("likert.labels")

    assert len(labels) == 5
    assert (labels[0], labels[-1]) == ("Strongly disagree", "Strongly agree")
