import pytest

from bot.detection.merge import union
from bot.detection.names.clues import clue
from bot.detection.text import Text
from tests.detection.names.tables import cases

CLUES = """
I am the only deaf person at the group | I am the only deaf person at the group
i'm the only girl in 3B | i'm the only girl in 3B
IM THE ONLY BLACK KID IN MY YEAR | IM THE ONLY BLACK KID IN MY YEAR
we were the only family on the island, so be careful | we were the only family on the island
my aunty is a councillor and everybody nods | my aunty is a councillor
ma da's the minister in oor village | ma da's the minister in oor village
My mum runs the only shop in the village | My mum runs the only shop in the village
my cousin was the one who drowned | my cousin was the one who drowned
it was in the papers | it was in the papers
we were on the news after the fire | we were on the news after the fire
ma maw was on the front page | ma maw was on the front page
she's the one whose brother got killed | the one whose brother got killed
twins in my year got split, we're the twins in 2C | we're the twins in 2C
everybody knows us here | everybody knows us here
i was the first person in care to be head girl | i was the first person in care to be head girl
i was head girl | i was head girl
when our house burnt down they moved us | when our house burnt down they moved us
I won the Scottish boxing title | I won the Scottish boxing title
am the boy fae the documentary | am the boy fae the documentary
there's only one kinship family in the glen | there's only one kinship family in the glen
me and my twin are the only foster kids in the village | me and my twin are the only foster kids in the village
Nobody else in town has a parrot | Nobody else in town has a parrot
"""

QUIET = """
the only one who listened was my gran
the only person who helped was my worker
it was the only way
I only want to be asked
we only met once
my mum is tired
my brother is my best friend
good news for once
put it on paper
everyone knows that it is hard
everybody should know their rights
the first time I spoke
she was the one who listened
be the first to speak
the fire door
a news story about nothing
only young people know
"""


def _said(original: str) -> list[str]:
    text = Text.of(original)
    return [text.text[one.start : one.end] for one in union(clue(text))]


@pytest.mark.parametrize(("text", "clues"), cases(CLUES))
def test_what_fits_few_people_is_asked_about(text: str, clues: list[str]) -> None:
    assert _said(text) == clues


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_what_fits_anybody_is_let_be(text: str) -> None:
    assert _said(text) == []
