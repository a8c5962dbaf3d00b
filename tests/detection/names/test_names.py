"""All finders together, on texts as people write them: names marked, in three kinds of letters."""

import re

import pytest

from bot.detection.text import Text
from tests.detection.names.tables import found_in

_MARKED = re.compile("«(.*?)»")

NAMED = """
so my worker «grace» she was like i will sort it and she actually did
i had a social worker called «mark» for two years then one called «dawn» for a week
if it wasnae for «hope» at the drop in i wouldnae be here
the best worker i ever had was «joy»
best worker ever was «bill» no question
the only person i trust is «april»
«summer» fae the group said we should ask for more money
theres a guy «art» who runs the football
«iain» and «will» fae the oaktree project took us camping
when «faith» left i cried for days
i told her my name was «skye» and she wrote «sky»
«ruaridh» got moved to «lochgelly» and i got «cowdenbeath»
my best friend «zeynep» got deported
ma pal «wiktoria» translates for her maw
mrs «hall» at «st ninian's» let me eat lunch in her class
mr «wood» the deputy heid at «inverbrae high» hates me
dr «little» at the surgery
the reporter, ms «quigley», didn't introduce herself
I was in «Ladywell House» and then «Seaview» before I went to «Harmeny School»
they shut «dunmore unit» and sent us aw tae «rossie»
«ST JOHN'S PRIMARY» SENT ME HOME EVERY DAY
i got put in «kibble» when i was 13
placement 4 was «benvue cottage» up past «crieff»
my support worker at «newbattle abbey college» was sound
went to «calderside» and then «larkhall academy»
he goes to the «notre dame»
my brother is at «linlithgow academy», my sister is at «bo'ness academy»
they moved me from «motherwell» to «thurso» in one night
i stay in «ferguslie» and the bus is two hours
grew up in the «gorbals»
my family is in «shettleston» and i am in «oban»
up in «mastrick» naebody cares
«chidi» was the only staff who knew how to do my hair
«Ayomide»'s foster mum did not know about my hair
my interpreter «hanan» cried with me
«farida» n «zahra» came on the same plane as me
my age assessment was done by «gordon» and «fiona»
the guardian «samuel» helped me
«petrica» and «ionela» look after us
auntie «bukola» phones every sunday
i miss ma wee brother «jaxon» so much
my twin «layla-rose» was adopted
wee «kayleigh» greets every time
ma big cousin «stevie d» got the jail
«wullie» at the food bank
«big senga» does the teas
they aw call me «shug» but it's «hugh»
everyone at the unit called him «midge»
we cried the night staff «dracula»
the cook, «betty» «boop» we called her
her name is «sunday» and she is from nigeria
ask «angel» about the trip
you should talk to «patience», she knows
thank you «precious» for listening
me, «hunter» and «river» made a film
«storm» was my roommate
«dean» was a good man
my mentor was frank
I felt safe with «Rose»
I felt safe with «robin» because he didn't rush
nobody listened except «drew»
«Chase» taught me guitar
«jack» the janny let me in early
«Lily» and «Daisy» are my nieces
my foster carers «pat» and «bill» never gave up on me
my foster carers, «pat» and «bill», never gave up
i work at the «tesco in wishaw»
i got an apprenticeship with «mckay joinery»
my boss at «sannino's» gave me the day off for my hearing
mum works in «greggs in leith»
i volunteer at the «cyrenians farm»
the panel member «alasdair» asked me what i wanted
that was «morag macaskill» fae the highland team
«siobhan» who ran the girls group
«jordan»s dad
«connors» ma
Yours, «Magdalena»
from «Beth», 16
- «Callum»
hi its «shannon» again
its «kyle» btw
im «destiny»
i'm «noor» and i'm from «homs»
my name's «tegan-lee»
call me «ash»
I'd like to thank Ms «Okafor»
shout oot tae «Gregor» an the team
love you nana «jean»
cheers «stu»
«JAMIE» TOLD THE WHOLE CLASS I WAS IN CARE
MY SOCIAL WORKER «TRACEY» NEVER CAME
I HATE MR «DUNCAN»
MA DA «RAB» GOT OOT THE JAIL
my worker «kriten» was late agian
i luv my fostr mum «jaqueline»
«shanon» and «conor» split up
I have been in «Balgowan House», «Seafield», and a place in «Elgin» whose name I forget.
they put me in «cairnview» the night before my prelim
the staff fae «cairnview» came tae ma prize giving
«Cairnview» staff are like family
ma key worker in the «sycamore unit» was class
her in the «laurels» kens mair than the high heid yins
moved fae the «elms» tae «ashgrove house»
my placement at «craigdarroch lodge» broke down
at «greenfield» we had to ask for food. greenfield is a unit
it was a home called the «firs»
a respite place called «sunnybank»
the «ythan unit» in «ellon»
I was sectioned in «skye house» for 9 months
«dudhope house» was better than «stobhill»
the mother and baby unit at «st john's»
i got excluded from «auchmuty high» and then «glenwood»
they wanted me at «kelso high» but i liked «jedburgh grammar»
ma school «graeme high» done nothing
teachers at «st modan's» bullied me
«bannockburn primary»
the nursery at «raploch primary»
i go to «forth valley college» on tuesdays
im at «uws» doing social work
studying at «edinburgh napier university»
«stirling uni» gave me a bursary
dropped out of «dundee & angus college»
my da works at the «grangemouth refinery»
my mum is a cleaner at «perth royal infirmary»
i deliver for «deliveroo in dundee»
«mehwish» in the office is the kindest
thats what «wojtek» said
«oksana» taught me bortsch
«adeola» braids my hair
«thuy» and i share a room in «govanhill»
ma brithers «kai» «kyle» and «kenzie»
his name's «abdirahman» but we say «abdi»
«mo» is the funniest
«jo» does the rota
«al» fae the boxing
sister «teresa» from the chapel
father «michael» at the chapel
imam «yusuf»
my roommate «mehmet» snores
i was adopted by «colin» and «susan»
my birth mum «lynsey» writes to me
ma ex «darren» is the dad
my baby «ellie-mae» was taken
«ellie mae» was taken
my son «tyler james» has autism
my wee girl «aria» is four
my boy «jaxx» needs a 1:1
his teacher is mrs «mcginty»
wee «jude»'s dad
our «lisa» was in the same home
oor «rab» never came back
my therapist «bee» is so chill
my counsellor «raj» gets it
the cpn «heather» came at night
the duty worker that day was «kenny»
some guy called «norrie» from housing
some woman named «thelma»
this new worker «tamsin» starts monday
my new worker, «tamsin», starts monday
«tamsin» my new worker starts monday
worker: «amina»
worker - «amina»
social worker's name is «gillian»
my social workers have been «gill», «trish», «big andy» and now «simone»
first «gill» then «trish» then «andy»
i had «gill» then «trish»
thats between me and «trish»
it was «trish»'s idea
i wish «trish» was still here
how come «trish» got to decide
is «trish» coming back
wheres «trish»
«trish» if your reading this thank you
give «trish» a raise
tell «fiona mcd» i said hi
mr «t» is sound
miss «mac» let me draw
ms «o'hara»
doctor «singh» listened
Dr. «Fatima Aziz» listened
sheriff «mcallister»
councillor «brown» came for a photo
lady called «patience» runs it
thank god for «gracie»
it was a worker named «justice»
a boy called «messiah»
they call her «mama t»
known to everyone as «wee betty»
my ex-carer «dot»
so «hope» goes to me she goes you can do this
and «grace» was like naw
«will» wasnae having it
«Dawn» wouldn't let them
«faith» drove me up the road
«may» was on nights
«june» is on nights
«olive» does crafts
«ivy» is my gran
«heather» and «rose» run it
«christian» and «angel» are my brothers
«precious» and her mum
i told «amona» what happened
ma wroker «zinzilo» was late
i went to «balgreen acadmey»
moved to «kestrel houuse»
been in «rowanlea» a year
i live in «dumferline»
«ferguson» never looked up
«nguyen thi lan» is my sister now
it was signed «D. Carmichael»
a boy called "«biscuit»"
my social worker («hope») never came
i want «hope» to be my advocate
«smiler» they call me
she goes to «bun-sgoil ghleann ruadh»
"""


@pytest.mark.parametrize("marked", NAMED.strip().splitlines())
def test_whoever_is_named_is_covered_in_any_letters(marked: str) -> None:
    for case in (str, str.lower, str.upper):
        found = found_in(case(marked.replace("«", "").replace("»", "")))
        for part in _MARKED.findall(marked):
            wanted = Text.of(case(part)).text
            assert any(wanted in one for one in found), found
