"""Figures and traces: only the names that stand here, in steps, and no word of anybody."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from prometheus_client.parser import text_string_to_metric_families

from adapters.http import serving
from app.metrics import EVERY, MANY, Metrics, magnitude
from app.settings import Settings
from app.traces import ATTRIBUTES, Traces
from app.trouble import Trouble
from app.watching import CHANNELS, ENDS, OTHER, RESULTS, Watches
from bot.conversation.events import Chose, Inbound, Said
from bot.health import Look
from bot.service import RoundUnknown
from bot.telling import Due, Ended
from tests.drivers.world import World, world

PARTS = {"database", "keys", "outbox", "seals", "detection"}
ALLOWED = {
    "heardback_turns": {"channel": {*CHANNELS, OTHER}, "end": {*ENDS}},
    "heardback_turn_seconds": {},
    "heardback_commit_turns": {},
    "heardback_messages": {"channel": {*CHANNELS, OTHER}, "result": {*RESULTS.values()}},
    "heardback_ok": {"part": PARTS},
    "heardback_seal_late_hours": {},
    "heardback_messages_waiting": {},
    "heardback_database_connections": {"state": {"used", "all"}},
}
"""Every figure, its labels, and every value a label may have."""
WELL = Look(dict.fromkeys(PARTS, True), timedelta(hours=3, minutes=50))
ROOT = Path(__file__).parents[2]
CANARY = "Morag-from-Leith"


class Hand:
    """A time that is turned by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def due(channel: str = "slack", home: str = "outbox") -> Due:
    contact = {"channel": channel, "user": CANARY}
    return Due("1" * 32, "2" * 32, CANARY, "note", contact, home, 0, date(2026, 11, 29))  # type: ignore[arg-type]


