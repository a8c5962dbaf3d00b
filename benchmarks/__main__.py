"""Run every benchmark, print the figures, write them to `benchmarks/results.json`."""

import json
from pathlib import Path

from benchmarks import (
    classroom,
    delivery,
    detector,
    engine,
    growth,
    inbound,
    outbox,
    seal,
    slack,
    teams,
    web,
    workers,
    write,
)

RESULTS = Path(__file__).with_name("results.json")
MUST_REACH = {
    "engine_vs_waterfall": 30.0,
    "engine_vs_floor": 0.3,
    "teams_turn_vs_bare": 0.5,
    "teams_turn_vs_stock": 4.0,
    "write_vs_sqlite3": 0.4,
    "write_vs_psycopg": 0.6,
    "slack_turn_vs_bolt": 0.4,
    "delivery_efficiency": 0.95,
    "outbox_vs_sqlite3": 0.5,
    "outbox_vs_psycopg": 0.5,
    "outbox_vs_apscheduler": 10.0,
    "workers_2_vs_1": 1.0,
}
MUST_NOT_PASS = {
    "turn_growth": 1.2,
    "delivery_lost": 0.0,
    "delivery_doubled": 0.0,
    "workers_claimed_twice": 0.0,
    "workers_lost": 0.0,
    "planning_100000_on_sqlite3_s": 5.0,
    "planning_100000_on_psycopg_s": 5.0,
    "inbound_p99_ms": 300.0,
    "inbound_class_of_30_s": 3.0,
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
    parts = (
        *(detector, web, slack, teams, classroom, engine, write, growth, seal),
        *(outbox, workers, inbound, delivery),
    )
    measured = {name: value for part in parts for name, value in part.measure().items()}
    figures = {name: round(value, 3) for name, value in measured.items()}
    RESULTS.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    missed = 0
    for name, value in sorted(figures.items()):
        least, most = MUST_REACH.get(name), MUST_NOT_PASS.get(name)
        ok = (least is None or value >= least) and (most is None or value <= most)
        missed += not ok
        target = (
            f"  (at least {least})" if least else f"  (at most {most})" if most is not None else ""
        )
        print(f"{'  ' if ok else '! '}{name:40} {value:10.3f}{target}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
