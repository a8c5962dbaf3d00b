"""Every place of the conversation in a language nobody speaks, drawn in each channel: what stands
outside its brackets is somebody's words, or a sentence that no file holds."""

from pathlib import Path

from bot.conversation.contributor_screens import show
from prompts.languages import for_people
from prompts.library import Library
from tests.conversation.contributor_atlas import atlas
from tests.conversation.contributor_world import CODE, ROUND, STAFF, Talk
from tests.prompts.pseudo import folder_of, house, outside, pseudo
from tests.render.drawn import Drawn, own_words


def kind_of(talk: Talk) -> tuple[object, ...]:
    """What a screen looks like, whatever is in it."""
    here = talk.here
    at = here.at if here.place in ("asking", "checking") and not here.over else 0
    return here.place, here.over, here.fault, at, talk.held.enrolled


KINDS = tuple({kind_of(talk): talk for talk in atlas()}.values())


def test_no_screen_of_a_contributor_says_what_no_file_holds(tmp_path: Path) -> None:
    library = house(tmp_path)
    say = library.phrases()
    drawn = Drawn(say)
    cuts = tuple("x" * length for length in range(1, 80))
    typed = (
        "They asked me first. Ring",
        "They asked me first.",
        "asked",
        "covered words",
        "They",
        "me",
    )
    known = (
        *own_words(library, ROUND, *STAFF.values()),
        *typed,
        *cuts,
        CODE,
        "/data/ticket",
        "/r/wren",
    )
    found = {
        outside(text, known)
        for talk in KINDS
        for text in drawn.of(show(talk.state, talk.facts.in_language(say)), desk=False)
    }
    assert found == {""}


def test_no_screen_of_a_contributor_needs_a_phrase_that_is_for_staff(tmp_path: Path) -> None:
    people = frozenset(for_people(Library.load().phrases()))
    folder = folder_of(tmp_path / "own", cy=pseudo(frozenset({"other"}), has=people.__contains__))
    say = Library.load(languages=folder).phrases().of("cy")
    told = {show(talk.state, talk.facts.in_language(say)).language for talk in KINDS}
    assert told == {"cy"}
