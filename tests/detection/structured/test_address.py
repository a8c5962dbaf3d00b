"""The rules for addresses."""

from collections.abc import Iterator

import pytest

from bot.detection.found import Found
from bot.detection.structured.address import address
from bot.detection.structured.dwelling import dwelling
from bot.detection.text import Text
from tests.detection.structured.marks import holds, quiet

FOUND = (
    "We live at «42 Burnside Road» and the neighbours see",
    "our house is «9 manse lane», dg1 9qx",
    "«12 Manse Lane»",
    "«flat 2/1, 14 Byres Rd»",
    "«Flat 3, 14 Byres Road», glasgow",
    "«2/1 14 byres rd»",
    "i'm at «number 6 the crescent»",
    "I stay at «4 Mill Wynd»",
    "i live on «burnside road»",
    "stay in «Manse Lane» wi ma gran",
    "they moved me to «22 St Andrews Street»",
    "«12a High Street» above the chippy",
    "«3/2, 88 albert drive»",
    "«7 kirk brae» was home",
    "moved tae «15 castle gait»",
    "«100 Queen Mary Avenue»",
    "i bide at «6 school loan»",
    "«14 old edinburgh road» is the unit",
    "«11 Harbour View»",
    "they found me at «8 station park»",
    "letters go to «31 thistle quadrant» still",
    "«27 burnside raod»",
    "«27 burnside stret»",
    "«19 clyde cresent» they dropped me there",
    "i live in «flat 4b, Hutton Court»",
    "«Flat 12/3 Martha Court»",
    "«Rose Cottage, Mill Road» was my gran's",
    "«14/2 Birnie House»",
    "the house at «3 The Square»",
    "«number twelve manse lane»",
    "i stay at «14 canongate»",
    "my street is called «elmwood» and they aw know",
    "just off «Leith Walk» where i live",
    "address: «1 mill st»",
    "«16 forth pl»",
    "«20 glen dr». is where she is",
    "«21 Barn Park Crescent»",
    "«12 James Watt Terrace»",
    "everyone on «Burnside Avenue» knew",
    "police came to «5 Pine Grove»",
    "«PO Box 123»",
    "«14 byres rd flat 2/1»",
    "«top floor flat, 14 Byres Road»",
    "«44 nelson mandela place»",
    "«1F2, 33 Lauriston Gardens»",
    "«manse lane number 12»",
    "grew up in «craigmillar castle avenue»",
    "«99 Main Street»",
    "«2 riverside vennel» aye",
    "dropped at «60 abbey path»",
    "home was «13 gallows hill row»",
    "i was at «unit 4, 12 forge way»",
    "«Number 9 Manse Lane»",
    "«no. 9 Manse Lane»",
    "«no 9 manse lane»",
    "«number 9 on Manse Lane»",
)

LEFT = (
    "14 people round a table",
    "10 minute walk to the park",
    "a 20 minute drive away",
    "3 times in a row",
    "4 years in the same place",
    "living on the street",
    "2 people in court for me",
    "down the road from the school",
    "I was placed in 3 different homes in 2 years",
    "a safe place to stay",
    "5 of us at the park",
    "it's a two way street",
    "the middle of the road",
    "coronation street on the telly",
    "end of the road for me",
    "9 kids in one house",
    "3 moves, 2 schools, 1 court date",
    "we had 2 hours in the car park",
    "one place i felt safe",
    "i live in a flat with 3 others",
    "my own place at 16",
    "you need a place to live",
    "I stay in a nice place",
    "we walked up the high street",
    "i was moved 200 miles",
    "he lived 2 doors down",
    "12 page court report",
    "a student loan of 2000",
    "6 weeks in a close",
    "6 month view",
    "they drive 2 hours to see me",
    "a one way ticket",
    "close to home, close to mum",
    "walk in my shoes",
    "I lived at 5 addresses",
    "i stayed at 3 different places",
    "I live with 4 other kids",
    "stayed at two foster placements",
    "the children's hearing is not a court",
    "in 2 different court rooms",
    "from my point of view",
    "first place i called home",
    "give us 1 decent place",
    "I moved 12 times, every close was the same",
    "we need 24 hour drop in places",
    "the 3rd place was better",
    "down memory lane",
    "over 5 year view",
    "number 1 place to go",
    "i live in hope",
    "I live at 2 extremes",
    "my flat 2 weeks later was cold",
    "we're on the right path",
    "there was 1 way out",
    "a fresh start in a new place",
    "the best drive i had was 3 hours up the road",
    "put on the waiting list for a flat for 18 months",
    "social work office is in the town square",
    "they put me in a b&b on the main road",
)


def home(text: Text) -> Iterator[Found]:
    yield from address(text)
    yield from dwelling(text)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(home, marked)


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    quiet(home, text)
