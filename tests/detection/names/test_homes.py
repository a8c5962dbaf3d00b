import pytest

from bot.detection.names.homes import home
from tests.detection.names.tables import cases, said

NAMED = """
moved to Craigmuir House in May | Craigmuir House
moved tae craigmuir hoose | craigmuir hoose
STAFF AT LOCHBRAE LODGE NEVER KNOCK | LOCHBRAE LODGE
I lived at Rowan Cottage | Rowan Cottage
i lived at bluebell cottage for a year | bluebell cottage
the alder unit has a lock on the fridge | alder unit
the Thistle Unit | Thistle Unit
in birchmuir residential unit | birchmuir residential unit
back at fernbank children's home | fernbank children's home
Fernbank childrens home was alright | Fernbank childrens home
she is in kirkbrae secure | kirkbrae secure
kirkbrae secure unit | kirkbrae secure unit
ma unit rowanbrae shuts at ten | rowanbrae
a home called Sunnybrae | Sunnybrae
I was placed at Drumlochan | Drumlochan
we stayed at ardmuir | ardmuir
in elmbrae young people's centre | elmbrae young people's centre
at willow house they ask first | willow house
my room in Skye House | Skye House
ward 4b was loud | ward 4b
the hostel called Benview | Benview
Got sent to The Beeches, far away | Beeches
he manages Glenbrae View | Glenbrae View
oak lodge is closing | oak lodge
Harbour Residential | Harbour Residential
"""

QUIET = """
I want to go home
my house, my rules
the unit was loud
our unit
a secure unit
in secure
the children's home was fine
children's homes need love
a care home for old folk
residential staff are tired
a residential unit near my school
in residential
my gran's house
Connor's house was warm
connors house was warm
ma pal's hoose
a full house
open house on Friday
safe house
mental health unit
the same unit
another unit, another bed
I moved house nine times
a holiday cottage
foster home
we stayed at home
placed in care
placed with strangers
stayed in bed
ward staff
one room, one house
the white house
every unit is different
the secure lock
a unit of work
coffee house
I lived in three houses in one year
go back to the house
work from home
"""


@pytest.mark.parametrize(("text", "names"), cases(NAMED))
def test_homes_and_units_are_found(text: str, names: list[str]) -> None:
    assert said(home, text) == names


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_any_home_names_none(text: str) -> None:
    assert said(home, text) == []
