"""What the check finds in a set, where, and what it leaves in peace."""

from pathlib import Path
from typing import Final, get_args

import pytest

import prompts
from prompts.faults import shaped
from prompts.library import Library, phrases_alone
from prompts.lint import FAULTS, Finding, Kind, Limits, Linter, broken, hardest, whole
from prompts.reading import grade
from prompts.safe_yaml import PromptFault, read_yaml
from prompts.schema import QuestionSet
from prompts.tone import Tone

FIFTH: Final = (
    "What do the trauma informed principles of trust, choice, safety, collaboration, and "
    "empowerment mean to you and can you share any examples of these principles being used?"
)

TONE: Final = Tone.of(phrases_alone())

SET: Final = """\
id: small
version: 1
title: A small set
plain_title: A small set
about: For tests.
minutes: 2
attribution: {source: Ours, author: The Monday group, licence: CC BY 4.0}
changes:
  - {version: 1, date: 2026-11-22, what: The first version.}
questions:
  - id: read
    kind: card
    wording:
      original: {ask: The room, body: There is a room.}
      plain: {ask: The room, body: There is a room.}
  - id: room
    kind: text
    wording:
      original:
        ask: What is it like in there?
        hint: Say what you like.
      plain:
        ask: What is it like in there?
        hint: Say what you like.
  - id: warm
    kind: likert
    wording:
      original: {ask: The room is warm.}
      plain: {ask: The room is warm.}
  - id: pick
    kind: one
    wording:
      original: {ask: Where do you sit?}
      plain: {ask: Where do you sit?}
    options:
      - {id: door, label: By the door}
      - {id: window, label: By the window}
"""


def small() -> QuestionSet:
    return shaped(read_yaml("sets/small.yaml", SET.encode()), QuestionSet)


def found(old: str, new: str, *limits: Limits, times: int = 1) -> tuple[Finding, ...]:
    """What the check finds in the small set after a change."""
    assert old in SET
    document = read_yaml("sets/small.yaml", SET.replace(old, new, times).encode())
    return Linter(document, shaped(document, QuestionSet), limits, TONE).findings()


def test_a_sound_set_is_left_in_peace() -> None:
    assert found("id: small", "id: small", Limits("Slack", 3000, 75)) == ()


ROOM: Final = "      plain:\n        ask: What is it like in there?"


@pytest.mark.parametrize(
    ("old", "new", "kind", "place", "values"),
    [
        (ROOM, f'      plain:\n        ask: "{FIFTH}"', "hard", (22, "room", "plain"),
         {"grade": "9.1", "most": "5"}),
        (ROOM, f'      plain:\n        ask: "{FIFTH}"', "long", (22, "room", "plain"),
         {"words": 27, "most": 15}),
        (ROOM, f'      plain:\n        ask: "{FIFTH}"', "double", (23, "room", "plain"),
         {"words": "and can you share any"}),
        ("ask: What is it", "ask: What does it mean and is it", "double", (20, "room", "original"),
         {"words": "does it mean and is"}),
        ("{ask: The room is warm.}", "{ask: The room is warm and dry.}", "double", (28, "warm", "original"), {"words": "warm and dry"}),
        ("ask: Where do you sit?", "ask: Why do you sit?", "probing", (33, "pick", "original"),
         {"words": "Why"}),
        ("hint: Say what you like.", "hint: Say why you like it.", "probing", (21, "room", "original"),
         {"words": "why"}),
        ("ask: Where do you sit?", "ask: Isn't it good to sit?", "nudging", (33, "pick", "original"),
         {"words": "Isn't it"}),
        ("hint: Say what you like.", "hint: Please say it all.", "tone", (21, "room", "original"),
         {"words": "Please", "because": "This presses. Leave people free to say no.",
          "text": "Please say it all."}),
        ("body: There is a room.", "body: See this great room.", "nudging", (14, "read", "original"),
         {"words": "this great"}),
        ("plain_title: A small set", "plain_title: Organisational considerations", "hard", (4, "", ""),
         {"grade": "50.1", "most": "5"}),
    ],
)  # fmt: skip
def test_a_slip_is_found_where_it_stands(
    old: str, new: str, kind: Kind, place: tuple[int, str, str], values: dict[str, object]
) -> None:
    hits = [each for each in found(old, new) if each.kind == kind]

    assert [(each.line, each.question, each.style) for each in hits] == [place]
    assert hits[0].values == values
    assert hits[0].path == "sets/small.yaml"
    assert not hits[0].is_fault


