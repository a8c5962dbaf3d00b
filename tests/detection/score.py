"""How much of what is marked a detector finds, and how often it speaks where nothing is.

A mark counts as found only if every character of it that is no space is covered: a surname that
stays is a person who is found out. The name given to a cover is not judged, since a person sees it
and takes it either way.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.detection.gold import DIRECT, QUASI, Gold

type Bounds = tuple[int, int]
type Find = Callable[[str], Iterable[Bounds]]


@dataclass(slots=True)
class Report:
    """Counts over a set of texts. Misses hold ids and labels, so that a failure shows where."""

    total: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    holding: int = 0
    leaking: int = 0
    clean: int = 0
    alarms: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    alarmed: list[tuple[str, str]] = field(default_factory=list)

    def recall(self, labels: Iterable[str]) -> float:
        """The share of marks with these labels that are covered to the last letter; 1 if none."""
        wanted = tuple(labels)
        total = sum(self.total[label] for label in wanted)
        return sum(self.found[label] for label in wanted) / total if total else 1.0

    @property
    def direct(self) -> float:
        """Recall of what finds one person on its own."""
        return self.recall(DIRECT)

    @property
    def quasi(self) -> float:
        """Recall of what finds a person together with something else."""
        return self.recall(QUASI)

    @property
    def leak(self) -> float:
        """The share of texts with a direct identifier that keep at least one."""
        return self.leaking / self.holding if self.holding else 0.0

    @property
    def alarm(self) -> float:
        """Proposals in each text with nothing to find: taps for nothing."""
        return self.alarms / self.clean if self.clean else 0.0

    def lines(self) -> list[str]:
        """The figures, for a person to read."""
        by_label = (
            f"{label:10} {self.found[label]:4}/{self.total[label]:<4} {self.recall([label]):.3f}"
            for label in sorted(self.total)
        )
        whole = (
            f"direct {self.direct:.3f}  quasi {self.quasi:.3f}  leak {self.leak:.3f}"
            f"  alarms a clean text {self.alarm:.3f}  texts {self.texts}"
        )
        return [whole, *by_label]


def score(texts: Iterable[Gold], find: Find) -> Report:
    """Run the detector once over each text and count."""
    report = Report()
    for gold in texts:
        _count(report, gold, sorted(set(find(gold.text))))
    return report


def _count(report: Report, gold: Gold, spans: list[Bounds]) -> None:
    report.texts += 1
    covered = {place for start, end in spans for place in range(start, end)}
    left = [
        mark
        for mark in gold.marks
        if any(
            place not in covered and not gold.text[place].isspace()
            for place in range(mark.start, mark.end)
        )
    ]
    report.total.update(mark.label for mark in gold.marks)
    report.found.update(mark.label for mark in gold.marks if mark not in left)
    report.missed += [(gold.id, mark.label, gold.words(mark)) for mark in left]
    report.holding += any(mark.label in DIRECT for mark in gold.marks)
    report.leaking += any(mark.label in DIRECT for mark in left)
    if not gold.marks:
        alarms = _apart(spans)
        report.clean += 1
        report.alarms += len(alarms)
        report.alarmed += [(gold.id, gold.text[start:end]) for start, end in alarms]


def _apart(spans: list[Bounds]) -> list[Bounds]:
    """What a person sees as one proposal each: spans that overlap are one."""
    apart: list[Bounds] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
