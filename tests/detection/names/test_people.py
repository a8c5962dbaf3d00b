import pytest

from bot.detection.names.people import person
from tests.detection.names.tables import cases, said

# A text, and the names in it as they are written there, with a bar between two.
NAMED = """
Ask Catriona, she was on shift | Catriona
ask catriona, she was on shift | catriona
ASK CATRIONA, SHE WAS ON SHIFT | CATRIONA
ma worker Elspeth is dead sound | Elspeth
ma worker is called hope and she is dead sound | hope
my social worker, grace, never answers | grace
MY SOCIAL WORKER GRACE NEVER ANSWERS | GRACE
my old key worker skye still texts | skye
his brother struan got to stay | struan
her wee sister bluebell got to stay |
my foster sister Dawn got a lock on her door and I didn't | Dawn
ma pal chase got papped out as well | chase
then will said we could go home | will
will telt me straight | will
will will be there at two, he promised | will
I telt mark everything and mark kept it to himself | mark | mark
i phoned hope and nobody picked up | hope
we met joy at the drop-in | joy
spoke tae angel aboot it | angel
I trust Faith with my life | Faith
i miss bill, he got the banter | bill
mr black ran the unit | black
Mrs Young let me sit in | Young
miss brown fae guidance knew | brown
ms park said aye | park
dr love was lovely | love
Mr. Okonkwo signed it | Okonkwo
sheriff mackay didnae look up | mackay
auntie jean took me in | jean
auntie precious took me in | precious
uncle shug drove us | shug
PC Wallace gave me a lift | Wallace
nurse blessing sat with me | blessing
hiya, it's robin here | robin
hi im summer, im in the thursday group | summer
my name is april | april
ma name's Destiny and ma brother's name is Chance | Destiny | Chance
thanks, hope | hope
cheers Dawn | Dawn
shout out to Rose for the lifts | Rose
big up pat | pat
love from joy x | joy
Grace, my support worker, left in June | Grace
hunter was my mentor | hunter
precious is ma best pal | precious
joy and connor never fought | joy | connor
Rory, Hope and Shona were moved | Rory | Hope | Shona
me and grace shared a room | grace
emeka okafor was my advocate | emeka okafor
Oleksandr came from far away | Oleksandr
oleksandra and daryna share a room | oleksandra | daryna
xiaoming helped wi ma maths | xiaoming
MY SISTER AGNIESZKA SPEAKS FOR US BOTH | AGNIESZKA
razvan and ionut were split up | razvan | ionut
ma worker nasreen akhtar came every week | nasreen akhtar
the interpreter was called yousef | yousef
Chukwuemeka's foster carer said no | Chukwuemeka
nobody told Tesfalem what the letter said | Tesfalem
Siobhán cried and so did I | Siobhan
Łukasz is my brother | Lukasz
Zbigniew O'Donnell signed the form | Zbigniew O'Donnell
it was signed D. Carruthers | D. Carruthers
Jean-Luc helped me move | Jean-Luc
my brother Aidan M got in trouble | Aidan M
mary jane mcglashan wis ma first worker | mary jane mcglashan
Ma worker Zinzile never lies | Zinzile
ma key worker zinzilo never lies | zinzilo
my pals are Kyle and Beth | Kyle | Beth
I hope Hope comes back | Hope
Will asked if I will come | Will
pick dawn over a stranger any day |
bairn's name is Struan | Struan
they moved ma brothers, craig and jordan, tae Fife | craig | jordan
Kirsteen's the only one that listens | Kirsteen
shonas the only one that listens | shonas
kirsten'll sort it | kirsten
they should ask wee Malky about it | Malky
i want to live with mark and his wife | mark
the panel asked for Frank and Frank wasn't there | Frank | Frank
my mentor drew was never late | drew
ma granny senga raised me | senga
my advocate, lorna, made them stop | lorna
her name was bonnie | bonnie
My da's called Bill | Bill
a lassie named storm had the room next tae mine | storm
the best thing was when Sunday, my worker, sang | Sunday
Goodluck Eze spoke for us | Goodluck Eze
"""

QUIET = """
I hope you will listen
hope is a thing we lost
Hope. That is all I want.
Will anyone read this? Will it change?
will you be there
May I say something
it may be too late and may never change
the hearing was in april or in may
I was moved in June and again in August
they mark your card
Mark my words, it won't work
top marks to the team
we drew up a plan and they drew a line
grant funding ran out and the grant was cut
They should grant us time
the electricity bill was huge
frank talk is what we want
to be frank, it was rubbish
the dean of the college spoke
summer is the worst, no school and no money
last summer was hard
I had faith in the system once
grace under pressure
it was a joy to be heard
Joy, that is the word
art helped me more than talking
music and art and sport
a christian family took me in
they said I was lucky and happy
We rose to it. The sun rose.
a rose by any other name
at the crack of dawn
Dawn was breaking when we drove off
the penny dropped
every penny counts
bob's your uncle
jack of all trades
nae Tom, Dick or Harry should read my file
Robin Hood stuff
the angel of the north
a chance to speak
in case it helps
case notes are long
pat on the back
he would pat me on the head
thanks for asking
thanks again
hiya folks
cheers pal
Childline answered in two minutes
Who Cares? Scotland came to see us
The Promise has to be kept
CAMHS said I wasn't bad enough
THE SCOTTISH GOVERNMENT SHOULD PAY US
STOP WRITING ABOUT ME IN CAPITALS
WHY DID NOBODY ASK ME WHAT I WANTED
14 people round a table
my worker never listens
ma worker is brilliant
My Social Worker Was Late Again And Nobody Said Sorry
my mum loves me
my social worker will phone
ma mum may come
my worker drew a map
my teacher marks my work
her sister hopes so
his parents trust nobody
I called back twice
they called names after me
he said hello and she said nothing
I miss home
miss being wi ma sisters
I love art and I hate maths
we met online
asked again and again
and then everyone left
dinnae ken whit tae say
gonnae no dae that
he was pure ragin and she wis greetin
Naebody telt us. Awbody kens.
it's a pure riddy
haud yer wheesht
Sandy beaches and chips
the amber light
we jack it in at four
a wee teddy and a robin in the garden
on Sunday, not on Monday
Christmas and Easter are hard
Snapchat and TikTok know more than my worker
Celtic and Rangers
a stor is not a stour
I want too be herd
thier is no trust anymor
the wrker nevr cam
dear all
Good grace and good manners
rain or shine
a star chart on the fridge
sky high rent
kit list for the trip
ray of sunshine
gene pool
ma heid wis mince
he left the will to his sister
free will
there is no I in team
Mr or Mrs or Miss, tick a box
the doctor said no
the nurse was kind
Dr appointment at two
uncle or auntie can come too
"""


@pytest.mark.parametrize(("text", "names"), cases(NAMED))
def test_people_are_found_by_name_without_titles(text: str, names: list[str]) -> None:
    assert said(person, text) == names


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_ordinary_words_stay_quiet(text: str) -> None:
    assert said(person, text) == []