def test_the_words_of_a_source_may_be_hard_and_long() -> None:
    original = "      original:\n        ask: What is it like in there?"
    kinds = [each.kind for each in found(original, f'      original:\n        ask: "{FIFTH}"')]

    assert kinds == ["double"]


def test_a_card_asks_nothing() -> None:
    assert found("body: There is a room.", "body: Why is there a room? And is it warm?") == ()


def test_a_hint_is_no_second_question() -> None:
    assert found("hint: Say what you like.", "hint: Is it warm? Is it dry?") == ()


def test_hint_and_body_are_read_with_the_question() -> None:
    long = "This goes on " + "and on " * 8
    hard = found(
        "plain: {ask: The room, body: There is a room.}", f"plain: {{ask: A, body: {long}}}"
    )

    assert [(each.kind, each.values["words"]) for each in hard] == [("long", 20)]


def test_a_blank_is_still_to_be_written_but_not_what_stands_beside_it() -> None:
    blanks = SET.replace("minutes: 2", "minutes: 2\ntemplate: true")
    blanks = blanks.replace("ask: What is it like in there?", "ask: Why ___ and is it ___?")
    document = read_yaml(
        "sets/small.yaml", blanks.replace("The room is warm.", "It's why.").encode()
    )

    assert Linter(document, shaped(document, QuestionSet)).findings() == ()
    with_slip = blanks.replace("Where do you sit?", "Why do you sit?")
    document = read_yaml("sets/small.yaml", with_slip.encode())
    assert [
        (each.kind, each.question)
        for each in Linter(document, shaped(document, QuestionSet)).findings()
    ] == [("probing", "pick")] * 2


def test_findings_come_by_line() -> None:
    hits = found("What is it like in there?", "Why is it like that, and is it good?", times=2)

    assert [each.line for each in hits] == [20, 20, 23, 23]
    assert {each.kind for each in hits} == {"double", "probing"}


# --- what fits into a channel --------------------------------------------------------------------


def test_a_step_too_long_for_a_channel_is_a_fault() -> None:
    length = len(whole(small().question("room").wording["plain"]))

    assert found("id: small", "id: small", Limits("Pigeon", length)) == ()
    hits = found("id: small", "id: small", Limits("Pigeon", length - 1))
    assert [(each.kind, each.line, each.question, each.style) for each in hits] == [
        ("limit", 19, "room", "original"), ("limit", 22, "room", "plain"),
    ]  # fmt: skip
    assert hits[0].values == {"channel": "Pigeon", "most": length - 1, "length": length}
    assert hits[0].is_fault


def test_a_label_too_long_for_a_channel_is_a_fault() -> None:
    fits, narrow = Limits("Web", 3000), Limits("Pigeon", 3000, 12)
    hits = found("id: small", "id: small", fits, narrow)

    assert [(each.kind, each.line, each.question, each.style) for each in hits] == [
        ("label", 37, "pick", "")
    ]
    assert hits[0].values == {"channel": "Pigeon", "most": 12, "length": 13}
    assert hits[0].is_fault


def test_only_rules_and_limits_are_faults() -> None:
    assert {"fault", "limit", "label"} == FAULTS


# --- broken rules --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "step", "reason"),
    [
        ("    kind: one", "    knid: one", "pick", "“knid” is not a name that belongs here"),
        ("id: pick", "id: room", "room", "the id “room” stands there twice; ids must differ"),
        ("      plain: {ask: Where do you sit?}\n", "", "pick", "the plain wording is missing"),
        ("minutes: 2", "minutes: many", "", "“minutes” needs a whole number"),
        ("id: read", "id: [read]", "", "“id” needs a text"),
        ("  - id: read", "  - read\n  - id: read", "", "“questions” needs named parts below it"),
    ],
)
def test_a_broken_rule_names_its_step(old: str, new: str, step: str, reason: str) -> None:
    document = read_yaml("sets/small.yaml", SET.replace(old, new, 1).encode())
    with pytest.raises(PromptFault) as caught:
        shaped(document, QuestionSet)

    finding = broken(caught.value, document)

    assert (finding.kind, finding.question, finding.values) == ("fault", step, {"reason": reason})
    assert finding.line == caught.value.line
    assert finding.is_fault


