"""What the invented people of the pictures say and write."""

from typing import Final

TRUST: Final = (
    "My worker Kirsty texted me on 07700 900456 to say she was late. "
    "That is trust to me. I was the only girl in 3B and she asked me first."
)
CHOICE: Final = (
    "When I moved to Ardlinn nobody asked me. Nadia just told me the day. "
    "In @harbour_crew we picked who came to our meetings."
)
CAME: Final = """Site,First session,Second session,Before,After
Harbour Street,11,9,4,3
Mill Lane,11,10,10,10
The Annexe,16,14,10,10
"""
TASKS: Final = (("Book the hall for both sessions", 3), ("Hand out the invitations", 1))
REMARK: Final = "Trust is a big word. Ask about one person."
WORRY: Final = "I was told to keep quiet about it. So I did."
RESPONSE: Final = (
    "I read all that you said. You are right that a call has to come on the day we promised. "
    "I will look myself at how it goes."
)
OUTCOME: Final = (
    (
        "You trust workers who ring when they say they will.",
        "Done",
        "Each of you has one named worker now. They ring on the day they said.",
        "you told us it matters more than how often they ring.",
    ),
    (
        "You want to choose where you meet.",
        "In part",
        "You can meet at Harbour Street or at school. Your home comes next year.",
        "there is just one car.",
    ),
    (
        "You want the office open on Sundays.",
        "Not possible",
        "",
        "there is no money for it this year. We ask again in spring.",
    ),
)
