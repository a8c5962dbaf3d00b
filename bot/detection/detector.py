"""Finds what could identify a person: rules, and language models where there are some."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import structlog

from bot.consultation.redaction import Span
from bot.detection.found import INDIRECT, Found, Rule
from bot.detection.merge import union
from bot.detection.model import Model, ModelRefused, Reason
from bot.detection.rules import RULES
from bot.detection.text import Text
from bot.detection.trained import Trained

if TYPE_CHECKING:
    from bot.detection.registry import Analyser

_log = structlog.get_logger("heardback.detector")


class RuleDetector:
    """Rules alone. Fulfils :class:`bot.ports.Detector`; may be shared between threads."""

    @property
    def reduced(self) -> Reason:
        """Why there is no model: nobody asked for one."""
        return "off"

    def find(self, text: str) -> tuple[Span, ...]:
        """Return spans of the text as it was sent. Takes time linear in its length."""
        read = Text.of(text)
        return _spans(read, _by(RULES, read))


class FullDetector:
    """Rules and both language models: spaCy's and our own. Fulfils :class:`bot.ports.Detector`.

    One instance serves all threads. The models are loaded by the first text, which takes seconds;
    an empty one will do. What cannot be used is left out, and :attr:`reduced` says why.
    """

    def __init__(
        self,
        load: Callable[[], Model] = Model.load,
        load_trained: Callable[[], Trained] = Trained.load,
    ) -> None:
        self._load = load
        self._load_trained = load_trained
        self._rules: tuple[Rule, ...] = RULES
        self._lock = threading.Lock()
        self._loaded = False
        self._analyser: Analyser | None = None
        self._reduced: Reason | None = None

    @property
    def reduced(self) -> Reason | None:
        """Why a model is left out; None if none is, or they were not needed yet."""
        return self._reduced

    def find(self, text: str) -> tuple[Span, ...]:
        """Return spans of the text as it was sent. Takes time linear in its length.

        What the model raises while it reads goes to the caller: a text that was not checked whole
        was not checked.
        """
        analyser = self._ready()
        read = Text.of(text)
        return _spans(read, analyser.find(read) if analyser else _by(self._rules, read))

    def _ready(self) -> "Analyser | None":
        with self._lock:
            if not self._loaded:
                self._make()
                self._loaded = True
            return self._analyser

    def _make(self) -> None:
        """Load what there is; neither model needs the other."""
        trained = None
        try:
            trained = self._load_trained()
            self._rules = (*self._rules, trained.find)
        except ModelRefused as refused:
            self._less(refused)
        try:
            self._analyser = self._analysing(self._load(), trained)
        except ModelRefused as refused:
            self._less(refused)

    def _analysing(self, model: Model, trained: Trained | None) -> "Analyser":
        try:
            from bot.detection.registry import Analyser
        except ImportError:
            raise ModelRefused("missing") from None
        return Analyser(RULES, model, trained)

    def _less(self, refused: ModelRefused) -> None:
        self._reduced = refused.reason
        _log.warning("detector_reduced", state=refused.reason)


def detector_for(setting: Literal["full", "rules"]) -> FullDetector | RuleDetector:
    """Return the detector that an operator chose."""
    return FullDetector() if setting == "full" else RuleDetector()


def _by(rules: Iterable[Rule], text: Text) -> Iterable[Found]:
    return (found for rule in rules for found in rule(text))


def _spans(text: Text, found: Iterable[Found]) -> tuple[Span, ...]:
    """Join what overlaps and point at the text as it was sent; clues are joined apart."""
    proposals: list[Found] = []
    clues: list[Found] = []
    for one in found:
        # Joined as sent, not as read: two parts of one character, such as a ligature, overlap there.
        start, end = text.source(one.start, one.end)
        sent = replace(one, start=start, end=end)
        (clues if one.label == INDIRECT else proposals).append(sent)
    spans = (
        Span(one.start, one.end, one.label, one.score, one.why)
        for one in (*union(proposals), *union(clues))
    )
    return tuple(sorted(spans, key=lambda span: span.start))
