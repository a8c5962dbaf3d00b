"""The rule for web addresses."""

import pytest

from bot.detection.structured.url import url
from tests.detection.structured.marks import holds, quiet

FOUND = (
    "heres ma story «example.com/blog/leaving-care»",
    "«https://example.com/a?b=c#d»",
    "«www.example.org»",
    "«tiktok.com/@isla_bby»",
    "«linktr.ee/kayleigh»",
    "it's on «www dot example dot com»",
    "«example dot com slash blog» is where i wrote it",
    "«tiktok dot com slash at isla underscore bby»",
    "«my-story.scot»",
    "«facebook.com/groups/weans»",
    "«https ://example.com/x»",
    "«http://example .com»",
    "«www example com»",
    "«youtu.be/abc123»",
    "«example . co . uk»",
    "«sadteen.tumblr.com»",
    "my «blog dot example dot org»",
    "«hxxp://example.com/a»",
    "watch it «youtube.com/watch?v=abc»",
    "«kaysblog dot wordpress dot com»",
    "ma vids are on «youtube.com/@weebri»",
    "«sites.example.org/kayleigh-story» has it all",
    "i blog at «kayleighsays.wordpress.com»",
    "«carrd.co/weebri»",
    "go to «w w w dot example dot org slash kay»",
    "link is «bit.ly/3abcXYZ»",
    "its «linktr dot ee slash weebri»",
    "«instagram.com/weebri_07»",
    "«WWW.EXAMPLE.NET/BRI»",
    "«soundcloud.com/tobi-raps» thats me",
    "«www.example .com/kay»",
    "my page «example.me/kay»",
    "«HTTPS://EXAMPLE.ORG/A-B_C»",
    "justgiving «gofund.me/a1b2c3»",
)

LEFT = (
    "it hurt.so I left.and then",
    "the file.it was fat",
    "e.g. this, i.e. that",
    "1.5 out of 10",
    "look on childline.org.uk or gov.scot",
    "google.com gave me nothing",
    "dot the i and cross the t",
    "the dot com bubble",
    "and/or he/she w/out",
    "the word dot",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(url, marked)


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    quiet(url, text)
