"""What is counted for Prometheus while the service works. Nothing here knows a text, a name or an address.

Counting is cheap and never fails. What can be looked up when somebody asks (connections, queues) is no counter here but
is read then, by `ideahub.edge.figures` and `ideahub.live.connections`.
"""

from prometheus_client import Counter, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)

COMMANDS = Counter("ideahub_commands", "Commands by name and outcome: ok, repeat, the code of the refusal, too_fast, or "
                   "unavailable where nothing could be saved", ["name", "outcome"])  # fmt: skip
ACK_SECONDS = Histogram("ideahub_ack_seconds", "From the arrival of commands to their answer on the way: a push frame's by socket, "
                        "a call's of the API, a form's of the plain page", ["way"], buckets=SECONDS)  # fmt: skip
SCREEN_SECONDS = Histogram("ideahub_screen_seconds", "From the begin of the transaction that made an event to its frame "
                           "at the sockets of an audience", ["audience"], buckets=SECONDS)  # fmt: skip
BATCH_COMMANDS = Histogram("ideahub_batch_commands", "Commands in one transaction", buckets=SIZES)
COMMIT_SECONDS = Histogram("ideahub_commit_seconds", "From taking a batch up to its commit", buckets=SECONDS)
FRAMES = Counter("ideahub_event_frames", "Frames with events, times the sockets they went to", ["audience"])
BYTES = Counter("ideahub_event_bytes", "Bytes of those frames", ["audience"])
RESYNCS = Counter("ideahub_resyncs", "Clients told to fetch the snapshot", ["reason"])
SOCKETS_CLOSED = Counter("ideahub_sockets_closed", "Sockets that this process closed, by close code", ["code"])
JOINS = Counter("ideahub_joins", "Phones let in, new or known", ["known"])

BY_SOCKET, BY_API, BY_PLAIN_PAGE = "socket", "api", "plain"
# Each is there from the start, so that its first value is an increase.
for _way in (BY_SOCKET, BY_API, BY_PLAIN_PAGE):
    ACK_SECONDS.labels(_way)

# Labels come from a closed list: what a client invents as a command's name must not make a new series each.
UNKNOWN = "unknown"


def count_command(name: str, outcome: str, times: int, *, known: frozenset[str]) -> None:
    COMMANDS.labels(name if name in known else UNKNOWN, outcome).inc(times)
