import pytest

from bot.detection.names.schools import school
from tests.detection.names.tables import cases, said

NAMED = """
I went to Braeside Academy until S3 | Braeside Academy
i went tae braeside academy til s3 | braeside academy
I WENT TO BRAESIDE ACADEMY | BRAESIDE ACADEMY
goes to knightsmuir high | knightsmuir high
at Knightsmuir High School they all knew | Knightsmuir High School
got put oot kirkmuir primary | kirkmuir primary
Miss Forsyth at Gartmuir Primary School | Gartmuir Primary School
she teaches at st columba's | st columba's
my wee brother's at St Columba's RC High | St Columba's RC High
at st ninians academy | st ninians academy
Our wean goes to Rainbow Nursery | Rainbow Nursery
i left north berwick high in fourth year | north berwick high
she was at queen anne high | queen anne high
King's Park Secondary excluded him | King's Park Secondary
I study at Fife College | Fife College
he's at city of glasgow college | glasgow college
the University of Dundee gave me a place | University of Dundee
got into strathclyde uni | strathclyde uni
my school is called Drumlochan | Drumlochan
my school, drumlochan, never told us | drumlochan
a nursery called Tiny Acorns was good | Tiny Acorns
i hated greenfaulds high | greenfaulds high
hillside school | hillside school
James Gillespie's High School | James Gillespie's High School
Holy Cross High | Holy Cross High
Sacred Heart primary was my fourth | Sacred Heart primary
wallace hall academy | wallace hall academy
bonnyton hs | bonnyton hs
"""

QUIET = """
I went to high school
primary school was fine
at primary the teacher asked
high school is hard
so high on the list
sky high rent
got high at the weekend
my new school never read the file
a special school miles away
the local primary
art college sounds good
summer school and sunday school
after school club
I left school at sixteen
starting secondary was scary
he is in primary 4
my school is called a community
my school was good
the school, my worker and me
we all went to the same nursery
college is next
boarding school
the academy was shut
university costs too much
standards are high
stress levels were high
what a school
St Andrew's Day
I like the high street
faith school
"""


@pytest.mark.parametrize(("text", "names"), cases(NAMED))
def test_schools_are_found(text: str, names: list[str]) -> None:
    assert said(school, text) == names


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_school_by_itself_names_none(text: str) -> None:
    assert said(school, text) == []
