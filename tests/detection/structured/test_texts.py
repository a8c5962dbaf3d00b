"""All structured rules together on whole answers: long ones with much in them, and clean ones."""

from collections.abc import Iterator

import pytest

from bot.detection.found import Found
from bot.detection.structured import RULES
from bot.detection.text import Text
from tests.detection.structured.marks import holds, quiet

FULL = (
    (
        "I'm «19» and I left care when I was «16», from a unit near the park. My worker at "
        "the time was great but after that nobody. If you want to talk to me about it my "
        "number is «07700 900 441» and I'm usually up late, or message me on insta "
        "«@leftcare.lee» because I never have credit. They still send letters to «14 Gowan "
        "Brae» even though I moved to «flat 3/2, 88 Kirkhill Road» in «November 2023», and "
        "the postcode they use is «FK3 9ZZ» which isn't even mine."
    ),
    (
        "right so. ma name doesnt matter. ma chi is «1206075512» cos the doctor asks for it "
        "every time and a know it aff by heart. a wis born «12th june 2007» in the toilets at "
        "asda accordin tae ma maw. social work case «SW-07-33412». a stayed wi ma gran in "
        "«whinbush gardens» till a wis «8», then it wis 6 different places in 4 year. a just "
        "want somebody tae read it aw an say sorry"
    ),
    (
        "THEY LOST MY FILE. REF NUMBER «LC/0099/24». I RANG 4 TIMES. THE WOMAN SAID EMAIL "
        "«RECORDS AT EXAMPLE DOT GOV DOT UK» AND I DID AND NOTHING. MY NI NUMBER «QQ 22 33 44 "
        "A» WAS IN IT, MY OLD ADDRESS «9 MILLBANK TERRACE» WAS IN IT, MY MUM'S NUMBER «0141 "
        "496 0777» WAS IN IT. 20 YEARS OF MY LIFE IN 2 BOXES."
    ),
    (
        "my foster carer drives a red «SH22 KLO» and he was sat outside school on «the 3rd of "
        "february» when i was «eleven», everyone knew. «kirsten dot w at example dot org» is "
        "my email if u want the whole story, or its on «example.org/kirsten». also im on "
        "tiktok as «kirstenw_x». dob «03.09.09» so im «16»"
    ),
    (
        "So the hearing was on «12th November» at ten, they said room 2, we waited 50 "
        "minutes. There were 9 people there and I counted 4 I'd never met. My brother's «7» "
        "and he was in a different room. Their letter (our «ref: SCRA-2291-22») came to «6 "
        "Loch View», «KW14 7ZZ», three weeks later, saying it was decided. I rang «01632 960 "
        "777» and got a machine."
    ),
    (
        "me an ma sister got split. she's «nine» noo, she's wi folk at «number 2 the "
        "paddock», am no meant tae know that. i get 1 hour every 6 weeks. my worker's mobile "
        "is on the wall: «0 7 7 0 0, 9 0 0, 2 2 1» and hers is «double oh double four 7700 "
        "900 221»"
    ),
    (
        "Date of birth: «9/11/2006». Address: «31 Eastgate», Postcode: «DG8 9ZZ». NHS: "
        "«0911061234». That's how they introduced me. Not my name."
    ),
    (
        "«22», ex-care, Perth. Car got towed («SP16 TTR») outside the council cos the meeting "
        "overran by 2 hours, cost £180. Complaint «PKC/2025/118». They phoned on «the 6th of "
        "August» to say no."
    ),
)
CLEAN = (
    (
        "I was told in March that I'd get a flat in May, then it was June, then it was never. "
        "Nobody rings when they say they will. I had three workers in one year and 7 "
        "different beds. If I could change one thing it would be that you get one person for "
        "the whole time."
    ),
    (
        "The Promise says by 2030 things will be different. I'll be honest, I've read page 12 "
        "and page 40 and I don't see it. Article 12 says we get a say."
    ),
    (
        "when they moved us it took 2 hours up the road and i sat in the back with a bin bag. "
        "it was a long drive to the new place and no one talked. 5 of us in a 3 bed house. it "
        "was ok after 6 months."
    ),
    (
        "the panel had 3 folk on it, plus 2 social workers plus me, 1 against 5, is that "
        "fair. they asked me 10 questions and wrote down 2."
    ),
    ("my advice is start at 9, finish by 10, bring a biscuit, 20 min break, done by half 11"),
    (
        "I had a contact every 2nd Saturday and 1 phone call a week, 10 minutes, timed. It "
        "should be up to us. 24 hours isn't long."
    ),
    (
        "in the first meeting there were 14 people, in the second 6, the third was just me "
        "and her. 3rd time lucky."
    ),
    (
        "At 16 you can leave, at 18 you have to, by 21 nobody phones and at 26 it just stops. "
        "That is what the law says. Section 66 or whatever."
    ),
    (
        "she gave me her number and said ring any time day or night. that was the best thing. "
        "0 drama."
    ),
    ("It was the 3rd placement in the space of a year, the 4th school, I was always the new one."),
    (
        "My worker texts me on WhatsApp, she never uses the phone. I prefer text. Some folk "
        "like Teams. Not me. I'm on Snapchat all day and nobody asks us there."
    ),
    (
        "Being on the high street with nowhere to go at 5 o'clock, that's what it's like. You "
        "walk about. You go to the park. You go home when it's dark."
    ),
    (
        "we got £60 a week and a £2000 setting up grant, it doesn't cover a cooker and a bed. "
        "the bus is £2.40 each way so thats £24 a week"
    ),
    "I'd give it 4 out of 5. 80% good. 100% needed. maybe 1 in 10 workers is bad",
    (
        "childline number is 0800 1111, samaritans is 116 123, in an emergency 999. text "
        "SHOUT to 85258. why do i know these better than my own worker's number"
    ),
    "NHS 24 is 111 and police is 101. the crisis line was 0800 83 85 87. we waited 3 hrs",
    (
        "S1 to S3 were fine, S4 was hell, no Nat 5s, then college HNC level 7. P6 was the "
        "last good year"
    ),
    (
        "You wait 18 months for CAMHS, 6 weeks for a letter and 2 minutes for the answer to "
        "be no. My appointment was at 9:30am, they saw me at 11."
    ),
    (
        "the unit had 6 rooms, room 4 was mine, 2 staff on at night, lights out at 10pm, wifi "
        "off at 11"
    ),
    (
        "He's one of the good ones. She's two hours away. They're three in a bed in that "
        "house. I'm ten times better now and I'm number one in my class."
    ),
    (
        "I was first, he was second. I was one of six and I was the one who talked. We were 4 "
        "to a room."
    ),
    (
        "the form had 32 pages, question 17 asks your date of birth again. then it asks for "
        "your national insurance number and a postcode. i don't know mine. i've no fixed "
        "address"
    ),
    "what is your chi number they said. what is your reference number. i am not a number",
    (
        "my email never works and my phone was taken off me. no insta no tiktok for 3 weeks. "
        "password reset 5 times"
    ),
    (
        "In court I stood 2 metres from him. court was at 10. the sheriff said 1 thing to me "
        "in 3 hours."
    ),
    "I'm 5 foot 2 and I was scared of no one. he is 6ft 4.",
    "I turned 180 degrees. I hit rock bottom. I am fifty fifty about it.",
    "Report of 2019 said the same as the report of 2005, and the one in 1995 too.",
    (
        "there's a road near us with no lights. the place is a dump. the close stinks. the "
        "square is empty at night. every street has a bookies and a vape shop"
    ),
    "last tuesday she cancelled, next friday she'll cancel. the 1st thing to go is trust",
    (
        "20 years in care work and 3 years as a manager, ask me about burn out. caseload of "
        "31. 37.5 hours a week"
    ),
    (
        'we need 1 door to knock, not 12. one number to ring. one name. no more "ring this '
        'number between 9 and 5"'
    ),
    ("i'd go back to that first house in a second. may be daft. march on. 4 may not seem a lot"),
    (
        "My mum had me young. I'm the oldest of 5. My brother is one of them who got adopted. "
        "My sister is second."
    ),
    (
        "it cost 3 pound 50 to get there and 2 buses. i'm 20 minutes from anything. i'm an "
        "hour from my nearest pal"
    ),
    "they say 1000 hours, they say 16 plus, they say over 25s only. under 12s get nothing",
    ("4 foster homes, 2 kinship, 1 residential place, 1 secure, 3 b&bs, that's my address book"),
    ("a 10 year old knows more than them. what 8 year old gets asked. 15 year olds aren't daft"),
    (
        "stay in school they said. live in the moment. move to the front. i live in fear of "
        "the letter"
    ),
    ("from 9 to 12 it's maths. at 3 I get picked up. by 6 it's dark. since 4 nobody had called"),
    "I've seen 12 flats in 2 weeks. flat 1 was damp, the second flat had no cooker",
    "See gov.scot and childline.org.uk for help. youtube.com is not a parent.",
    (
        "the SCRA letter, the CHS letter, the LAC review, the GIRFEC plan: 4 letters, 1 week, "
        "no help. Form 12A. Part 3."
    ),
    (
        "Hope isn't a plan. Grace under fire. Will is what you need. a May baby, a June "
        "wedding, an April fool"
    ),
    "ok so 1. listen 2. write it down 3. do it 4. tell me you did it",
    "1) be on time 2) be kind 3) stay",
    "I was moved 3 times in 2022 and 2023. In 2024 it stopped. 2025 is my year.",
    "my case was closed on a Friday. case closed. file lost. incident forgotten.",
)


def everything(text: Text) -> Iterator[Found]:
    for rule in RULES:
        yield from rule(text)


@pytest.mark.parametrize("marked", FULL)
def test_a_long_answer_loses_nothing_and_no_more_is_taken(marked: str) -> None:
    holds(everything, marked)


@pytest.mark.parametrize("text", CLEAN)
def test_an_answer_with_numbers_that_point_at_nobody_stays_quiet(text: str) -> None:
    quiet(everything, text)
