"""The words around a name that say it is one: kin, roles, titles, telling, doing."""

from typing import Final

from bot.detection.names.lexicon import words

KIN: Final = words(
    "mum mam maw mother mither mammy mummy mom dad da daddy faither father brother brither bro "
    "sister sis gran granny grandad granda grandpa grandma grandmother grandfather papa nana nanny "
    "auntie aunty aunt uncle cousin son daughter wean baby boy girl lassie laddie twin nephew "
    "niece stepdad stepmum stepbrother stepsister step-dad step-mum step-brother step-sister "
    "partner boyfriend girlfriend bf gf ex husband wife fiance fiancee pal mate friend bestie "
    "bff flatmate roommate neighbour neebor godmother godfather half-brother half-sister "
    "grandson granddaughter ward godson goddaughter guardian burd wife's missus hubby wee-one"
)
ROLES: Final = words(
    "worker keyworker key-worker sw socialworker caseworker advocate teacher headteacher heidie "
    "head tutor lecturer coach mentor counsellor counselor therapist psychologist psychiatrist "
    "nurse doctor gp dentist manager leader reporter safeguarder solicitor lawyer chair "
    "chairperson chairwoman chairman officer carer adviser advisor janny janitor boss landlord "
    "minister priest imam cook cpn volunteer student supervisor coordinator co-ordinator "
    "childminder midwife driver escort wrker wrkr wkr workr facilitator interpreter youthworker "
    "mediator assistant director trainer guardian member participant tenant buddy "
    "paramedic policeman policewoman cop bobby sergeant classmate teammate instructor chef "
    "principal depute deputy specialist consultant practitioner visitor"
)
MANY: Final = words(
    "brothers sisters boys girls weans kids children sons daughters twins cousins pals mates "
    "friends besties workers keyworkers carers teachers advocates nurses parents siblings "
    "aunties uncles nephews niece's nieces lassies laddies bairns brithers grandparents "
    "grandkids neighbours staff managers counsellors stepbrothers stepsisters babies"
)
OWNERS: Final = words(
    "my ma mah mines our oor wir her his their thier the a an your yer another this that one wee "
    "wan old auld new lovely best big little former first last current second other own"
)
POSSESSIVE: Final = words("my ma mah our oor wir his her their your yer the a an one")
TITLES: Final = words("mr mrs ms mx mister missus messrs")
OFFICES: Final = words(
    "dr doctor prof professor rev reverend sheriff pc dc wpc sgt sergeant inspector constable "
    "councillor cllr nurse coach auntie aunty aunt anti uncle unc pastor imam sheikh sir dame "
    "nana nanna granny gran grandad granda papa nan nanny"
)
NAMING: Final = words(
    "called named nicknamed cried cawed ca'd cald caled calld callled caleld clled calles"
)
GREETING: Final = words("hi hiya hello hey hullo dear alright awright heya yo")
CHEERING: Final = words("thanks cheers ta thankyou thank-you shoutout shout-out props kudos rip")
TELLING: Final = words(
    "told telt tellt telled tell telling asked ask askin asking phoned phone phoning texted text "
    "txt txted texting messaged message messaging emailed email thanked thank hugged met meet "
    "invited dm'd dmed rang facetimed snapped blocked unfriended introduced punched slapped "
    "married adopted babysat kissed dumped dated seeing bullied hit"
)
LIKING: Final = words(
    "trust trusted love loved loves luv miss missed misses hate hated hates like liked likes know "
    "knows knew ken kent need needed want wanted see saw blame blamed remember remembers visit "
    "visited respect believe believed get got had have having mind help helped"
)
SPEAKING: Final = words(
    "spoke speak speaking spoken talk talked talkin talking chat chatted chatting listen listened "
    "said says complain complained explained apologised lied written wrote reported shouted "
    "listening speakin"
)
TOWARDS: Final = words("to tae wi with wae at")
SAID: Final = words(
    "said says say's sed saying telt tellt told tells asked asks phoned phones rang texted texts "
    "messaged emailed replied explained explains shouted shouts laughed laughs smiled smiles "
    "listened listens sat drove drives visited visits knows kens kent knew thinks thought "
    "promised promises remembered remembers noticed notices wrote writes apologised understood "
    "understands spoke speaks talked talks cried hugged hugs nodded shrugged lied introduced "
    "goes reckons reckoned pretended swore believed believes answered answers turned sorted "
    "cooks cooked taught teaches"
)
DID: Final = words(
    "was wis is has had did didnt didn't didnae does doesnt doesn't doesnae disnae isnt isn't "
    "isnae wasnt wasn't wasnae wouldnt wouldn't wouldnae couldnt couldn't couldnae hasnt hasn't "
    "hasnae always never would wid could can cannae can't cant gave gives gies gied helped helps "
    "came comes took takes left leaves got gets made makes kept keeps wanted wants stayed stays "
    "moved moves went used needs needed lives lived works worked just still saw sees cares cared "
    "hands handed picks picked drops dropped pops popped actually really even also brought brings stopped started tried tries lets let who sent sends "
    "felt feels found finds read reads walked walks looked looks seemed seems should hud hus "
    "treated treats stood stands stuck fought runs ran bought buys showed shows met meets played "
    "plays quit retired died passed must"
)
MODALS: Final = words("will may")
VERBS: Final = words("hope will may mark drew chase trust love bless grant pat sue rob wish pray")
"""Doubtful names that start a sentence as a verb ("hope my worker listens")."""

