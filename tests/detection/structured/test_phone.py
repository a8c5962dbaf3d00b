"""The rule for phone numbers."""

import pytest

from bot.detection.structured.phone import phone
from tests.detection.structured.marks import holds, quiet

FOUND = (
    "«07700900123»",
    "ring «07700 900 123» after 4",
    "text «07700-900-123»",
    "«077 00 90 01 23»",
    "«0 7 7 0 0 9 0 0 1 2 3»",
    "«(0141) 496 0123»",
    "«0141.496.0123» is the unit",
    "«0131 4960123»",
    "«+44 7700 900123»",
    "«+44 (0)7700 900 123»",
    "«+44(0) 7700 900123»",
    "«0044 7700 900 123»",
    "«447700900123» whatsapp",
    "«7700 900123» dont phone tho",
    "«01632 960 001»",
    "«020 7946 0018»",
    "«0808 157 0123»",
    "«03069 990 123»",
    "my number is «oh seven seven double oh nine double oh one two three» ok",
    "«zero seven seven zero zero nine zero zero one two three»",
    "«oh double seven oh oh nine hundred one two three»",
    "«07700 nine hundred 123»",
    "«07 double 7 00 9 double 0 123»",
    "«O77OO 9OO l23» or the landline",
    "«o77oo 9oo 123» text me",
    "«07700 then 900 then 123»",
    "«07700 em 900 eh 123»",
    "«oh seven sevn double oh nien double oh one two three»",
    "«0141 496 0123 ext 45»",
    "«0141 496 0123 extension 4567»",
    "my nummer is «0770090012» i think",
    "«077009001234» is ma number",
    "«+48 601 234 567» is my mum in poland",
    "«+353 1 496 0123»",
    "«plus four four seven seven double oh nine hundred one two three»",
    "ring «496 0123» and ask for the manager",
    "ma mobile's «07700 900 456», hers is «07700 900 789»",
    "my phone number is «07700, 900, 123»",
    "«07700  900 123»/«0141 496 0999»",
    "mum is on «oh one four one, four nine six, oh one two three»",
    "«07700 9oo 123»",
    "«07700/900123»",
    "call «07700…900…123»",
)

LEFT = (
    "Childline is 0800 1111 and they listened",
    "childline on 0800 11 11 any time",
    "call 999 or 101 or 111",
    "samaritans 116 123 saved my life",
    "text 85258",
    "text SHOUT to 85258",
    "rang oh eight hundred one one one one",
    "rang 112 from the phone",
    "i phoned childline 08001111",
    "breathing space is 0800 83 85 87",
    "nspcc 0808 800 5000",
    "I had 12 workers in 3 years and 4 houses",
    "7 out of 10",
    "24/7 phone line and nobody answers, 9-5 monday to friday",
    "2019 2020 2021 were all bad",
    "£12.50 a week, £0.50 for a phone call",
    "ages 10, 11, 12, 13, 14",
    "it was 10:30 then 11:45",
    "one two three four five that's how many houses",
    "number one thing, two things, oh three",
    "oh one more thing",
    "I was number 6 on the list",
    "call 3 times a day for 14 days",
    "oh for one day of peace",
    "on 01/02/2020 at 10:30",
    "1 2 3 4 5 6 7 8 9 10",
    "0 to 10, i'd say 0",
    "on the 10 11 2019",
    "phone number of the day 101",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(phone, marked)


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    quiet(phone, text)
