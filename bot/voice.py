"""In which language a person is spoken with."""

from dataclasses import replace

from bot.consultation.model import Person
from bot.conversation.added import with_added
from bot.conversation.events import HOURS, LANGUAGE, Inbound
from bot.conversation.facts import Facts
from bot.conversation.state import State, read_state
from prompts.library import Library, Phrases


def voice_of(
    say: Phrases, person: Person | None, state: State | None = None, inbound: Inbound | None = None
) -> Phrases:
    """Return the phrases for a person: in the language beside their contact; for somebody who is not
    known here the one they picked, else the one their device asks for."""
    kept = person.contact.get(LANGUAGE, "") if person else ""
    picked = kept or (state.language if state else "") or (inbound.language if inbound else "")
    return say.of(picked) if picked else say


def kept_at_yes(say: Phrases, inbound: Inbound) -> dict[str, str]:
    """Return what is kept beside the contact of somebody who says yes: the language they read the
    invitation in, if it is not the house's own."""
    spoken = voice_of(say, None, read_state(inbound.carried), inbound)
    return {} if spoken is say else {LANGUAGE: spoken.language}


def reached_at(inbound: Inbound, person: Person) -> dict[str, str]:
    """Return where a person is reached now, with the language and the hours they picked."""
    kept = {name: person.contact[name] for name in (LANGUAGE, HOURS) if name in person.contact}
    return {**inbound.contact, **kept}


def told_in(voice: Phrases, facts: Facts, library: Library) -> Facts:
    """Return facts to be told in a language, with the questions in it if somebody wrote them."""
    if voice is facts.say:
        return facts
    found = library.translated(facts.questions, voice.language)
    asked = found and voice.whole(lambda say: with_added(found, facts.round, say))
    return replace(facts, say=voice, translated=asked)
