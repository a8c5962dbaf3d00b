"""Words of street addresses: kinds of street, words that are no part of a street's name."""

from typing import Final

from bot.detection.structured.spelling import slips, strikes, words

_STRONG: Final = words(
    """
    street road avenue crescent terrace lane wynd vennel quadrant gardens mews gait esplanade
    boulevard cottages cottage steading loaning pend parade
    """
)
_WEAK: Final = words(
    """
    drive place court view path row square close loan brae gate way walk park green hill rise
    circus circle bank mount grove garden neuk rigg knowe toll crossing promenade bridge field
    fields braes heights meadow meadows lea croft causeway orchard wood
    """
)
_SHORT: Final = words(
    """
    rd ave av aven cres cresc crec ter terr gdns gdn ln sq qd quad blvd pde
    """
)
SHORT_WEAK: Final = words("st str dr drv pl ct crt pk gr grv cl")
"""Kinds cut so short that they are other things as often."""

_NEVER: Final = words(
    """
    bae bare bares gove meow rode mes rad par pad ped crec len lens line lone lanes lie roar read
    rods rid red tee trace tot toot late lame lake ruse rice raise rose rare pact plane plate pats
    mat bat wan war was wad wall well talk wink wank balk week weeks pend loans loan coast count
    cover pork perk part bark mark dark hall hell hull till tall tell tool groom groves grave
    gravel brave prove drove dove drives driver driven grieve clothe clise clone clove cloud clown
    glee bunk bond band bend bonk mound moist mourn course cart carp curt court's fled yield filed
    wild wool wade wide wolf cruse flats gaming pans pens pine pined paned gaits gain goat grit
    suite sweet straight strait streak stream strew stress turrets tenant tend rod gates gave game
    gaze pace lace lose cose land lan dive vie coat pat gat git wal wak bak ban bra bran rig pen
    lean woo ris mew know bird bride lea geen gren god cot coft bide bridal garde filds wok pak
    loo lon fel brea brie hil ill rows mont cork corner streets lane's cross place's squire mead
    wood word good food
    """
)


def _near(word: str) -> set[str]:
    """Return slips of a word; a wrong key too where the word is long enough to bear it."""
    return slips(word) | (strikes(word) if len(word) > len("park") else set())


STRONG: Final = frozenset(
    {slip for word in _STRONG for slip in slips(word) | strikes(word)} - _NEVER - _WEAK
) | {*_STRONG, *_SHORT, "streat", "cresant", "crescant", "cressent", "terrase"}
"""Kinds of street that are hardly anything else, short, long and mistyped."""

WEAK: Final = (
    frozenset({slip for word in _WEAK for slip in _near(word)} - _NEVER - STRONG)
    | _WEAK
    | SHORT_WEAK
)
"""Kinds of street that are common words too: they need a sign that a street is meant."""

TOWERS: Final = words(
    """
    house tower towers heights point flats court buildings mansions block blocks lodge hall
    """
)
"""What a block of flats is called, behind the number of a flat."""

HOUSES: Final = words(
    """
    cottage farm farmhouse steading croft villa manse bothy schoolhouse bungalow gatehouse smiddy
    smithy stables byre barn kirk inn station mains lodge house
    """
)
"""What a house is called that has a name in place of a number."""

SIDES: Final = words(
    """
    north south east west lower upper n s e w
    """
)

ADJECTIVES: Final = words(
    """
    police
    old new main back side wee big long short high low nice quiet busy dark dead same other next
    wrong right whole own another rough open narrow country dirt quick fast slow cross bus cycle
    ring trunk one-way two-way no through west-end memory civvy easy hard bad good private public
    local residential posh dodgy random safe empty bumpy rocky winding dual toll farm single
    side-street first second third last green red white black happy sad mental permanent temporary
    different foster care better worse strange weird hearing meeting work school student payday
    crisis bank food piggy car theme skate water business sheriff family supreme criminal crown
    youth point full proper secure nicer safer garden long-term drug children's childrens adult
    caravan holiday football tennis pay star bedroom bed kinship respite step lane parent contact
    seater mph way car-park
    """
)
"""Words before "road" that say which kind, not which one; behind a number they may name it."""

STOPS: Final = words(
    """
    a an the this that these those my ma mah your yer our oor wur his her their its it me him them
    us you ye yous i he she we they and or but if so cos because when while where what which who
    how why not nae no never ever just only even still then than as at in on of off to tae from
    fae for with wi by up down doon out oot into onto over under about after before since until
    till through near past behind round along across between against outside inside is was wis are
    were be been am im i'm has have had hae do does did done can could would should will may might
    must got get gets getting gone go goes going gave give went come came put see saw said say
    says told tell know knew live lived lives living stay stayed stays staying stey bide moved
    move moving left leave leaving walk walked drove there here some any every each all both many
    much more most few lot lots several half different minute minutes min mins hour hours hr hrs
    day days night nights week weeks month months year years yr yrs mile miles metres pound pounds
    quid percent times time people folk kids kid weans wean boys girls boy girl lads lassies
    workers worker schools houses homes placements places cars beds bags page pages person persons
    men women families children carers staff officers strangers adults panel members
    seconds steps feet stone pals mates friends meetings hearings visits moves phones doors rooms
    floors stairs stops buses bus trains train taxi hearing meeting placement home social
    every-day other others o out-of per x pm st-st years' weeks' days' months' hours' it's that's
    there's he's she's dont don't didnt didn't cant can't cannae wasnt wasn't also too very really
    like sat stood sit slept lost found want wanted need needed made make take took taken keep
    kept sleeping ended end mum's mums dad's dads gran's grans pal's mate's brother's sister's
    nana's auntie's uncle's maw's da's mum dad gran nana papa granny auntie uncle brother sister
    """
)
"""Words that no street is named after; a street's name cannot reach past them."""

FAMOUS: Final = words(
    """
    coronation sesame downing princes quality civvy easy wall harley fleet abbey fast memory
    ramsay albert-square sauchiehall oxford regent wembley hampden ibrox murrayfield fury
    scotland
    """
)
"""Streets of television, shops and football: alone they are nobody's address."""
