import pytest

from bot.detection.names.employers import employer
from tests.detection.names.tables import cases, said

NAMED = """
I work in Asda in Falkirk at weekends | Asda in Falkirk
i work in the lidl at govan | lidl at govan
I WORK AT TESCO | TESCO
ma job at greggs pays for ma bus | greggs
got a shift at McDonald's | McDonald's
my da drives for mackie's coaches | mackie's coaches
she works at the Bluebird Salon | Bluebird Salon
i work in nadia's bakery | nadia's bakery
worked for Mackie Motors | Mackie Motors
apprentice with Donnelly Joinery | Donnelly Joinery
Tayside Advocacy sent someone | Tayside Advocacy
tayside advocacy sent someone | tayside advocacy
we meet at the mcdonald's in paisley | mcdonald's in paisley
mum cleans for Brightmuir Services | Brightmuir Services
i volunteer at the barnardo's shop in leith | barnardo's shop in leith
my employer, Castlemuir Dental, was told | Castlemuir Dental
i got a start wi brightmuir | brightmuir
"""

QUIET = """
I work in a bakery
I work in a shop in the town
I want to work with children
my worker works for the council
they work for us
work in progress
a job in care
I got a job at last
we talked in Asda
asda vouchers are no help
McDonald's after contact
work for the NHS
working with young people
advocacy should be free
independent advocacy matters
peer advocacy
she works at night
they started at nine
shift work
hours at a time
for the first time
my boss was good
it works for me
a job in retail
"""


@pytest.mark.parametrize(("text", "names"), cases(NAMED))
def test_employers_are_found_with_their_town(text: str, names: list[str]) -> None:
    assert said(employer, text) == names


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_work_by_itself_names_none(text: str) -> None:
    assert said(employer, text) == []
