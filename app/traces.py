"""Traces for OpenTelemetry: when a turn, a commit or a message began and how long it took.

Off unless an address is set, and the libraries are read only then. A span has two attributes and
stands alone: what holds spans together would tell which turns belong together.
"""

import importlib
import time
from typing import TYPE_CHECKING, Final, Self

from app.settings import PREFIX
from app.trouble import Trouble

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor

ATTRIBUTES: Final = ("channel", "state")
"""The only attributes a span may have."""
_NANO: Final = 10**9


class Traces:
    """Fulfils :class:`app.watching.Watch`."""

    def __init__(self, processor: "SpanProcessor") -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider

        # Nothing of the machine: an address or a name of a host would be in every span.
        self._provider = TracerProvider(
            resource=Resource({"service.name": "heardback"}), shutdown_on_exit=False
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("heardback")

    @classmethod
    def to(cls, url: str) -> Self:
        """Send traces to an address that takes OTLP over HTTP.

        Raises:
            Trouble: the extra is not installed.
        """
        try:
            importlib.import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
        except ImportError:
            raise Trouble("no_tracing", name=f"{PREFIX}TRACES_URL") from None
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        return cls(BatchSpanProcessor(OTLPSpanExporter(endpoint=url)))

    def turn(self, channel: str, end: str, took: float) -> None:
        """Trace a turn."""
        self._span("turn", took, {"channel": channel, "state": end})

    def commit(self, turns: int, took: float) -> None:  # noqa: ARG002 - how many is for metrics
        """Trace a commit."""
        self._span("commit", took, {})

    def send(self, channel: str, result: str, took: float) -> None:
        """Trace a message."""
        self._span("send", took, {"channel": channel, "state": result})

    def close(self) -> None:
        """Send what waits."""
        self._provider.shutdown()

    def _span(self, name: str, took: float, attributes: dict[str, str]) -> None:
        from opentelemetry.context import Context

        end = time.time_ns()
        began = end - int(took * _NANO)
        # A context of its own, so that no span is a child of another's.
        span = self._tracer.start_span(name, Context(), attributes=attributes, start_time=began)
        span.end(end)
