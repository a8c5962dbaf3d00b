"""Bars of a chart share one scale and one middle and stay on the page; a chat gets the beginning."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from adapters.parts import shortened
from adapters.web.bars import chart
from bot.conversation.messages import Heading, Message, Share, Text
from bot.conversation.tables import Bar, Stretch
from prompts.library import Library

_sides = st.lists(st.integers(1, 400), max_size=2).map(
    lambda sizes: tuple(Stretch(size, str(size), 2) for size in sizes)
)
_bars = st.lists(
    st.builds(Bar, st.just("A"), st.just("told"), _sides, _sides, _sides), min_size=1, max_size=6
)


@given(_bars)
def test_bars_stay_on_the_page_and_keep_their_order_and_their_scale(bars: list[Bar]) -> None:
    drawn = chart(bars)
    scales = set()
    for each in drawn.bars:
        blocks = each.blocks
        stretches = (*each.bar.left, *each.bar.right, *each.bar.apart)
        assert len(blocks) == len(stretches)
        for block, stretch in zip(blocks, stretches, strict=True):
            assert block.x >= 0
            assert block.x + block.width <= 100
            assert block.text in ("", stretch.text)
            scales.add(round(block.width / stretch.size, 6))
        for first, second in pairwise(blocks):
            assert first.x + first.width <= second.x + 1e-9
        left = blocks[: len(each.bar.left)]
        assert all(block.x + block.width <= drawn.axis + 1e-9 for block in left)
        apart = blocks[len(blocks) - len(each.bar.apart) :]
        assert all(block.x >= drawn.apart - 1e-9 for block in apart)
    assert len(scales) <= 1


def test_a_number_that_only_fits_a_wide_page_is_marked_and_one_that_fits_none_is_left_out() -> None:
    stretches = (Stretch(90, "90", 4), Stretch(5, "5", 5), Stretch(1, "1", 5))
    wide, tight, none = chart([Bar("A", "told", right=stretches)]).bars[0].blocks
    assert (wide.text, wide.tight) == ("90", False)
    assert (tight.text, tight.tight) == ("5", False)
    assert none.text == ""
    two = (Stretch(94, "94", 4), Stretch(6, "66", 5))
    assert chart([Bar("A", "told", right=two)]).bars[0].blocks[1].tight


def test_a_chat_shows_how_a_page_begins_and_where_all_of_it_is() -> None:
    say = Library.load().phrases()
    page = Message(
        "Title", parts=(Text("A lead."), Heading("More"), Text("Rest.")), paper="/desk/x"
    )
    assert shortened(page, say).parts == (Text("A lead."), Share(say("chat.paper"), "/desk/x"))
    screen = Message("Title", parts=page.parts)
    assert shortened(screen, say) is screen
