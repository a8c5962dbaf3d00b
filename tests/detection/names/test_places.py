import pytest

from bot.detection.names.places import place
from tests.detection.names.tables import cases, said

NAMED = """
I'm fae Dumfries but I stay in Dundee | Dumfries | Dundee
im fae dumfries | dumfries
WE MOVED TO EASTERHOUSE | EASTERHOUSE
moved tae niddrie when i was wee | niddrie
in wester hailes there is one bus | wester hailes
born in Perth | Perth
i grew up in wick | wick
near Stornoway on the isle of lewis | Stornoway | isle of lewis
up in Torry | Torry
from aleppo to paisley | aleppo | paisley
the only bus to broughty ferry | broughty ferry
contact is at Mossmuir Family Centre | Mossmuir Family Centre
the mossmuir community centre is cold | mossmuir community centre
kelvin park was our place | kelvin park
my da is in HMP Barlinnie | HMP Barlinnie
hmp low moss is far | hmp low moss
he's in polmont | polmont
we moved to Brigadoonmuir | Brigadoonmuir
Ayr hospital | Ayr hospital
at Ninewells hospital | Ninewells hospital
Drumchapel library lets you sit | Drumchapel library
i live in ayrshire | ayrshire
stay in leith the now | leith
"""

QUIET = """
in the bath
a good deal
on the plains
in the park
Scotland should do better
the UK government
the Scottish Government
in care
from here to there
a swimming pool
the community centre
the library is warm
the hospital
at the health centre
my local park
in reading and writing
I like reading
for sale
the law and the wick of a candle
Police Scotland came
Glasgow City Council should listen
fife council never replied
NHS Tayside said no
Care Inspectorate and CAMHS
in the end
the sheriff court
a drop-in centre
after school club
the youth club shut
contact centre
job centre
the car park
high street
the west end of it
in the news
at the hearing
to the point
in charge
"""


@pytest.mark.parametrize(("text", "names"), cases(NAMED))
def test_places_are_found(text: str, names: list[str]) -> None:
    assert said(place, text) == names


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_no_place_is_named(text: str) -> None:
    assert said(place, text) == []
