"""The rule for dates and dates of birth."""

import pytest

from bot.detection.structured.dates import dates
from bot.detection.text import Text
from tests.detection.structured.marks import holds, plain, quiet

BIRTHS = (
    "dob «19 nov 2007»",
    "dob «28.02.85»",
    "d.o.b. «12/3/08»",
    "I was born on «04/05/2008» and taken into care",
    "born «3rd of may 2009»",
    "ma birthday's «the 4th of june»",
    "my birthday is «june 4th»",
    "birthday: «04/06»",
    "dob «120308»",
    "dob «12 03 2008»",
    "date of birth «2008-03-12»",
    "date of birth is «March 12, 2008»",
    "born in «March 2008»",
    "born on «the third of may two thousand and nine»",
    "born «twenty first of june 2006» in ayr",
    "i turned 16 on «the 3rd of May»",
    "«12/03/2008» is my birthday",
    "«the 9th of october» is ma birthday so it is",
    "born «12th mrach 2009»",
    "born in «2008»",
    "born on «christmas day 2007»",
    "my birthday is «halloween»",
    "bday «3/5/09»",
    "my bday's «may the 3rd»",
    "DOB: «03.05.2009»",
    "i was born «5 feb '07»",
    "born «14th sept 06»",
    "she was born «21 january 2010» same as me",
    "dob «3rd of the 4th 2007»",
    "my date of birth is «the fourteenth of august 2006»",
    "my birthday, «2nd February», nobody came",
    "birthday is «15 Aug»",
    "D.O.B «7-7-07»",
    "dob is «oh four oh six oh eight»",
    "date o birth «15/03/07»",
    "I turned 16 «15 march»",
    "ma birthday is in «march»",
    "born «15.3.2007»",
    "wis born «the 15th o march 2007»",
    "born «March 15th 2007» in a prison hospital",
    "dob «15-MAR-2007»",
    "my birthday falls on «15 March»",
    "D O B «15 03 07»",
    "birthday «15th march» every year she forgot",
    "born on «the 15th of the 3rd, 2007»",
    "born «fifteenth march oh seven»",
    "dob: «15march07»",
    "it was my 18th birthday, «15 March 2025», when they closed my case",
    "i was born in «07»",
    "they wrote my dob wrong, its «15/3/07» no 2006",
    "im born «2007»",
    "born at 3am on «the 2nd of December 2006»",
    "born «new years day 2007»",
    "ma wee brother was born «the 20th november 2015»",
    "born «15 of march 2007»",
    "my date of birth is «fifteen three oh seven»",
    "my dob's «3rd mar 07»",
)

DAYS = (
    "moved: «6 may», «20 june», «1 august»",
    "last «12 may» i was there",
    "On «the 19th of May» I was told",
    "the meeting was «2 February 2024», the letter came the day after",
    "on «14th March» they moved me",
    "«the 2nd of feb last year» was the worst",
    "«last tuesday the 5th» she never came",
    "hearing on «12/03/2024» at ten",
    "my hearing is «March 14th»",
    "on «3/11» i moved",
    "since «1 sept 2021»",
    "«21st of december 2020» was the day",
    "on «Friday 13th October» they moved me",
    "«the twelfth of july» we left",
    "on «the 14th» i moved again",
    "in «August 2019» i moved",
    "moved «12.3.19»",
    "«thursday the 3rd of june» they came",
    "on «1st may» we went",
    "on «2 may» they came",
    "«May 3rd, 2021»",
    "«30th setpember» was the panel",
    "«monday the 14th»",
    "«14th of november 2022»",
    "«12/march/2021»",
    "we flitted on «the 3rd of September»",
    "«3rd sept» wis the day",
    "panel was «12 jan»",
    "on «Tuesday 12th» she left",
    "«7th of the 8th 2021» i left",
    "«12th Jan 2023»",
    "the letter's dated «12.01.23»",
    "they moved me 5 weeks before «the 1st of april»",
    "i got my own flat on «the 1st of august 2022»",
    "between «3rd and 9th of May» i had 4 beds",
    "«Wed 4 Oct»",
    "on «the twenty-third of august»",
    "«11th nov» at 2 oclock",
    "in «november 2021» i moved",
    "on «nov 11» she said",
    "«friday the 13th»",
    "«2021-11-05»",
    "«the 8th o' june»",
)

LEFT = (
    "two days ago",
    "at christmas and on monday",
    "the hearing was in march or may, i forget",
    "number 1 may be fine but 2 may not",
    "I may 2 times a week",
    "3 of us may go, 10 may stay",
    "we march 4 miles",
    "24/7",
    "on 24/7 watch",
    "1/2 of us",
    "Ask me again in December, maybe I'll feel different",
    "the 14th worker i had",
    "on the 3rd floor",
    "on the 2nd try",
    "may 4 of us come",
    "april showers, 10 at a time",
    "in 2019 and 2020",
    "9-5, 16-25, 7/10",
    "my birthday was in care, nobody came",
    "a birthday card 2 weeks late",
    "last tuesday",
    "born and raised in care",
    "i was born into this",
    "this time next year",
    "10-12 people",
    "second march in the city for care folk",
    "the first may be the last",
    "born to lose 2 times",
    "3.5 out of 5",
    "my 18th birthday was the cliff edge",
    "my 16th birthday came and nobody",
    "the 21st century",
    "the 3rd sector",
    "sun 2 cream",
    "the first of many",
    "sat 2 hours",
    "at 10.30 or 11.15",
)


@pytest.mark.parametrize("marked", BIRTHS + DAYS)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(dates, marked)


@pytest.mark.parametrize("marked", BIRTHS)
def test_a_birthday_is_called_one(marked: str) -> None:
    assert "DOB" in {found.label for found in dates(Text.of(plain(marked)))}


@pytest.mark.parametrize("marked", DAYS)
def test_another_day_is_not(marked: str) -> None:
    assert {found.label for found in dates(Text.of(plain(marked)))} == {"DATE"}


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    quiet(dates, text)
