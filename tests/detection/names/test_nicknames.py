import pytest

from bot.detection.names.nicknames import nickname
from tests.detection.names.tables import cases, said

NAMED = """
big dave fae the unit came doon | big dave
BIG DAVE FAE THE UNIT CAME DOON | BIG DAVE
Wee Jeannie ran the kitchen | Wee Jeannie
they cry him wee spud | wee spud
auld tam was the janny | auld tam
everyone calls me smiler | smiler
everybody in the hoose calls me Smiler | Smiler
folk cry her tigger cos she never sits still | tigger
they call him Gonzo | Gonzo
we called her biscuit, she aye had a packet | biscuit
ma pals call me noodle | noodle
he's known as the doc round here | doc
she was known as Bubbles | Bubbles
my nickname is turbo | turbo
nicknamed scooby since primary | scooby
his nickname was Moose | Moose
Kieran aka Ginge | Ginge
she goes by lexi-loo | lexi-loo
all the weans call him crisps | crisps
everyone knows her as tweety | tweety
muckle jock ran it | muckle jock
granny biscuit made the tea | granny biscuit
big shug macleod did nights | big shug macleod
a worker we called kettle because he was always boiling | kettle
they caw ma wee brother pogo at school | pogo
"""

QUIET = """
it's a big deal
a wee bit of hope
the big house
wee man, big man, wee yin
she called me stupid
he called me a liar
they called me names
they call me difficult in every report
she calls me every day
they called me back at four
my worker called me on Friday
he called her out
we called them twice
call me when it is decided
call us if you can
they call it support
everyone calls it the big meeting
he calls himself a professional
known as looked after children
it is known as a review
the form goes by post
big changes are coming
a big up to naebody
old habits
young people should be asked
daft questions
mad that naebody asked
"""


@pytest.mark.parametrize(("text", "names"), cases(NAMED))
def test_nicknames_come_with_their_big_or_wee(text: str, names: list[str]) -> None:
    assert said(nickname, text) == names


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_what_people_are_called_in_passing_is_no_nickname(text: str) -> None:
    assert said(nickname, text) == []
