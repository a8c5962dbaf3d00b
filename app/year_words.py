"""What people say in the year that is shown. Every person, place and word in it is invented.

For each round, by question: one answer after another. The first is the first person's, and so on;
whoever has none left skips. ``*`` before an answer: its writer allows no quote.
"""

from collections.abc import Mapping
from typing import Final

type Pool = Mapping[str, tuple[str, ...]]

SCHOOL: Final[Pool] = {
    "story-helped": (
        "She asked first. Nobody had asked before.",
        "The library. It is not an office.",
        "Five minutes is long when people listen.",
        "*They said the no as well as the yes.",
        "The one with the plan picked who came.",
        "It was her own list that day, not theirs.",
    ),
    "story-next": (
        "Ask again in a month if it worked.",
        "Say who reads the plan.",
        "Put the third thing on paper and say when it comes back.",
        "Let the young one chair the next one.",
        "Ring when you said you would ring.",
    ),
    "participation": (
        "You know what it is like, so you can say what would help.",
        "It stops people guessing about us.",
        "I learnt to speak in a room of adults.",
        "*You are part of it and not a case.",
        "The plan fits better, so people stick to it.",
    ),
    "done-well": (
        "It feels calm. Nobody looks at the clock.",
        "They write down your words and not theirs.",
        "You hear back. That is how you know.",
        "There is food, and no one is late.",
        "*You leave with less on your back.",
        "People say sorry when it went wrong.",
    ),
    "power-sharing": (
        "We pick the topic too, not just the biscuits.",
        "They could say no to us, and they say what for.",
        "The same people at the table, and the same papers.",
        "You are paid for your time like anyone there.",
        "It means they need us as much as we need them.",
    ),
    "trauma-informed": (
        "They ask before they close a door.",
        "*They know a shout may be fear.",
        "You do not have to tell it all again each time.",
        "They go slow and they say what comes next.",
        "They do not read my file out loud.",
    ),
    "principles": (
        "Trust. My worker says when she will ring, and she rings.",
        "Choice. I picked the time and missed no class.",
        "Feeling safe is a room where you can leave.",
        "Working together is when I see the letter first.",
        "*Having a say. I said stop and they stopped.",
    ),
}

WEST_LOTHIAN: Final[Pool] = {
    "trust": (
        "Trust is slow. It was the fourth visit before I spoke.",
        "They do not promise what they cannot do.",
        "She told me what goes in the notes.",
        "*He did not tell my gran.",
        "They come back after the bad day too.",
    ),
    "choice": (
        "I chose to walk and talk, and not to sit.",
        "You can say not today.",
        "They gave two times, and one was after school.",
        "I picked the form and skipped two boxes.",
        "*No one asked why I said no.",
    ),
    "safety": (
        "A place with a plain door and no big sign.",
        "My worker knocks and waits.",
        "Knowing who else is in the house.",
        "I can keep my coat on.",
        "It is warm, and the phone is off.",
    ),
    "collaboration": (
        "We wrote the rules of the group on day one.",
        "They brought a draft and a pen for me.",
        "The youth group and the council met here, not there.",
        "They asked my brother what he thinks.",
        "*I got the minutes and I could read them.",
    ),
    "empowerment": (
        "I told the panel what to keep.",
        "They said my idea in the meeting with my name off it.",
        "I have a key to the room now.",
        "I asked for a new worker and it was fine.",
        "I know what I can ask for.",
    ),
}

REACTS: Final[Pool] = {
    "intend": (
        "Bring two young people into the next service review.",
        "Share the plan with my team in May.",
        "Stop asking for feedback we do not use.",
        "Pay people for their time from this year.",
    ),
    "most-helpful": (
        "Hearing the young people in their own words.",
        "The quotes on the tables. I took one home.",
        "The case study. We argued for half an hour.",
        "Being asked what I would give up.",
        "*Meeting leaders who have the same doubts.",
        "Time to look hard at how far we are.",
        "The session led by people who had been there.",
        "The ladder, and seeing that we stand low on it.",
        "The honest no from our own board.",
        "Small tables, and nobody gave a speech.",
        "The break between the two days.",
    ),
    "improve": (
        "More time with young people.",
        "More practical examples of how it is done.",
        "A third day, half a year on.",
    ),
}

REFLECTION: Final[Pool] = {
    "helped": (
        "We knew each other before it began.",
        "One shared page of values on the wall.",
        "We met in person each month.",
        "*Someone held the diary and the tea.",
        "School staff were keen and let us in.",
        "Young people could drop out and come back.",
    ),
    "differently": (
        "Start with leaders earlier, when it is still open.",
        "Less time between the school and the leaders' days.",
        "A neutral place for the first day.",
        "Tell young people what came of it sooner.",
        "More than two staff who have lived it.",
    ),
}

DELIVERY: Final[Pool] = {
    "role": (
        "We train new social workers in the first year.",
        "We carry what young people say to inspectors.",
        "We hold the network of practice educators.",
        "We bring the voice of third sector staff.",
        "We can fund two local pilots.",
    ),
    "gaps": (
        "Nobody owns the data from small areas.",
        "Rural travel is not paid.",
        "Adult services hear of it last.",
        "Staff have no time away from cases.",
        "*Leaders change and the plan leaves with them.",
    ),
    "next-years": (
        "Put lived experience on each of our panels.",
        "Write one guide with the others and drop ours.",
        "Report on it each spring in public.",
        "Offer four placements in the Borders.",
        "Keep the group going when money is short.",
    ),
}

LOOP: Final[Mapping[str, Pool]] = {
    "young 1": {"question": ("When do the new rooms open?",)},
    "young 2": {"question": ("Who picks the leaders that come next time?",)},
}
"""What two of the young people ask once they have heard back."""

AGREE: Final[Mapping[str, Mapping[str, int]]] = {
    "before": {
        "what-it-is": 16,
        "importance": 19,
        "good-practice": 13,
        "how-far": 4,
        "next-steps": 6,
    },
    "after": {
        "what-it-is": 27,
        "importance": 27,
        "good-practice": 27,
        "how-far": 26,
        "next-steps": 25,
    },
}
"""How many of the leaders agree with each statement, by wave: of 28 before, of 27 after."""
LEADERS: Final = {"before": 28, "after": 27}
REACTED: Final = 12
ATTENDED: Final = (
    "Site,Session 1,Session 2,Questionnaires before,Questionnaires after\n"
    "Scottish Borders,11,9,8,7\nStirling,11,10,10,10\nWest Lothian,16,14,10,10\n"
)
"""Who came to the leaders' two sessions, and who filled in the questionnaires."""
