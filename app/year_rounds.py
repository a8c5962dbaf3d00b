"""What is asked in the year that is shown, of whom and when, and what came of it. All is invented."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app import sample
from app.hands import Form
from app.year_words import Pool
from bot.consultation.model import Group


def _group(number: int, site: str, audience: str, partner: str) -> Group:
    return Group(f"9{number}" * 16, site, audience, partner, (sample.PARTNER.id,))


YOUNG: Final = _group(1, "Stirling", "Young people", "Bannock Lane youth club")
ADULTS: Final = _group(2, "Scottish Borders", "Experts by experience", "Tweedbank peer group")
CREW: Final = _group(3, "West Lothian", "Young people", "Almond Street crew")
LEADERS: Final = _group(4, "All three areas", "Leaders", "The three councils")
PARTNERS: Final = _group(5, "All three areas", "Partners", "Delivery group")
GROUPS: Final = (YOUNG, ADULTS, CREW, LEADERS, PARTNERS)


@dataclass(frozen=True, slots=True)
class Plan:
    """A round: its words and its days. ``who`` is what those who answer are called in the script."""

    title: str
    questions: str
    group: Group
    who: str
    purpose: str
    opens: date
    closes: date
    until: date
    tell_by: date
    age_band: str = "adult"
    k: int = 5
    more: Form = field(default_factory=dict)

    def form(self) -> Form:
        """Return what the facilitator fills in."""
        return {
            "title": self.title,
            "question_set": self.questions,
            "asker": "Northshore Partnership (invented)",
            "known_by": "Ewan Muir, who you meet each month",
            "purpose": self.purpose,
            "decider": "Moira Baird",
            "space": "You can answer at home, or with Ewan in the group.",
            "voice": "The questions are short. Ewan can type for you.",
            "influence": "How we ask and how we plan. Not how many workers there are.",
            "rung": "involved",
            "looked": "We read it through with the group. It fits.",
            "group": self.group.id,
            "age_band": self.age_band,
            "opens_on": f"{self.opens}",
            "closes_on": f"{self.closes}",
            "withdraw_until": f"{self.until}",
            "tell_by": f"{self.tell_by}",
            "lead": sample.LEAD.id,
            "readers": (sample.COORDINATOR.id, sample.SECOND.id),
            "two_readers": "one",
            "k": f"{self.k}",
            **self.more,
        }


SCHOOL: Final = Plan(
    title="School sessions: having a say",
    questions="school-sessions",
    group=YOUNG,
    who="young",
    purpose="Leaders meet in spring to learn about sharing power. What you say opens both days.",
    opens=date(2026, 1, 12),
    closes=date(2026, 2, 6),
    until=date(2026, 2, 20),
    tell_by=date(2026, 5, 22),
    age_band="under18",
    more={"second_on": "2026-01-26", "note_every": "30"},
)
PRINCIPLES: Final = Plan(
    title="Five principles, in your words",
    questions="five-principles",
    group=ADULTS,
    who="adult",
    purpose="We write a guide for new workers. It stands on what you say.",
    opens=date(2026, 1, 19),
    closes=date(2026, 2, 9),
    until=date(2026, 2, 23),
    tell_by=date(2026, 4, 10),
)
BEFORE: Final = Plan(
    title="Sharing power: before the sessions",
    questions="leaders-outcomes",
    group=LEADERS,
    who="leader",
    purpose="We want to know if two days of learning change how you see it.",
    opens=date(2026, 2, 16),
    closes=date(2026, 3, 4),
    until=date(2026, 4, 30),
    tell_by=date(2026, 5, 29),
    k=4,
)
SEALED_TOGETHER: Final = {"withdraw_until": f"{BEFORE.until}"}
"""What is named before the first of two waves."""
AFTER: Final = {
    "title": "Sharing power: after the sessions",
    "opens_on": "2026-03-23",
    "closes_on": "2026-04-10",
    "tell_by": "2026-06-05",
}
"""What is new in the second wave."""
REACTS: Final = Plan(
    title="How the two days were",
    questions="reacts",
    group=LEADERS,
    who="leader",
    purpose="We plan the next two days with what you tell us.",
    opens=date(2026, 4, 13),
    closes=date(2026, 4, 24),
    until=date(2026, 5, 8),
    tell_by=date(2026, 6, 12),
    k=10,
)
REFLECTION: Final = Plan(
    title="Looking back on how we worked",
    questions="reflection",
    group=PARTNERS,
    who="partner",
    purpose="We made these days together. We want to do the next ones better.",
    opens=date(2026, 6, 1),
    closes=date(2026, 6, 15),
    until=date(2026, 6, 29),
    tell_by=date(2026, 8, 14),
)
DELIVERY: Final = Plan(
    title="Three questions to the delivery group",
    questions="delivery-group",
    group=PARTNERS,
    who="partner",
    purpose="We write the work plan of the group for the next two years.",
    opens=date(2026, 8, 31),
    closes=date(2026, 9, 14),
    until=date(2026, 9, 28),
    tell_by=date(2026, 11, 13),
)
CREW_ASKED: Final = Plan(
    title="Five principles, in West Lothian",
    questions="five-principles",
    group=CREW,
    who="crew",
    purpose="The guide for new workers gets a part on young people.",
    opens=date(2026, 9, 7),
    closes=date(2026, 9, 28),
    until=date(2026, 10, 12),
    tell_by=date(2026, 11, 26),
    age_band="under18",
)
AGAIN: Final = Plan(
    title="School sessions: one year on",
    questions="school-sessions",
    group=YOUNG,
    who="young",
    purpose="We look at what changed with you, and plan the second year.",
    opens=date(2026, 12, 7),
    closes=date(2026, 12, 30),
    until=date(2027, 1, 13),
    tell_by=date(2027, 2, 26),
    age_band="under18",
)
ENDS: Final = date(2026, 12, 14)
"""The last day of the year that is shown."""

RESPONSE: Final[Form] = {
    "text": "I read all of it. Some of it was hard to read. This is what we do about it.",
    "name": "Moira Baird",
    "role": "Chief social work officer (invented)",
}
_BECAUSE: Final = "you told us so, and it costs little."


def _item(said: str, status: str, did: str, because: str = _BECAUSE, **more: str) -> Form:
    tags = tuple(filter(None, more.pop("tags", "").split()))
    return {"said": said, "status": status, "did": did, "because": because, "tags": tags, **more}


TOLD_SCHOOL: Final = (
    _item(
        "You want to be asked first, and to pick the room.",
        "done",
        "Both days for leaders began with your words, in the library.",
        tags="promise/voice nttp/choice action-plan/priority-2",
    ),
    _item(
        "You want a quiet room in each office.",
        "planned",
        "Three rooms are being made ready.",
        "a room that is safe is where talk begins.",
        due="2026-06-30",
        owner="Isobel Kerr",
        tags="promise/care nttp/safety",
    ),
    _item(
        "You want to be paid for your time.",
        "none",
        "",
        "the law does not let us pay people under 16. We give vouchers.",
        tags="promise/people",
    ),
)
ROOMS_DONE: Final = _item(
    "You want a quiet room in each office.",
    "done",
    "All three rooms are open.",
    "the money came in June.",
)
TOLD_PRINCIPLES: Final = (
    _item(
        "Trust is a worker who rings when they say they will.",
        "done",
        "It is the first page of the guide for new workers.",
        tags="nttp/trust sssc/codes",
    ),
    _item(
        "You want to see the letter before it goes out.",
        "planned",
        "All teams will show a draft from autumn.",
        "two teams tried it and it worked.",
        due="2026-09-01",
        owner="Ewan Muir",
        tags="nttp/collaboration roadmap/self-assessment",
    ),
)
LETTERS_NOT: Final = _item(
    "You want to see the letter before it goes out.",
    "none",
    "",
    "the new system cannot print a draft. We were too quick to plan it.",
)
TOLD_LEADERS: Final = (
    _item(
        "Few of you had looked hard at how far you share power.",
        "done",
        "The second day is now about just that.",
        "it was the lowest of the five before, and is not any more.",
        tags="programmes/trsws roadmap/self-assessment",
    ),
)
TOLD_REACTS: Final = (
    _item(
        "You want more time with young people.",
        "partly",
        "Young people lead one of the two days next year.",
        "they said yes to one day, and not to two.",
        tags="promise/voice programmes/trsws",
    ),
)
TOLD_REFLECTION: Final = (
    _item(
        "Start with leaders earlier.",
        "done",
        "Leaders are in the plan from its first day now.",
        tags="programmes/trsws",
    ),
    _item(
        "Find a neutral place for the first day.",
        "done",
        "We meet in the library from now on.",
        tags="nttp/safety",
    ),
)
LATER: Final = {
    "day": "2026-11-27",
    "because": "two partners still have to agree to the plan. We want it to be true.",
}
TOLD_DELIVERY: Final = (
    _item(
        "Nobody owns the data from small areas.",
        "done",
        "The group has an owner for it by name.",
        tags="action-plan/priority-1 programmes/trsws",
    ),
    _item(
        "Rural travel is not paid.",
        "none",
        "",
        "the budget is set until spring. We bring it up again then.",
        tags="action-plan/priority-3",
    ),
)
TOLD_CREW: Final = (
    _item(
        "You want notes that you can read.",
        "planned",
        "Minutes in plain words, for every group.",
        "you showed us how.",
        due="2027-02-01",
        owner="Priya Shah",
        tags="promise/voice nttp/empowerment",
    ),
)
REPLIES: Final[dict[str, Form]] = {
    "When do the new rooms open?": {
        "said": "When do the new rooms open?",
        "did": "By the end of June. We tell you once they are open.",
        "owner": "Isobel Kerr",
    },
    "Who picks the leaders that come next time?": {
        "said": "Who picks the leaders that come next time?",
        "did": "Each council does. Two of you can sit in on it in autumn.",
        "owner": "Moira Baird",
    },
}
"""What is answered to the questions of the loop, by question."""
MESSAGES: Final[Form] = {
    "message-1": "Ask first. Then ask where to meet.",
    "message-2": "Ring when you said you would ring.",
    "message-3": "Say the no as well as the yes, and what for.",
}
TASK: Final[Form] = {
    "text": "Take the printed outcome to the youth club.",
    "owner": sample.PARTNER.id,
    "due": "2026-06-05",
}


def answers_of(pool: Pool, question: str, number: int) -> sample.Said | None:
    """Return what somebody says to a question, or None if they skip it."""
    texts = pool.get(question, ())
    if number >= len(texts):
        return None
    return sample.Said(texts[number].removeprefix("*"), quote=not texts[number].startswith("*"))
