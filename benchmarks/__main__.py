"""Run every benchmark, print the figures, write them to `benchmarks/results.json`."""

import json
from pathlib import Path

from benchmarks import engine, web

RESULTS = Path(__file__).with_name("results.json")
MUST_REACH = {"engine_vs_waterfall": 30.0, "engine_vs_floor": 0.3}


def main() -> int:
    """Measure; return 1 if a ratio is below what it must reach."""
    measured = web.measure() | engine.measure()
    figures = {name: round(value, 3) for name, value in measured.items()}
    RESULTS.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    missed = 0
    for name, value in sorted(figures.items()):
        must = MUST_REACH.get(name)
        ok = must is None or value >= must
        missed += not ok
        target = f"  (at least {must})" if must is not None else ""
        print(f"{'  ' if ok else '! '}{name:36} {value:10.3f}{target}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