PERSONAL: Final = words(
    "mark bill frank grant dean drew pat patty nick rob sue ray rod rick chuck dick don dee del "
    "ned chris kay victor wade wally wills cliff dale clay christian hunter chase archer basil "
    "earl ernest lance robin val turner tanner piper pierce scout pete nicky hank kat jo di viv "
    "bev lou nell gill jean kit col len les reg flo fern eve gene gale misty bonny candy brandy "
    "crystal dusty rusty woody buddy rose dawn blessing precious angel bailey brooks "
    "destiny trinity christy joss remy axel moses stew beau clement will lucky wei "
    "ying yuan jin lei lin ling hui bao yan tao mai ade ike efe yaw asia lea grace "
    "olive pearl dot shell al geordie scot sal eve"
)
"""Doubtful names that are seldom what a sentence is about unless a person is."""

BEFORE_VERBS: Final = words(
    "to tae would wid will can could should shall must might dont don't didnt didn't doesnt "
    "dinnae didnae cannae can't cant wont won't i we you ye yous they who gonnae gonna lets let's "
    "not never please just then it they'd we'd i'd i'll we'll they'll you'll"
)
LIKE_VERBS: Final = words("to tae just then never not it")
VERBS_TOO: Final = words("jack jimmy max stew carol harry barney rob mike tam cole")
"""Likely names that people also do ("they jack up the prices")."""

OBJECTS: Final = words("the up open it that out in off")
CLAUSES: Final = words(
    "and but when because cos cause coz that if how what where since till until before after so "
    "why as while think thinks says said know knows or like where who which then though wish "
    "whit whan whaur an n"
)
DEEDS: Final = frozenset(
    (verb, what)
    for verb in words(
        "runs ran does brings brought makes made gets got hands handed drives drove takes took "
        "teaches taught cooks cooked picks picked sits sat keeps kept leads led chairs chaired"
    )
    for what in words("the a oot out us ma my aw all every")
)
"""What a person does, and hope or art seldom do."""

