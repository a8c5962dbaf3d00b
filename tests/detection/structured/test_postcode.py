"""The rule for postcodes."""

import pytest

from bot.detection.structured.postcode import postcode
from tests.detection.structured.marks import holds, quiet

FOUND = (
    "there's no bus in «EH1 1AA» now",
    "«eh11aa»",
    "«EH1-1AA»",
    "«g12  8qq»",
    "«G4 0SF»",
    "we're «dd4 8ab» if that helps",
    "«EH1 OAA» is mine",
    "«KYl 1AA» is mine",
    "my postcode is «eh1 oaa»",
    "postcode «E H 1 1 A A»",
    "my post code is «eh one one aa» thanks",
    "postcode's «ml5 3 qz»",
    "«G 12 8QQ»",
    "«PA3, 9XX» is grim",
    "«kw15 1xx» in orkney",
    "«ZE1 0AB»",
    "«sw1a 2aa»",
    "«EH99 1SP»",
    "there's nothing for young folk in «EH6»",
    "in «G51» it's all flats",
    "i'm in the «ka8» bit of ayr",
    "postcode starts with «FK2»",
    "postcode is «G33»",
    "«ML1» area",
    "«iv2 3xy»",
    "«Dg1  9qx»",
    "my postcodes «eh4 3rd»",
    "we're «G33 4ZZ» and proud",
    "«ml2 0xx» if you need it",
    "my new flat's postcode is «KA 1 2BB»",
    "«FK10 1 ZZ»",
    "it's «eh twelve nine zz» postcode wise",
    "post code: «pa 15 4 aa»",
    "the «EH4» postcode lot",
    "round «ML6» way",
    "«DD3 OXX»",
    "POSTCODE «TD15 1ZZ»",
    "«g 4 2 0 a a» is mine",
    "«G15 7» area ken",
    "«AB24-3XX»",
    "postcode wis «dee dee four nine xx»",
)

LEFT = (
    "I'm in S3 2nd year",
    "S3 and P7 kids, 3B and 2A",
    "b4 2nd year",
    "m8 4pm is fine",
    "e2 3am calls",
    "so i lay there",
    "so i lied",
    "on the M8 and the A9",
    "c u l8r m8",
    "I was in 4 3rd party homes",
    "in S2 1st day",
    "the G8 and G20",
    "pip, nvq level 2, nat 5",
    "me and 2 am",
    "my postcode was a lottery",
    "pal 1st then me",
    "postcode lottery is real",
    "we had 1 to 1 time",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(postcode, marked)


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    quiet(postcode, text)
