"""Figures about the bot for Prometheus: how many and how fast, never what was asked nor who asked it.

Each bot has a registry of its own, so that several in one process do not add up.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

# A stage takes from a millisecond to what nobody waits for.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """What is counted, by its name in Prometheus."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.questions = Counter("quotedesk_questions", "Questions by what they got.", ["kind"], registry=registry)
        self.stages = Histogram(
            "quotedesk_stage_seconds",
            "Seconds that a question spent in each stage; wait is its turn, whole the sum.",
            ["stage"],
            buckets=_SECONDS,
            registry=registry,
        )
        self.queue = Gauge("quotedesk_queue", "Calls that wait for the model or work with it.", registry=registry)
        self.generation = Gauge("quotedesk_generation", "The served generation of the index.", registry=registry)
        self.built = Gauge(
            "quotedesk_generation_built_timestamp_seconds", "When that generation was built.", registry=registry
        )
        self.age = Gauge("quotedesk_generation_age_seconds", "How long ago that was.", registry=registry)
        self.errors = Counter("quotedesk_errors", "Failures of handlers by their kind.", ["kind"], registry=registry)
        self.builds = Counter("quotedesk_builds", "Builds by what came of them.", ["result"], registry=registry)

    def text(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self._registry)
