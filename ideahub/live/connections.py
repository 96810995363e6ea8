"""What Prometheus reads from the hubs of this process when it asks."""

from collections.abc import Callable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from ideahub.core.actor import Audience
from ideahub.live.hub import Hub
from ideahub.live.writer import longest_wait_s


class Connections(Collector):
    def __init__(self, open_hubs: Callable[[], list[Hub]]) -> None:
        self.open_hubs = open_hubs

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        hubs = self.open_hubs()
        sockets = GaugeMetricFamily("ideahub_connections", "Sockets and waiting polls by audience", labels=["audience"])
        unsent = GaugeMetricFamily("ideahub_unsent_bytes", "Bytes that wait in this process", labels=["audience"])
        behind = GaugeMetricFamily("ideahub_hub_lag_events", "Events heard of and not yet told, the furthest behind")
        for audience in Audience:
            listeners = [one for hub in hubs for one in tuple(hub.crowds[audience].listeners)]
            sockets.add_metric([audience.value], len(listeners))
            unsent.add_metric([audience.value], sum(one.out.unsent for one in listeners))
        behind.add_metric([], max((hub.behind for hub in hubs), default=0))
        yield GaugeMetricFamily("ideahub_workshops_followed", "Workshops with a hub in this process", value=len(hubs))
        yield GaugeMetricFamily("ideahub_writer_oldest_seconds", "Age of the oldest command that arrived by socket and waits "
                                "for its commit", value=longest_wait_s())  # fmt: skip
        yield from (sockets, unsent, behind)
