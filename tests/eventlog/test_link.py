"""A Redis that hangs is waited for once, not by everybody in turn."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from ideahub.embedded import children, ports, valkey
from ideahub.eventlog import link


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[tuple[redis.Redis, link.CarefulPool, subprocess.Popen[bytes]]]:
    place = valkey.Place(port=ports.free_port(), password="only-for-tests", folder=tmp_path / "valkey")
    process = valkey.start(place=place, log=tmp_path / "valkey.log")
    try:
        assert valkey.wait_ready(url=place.url)
        pool = link.CarefulPool.from_url(place.url, socket_timeout=0.25, socket_connect_timeout=0.25)
        yield redis.Redis(connection_pool=pool), pool, process
        pool.disconnect()
    finally:
        os.kill(process.pid, signal.SIGCONT)
        children.stop(process)


def test_only_one_call_waits_for_a_redis_that_hangs(hanging, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    client, pool, process = hanging
    clock = [100.0]
    monkeypatch.setattr(link, "monotonic", lambda: clock[0])
    assert client.ping()
    os.kill(process.pid, signal.SIGSTOP)
    with pytest.raises(redis.TimeoutError):
        client.ping()
    assert pool.is_away
    for _n in range(50):
        with pytest.raises(redis.ConnectionError, match="left alone"):
            client.ping()
    clock[0] += link.LEFT_ALONE_S
    with pytest.raises(redis.TimeoutError):
        client.ping()
    with pytest.raises(redis.ConnectionError, match="left alone"):
        client.ping()


def test_redis_is_used_again_once_it_answers(hanging, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    client, pool, process = hanging
    clock = [100.0]
    monkeypatch.setattr(link, "monotonic", lambda: clock[0])
    os.kill(process.pid, signal.SIGSTOP)
    with pytest.raises(redis.RedisError):
        client.ping()
    os.kill(process.pid, signal.SIGCONT)
    clock[0] += link.LEFT_ALONE_S
    assert client.ping()
    assert not pool.is_away
    assert client.ping()
