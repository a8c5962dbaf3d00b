"""What a round adds to its question set when it opens: what another group said, read first, and one
more question at the end, which stays open a little longer than the rest."""

from bot.consultation.model import Round
from bot.consultation.rounds import FOUND, LATE
from prompts.library import Phrases
from prompts.schema import STYLES, Kind, Question, QuestionSet, Wording


def with_added(questions: QuestionSet, round_: Round, say: Phrases) -> QuestionSet:
    """Return the questions of a round as people are asked them; adding twice adds nothing."""
    there = {each.id for each in questions.questions}
    steps: tuple[Question, ...] = questions.questions
    if round_.found.strip() and FOUND not in there:
        wording = Wording(ask=say("added.found"), body=round_.found)
        steps = (_step(FOUND, "card", steps[0].part, wording), *steps)
    if round_.late_days and LATE not in there:
        wording = Wording(ask=say("added.late.ask"), hint=say("added.late.hint"))
        steps = (*steps, _step(LATE, "text", steps[-1].part, wording))
    return questions if steps is questions.questions else _with(questions, steps)


def _with(questions: QuestionSet, steps: tuple[Question, ...]) -> QuestionSet:
    return questions.model_copy(update={"questions": steps})


def _step(id_: str, kind: Kind, part: str, wording: Wording) -> Question:
    return Question(id=id_, kind=kind, part=part, wording=dict.fromkeys(STYLES, wording))
