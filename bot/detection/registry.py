"""Our own registry in Presidio's engine: our rules and language models, none of its defaults."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, cast, get_args

import tldextract.tldextract
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from bot.detection.found import Found, Label, Rule, Why
from bot.detection.hits import proposals
from bot.detection.model import Entity, Model
from bot.detection.text import Text
from bot.detection.trained import Trained
from bot.detection.truecase import copies

_LANGUAGE: Final = "en"
_LABELS: Final = get_args(Label.__value__)
_WHY: Final = "why"
_RANK: Final = "rank"

# Presidio brings a library that fetches a list of domain endings when it is first asked. Nothing of
# ours asks; this makes sure that nothing can.
tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


class Read(NlpArtifacts):
    """A text as our recognisers read it.

    Presidio's own fields are not there: nothing of ours uses them, and the model's documents end
    with the memory they lie in.
    """

    def __init__(self, text: Text, names: tuple[Entity, ...]) -> None:
        self.text = text
        self.names = names


class Reader(NlpEngine):
    """Makes a text ready and lets the model read it."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def read(self, text: Text) -> Read:
        """Return what the model makes of a text that is ready."""
        return Read(text, self._model.entities(*copies(text)))

    def load(self) -> None:
        """Do nothing: the model comes loaded."""

    def is_loaded(self) -> bool:
        """Say that it is."""
        return True

    def process_text(self, text: str, language: str) -> Read:  # noqa: ARG002 - Presidio's shape
        """Make a text ready and read it."""
        return self.read(Text.of(text))

    def process_batch(
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,  # noqa: ARG002 - Presidio's shape, as the next
        n_process: int = 1,  # noqa: ARG002
        **_more: Any,
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Read texts one after another."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002 - Presidio's shape
        """Say no: nothing of ours asks."""
        return False

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002 - Presidio's shape
        """Say no: nothing of ours asks."""
        return False

    def get_supported_entities(self) -> list[str]:
        """Return our labels."""
        return list(_LABELS)

    def get_supported_languages(self) -> list[str]:
        """Return English alone."""
        return [_LANGUAGE]


class Recogniser(EntityRecognizer):
    """Gives Presidio what a function of ours finds in a text that was read."""

    def __init__(self, rank: int, name: str, find: Callable[[Read], Iterable[Found]]) -> None:
        self._rank = rank
        self._known_as = name
        self._find = find
        super().__init__(list(_LABELS), name=name, supported_language=_LANGUAGE)

    def load(self) -> None:
        """Do nothing: rules are code."""

    def analyze(
        self,
        text: str,  # noqa: ARG002 - Presidio's shape, as the next
        entities: list[str],  # noqa: ARG002
        nlp_artifacts: NlpArtifacts,
    ) -> list[RecognizerResult]:
        """Return what was found, with its reason beside it."""
        read = cast("Read", nlp_artifacts)
        return [
            RecognizerResult(
                one.label,
                one.start,
                one.end,
                one.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self._known_as,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    _WHY: one.why,
                    _RANK: self._rank,
                },
            )
            for one in self._find(read)
        ]


class _AsFound(ContextAwareEnhancer):
    """Leaves scores as they are: our rules have looked at the words around theirs already."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0, 0)

    def enhance_using_context(
        self,
        text: str,  # noqa: ARG002 - Presidio's shape, as the next
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,  # noqa: ARG002
        recognizers: list[EntityRecognizer],  # noqa: ARG002
        context: list[str] | None = None,  # noqa: ARG002
    ) -> list[RecognizerResult]:
        return raw_results


class Analyser:
    """Presidio's engine with our registry; may be shared between threads.

    Where our own model is there, the general one has to agree with it: what only newspapers would
    take for a name is left alone.
    """

    def __init__(self, rules: Sequence[Rule], model: Model, trained: Trained | None = None) -> None:
        self._reader = Reader(model)
        finds = [(rule.__name__, _on_text(rule)) for rule in rules]
        if trained:
            finds.append(("trained", _on_text(trained.find)))
        finds.append(("model", _on_names(trained)))
        ours = [Recogniser(at, name, find) for at, (name, find) in enumerate(finds)]
        self._engine = AnalyzerEngine(
            RecognizerRegistry(ours),
            self._reader,
            context_aware_enhancer=_AsFound(),
        )

    def find(self, text: Text) -> Iterator[Found]:
        """Return what rules and model find, overlaps and all, in the order of the rules."""
        read = self._reader.read(text)
        results = self._engine.analyze(text.text, _LANGUAGE, nlp_artifacts=read)
        for one in sorted(results, key=lambda result: result.recognition_metadata[_RANK]):
            why = cast("Why", one.recognition_metadata[_WHY])
            yield Found(one.start, one.end, cast("Label", one.entity_type), one.score, why)


def _on_text(rule: Rule) -> Callable[[Read], Iterable[Found]]:
    return lambda read: rule(read.text)


def _on_names(trained: Trained | None) -> Callable[[Read], Iterable[Found]]:
    def find(read: Read) -> Iterable[Found]:
        found = proposals(read.text, read.names)
        return trained.agreed(read.text, found) if trained else found

    return find
