"""All finders together, on texts that name nobody, in three kinds of letters."""

import sys

import pytest

from bot.detection.names import name
from bot.detection.text import Text
from tests.detection.names.tables import found_in

QUIET = """
it was mark two of the plan and nobody told us
we need a champion not a judge
i just want a home with hope in it
faith groups helped with food
the chase for money never stops
in the summer we went to the beach, in the winter nothing
may the best plan win
the dean fund paid for books
art therapy should be for everyone
she said will you sign this and i said no
they will mark you down as absent
a rose between two thorns my gran says
dont bill me for my own care
drew the short straw as usual
frank conversations please
grant me five minutes
the angel on top of the tree
rich folk dont get it
jack shit has changed
can you give us a ring
miss the point every time
every tom dick and harry read my report
happy to help again
the lucky ones get a worker who stays
it's a miracle we got heard
we had a ball, pure magic
star of the week
dusty old files
I was gutted, pure gutted
So basically nothing changed
Honestly? Same as before.
Nae bother
Absolutely not
Quick question though
Tell them we said hi
Training. More training. Always training.
Big thanks to everyone who came
Wee suggestion: biscuits
Staff need paid more
Boys are treated different
Biscuits were good tbh
Social Work should come to us
Children's Hearings are scary
Housing said no
Education said no
Universal Credit is a nightmare
Personal Independence Payment forms
Foster carers need training
Who decides? Who tells us?
Corporate parents, do your job
Hearings System, Children's Panel, SCRA, same thing to me
The Independent Care Review took ages
Care Experienced Week
Mental Health Tribunal
Zoom is better than Teams
I use Snapchat and Discord
we got pizza from dominos
kfc after the meeting was the best bit
they gave us asda vouchers
we play fifa and fortnite
my phone is an iphone
harry potter is my favourite
I watch Corrie with my gran
I support Celtic, he supports Rangers
hibs fan till i die
xmas is hard and hogmanay is worse
easter eggs
on a Tuesday in November
halal food would be nice
eid mubarak to all
church on a sunday
speak english, polish or urdu
polish families need interpreters
scottish kids and syrian kids together
a german shepherd dog
french fries
the cat
the high school musical was class
going to college one day
my house my rules
on the unit
staff at the unit
at school
primary 7 was the worst
in care since i was wee
faith hope and charity
hope springs eternal
i have no faith and no hope
grace period
peace and quiet
love is the word
comfort and joy
joy of being believed
it was a hope in hell
may or may not
will or would
art class was class
the dawn chorus
she rose to the challenge
a chance in a million
angel delight
the heather on the hills
an olive branch
poison ivy
basil and mint
christian values
i was pure buzzing
we aw greeted
he gubbed me
haud on a minute
naw but seriously
ach well
ken what i mean like
fair enough
on the record
off the record
in the file
on the panel
from the heart
from scratch
at all
at random
to be honest
to date
in general
in private
in public
in person
in writing
in pencil
at reception
at assembly
in assembly
in maths
in english
in detention
from birth
from mainstream
from abroad
at weekends
in mainstream
in limbo
in lockdown
to counselling
to respite
to throughcare
from throughcare
at throughcare
in throughcare
in aftercare
my placement broke down
my placement was shut
the home was closed
the home, sadly, closed
our house, our street
staff team
team teach
team meeting
unit manager
unit staff
the unit manager was kind
school uniform
school counsellor
college course
college fund
high expectations
primary reason
secondary trauma
nursery rhyme
academy awards
a grammar mistake
the whole campus
grammar police
secure tenancy
secure base
lodge a complaint
lodge an appeal
cottage pie
house rules
house party
house meeting
hall of residence
ward round
ward of court
halfway house
my pals house
community payback
advocacy worker
limited time
limited options
work experience
work for free
working in pairs
work at it
job for life
shift in power
the big man upstairs
wee man in the corner
big school
big room
wee room
wee voice
old pals
young ones
at five o'clock
a mcflurry after contact
We speak Gealic at home
They Transllate nothing
I got a danish and a dutch pancake
as dutch as can be
I take Sertraline and Elvanse
I learned more from Duolingo than from my English class
Barnardo's and Aberlour both said they could help
I speak Tigrinya, they booked a Pashto interpreter
The Jeremy Kyle treatment
It was pure Baltic in that contact room
the foster carers had Sky and a PlayStation
"""


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_what_names_nobody_stays(text: str) -> None:
    assert [found_in(case(text)) for case in (str, str.lower, str.upper)] == [[], [], []]


@pytest.mark.parametrize("shape", ["ma worker Hope said ", "A", "a' ", "the the ", "- (", "St. "])
def test_the_work_grows_with_the_length_alone(shape: str) -> None:
    def steps(length: int) -> int:
        count = 0

        def count_call(*_: object) -> None:
            nonlocal count
            count += 1

        text = Text.of((shape * length)[:length])
        sys.setprofile(count_call)
        try:
            list(name(text))
        finally:
            sys.setprofile(None)
        return count

    assert steps(2000) < 2.5 * steps(1000)
