"""Question sets: the rules a file must keep, the words in which a broken one is named, and pinning."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from prompts.faults import shaped
from prompts.library import Library
from prompts.safe_yaml import PromptFault, read_yaml
from prompts.schema import QuestionSet

SET = """\
id: small
version: 1
title: A small set
plain_title: A small set
about: For tests.
minutes: 2
attribution:
  source: Ours
  author: The Monday group
  licence: CC BY 4.0
  url: https://example.org/set
changes:
  - version: 1
    date: 2026-11-22
    what: The first version.
questions:
  - id: read
    kind: card
    wording:
      original: {ask: Read this, body: A story.}
      plain: {ask: Read this, body: A story.}
  - id: pick
    kind: one
    theme: Picking
    wording:
      original: {ask: "Which?"}
      plain: {ask: "Which?"}
    options:
      - {id: red, label: Red}
      - {id: blue, label: Blue}
"""


def made(text: str) -> QuestionSet:
    return shaped(read_yaml("sets/small.yaml", text.encode()), QuestionSet)


def test_a_set_is_read_with_its_numbers_and_days() -> None:
    small = made(SET)

    assert (small.version, small.minutes, small.sample) == (1, 2, False)
    assert small.changes[0].date.isoformat() == "2026-11-22"
    assert small.question("pick").options[1].label == "Blue"
    assert small.asked == 1


def test_a_step_that_is_not_there_is_not_found() -> None:
    with pytest.raises(KeyError):
        made(SET).question("sing")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("minutes: 2\n", "", 1, "“minutes” is missing"),
        ("  author: The Monday group\n", "", 7, "“author” is missing"),
        ("minutes: 2", "minuets: 2", 6, "“minuets” is not a name that belongs here"),
        ("    theme: Pick", "    topic: Pick", 24, "“topic” is not a name that belongs here"),
        ("minutes: 2", "minutes: two", 6, "“minutes” needs a whole number"),
        ("minutes: 2", "minutes: 0", 6, "“minutes” must be 1 or more"),
        ("minutes: 2", "minutes: 500", 6, "“minutes” must be 120 or less"),
        ("minutes: 2", "minutes: 2\nsample: perhaps", 7, "“sample” needs true or false"),
        ("title: A small set", "title:", 3, "“title” is empty"),
        ("title: A small set", "title: [a]", 3, "“title” needs a text"),
        ("title: A small set", f"title: {'a' * 301}", 3, "“title” is too long; at most 300"),
        ("2026-11-22", "yesterday", 14, "“date” needs a day such as 2027-03-08"),
        ("https://example", "http://example", 11, "“url” needs an address that starts with http"),
        ("id: small", "id: Small Set", 1, "“id” takes small letters, digits and single dashes"),
        ("id: pick", "id: pick_one", 22, "“id” takes small letters, digits and single dashes"),
        ("kind: one", "kind: several-of", 23, "“kind” must be 'text', 'likert', 'one'"),
        ("id: pick", "id: read", 22, "the id “read” stands there twice"),
        ("id: blue", "id: red", 30, "the id “red” stands there twice"),
        ("kind: one", "kind: text", 28, "a question of the kind “text” takes no options"),
        ("      - {id: blue, label: Blue}\n", "", 28, "needs at least two options"),
        ("    options:\n      - {id: red, label: Red}\n      - {id: blue, label: Blue}\n", "", 22,
         "needs at least two options"),
        ('      plain: {ask: "Which?"}\n', "", 25, "the plain wording is missing"),
        ('      original: {ask: "Which?"}\n', "", 25, "the original wording is missing"),
        ('      plain: {ask: "Which?"}', '      easy: {ask: "Which?"}', 27,
         "“easy” must be 'original' or 'plain'"),
        ('plain: {ask: "Which?"}', 'plain: {ask: "Which?", body: B}', 27, "use hint"),
        ("plain: {ask: Read this, body: A story.}", "plain: {ask: Read this}", 21, "needs a body"),
        ("version: 1\ntitle", "version: 2\ntitle", 2, "the change log ends at version 1"),
        ("attribution:\n", "attribution: ours\nx:\n", 8, "“x” is not a name that belongs here"),
        ("changes:\n  - version: 1\n    date: 2026-11-22\n    what: The first version.\n",
         "changes: first\n", 12, "“changes” needs a list"),
        ("changes:\n  - version: 1\n    date: 2026-11-22\n    what: The first version.\n",
         "changes: []\n", 12, "“changes” needs at least 1"),
        ('    wording:\n      original: {ask: "Which?"}\n      plain: {ask: "Which?"}\n',
         "    wording: Which?\n", 25, "“wording” needs named parts below it"),
        ("      - {id: red, label: Red}", "      - Red", 29, "“options” needs named parts"),
        ("minutes: 2", "minutes: 2\ntemplate: true", 7, "every blank is filled in; take this line"),
        ("theme: Picking", "theme: Picking\n    part: Second", 22, "a part for every step, or for none"),
        ("kind: card", "kind: card\n    part: First", 23, "a part for every step, or for none"),
        ("kind: card", "kind: card\n    part: ''\n    sample: maybe", 20, "“sample” needs true or"),
        ("kind: card", "kind: card\n    attribute: true", 19, "only a question with one choice can be"),
        ("kind: one", "kind: several\n    attribute: true", 24, "only a question with one choice can be"),
        ("kind: card", "kind: card\n    easy:\n      - One.\n      - " + "a " * 11, 21, "has 10 words at most"),
        ("kind: card", "kind: card\n    picture: {file: a.svg, alt: A}", 19, "write them too"),
        ("kind: card", "kind: card\n    picture: {file: ../a.svg, alt: A}", 19, "the name of a picture"),
        ("kind: card", "kind: card\n    picture: {file: a.svg}", 19, "“alt” is missing"),
        ("kind: card", "kind: card\n    bsl: http://a.example", 19, "starts with https://"),
        ("kind: card", "kind: card\n    audio: a.wav", 19, "https://, or a file such as trust.mp3"),
        ('      plain: {ask: "Which?"}', "".join(f"      a{n}: b\n" for n in range(9)), 25,
         "there are too many wordings here"),
    ],
)  # fmt: skip
def test_a_broken_rule_names_file_line_and_reason(
    old: str, new: str, line: int, reason: str
) -> None:
    assert old in SET
    with pytest.raises(PromptFault) as caught:
        made(SET.replace(old, new, 1))

    assert reason in caught.value.reason
    assert (caught.value.path, caught.value.line) == ("sets/small.yaml", line)


@pytest.mark.parametrize(
    "asked",
    ["What is your date of birth?", "When were you born?", "Your DOB, please", "Your birthday?"],
)
def test_no_question_asks_for_a_date_of_birth(asked: str) -> None:
    with pytest.raises(PromptFault, match="never ask for a date of birth"):
        made(SET.replace('plain: {ask: "Which?"}', f'plain: {{ask: "{asked}"}}'))
    hint = f'plain: {{ask: "Which?", hint: "{asked}"}}'
    with pytest.raises(PromptFault, match="never ask for a date of birth"):
        made(SET.replace('plain: {ask: "Which?"}', hint))


def test_one_question_of_a_set_may_be_its_attribute() -> None:
    marked = SET.replace("kind: one", "kind: one\n    attribute: true")
    second = marked[marked.index("  - id: pick") :].replace("id: pick", "id: role")

    assert made(SET).attribute == ""
    assert made(marked).attribute == "pick"
    assert QuestionSet.unpin(made(marked).pin()).attribute == "pick"
    with pytest.raises(PromptFault) as caught:
        made(marked + second)
    assert "a set has one attribute at most" in caught.value.reason
    assert caught.value.line == 34


# Wherever a person may forget to write: every text of a set.
@pytest.mark.parametrize(
    ("old", "line"),
    [
        ("title: A small set\nplain", 3),
        ("plain_title: A small set", 4),
        ("about: For tests.", 5),
        ("source: Ours", 8),
        ("author: The Monday group", 9),
        ("what: The first version.", 15),
        ("theme: Picking", 24),
        ('original: {ask: "Which?"}', 26),
        ('plain: {ask: "Which?"}', 27),
        ("{id: blue, label: Blue}", 30),
    ],
)
def test_a_blank_is_found_wherever_it_is_left(old: str, line: int) -> None:
    name, _, said = old.rpartition(": ")
    blank = f"{name}: ___" + ("}" if said.endswith("}") else "\nplain" * said.endswith("\nplain"))
    assert old in SET
    with pytest.raises(PromptFault) as caught:
        made(SET.replace(old, blank, 1))

    assert (caught.value.line, caught.value.reason) == (
        line,
        "a blank (___) is left here; fill it in",
    )


def test_a_template_has_blanks_and_is_not_offered() -> None:
    template = made(
        SET.replace('"Which?"', '"Which ____ or _____?"').replace(
            "\nminutes", "\ntemplate: true\nminutes"
        )
    )

    assert (template.template, template.blanks, template.offered) == (True, 4, False)
    assert QuestionSet.unpin(template.pin()) == template


def test_low_lines_of_a_word_are_no_blank() -> None:
    small = made(SET.replace("A story.", "Say __init__ or snake_case."))

    assert (small.blanks, small.offered) == (0, True)


def test_a_sample_is_not_offered() -> None:
    assert not made(SET.replace("\nminutes", "\nsample: true\nminutes")).offered


def with_parts(*parts: str) -> QuestionSet:
    """The small set with one step a part, in this order."""
    head, steps = SET[: SET.index("  - id: read")], SET[SET.index("  - id: pick") :]
    return made(
        head
        + "".join(
            steps.replace("id: pick", f"id: pick-{number}\n    part: {part}")
            for number, part in enumerate(parts)
        )
    )


def test_a_set_may_have_parts() -> None:
    small = with_parts("First visit", "First visit", "Second visit")

    assert small.parts == ("First visit", "Second visit")
    assert [step.part for step in small.questions] == ["First visit", "First visit", "Second visit"]
    assert made(SET).parts == ()


def test_a_part_stays_together() -> None:
    with pytest.raises(
        PromptFault, match="line 37: the part “First” goes on here; keep it together"
    ):
        with_parts("First", "Second", "First")


def test_a_step_may_be_a_sample() -> None:
    small = made(SET.replace("kind: card", "kind: card\n    sample: true"))

    assert [step.sample for step in small.questions] == [True, False]
    assert small.offered


def test_a_pinned_set_from_before_parts_and_templates_comes_back() -> None:
    pinned = json.loads(made(SET).pin())
    del pinned["template"]
    for step in pinned["questions"]:
        del step["part"], step["sample"]

    assert QuestionSet.unpin(json.dumps(pinned)) == made(SET)


def test_a_set_of_cards_alone_asks_nothing() -> None:
    with pytest.raises(PromptFault, match="line 16: a set needs at least one question"):
        made(SET[: SET.index("  - id: pick")])


def test_a_set_has_an_end() -> None:
    card = SET[SET.index("  - id: read") : SET.index("  - id: pick")]
    many = "".join(card.replace("id: read", f"id: read-{each}") for each in range(40))

    with pytest.raises(PromptFault, match="line 16: “questions” takes at most 40"):
        made(SET + many)


def test_a_rule_without_words_of_its_own_still_names_the_place() -> None:
    with pytest.raises(PromptFault, match="line 6: “minutes” does not fit here"):
        made(SET.replace("minutes: 2", "minutes: " + "9" * 5000))


def test_a_set_cannot_be_changed() -> None:
    small = made(SET)

    with pytest.raises(ValidationError):
        small.version = 2  # type: ignore[misc]


def test_a_pinned_set_comes_back_whole(library: Library) -> None:
    for each in library.sets.values():
        assert QuestionSet.unpin(each.pin()) == each


def test_equal_sets_pin_alike_whatever_the_order_of_their_file() -> None:
    original, plain = (f'      {style}: {{ask: "Which?"}}\n' for style in ("original", "plain"))
    turned = SET.replace(original + plain, plain + original)

    assert turned != SET
    assert made(turned).pin() == made(SET).pin()
    assert "\n" not in made(SET).pin()


def test_what_is_not_a_pinned_set_is_refused() -> None:
    pinned = json.loads(made(SET).pin())
    del pinned["questions"]

    with pytest.raises(ValidationError):
        QuestionSet.unpin(json.dumps(pinned))


def test_the_name_of_a_file_is_its_id(root: Path) -> None:
    (root / "sets" / "other.yaml").write_text(SET, "utf-8")

    with pytest.raises(PromptFault, match=r"sets/other.yaml, line 1: the id must be the name"):
        Library.load(root)
