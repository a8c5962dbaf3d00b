"""Who and what there is in these tests."""

from datetime import UTC, date, datetime, timedelta

from bot.consultation.model import Group, Role, Round, Staff
from tests.web.browser import Browser

CODE = "heron42"
START = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)


class HandClock:
    """Fulfils :class:`bot.ports.Clock`; the test is the hand."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    async def advance(self) -> None:
        self.at += timedelta(days=1)

    async def next_label(self) -> str:
        return "one day on"


PEOPLE = {
    role: Staff(f"{number:032x}", name, role)
    for number, (role, name) in enumerate(
        [
            (Role.FACILITATOR, "Isobel Kerr"),
            (Role.COORDINATOR, "Ewan Muir"),
            (Role.LEAD, "Isla Grant"),
            (Role.ADMIN, "Ada Bain"),
            (Role.PARTNER, "Paul Reid"),
        ],
        1,
    )
}
TOKENS = {role: f"token-{role}" for role in PEOPLE}
GROUP = Group("a" * 32, "Ardlinn", "young people", "")
ROUND = Round(
    id="b" * 32,
    code=CODE,
    title="Five questions on trust",
    asker="Ardlinn Council",
    known_by="Morven Reid, your youth worker",
    purpose="The council will change how workers meet young people.",
    decider="Catriona Bell",
    space="You can answer at home.",
    voice="The questions are short.",
    influence="How workers meet you. Not how many there are.",
    rung="asked",
    group=GROUP.id,
    age_band="16-17",
    opens_on=date(2027, 2, 1),
    closes_on=date(2027, 2, 28),
    withdraw_until=date(2027, 3, 14),
    tell_by=date(2027, 4, 30),
    facilitator=PEOPLE[Role.FACILITATOR].id,
    lead=PEOPLE[Role.LEAD].id,
    readers=(PEOPLE[Role.COORDINATOR].id,),
    two_readers=False,
)


async def sign_in(browser: Browser, role: Role) -> Browser:
    """Use up the role's one-time link."""
    path = f"/desk/enter/{TOKENS[role]}"
    page = await browser.get(path)
    csrf = page.first("input", name="csrf")["value"]
    await browser.send("POST", path, {"csrf": csrf})
    assert browser.path == "/desk"
    assert browser.status == 200
    return browser