TRAITS: Final = words(
    "my ma kind nice sound lovely sweet funny patient friendly strict late off away sick pregnant "
    "leaving there good quiet shy gone rude honest brilliant amazing class mental rubbish scared"
)
TEAMS: Final = words(
    "group unit drop-in dropin office team school council cooncil project house hoose club food "
    "church garage cafe centre center kitchen home hub shop library panel charity canteen hostel "
    "foodbank service nursery college academy clinic surgery bank"
)
LEAVING: Final = words("left moved quit started retired died phoned went")
NOUNS: Final = words("bill grant case mark art story page chance cash gift will star trust")
ON_DUTY: Final = words("nights shift shifts days holiday leave duty call annual sick lates earlies")
BOTH: Final = words("are were both wur have had")
FAMILY_FIRST: Final = words(
    "li wang zhang liu chen huang zhao zhou xu zhu guo lin gao luo nguyen tran pham phan hoang vu "
    "dang bui ngo duong ly kim"
)
UNLESS: Final = words("wasn't wasnt wasnae weren't werenae isn't isnae not no")
SEASONS: Final = words(
    "april may june august autumn summer winter sunday spring monday friday saturday"
)
DATING: Final = words(
    "in on since by until till til last next this every from fae of early late before after "
    "during mid end around and or to tae between the through each"
)
ADJECTIVES: Final = words(
    "sky christian gay royal happy lucky blue silver golden sunny precious rich frank ginger magic "
    "major stormy misty rusty dusty constant merry earnest scarlet teal royal rainbow universal"
)
MASS: Final = words(
    "art hope joy faith peace justice patience mercy charity harmony happiness success comfort "
    "glory honour honor unity magic rain sunshine silver gift chance case cash story page blue "
    "liberty wisdom promise praise summer winter autumn sky star storm ginger pepper honey "
    "heaven victory apple king treasure cookie serenity river ocean miracle diamond coral"
)
ARTICLES: Final = words(
    "a an the some any no every each this that these those one two three few another more less "
    "most much many of"
)
THINGS: Final = words(
    "light lights alert oil eyes beaches scans scan scanner bear bears seed seeds day daniels russell hood potter singing "
    "service services concert concerts red green yellow bush tree trees leaf leaves berry flower "
    "flowers wreath pan nevis jet sparrow pot league necklace ring pinching sandwich cake "
    "beach water pie rose gold branch branches out of hand's"
)
NOT_FAMILY: Final = words(
    "love may will day long rice close read home hood low wise hand person man green stand "
    "wait cook walk speed power rush race best better bird blood bloom bond boot box brain bull "
    "bush butt case chance cross dear dollar drew drinks fair field fish flood foot ford free "
    "friend ghost gift good grace great guest hope house huge kind large lead light little love "
    "mark match mean moon more must need nice night over page pass pet play poor pound price "
    "quick rain right rose save say sharp shed short sleep so sole soon spot still stop street "
    "strong such sweet swift tell than thing think too top true trust tug under very voice want "
    "was way week well west what wild with woman won word work worth year big tan can do go "
    "so she the in an and to sad bad had has just like all any but by for from her his how if "
    "is it let me my no not of off on one or our out put ran real said same see set sit some "
    "tan ten them then they this time told two up us use we went were when who why yes yet you "
    "crying leaving said laughing pain lied lying shouting worried daily early late lately lang"
)
FAMILY_WORDS: Final = words(
    "grant dean hunter turner tanner archer chandler wade dale fox swan king prince case pierce"
)
NOBODY: Final = (
    KIN
    | ROLES
    | MANY
    | TITLES
    | OFFICES
    | GREETING - {"ward", "buddy", "nan", "nanna", "boss", "head", "chef"}
)
HAPPENING: Final = words("breaking rising over coming gone ending approaching near fading")
JOINING: Final = words("and an n or plus und nd then")
SUBJECTS: Final = words(
    "i we they you ye he she it really do dont don't dinnae did didnt will would wid ill i'll "
    "still cannae ill gonna gonnae to tae that who and just always also never might could"
)
IDIOMS: Final = frozenset(
    {
        ("alton", "towers"),
        ("jeremy", "kyle"),
        ("eid", "mubarak"),
        ("taylor", "swift"),
        ("ed", "sheeran"),
        ("lewis", "capaldi"),
        ("harry", "styles"),
        ("nicola", "sturgeon"),
        ("boris", "johnson"),
        ("keir", "starmer"),
        ("john", "swinney"),
        ("donald", "trump"),
        ("elon", "musk"),
        ("nelson", "mandela"),
        ("martin", "luther", "king"),
        ("anne", "frank"),
        ("billie", "eilish"),
        ("ramadan", "mubarak"),
        ("jack", "russell"),
        ("bob", "your", "uncle"),
        ("bob", "yer", "uncle"),
        ("jack", "of", "all"),
        ("jack", "shit"),
        ("jack", "all"),
        ("jack", "the", "lad"),
        ("jack", "jones"),
        ("tom", "dick", "and"),
        ("tom", "dick", "or"),
        ("dick", "and", "harry"),
        ("dick", "or", "harry"),
        ("or", "harry"),
        ("and", "harry"),
        ("joe", "public"),
        ("joe", "bloggs"),
        ("average", "joe"),
        ("john", "doe"),
        ("jane", "doe"),
        ("plain", "jane"),
        ("robin", "hood"),
        ("peter", "pan"),
        ("peter", "to", "pay", "paul"),
        ("pay", "paul"),
        ("harry", "potter"),
        ("santa", "claus"),
        ("father", "christmas"),
        ("uncle", "sam"),
        ("smart", "alec"),
        ("smart", "aleck"),
        ("nosey", "parker"),
        ("nosy", "parker"),
        ("billy", "no", "mates"),
        ("billy", "nae", "mates"),
        ("happy", "as", "larry"),
        ("murphy", "law"),
        ("murphys", "law"),
        ("sod", "law"),
        ("for", "pete"),
        ("pete", "sake"),
        ("john", "lewis"),
        ("ben", "nevis"),
        ("aunt", "sally"),
        ("johnny", "come", "lately"),
        ("st", "andrew", "day"),
        ("st", "andrews", "day"),
        ("burns", "night"),
        ("burns", "supper"),
        ("christmas", "carol"),
        ("parkinson", "disease"),
        ("jekyll", "and", "hyde"),
        ("big", "brother"),
        ("victoria", "sponge"),
        ("joe", "wicks"),
        ("marks", "and", "spencer"),
        ("molly", "coddled"),
        ("molly", "coddle"),
        ("holier", "than"),
        ("the", "full", "monty"),
        ("open", "mike"),
        ("no", "way", "jose"),
        ("keep", "up", "with", "the", "joneses"),
        ("real", "mccoy"),
        ("jimmy", "savile"),
        ("queen", "elizabeth"),
        ("king", "charles"),
        ("prince", "william"),
        ("romeo", "and", "juliet"),
        ("sherlock", "holmes"),
        ("hobson", "choice"),
        ("bloody", "mary"),
        ("hail", "mary"),
        ("virgin", "mary"),
        ("tracy", "beaker"),
        ("tracey", "beaker"),
        ("jacqueline", "wilson"),
        ("ronald", "mcdonald"),
    }
)
"""Names that point at nobody."""
