"""Reading YAML: what is taken, what is refused, and how fast."""

import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from prompts import safe_yaml
from prompts.safe_yaml import MAX_BYTES, MAX_DEPTH, MAX_NODES, PromptFault, read_yaml

_PLAIN_TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
_TREES = st.recursive(
    _PLAIN_TEXT,
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(_PLAIN_TEXT.filter(bool), below, max_size=4)
    ),
    max_leaves=20,
).map(lambda tree: {"top": tree})


@pytest.fixture(params=[yaml.CSafeLoader, yaml.SafeLoader], ids=["libyaml", "python"])
def either_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's readers: the fast one, and the one that stands in where it was not built."""
    monkeypatch.setattr(safe_yaml, "_LOADER", request.param)


def refused(text: str | bytes) -> PromptFault:
    with pytest.raises(PromptFault) as caught:
        read_yaml("a.yaml", text.encode() if isinstance(text, str) else text)
    return caught.value


@pytest.mark.usefixtures("either_reader")
def test_every_value_stays_the_text_that_was_written() -> None:
    read = read_yaml(
        "a.yaml", b"a: no\nb: 0800 1111\nc: 18:00\nd: [1, ~, true]\ne:\nf: 2026-11-22\n"
    )

    assert read.value == {
        "a": "no",
        "b": "0800 1111",
        "c": "18:00",
        "d": ["1", "~", "true"],
        "e": "",
        "f": "2026-11-22",
    }


@pytest.mark.usefixtures("either_reader")
def test_every_part_knows_its_line() -> None:
    read = read_yaml("a.yaml", b"# A file\na:\n  - x\n  - y:\n      z\nb: end\n")

    assert read.lines == {
        (): 2,
        ("a",): 2,
        ("a", 0): 3,
        ("a", 1): 4,
        ("a", 1, "y"): 4,
        ("b",): 6,
    }


def test_a_fault_says_file_and_line_and_reason() -> None:
    fault = read_yaml("sets/a.yaml", b"a: 1\nb:\n  c: 2\n").fault(("b", "c", "d"), "too late")

    assert (fault.path, fault.line, fault.reason) == ("sets/a.yaml", 3, "too late")
    assert str(fault) == "sets/a.yaml, line 3: too late"


@pytest.mark.usefixtures("either_reader")
@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: &here 2\n", 2, "a & that marks a place"),
        ("a: &here\n  b: 1\n", 1, "a & that marks a place"),
        ("a: 1\nb: *here\n", 2, "a * that points elsewhere"),
        ("a: 1\n*here : 2\n", 2, "a * that points elsewhere"),
        ("a: 1\n\nb: !!str 2\n", 3, "a ! that names a type"),
        ("a: !!python/object/apply:os.getcwd []\n", 1, "a ! that names a type"),
        ("a: ! b\n", 1, "a ! that names a type"),
        ("a: 1\n!!str b: 2\n", 2, "a ! that names a type"),
        ("a: 1\nb: 2\na: 3\n", 3, "“a” stands here twice"),
        ("a:\n  - b: 1\n    b: 1\n", 3, "“b” stands here twice"),
        ('a: 1\n"": 2\n', 2, "one plain word"),
        ("a: 1\n? [b, c]\n: 2\n", 2, "one plain word"),
        ("a: 1\nb: so: it\n", 2, "put quotes around a text with a colon"),
        ("a: 1\n b: 2\n", 2, "start the line further left"),
        ("a: 1\n\tb: 2\n", 2, "use spaces at the start of a line, not tabs"),
        ("a: @b\n", 1, "quote odd marks"),
        ('a: "open\n', 2, "a quote is opened and never closed"),
        ("a: [b\nc: d\n", 2, "a bracket is not closed"),
        ("a:\n  b: 1\n c: 2\n", 3, "does not read as YAML"),
        ("- a\n- b\n", 1, "must start with a name and a colon"),
        ("just words\n", 1, "must start with a name and a colon"),
        ("", 1, "the file is empty"),
        ("# Nothing yet\n", 1, "the file is empty"),
        ("a: 1\n---\nb: 2\n", 2, "a file holds one document"),
        ("a: 1\nb: \u202etxt\n", 2, "a character nobody can see here (U+202E)"),
        ("a: 1\nb: 2\x00\n", 2, "a character nobody can see here (U+0000)"),
        ('a: 1\nb: "\\u202e"\n', 2, "a character nobody can see here (U+202E)"),
        ('a: 1\r\nb: "\\0"\r\n', 2, "a character nobody can see here (U+0000)"),
        ('a: 1\nb: "\\ud800"\n', 2, ""),
        (b"a: 1\nb: caf\xe9\n", 2, "must be saved as UTF-8"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line(
    text: str | bytes, line: int, reason: str
) -> None:
    fault = refused(text)

    assert reason in fault.reason
    assert (fault.path, fault.line) == ("a.yaml", line)


def test_windows_files_are_read() -> None:
    assert read_yaml("a.yaml", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").value == {"a": "1", "b": "2"}


def nested(levels: int) -> str:
    return "a: " + "[" * levels + "]" * levels


def test_depth_has_an_end() -> None:
    read_yaml("a.yaml", nested(MAX_DEPTH).encode())

    assert "nested more than 12 levels" in refused(nested(MAX_DEPTH + 1)).reason


def test_size_has_an_end() -> None:
    padding = b"#" * (MAX_BYTES - 5)
    read_yaml("a.yaml", b"a: 1\n" + padding)

    assert "larger than 384 KiB" in refused(b"a: 1\n#" + padding).reason


def test_the_number_of_parts_has_an_end() -> None:
    assert f"more than {MAX_NODES} parts" in refused("a: [" + "b," * MAX_NODES + "]").reason


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n",
        "a: &a {b: *a}\n",
        "a: " + "[" * 250_000,
        "a: " + "{" * 250_000,
        "a: " + "[{" * 125_000,
        "- " * 125_000,
        "? " * 125_000,
        "a: " + "[a, " * 60_000,
        "a: [" + "," * 250_000,
        "\n".join(f"{' ' * level}a:" for level in range(700)),
        "a: [" + "b," * 125_000 + "]",
        "a: " + "x" * 250_000 + ": y",
        'a: "' + "\\" * 250_001,
        "a: " + "!" * 250_000,
        "a: " + "&" * 250_000,
        "%TAG ! tag:\n" * 20_000,
        "<<: {a: 1}\nb: *a\n",
    ],
    ids=range(17),
)
def test_bombs_are_refused_at_once(bomb: str) -> None:
    began = time.process_time()

    refused(bomb)

    assert time.process_time() - began < 0.5


@given(_TREES)
def test_what_was_written_is_what_is_read(tree: dict[str, object]) -> None:
    assert read_yaml("a.yaml", json.dumps(tree).encode()).value == tree


@given(st.binary(max_size=200) | st.text("ab:-[]{}&*!?|>#'\"\\ \n\t%", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused_in_plain_words(raw: bytes) -> None:
    fault = None
    try:
        read_yaml("a.yaml", raw)
    except PromptFault as caught:
        fault = caught
    if fault:
        assert 1 <= fault.line <= raw.count(b"\n") + raw.count(b"\r") + 2
        assert fault.reason
