"""Staff see which languages people can pick, how far each is, and whether a draft's set is in it."""

from collections.abc import Callable

from bot.consultation.model import Round
from bot.conversation.admin_screens import show as admin
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_screens import show
from bot.conversation.messages import Message
from prompts.languages import Standing

LABEL = "Other languages"
WELSH = Standing("cy", "Cymraeg", 776, 776, frozenset({"five-principles"}))
POLISH = Standing("pl", "Polski", 700, 776)


def test_a_draft_and_the_admins_page_tell_of_languages_where_there_are_any(
    a_round: Callable[..., Round],
    desk: Callable[..., DeskFacts],
    texts: Callable[[object], str],
    sound: Callable[[Message], Message],
) -> None:
    draft = a_round(question_set="five-principles")
    facts = desk(draft, languages=(WELSH, POLISH))
    seen = texts(sound(show(Spot("draft", draft.id), facts, {}, {}, "")))
    assert "Cymraeg: 776 of 776 phrases. It is complete. These questions are written in it." in seen
    assert (
        "Polski: 700 of 776 phrases. The rest is shown in English. These questions are not" in seen
    )
    assert LABEL not in texts(show(Spot("draft", draft.id), desk(draft), {}, {}, ""))

    people = texts(admin(Spot(), desk(me="ada", languages=(WELSH,)), {}, {}, ""))
    assert "Cymraeg: 776 of 776 phrases. It is complete." in people
    assert "These questions" not in people
