"""The rule for references."""

import pytest

from bot.detection.structured.case import case_reference
from tests.detection.structured.marks import holds, quiet

FOUND = (
    "case no «CAS-2023-0041»",
    "my file is «SW/1234»",
    "file number «cp/44219» still says it",
    "file number «ref LG-7731-B» still",
    "reference number is «4471902»",
    "«ref: AB1234»",
    "«ref 20/1187»",
    "my case number was «12345»",
    "scra number «SC-88 231» on the letter",
    "crime reference «PS-20230114-0456»",
    "police incident number «2291» from march",
    "hearing «ref H/2023/118»",
    "the court case «PD123-22»",
    "«LAC/2210/B» is what they call me",
    "reference they gave me was «77 81 20»",
    "complaint number «C0012345»",
    "ma case ref's «sw 4471 b»",
    "case number is «four four two one nine»",
    "my claim «ref UC 1234 5678»",
    "incident no: «PS1234/22»",
    "quoted «GCC-4471/9» at me",
    "case id «99-1042»",
    "my swift number is «301442»",
    "ref no. «7741»",
    "panel reference «CHP 0198»",
    "the file («CP44219») was wrong",
    "bank «80-22-60» «12345678»",
    "my prisoner number «148822»",
    "refrence «KX-0091»",
)

LEFT = (
    "covid-19 ruined it",
    "I had 3 reports in 2 years, section 25 order, article 12, 2023/24 budget",
    "the report 2019 said nothing",
    "in case 2 people turn up",
    "just in case 100 folk come",
    "my file 12 years of it, 300 pages long",
    "the file was 400 pages",
    "section 22, part 4, rule 7, s.25, form SC2",
    "the order of 3 things",
    "GIRFEC, LAAC, SCRA, what even are they",
    "I got 24/7 support, 9-5 only, 16-25 year olds",
    "on 3/4 of days and 1/2 term",
    "case closed in 2 weeks",
    "police came 3 times in 2019",
    "charge 50p for 10 minutes",
    "my phone 50% charge",
    "court 2 in the sheriff court at 10am",
    "card 2 of 10",
    "she drives me 20 miles to school in her car",
    "the bus 38 and car 2",
    "s3 and p7 kids",
    "the S4 car trip was ace",
    "panel 1 and panel 2",
    "hearing 4 days after",
    "a report 6 months late",
    "reports, records, 10 meetings a month",
    "I'm 1 of 4 and 16-18 is worst",
    "mon-fri 9-5",
    "under-16s and over-18s",
    "ch 4 page 12 of the book",
    "£1,000 or £10000",
    "my uc was £292.11",
    "we had 100 000 steps",
    "youth parliament 2024/2025",
    "the Children (Scotland) Act 1995 says that",
    "the law, section 17(1)(a) of the 1995 act",
    "article 12 uncrc, age 16 rule",
    "unit 3 of the course",
    "one in 4 of us",
    "they parked at 12 and left at 1",
    "nat 5 maths",
    "room 101 stuff",
    "number 10 downing street folk",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(case_reference, marked)


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    quiet(case_reference, text)
