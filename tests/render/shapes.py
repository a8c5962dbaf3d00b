"""One synthetic message of every shape: what every channel has to be able to draw.

The words mean nothing. A channel that draws this draws every screen there will ever be.
"""

from datetime import date

from bot.conversation.messages import (
    Calendar,
    Card,
    Choice,
    Done,
    Entries,
    Entry,
    Fault,
    Field,
    Figure,
    Heading,
    Line,
    Lines,
    Message,
    Moment,
    Notice,
    Option,
    Pair,
    Progress,
    Promise,
    Quote,
    Row,
    Rows,
    Secret,
    Segment,
    Share,
    Sheet,
    Text,
    Timeline,
    Withheld,
    Words,
)
from bot.conversation.tables import Bar, Cell, Stretch, Table

TWO = (Option("yes", "Yes, quote it"), Option("no", "No, do not", chosen=True))
NINE = tuple(Option(f"o{n}", f"Option {n}", chosen=n == 3, hint="a hint") for n in range(1, 10))

CONTROLS = (
    Choice("stop", "Stop"),
    Choice("pause", "Pause"),
    Choice("skip", "Skip"),
    Choice("support", "Support", current=True),
)

EVERY_SHAPE = Message(
    title="The title",
    kicker="The kicker",
    before=(Done("Question 1 is kept."), Fault("That did not work.")),
    parts=(
        Progress(2, 5, "Question 2 of 5"),
        Text("A lead.", "lead"),
        Text("A paragraph."),
        Text("Small print.", "small"),
        Notice(("The first line is bold.", "The second is not.")),
        Notice(("In danger, call 999.",), alert=True),
        Rows((Row("A label", ("A line", "A dot", "Another dot"), dots=True), Row("B", ("B1", "B2")))),
        Words(
            (
                Segment("I met "),
                Segment("[name]", "proposed", "Kirsty", 1),
                Segment(" and\nthen "),
                Segment("words", "own", "the boat", 2),
                Segment("."),
            ),
            "Your answer, with words to cover",
            "covers",
        ),
        Words((Segment("At "), Segment("[school]", "kept"), Segment(" they let me."))),
        Words((Segment("At "), Segment("Kilbrae", "found", number=3), Segment(" they let me."))),
        Secret("river candle seven", "Write it down.", "Your code"),
        Secret("north window oat", "Write it down.", "Show my code", folded=True),
        Lines((Line("Childline", "For anyone under 19.", "Open now", "Call", "0800 1111", "tel:08001111"),)),
        Calendar("Put the day in your calendar", "A day to look back", date(2027, 4, 30)),
        Share("See what people see", "/r/abc"),
        Quote("I knew who was coming."),
        Pair("Done", "done", "You said", "Tell us.", "We did", "We tell.", "Because it is right.", "A note."),
        Pair("In part", "part", "You said", "More.", "We did", "Some.", "Because of time.", ""),
        Pair("Not possible", "none", "You said", "Pick.", "Nothing changed", "No.", "Because.", ""),
        Promise("On time: 73 days left", "done", "Catriona Bell tells everyone.", "If the day passes."),
        Heading("Dates"),
        Timeline(
            (
                Moment("Opened", "1 February", "past"),
                Moment("Today", "16 February", "now"),
                Moment("Closes", "28 February", "next"),
            )
        ),
        Heading("What you can see today"),
        Figure("People who answered", "61", "Counted today."),
        Withheld("By place", "Shown after 28 February.", "A small place could point to one person."),
        Heading("Lists and cards"),
        Entries("Rounds", (Entry("Trust", "open", "go:round/1"), Entry("Food", "draft", "go:round//2")), "All."),
        Entries("This batch", (Entry("Answer A", "Open", "go:review/1/a", current=True),), aside=True),
        Entries("Nothing here", (), "Nothing yet."),
        Entries("Done: 1", (Entry("Old", "kept", "go:round/9"),), folded=True),
        Entries("", (Entry("Under a heading", "open", "go:round/3"),)),
        Card(
            "A card",
            (Text("Inside."), Words((Segment("words"),), "Words in a card")),
            (Field("more-1", "Words to cover", "short", "Type them.", optional=True),),
            (
                Choice("change:1", "Change", about="answer 1"),
                Choice("take:1", "Take back", about="answer 1"),
                Choice("cover:1", "Cover them", fields=("more-1",), about="answer 1"),
            ),
            "Question 1",
        ),
        Sheet(
            "Ardlinn Council is asking",
            "Would you tell us what you think?",
            "To change how workers meet people.",
            (Row("5 questions", ("Skip any of them",)), Row("Hear back", ("by 30 April 2027",))),
            "QR code of the link",
            "/r/abc",
            "Point your phone at the square, or type",
            "Open until 28 February.",
            (Row("Who decides", ("Catriona Bell.", "That person answers.")),),
            ("It is fine to say no.",),
            ("Cut here.", "It does not say what it is about."),
        ),
        Table(
            "How they saw it",
            ("Statement", "When", "Disagree", "Neither", "Agree"),
            (
                (Cell("I had a choice."), Cell("Before"), Cell("6 of 20"), Cell("5 of 20"), Cell("9 of 20")),
                (Cell(""), Cell("After"), Cell("7 of 20", 2, "Disagree or neither"), Cell("13 of 20")),
            ),
            "Bars are per cent.",
            (
                Bar("I had a choice.", "Before: disagree 30, agree 45.", (Stretch(30, "30", 2),),
                    (Stretch(45, "45", 4),), (Stretch(25, "25", 3),), "Before"),
                Bar("", "After: disagree or neither 35, agree 65.", (Stretch(35, "35", 3),),
                    (Stretch(65, "65", 4),), (), "After"),
            ),
            ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"),
            ("No", "Yes", "Undecided"),
        ),
        Card("A shut card", (Text("Covered."),), choices=(Choice("go:review/1/b", "Open it", key="O"),), shut=True),
    ),
    fields=(
        Field("covers", "Covered words", "covers", options=(
            Option("1", "Cover Kirsty", chosen=True), Option("2", "Cover the boat"))),
        Field("text", "Your answer", "long", "Leave out names.", "typed <b>before</b>", fault="Too long."),
        Field("name", "A name", "short", value="Ann & Bo"),
        Field("extra", "Words to cover", "short", "Type them.", optional=True, fault="Not there."),
        Field("quote", "May we quote this?", "one", "A quote can be shared.", options=TWO, fault="Pick one."),
        Field("zone", "Zone", "one", options=NINE),
        Field("readers", "Readers", "many", options=NINE[:3]),
        Field("tags", "Tags", "many", optional=True, options=(
            Option("a/1", "A plan: one", group="A plan"), Option("a/2", "A plan: two", chosen=True, group="A plan"),
            Option("b/1", "A law: one", group="A law"))),
        Field("nobody", "Nobody to pick", "many", "Add a reader first."),
        Field("loose", "Covers without words", "covers", options=TWO),
        Field("day", "Day", "date", value="2027-04-30", optional=True),
        Field("hour", "Hour", "time", value="16:00"),
        Field("people", "People here", "people"),
        Field("file", "A file", "file", "Six letters.", optional=True),
        Field("k", "Smallest number", "number", value="5", fault="A number."),
    ),
    choices=(
        Choice("say", "Next", "main", ("covers", "text", "extra")),
        Choice("cover", "Cover them", "two", ("covers", "extra", "file")),
        Choice("pick:1", "Agree", "two", current=True),
        Choice("go:round/1", "Go there", "two", key="G"),
        Choice("bin", "Bin it", "quiet"),
    ),
    group="Pick one",
    after=(Text("Nobody reads this live.", "small"),),
    nav=(Choice("back", "Back", "quiet"), Choice("go:outcomes", "Outcomes", current=True)),
    controls=CONTROLS,
    says="text",
    boxed=True,
    paper="/desk/report/1",
    language="cy",
    titled="en",
)  # fmt: skip
"""Every part, field, look and state at once."""
