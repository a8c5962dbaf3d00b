"""What the demonstration is made of. Every person, place and word in it is invented."""

from dataclasses import dataclass
from typing import Final

from bot.consultation.model import Group, Role, Staff


@dataclass(frozen=True, slots=True)
class Said:
    """An invented answer: its text, the words its writer covers by typing them, and whether they
    allow a quote."""

    text: str
    cover: tuple[str, ...] = ()
    quote: bool = True


FACILITATOR: Final = Staff("d3" * 16, "Isobel Kerr", Role.FACILITATOR)
COORDINATOR: Final = Staff("c0" * 16, "Ewan Muir", Role.COORDINATOR)
SECOND: Final = Staff("c1" * 16, "Priya Shah", Role.COORDINATOR)
LEAD: Final = Staff("1e" * 16, "Isla Grant", Role.LEAD)
PARTNER: Final = Staff("9b" * 16, "Rhona Baillie", Role.PARTNER)
ADMIN: Final = Staff("ad" * 16, "Ada Bain", Role.ADMIN)
STAFF: Final = (FACILITATOR, COORDINATOR, SECOND, LEAD, PARTNER, ADMIN)

GROUP: Final = Group(
    "9a" * 16,
    "Harbour Street",
    "Young people who use the service",
    "Harbour Street youth group",
    (PARTNER.id,),
)

ROUND: Final = {
    "title": "Sample: five questions on trust",
    "asker": "Northshore Council (invented)",
    "known_by": "Ewan Muir at Harbour Street",
    "purpose": "We want to know what helps you trust us. Then we choose what to change.",
    "decider": "Moira Baird at Northshore Council",
    "space": "You can answer at home. Ewan is at the centre on Tuesdays.",
    "voice": "The questions are short. Ewan can type for you.",
    "influence": "How workers meet you. Not how many workers there are.",
    "rung": "asked",
    "age_band": "under18",
    # One reader is enough to see the whole story with one coordinator's desk.
    "two_readers": "one",
    "k": "5",
}
"""What the facilitator fills in, but for the group, the people and the dates."""

TEAM: Final = {
    "team_work": ("Isobel Kerr, participation officer",),
    "team_lived": ("Dee Munro, who once used the service",),
    "team_chose": ("yes",),
    "team_ready": ("prepared", "debrief", "step_back"),
}
"""Who runs it, and what is there for them."""

CLOSES_AFTER: Final = 14
TELL_AFTER: Final = 42
"""Days from opening."""

PEOPLE: Final[tuple[tuple[Said | None, ...], ...]] = (
    (
        Said("My worker rang when she said she would. Every week. That is trust to me."),
        Said("They asked if I wanted to meet at school or at home. Nobody had asked that before."),
        Said("A room with the door open, and Nadia at the desk who knew my name.", ("Nadia",)),
        Said("We wrote the plan on one page and I got to hold the pen."),
        Said("Being told what they decided and what for. Even when it is a no."),
    ),
    (
        Said("You can text me on 07700 900123 and I know they won't pass it on.", quote=False),
        Said("I could bring a friend. It was a small thing but it was mine to pick."),
        Said("When nobody writes things down while I am still talking."),
        Said("They came back with three ideas from us and we voted."),
        Said("I ran the last meeting. My hands shook but I did it."),
    ),
    (
        Said("Trust is when people say sorry after they get it wrong."),
        Said("A choice is only real if no is an answer too."),
        Said("After Callum left I had to tell it all again to somebody new.", ("Callum",)),
        Said("Working together means I see the letter before it goes out."),
        None,
    ),
    (
        Said("They told me at the start who would read it. Nobody else read it."),
        Said("I picked the time, so I did not miss my bus from Elm Row.", ("Elm Row",)),
        Said("The quiet room by the stairs. You can breathe in there.", ("by the stairs",)),
        Said("Being asked early. Not when it is all done already.", quote=False),
        Said("They put my words in the report, just as I said them."),
    ),
    (
        Said("I sent it to help@northshore.example and got an answer the same day."),
        Said("Not having to say it out loud. I could write it."),
        Said("Knowing how long it takes and when I can stop."),
        Said("Our group had a say in who got the job. That was new."),
        Said("Somebody asked what I am good at first."),
    ),
    (
        Said("It takes me long to trust. They gave me that time.", quote=False),
        None,
        Said("They asked before they closed the door. I said leave it open."),
        Said("Mr Lennox sat with us, not across from us.", ("Mr Lennox",), quote=False),
        Said("I said stop and they stopped. I felt strong that day."),
    ),
)
"""Six people and their five answers; None skips the question."""
