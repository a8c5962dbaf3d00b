"""Slips in a question: what is found in it, and what is left in peace."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.schema import Kind
from prompts.slips import asks_twice, leans, probes

PIECES = [
    "why",
    "how good",
    "was",
    "not",
    "and",
    "or",
    "you",
    "do",
    ",",
    "?",
    ".",
    "!",
    " ",
    "\n",
    "n’t",
]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("What does trust mean to you and can you share any examples?", "text", "and can you share any"),
        ("What helped? What did not?", "text", "What did not?"),
        ("What helped, or what did not?", "text", "or what did not"),
        ("What is your part in supporting us and delivering on our aims?", "text", "and delivering on"),
        ("What can you do to help and to deliver?", "text", "and to deliver"),
        ("What does it feel and look like?", "text", "does it feel and look"),
        ("What did you see or hear?", "text", "did you see or hear"),
        ("What is good about participation, co-design, co-delivery?", "text", "co-design"),
        ("What do trust, choice, and safety mean to you?", "text", "choice"),
        ("What do trust, choice, safety and care mean to you?", "text", "choice, safety"),
        ("The staff were friendly and helpful.", "likert", "friendly and helpful"),
        ("I felt heard as well as safe.", "likert", "heard as well as safe"),
        ("Is the room warm and quiet?", "one", "warm and quiet"),
        ("“Is it warm?” Is it quiet?", "one", "Is it quiet?"),
    ],
)  # fmt: skip
def test_a_second_thing_is_found(text: str, kind: Kind, found: str) -> None:
    assert asks_twice(text, kind) == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What does trust mean to you?", "text"),
        ("What do care and respect mean to you?", "text"),
        ("What does it mean to you when staff know about trauma and act on it?", "text"),
        ("Pick one: trust, choice, safety or having a say. What does it mean to you?", "text"),
        ("When you were there, what helped?", "text"),
        ("Would you come on Monday, Tuesday or Friday?", "one"),
        ("What would make it better?", "several"),
        ("What do you think of health and wellbeing?", "text"),
        ("Staff listen to children and young people.", "likert"),
        ("I can say what the pros and cons are.", "likert"),
        ("I felt welcome when I came in.", "likert"),
        ("", "text"),
    ],
)
def test_one_thing_is_left_in_peace(text: str, kind: Kind) -> None:
    assert asks_twice(text, kind) == ""


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Why did you leave?", "text", "Why"),
        ("Say why you left.", "text", "why"),
        ("You left. How come?", "text", "How come"),
        ("Why did you not go?", "text", "Why"),
        ("Say why you did not go.", "text", "why"),
        ("Did nobody ask why?", "text", "why"),
        ("What made you leave?", "text", "What made you"),
        ("What happened to you?", "text", "What happened to you"),
        ("What is your full name?", "text", "What is your full name"),
        ("What was the name of the worker?", "text", "What was the name of"),
        ("Tell us about the abuse.", "text", "Tell us about the abuse"),
        ("I can say what happened to them.", "likert", "what happened to them"),
        ("Pick one. Why this one?", "one", "Why"),
    ],
)
def test_probing_is_found(text: str, kind: Kind, found: str) -> None:
    assert probes(text, kind) == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You do not have to say why.", "text"),
        ("You don’t have to say why.", "text"),
        ("Nobody asks why here.", "text"),
        ("Somebody told me why.", "likert"),
        ("What made the second meeting different for Sam?", "text"),
        ("What happened next in the story?", "text"),
        ("You can leave out names.", "text"),
        ("What would you call the room?", "text"),
    ],
)
def test_what_does_not_probe_is_left_in_peace(text: str, kind: Kind) -> None:
    assert probes(text, kind) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don't you think it helped?", "Don't you"),
        ("Isn’t it better now?", "Isn’t it"),
        ("Do you agree that it helped?", "Do you agree"),
        ("Would you not say it helped?", "Would you not say"),
        ("Surely it helped.", "Surely"),
        ("As we all know, it helps.", "As we all know"),
        ("Most young people think it helps. What do you think?", "Most young people think"),
        ("Everybody agrees it helps.", "Everybody agrees"),
        ("How good was the session?", "How good was"),
        ("How  helpful\nwere the staff?", "How helpful were"),
        ("How much did you enjoy it?", "How much did you enjoy"),
        ("What did you learn in this really great session?", "this really great"),
    ],
)
def test_leaning_is_found(text: str, found: str) -> None:
    assert leans(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "How was the session?",
        "How good or bad was the session?",
        "I found the session useful.",
        "What is good about having a say?",
        "You can pick more than one.",
        "Do not worry about spelling.",
        "Can you say more?",
        "What part do we all want to play?",
        "I was pleased with the plan.",
    ],
)
def test_what_leans_nowhere_is_left_in_peace(text: str) -> None:
    assert leans(text) == ""


@given(
    st.text(max_size=99) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.sampled_from(("text", "likert", "one", "several")),
)
def test_what_is_found_stands_in_the_text_whatever_it_is(text: str, kind: Kind) -> None:
    asks_twice(text, kind)

    assert probes(text, kind) in " ".join(text.split())
    assert leans(text) in " ".join(text.split())


@pytest.mark.parametrize(
    "unit",
    ["a, ", "a and ", "do you a ", "how good ", "not ", "why ", "of course ", "and ", "”)’", " , "],
)
def test_no_text_takes_long(unit: str) -> None:
    began = time.process_time()

    for kind in ("text", "likert"):
        asks_twice(unit * 2000, kind)
        probes(unit * 2000, kind)
    leans(unit * 2000)

    assert time.process_time() - began < 1
