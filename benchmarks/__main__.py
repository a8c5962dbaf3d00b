"""Run every benchmark, print the figures, write them to `benchmarks/results.json`."""

import json
from pathlib import Path

from benchmarks import classroom, detector, engine, growth, seal, slack, teams, web, write

RESULTS = Path(__file__).with_name("results.json")
MUST_REACH = {
    "engine_vs_waterfall": 30.0,
    "engine_vs_floor": 0.3,
    "teams_turn_vs_bare": 0.5,
    "teams_turn_vs_stock": 4.0,
    "write_vs_sqlite3": 0.4,
    "write_vs_psycopg": 0.6,
    "slack_turn_vs_bolt": 0.4,
}
MUST_NOT_PASS = {
    "turn_growth": 1.2,
    "seal_5000_s": 5.0,
    "slack_turn_p99_ms": 250.0,
    "slack_class_of_30_s": 3.0,
    "teams_class_of_30_s": 3.0,
    "detector_vs_presidio_time": 1.0,
    "detector_ms_p95": 60.0,
    "detector_rules_ms_p95": 15.0,
    "detector_load_s": 10.0,
    "detector_memory_mb": 500.0,
}


def main() -> int:
    """Measure; return 1 if a ratio is not what it must be."""
    parts = (detector, web, slack, teams, classroom, engine, write, growth, seal)
    measured = {name: value for part in parts for name, value in part.measure().items()}
    figures = {name: round(value, 3) for name, value in measured.items()}
    RESULTS.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    missed = 0
    for name, value in sorted(figures.items()):
        least, most = MUST_REACH.get(name), MUST_NOT_PASS.get(name)
        ok = value >= (least or value) and value <= (most or value)
        missed += not ok
        target = f"  (at least {least})" if least else f"  (at most {most})" if most else ""
        print(f"{'  ' if ok else '! '}{name:40} {value:10.3f}{target}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