def counted(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0.0


def test_there_is_no_figure_and_no_label_but_these() -> None:
    hand = Hand()
    metrics = Metrics(hand)
    watches = Watches([metrics])
    hand.at = EVERY
    for channel in (*CHANNELS, CANARY):
        for end in ENDS:
            for _ in range(MANY):
                watches.turn(channel, end, 0.1)
                watches.commit(3, 0.1)
                watches.ended(due(channel), Ended("sent"), 0.1)
    metrics.see(1234, 1, 9)
    shown = metrics.shown(WELL).decode()
    assert CANARY not in shown
    for line in ("heardback_messages_waiting 1000.0", "heardback_seal_late_hours 3.0"):
        assert line in shown
    families = {each.name: each for each in text_string_to_metric_families(shown)}
    assert families.keys() == ALLOWED.keys()
    for name, family in families.items():
        for sample in family.samples:
            labels = {key: value for key, value in sample.labels.items() if key != "le"}
            assert labels.keys() == ALLOWED[name].keys(), sample
            assert all(value in ALLOWED[name][key] for key, value in labels.items()), sample


def test_what_went_well_is_shown_when_there_is_much_of_it_and_time_has_passed() -> None:
    hand = Hand()
    metrics = Metrics(hand)

    def seen() -> set[float]:
        return {
            counted(metrics, "heardback_turns_total", channel="web", end="done"),
            counted(metrics, "heardback_messages_total", channel="web", result="sent"),
            counted(metrics, "heardback_commit_turns_count"),
        }

    def some(count: int) -> None:
        for _ in range(count):
            metrics.turn("web", "done", 0.01)
            metrics.send("web", "sent", 0.01)
            metrics.commit(1, 0.01)

    some(MANY + 20)
    assert seen() == {0}, "too soon"
    hand.at = EVERY
    some(1)
    assert seen() == {MANY + 21}
    hand.at = 9 * EVERY
    some(MANY - 1)
    assert seen() == {MANY + 21}, "too few"
    assert counted(metrics, "heardback_turn_seconds_count") == MANY + 21
    metrics.turn("web", "failed", 0.01)
    assert counted(metrics, "heardback_turns_total", channel="web", end="failed") == 1


def test_of_messages_that_wait_in_a_vault_or_are_not_wanted_nothing_is_told() -> None:
    hand = Hand()
    metrics = Metrics(hand)
    hand.at = EVERY
    for _ in range(MANY):
        Watches([metrics]).ended(due(home="vault"), Ended("sent"), 0.1)
        Watches([metrics]).ended(due(), Ended("dropped"), 0.1)
    assert counted(metrics, "heardback_messages_total", channel="slack", result="sent") == 0


def test_what_waits_is_looked_at_no_more_often_than_figures_move() -> None:
    hand = Hand()
    metrics = Metrics(hand)
    assert metrics.stale
    metrics.see(7, 1, 9)
    hand.at = EVERY - 1
    assert not metrics.stale
    hand.at = EVERY
    assert metrics.stale


def test_what_waits_is_told_as_a_power_of_ten() -> None:
    counts = [0, 1, 9, 10, 99, 100, 1234, 99_999]
    assert [magnitude(count) for count in counts] == [0, 0, 0, 10, 10, 100, 1000, 10_000]


@asynccontextmanager
async def collecting() -> AsyncIterator[tuple[str, list[bytes]]]:
    """Something that takes traces over HTTP, and keeps the bytes."""
    taken: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        taken.append(await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/traces", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1/traces", taken
    finally:
        await runner.cleanup()


async def test_a_turn_is_counted_and_traced_and_none_of_its_words_is(tmp_path: Path) -> None:
    async with collecting() as (url, taken):
        settings = {"metrics_port": 1, "traces_url": url}
        async with world(tmp_path, settings=settings) as made:
            await _said(made)
            figures = made.app.figures()
            assert figures is not None
            async with serving(figures, "127.0.0.1", 0) as port, ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
                    shown = await answer.text()
                async with session.get(f"http://127.0.0.1:{port}/{CANARY}") as answer:
                    assert answer.status == 404
            traces = made.app.traces
            assert traces is not None
            # As the end of a server does, in a thread: it waits for what takes them.
            await asyncio.to_thread(traces.close)
        sent = b"".join(taken)
    assert 'heardback_ok{part="database"} 1.0' in shown
    assert "heardback_messages_waiting 0.0" in shown
    assert b"turn" in sent
    assert b"commit" in sent
    for piece in (*CANARY.split("-"), made.round.code, made.round.id):
        assert piece not in shown
        assert piece.encode() not in sent


async def _said(made: World) -> None:
    reply = await made.turn(Chose("yes"), None, "1" * 32)
    for number, event in enumerate((Chose("hears:all"), Said(CANARY), Chose("keep"))):
        reply = await made.turn(event, reply, f"{number + 2:032x}")
    with pytest.raises(RoundUnknown):
        await made.app.conversations.handle(_stranger())


def _stranger() -> Inbound:
    return Inbound("9" * 32, "web", CANARY, Chose("yes"), None, {"channel": "web"})


def test_a_span_has_two_attributes_and_stands_alone() -> None:
    from opentelemetry import trace
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept = InMemorySpanExporter()
    watches = Watches([Traces(SimpleSpanProcessor(kept))])
    # A library may have begun a span of its own; ours are no children of it.
    with trace.use_span(trace.NonRecordingSpan(trace.SpanContext(1, 2, is_remote=False))):
        watches.turn(CANARY, "done", 0.25)
    watches.commit(3, 0.1)
    watches.ended(due(), Ended("sent"), 0.1)
    watches.ended(due(home="vault"), Ended("sent"), 0.1)
    spans = kept.get_finished_spans()
    assert [span.name for span in spans] == ["turn", "commit", "send"]
    assert [dict(span.attributes or {}) for span in spans] == [
        {"channel": OTHER, "state": "done"},
        {},
        {"channel": "slack", "state": "sent"},
    ]
    assert {name for span in spans for name in span.attributes or {}} <= {*ATTRIBUTES}
    assert all(span.parent is None and not span.events for span in spans)
    assert {tuple(span.resource.attributes) for span in spans} == {("service.name",)}
    first = spans[0]
    assert first.end_time is not None
    assert first.start_time is not None
    assert first.end_time - first.start_time == 250_000_000


def test_traces_without_their_extra_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("opentelemetry.exporter")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)
    with pytest.raises(Trouble) as told:
        Traces.to("http://127.0.0.1:1/v1/traces")
    assert told.value.key == "no_tracing"


def test_neither_is_read_unless_it_is_set() -> None:
    code = (
        "import sys, app.compose;"
        "print([n for n in sys.modules if n.split('.')[0] in ('prometheus_client','opentelemetry')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "[]\n"
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert (settings.metrics_port, settings.metrics_host, settings.traces_url) == (
        0,
        "127.0.0.1",
        "",
    )