def test_a_broken_rule_of_a_file_that_cannot_be_read_has_no_step(library: Library) -> None:
    finding = broken(PromptFault("sets/a.yaml", 3, "the file is empty"))

    assert finding.question == ""
    assert finding.said(library.phrases()) == "sets/a.yaml, line 3: the file is empty."


# --- what is shipped -----------------------------------------------------------------------------


def test_every_finding_can_be_said(library: Library) -> None:
    say = library.phrases()
    hits = [
        *found(ROOM, f'      plain:\n        ask: "{FIFTH}"', Limits("Pigeon", 60, 12)),
        *found("ask: Where do you sit?", "ask: Why do you sit?"),
        *found("ask: Where do you sit?", "ask: Surely you sit?"),
        *found("ask: Where do you sit?", "ask: Please say where you sit."),
        *found("plain_title: A small set", "plain_title: Organisational considerations"),
    ]

    # What is found in phrases, tests/prompts/test_plain_phrases.py says.
    kinds = {each.kind for each in hits} | {"fault", "phrase_hard", "phrase_long", "word"}
    assert kinds == set(get_args(Kind.__value__))
    assert all(say.has(f"check.found.{kind}") for kind in kinds)
    said = {each.said(say) for each in hits}
    assert (
        "sets/small.yaml, line 33, step pick, original: “Why” may probe. Ask what or when instead."
    ) in said
    assert (
        "sets/small.yaml, line 37, step pick: this label has 13 characters. Pigeon fits 12."
    ) in said
    assert (
        "sets/small.yaml, line 4: the plain words read at grade 50.1. Aim for 5 or lower."
    ) in said


def shipped(library: Library) -> list[Finding]:
    """Everything that is found in the sets that are shipped."""
    folder = Path(prompts.__file__).parent / "sets"
    documents = {
        name: read_yaml(f"sets/{name}.yaml", (folder / f"{name}.yaml").read_bytes())
        for name in library.sets
    }
    return [
        finding
        for name, each in library.sets.items()
        for finding in Linter(documents[name], each, (Limits("Slack", 3000, 75),), TONE).findings()
    ]


def test_every_shipped_plain_wording_is_left_in_peace(library: Library) -> None:
    assert [each for each in shipped(library) if each.style != "original"] == []


def test_the_fifth_question_of_the_source_is_found(library: Library) -> None:
    school = library.sets["school-sessions"]
    assert school.question("principles").wording["original"].ask == FIFTH

    hits = [each for each in shipped(library) if each.path == "sets/school-sessions.yaml"]

    assert ("principles", "original", "double") in [(e.question, e.style, e.kind) for e in hits]
    assert hardest(school, "original") >= grade(FIFTH) > 13


def test_the_source_asks_more_than_one_thing_here_and_nowhere_else(library: Library) -> None:
    """Said of the source's words, to whoever picks them for a round; and no leaning, no probing."""
    assert {(each.question, each.kind) for each in shipped(library)} == {
        (step, "double")
        for step in (
            "participation", "done-well", "principles",
            "trust", "choice", "safety", "collaboration", "empowerment",
            "what-it-is", "importance", "how-far", "next-steps",
            "supported", "role", "next-years",
        )
    }  # fmt: skip


def test_the_hardest_step_gives_a_set_its_grade() -> None:
    assert hardest(of_one(FIFTH), "original") == grade(f"{FIFTH} Say what you like.")
    assert hardest(small(), "plain") == max(
        grade(whole(step.wording["plain"])) for step in small().questions
    )


def of_one(asked: str) -> QuestionSet:
    """The small set with one original question in other words."""
    text = SET.replace("ask: What is it like in there?", f'ask: "{asked}"', 1)
    return shaped(read_yaml("sets/small.yaml", text.encode()), QuestionSet)
