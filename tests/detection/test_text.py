"""Rules read a text with its capitals and without its disguises, and can point at what was sent."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.folding import fold
from bot.detection.text import Text


def test_capitals_stay_and_disguises_go() -> None:
    text = Text.of(
        "\u201cZo\u00eb\u2019s\u200b  \uff2d\uff55\uff4d\u201d\n\u0141ukasz \u2013 \u0663"
    )
    assert text.text == '"Zoe\'s Mum" Lukasz - 3'
    assert text.low == '"zoe\'s mum" lukasz - 3'


def test_words_carry_apostrophes_and_hyphens_inside() -> None:
    words = Text.of("'Shona's' co-op -- O'Neill_x 3B!").words
    assert [(w.text, w.low) for w in words] == [
        ("Shona's", "shona's"),
        ("co-op", "co-op"),
        ("O'Neill", "o'neill"),
        ("x", "x"),
        ("3B", "3b"),
    ]


@pytest.mark.parametrize(
    ("sent", "text", "covered"),
    [
        ("ask <@U02ABC|Jo Mac> now", "ask Jo Mac now", "<@U02ABC|Jo Mac>"),
        ("ask <@U02ABC> now", "ask @U02ABC now", "<@U02ABC>"),
        ("ask <!subteam^S1|@leads> now", "ask @leads now", "<!subteam^S1|@leads>"),
        ("ask <at>Jo Mac</at> now", "ask Jo Mac now", "<at>Jo Mac</at>"),
        ('ask <at id="0">Jo</at> now', "ask Jo now", '<at id="0">Jo</at>'),
    ],
)
def test_people_a_platform_marks_are_mentions(sent: str, text: str, covered: str) -> None:
    made = Text.of(sent)
    assert made.text == text
    ((start, end),) = (made.source(*mention) for mention in made.mentions)
    assert sent[start:end] == covered


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("<mailto:a@example.com|a@example.com>", "a@example.com"),
        ("<mailto:a@example.com|write me>", "write me a@example.com"),
        ("<tel:+441314960123|0131 496 0123>", "0131 496 0123 +441314960123"),
        ("<https://example.com/x|example.com>", "https://example.com/x"),
        ("<https://example.com/x>", "https://example.com/x"),
        ('<a href="https://example.com/x" title="t">here</a>', "here https://example.com/x"),
        ("<#C123|room-4> <!here> <!channel|c>", "room-4 here channel"),
        ("me &amp; ma da &lt;3 &quot;x&quot; it&#39;s", 'me & ma da <3 "x" it\'s'),
        ("<p>one<br/>two</p>", " one two "),
        ("I <3 it > that | <ok>", "I <3 it > that | <ok>"),
    ],
)
def test_other_markup_is_words_again(sent: str, text: str) -> None:
    made = Text.of(sent)
    assert made.text == text
    assert made.mentions == ()
    assert made.source(0, len(made.text)) == (0, len(sent))


def test_words_beside_markup_are_pointed_at_alone() -> None:
    sent = "a &amp; b <@U1|Jo> c &lt; d"
    made = Text.of(sent)
    for letter in "abcd":
        at = made.text.index(letter)
        start, end = made.source(at, at + 1)
        assert sent[start:end] == letter


def test_a_mention_without_a_visible_name_is_none() -> None:
    assert Text.of("<@U1|\u200b> x").mentions == ()


@given(st.text(st.characters() | st.sampled_from("<>|@&;#Uat: \u0301\u200b\ud800\ufdfa")))
def test_every_part_leads_back_to_what_was_sent(sent: str) -> None:
    made = Text.of(sent)
    assert len(made.low) == len(made.text)
    for word in made.words:
        assert made.text[word.start : word.end] == word.text
        assert made.low[word.start : word.end] == word.low
    last = 0
    for at in range(len(made.text)):
        start, end = made.source(at, at + 1)
        assert last <= start < end <= len(sent)
        last = start


@given(st.text(st.characters()))
def test_low_is_what_a_search_folds_to(sent: str) -> None:
    if not set(sent) & {"<", "&"}:
        assert Text.of(sent).low == fold(sent).text


def test_the_words_of_a_text_do_not_show_by_accident() -> None:
    made = Text.of("Shona <@U1|Jo>")
    assert "Shona" not in repr(made) + repr(made.words) + repr(made._plain)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<@",
        "<a|",
        "<at>",
        "<at x",
        '<a href="',
        "<mailto:",
        "&",
        "a'",
        "-",
        "\u200b",
        "\ud800",
    ],
)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    def best(size: int) -> float:
        text = piece * (size // len(piece))
        times = []
        for _ in range(3):
            began = time.process_time()
            Text.of(text)
            times.append(time.process_time() - began)
        return min(times)

    assert best(40_000) < 4 * best(20_000) + 0.02
