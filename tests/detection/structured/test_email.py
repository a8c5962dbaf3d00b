"""The rule for e-mail addresses."""

import pytest

from bot.detection.structured.email import email
from tests.detection.structured.marks import holds, quiet

FOUND = (
    "you can get me at «jo.mac@example.com» if you need anything",
    "«jo dot mac at example dot com»",
    "my email is «jo dot mac at gmail dot com» so send it there",
    "its «kayleigh underscore reid at hotmail dot co dot uk» all lower case",
    "email me «j dash smith 04 at outlook dot com» cos phone is off",
    "«jo.mac (at) gmail» is best",
    "«jo.mac at gmail» is best",
    "reach me on «jomac [at] example [dot] org»",
    "«jomac(at)example(dot)com»",
    "«jo.mac @ gmail . com» thanks",
    "«jo.mac@gmail» thanks",
    "«jo.mac@gmailcom» thanks",
    "«jo.mac@gmail,com» thanks",
    "«jo.mac@gmail .com» thanks",
    "my email «jo.mac gmail.com» write back",
    "«jomac'gmail.com» is me",
    "it's «liam ninety nine at example dot org» i think",
    "it's «liam oh four at example dot net» i think",
    "my email is «jo mac at example dot com» ok",
    "my e-mail's «bigdaz at icloud dot com»",
    "send the minutes to «shaz_01@example.co.uk» not the unit",
    "«Mairi.O'Donnell@school.sch.uk»",
    "«kyle at gmail dotcom»",
    "«kyle.r at gmaildotcom» aye",
    "«aisha point khan at example point com»",
    "can you send it tae «wee.davie88 at yahoo dot co dot uk» pal",
    "address is «sam at my-blog dot org»",
    "«ola.nowak@example.pl»",
    "email: «shannon99@hotmial.con» x",
    "«tam dot b 2006 at example dot com»",
    "just email «Tam-B at example.com» or text",
    "«fatima.a at example dot scot»",
    "email is «dexter all one word at example dot com»",
    "ma email's «nadia dot k at example dot co dot uk» if ye want it",
    "«TOBI UNDERSCORE A AT EXAMPLE DOT ORG» IS MY EMAIL",
    "write me on «oksana.m at example.com» (not the old one)",
    "my email used to be «princess_kel2007@hotmail.co.uk» lol",
    "she put «jade.r@example.com», on the form",
    "its «jamie hyphen lee at example dot net» yeah",
    "send it to «mo.hussain AT example DOT com»",
    "«mo.hussain@example,com»",
    "«mo.hussain@examplecom»",
    "«kaz@example.c om» typing on a cracked screen",
    "emails «r.j.mcl at g mail dot com»",
    '"email me at" she says, «wee.bri@example.org.uk».',
    "contact: «info.brianna(at)example.net»",
    "you can email me, «ash2005 at outlook dot com», any time",
    "my adress is «becs dot m at yahoo com»",
    "my school email «22smithj at school dot gov dot uk»",
    "«z.k_95 at protonmail»",
    "«kim at kim-example dot scot» works",
    "it goes to «rab_c at example dot com» and he never checks it",
)

LEFT = (
    "c u @ 5 at the bus stop",
    "u@home yet",
    "I was at home. Me and my sister",
    "look at outlook for the invite",
    "she works at sky",
    "Kids at school. Net result was nothing",
    "I looked at the website and gave up",
    "at co-op we got free food",
    "meet at the dot on the map",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(email, marked)


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    quiet(email, text)
