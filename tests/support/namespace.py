"""A network namespace whose only way out is a bad link: packets are held back, lost, and let through at a rate, and what
TCP makes of that is the kernel's own doing. Needs root, `ip` and /dev/net/tun; no module of the kernel such as netem.

The link is a process of ours with a tunnel's end in the namespace and one here. `bad_network` needs none of that, and
imitates what TCP does about loss.
"""

import argparse
import asyncio
import fcntl
import json
import os
import random
import secrets
import shutil
import struct
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ideahub.embedded import children
from tests.support.bad_network import ROOT, Lane, Weather

TUNNELS = Path("/dev/net/tun")
# What `ip netns exec` puts in the place of /etc's.
OWN_ETC = Path("/etc/netns")
# linux/if_tun.h
TUNSETIFF, TUN_WITHOUT_HEADER = 0x400454CA, 0x0001 | 0x1000
MOST_PACKET, MTU = 65535, 1400
# What waits longer for its turn is dropped, as any router does.
LONGEST_QUEUE_S = 2.0
# In IPv4's header, and of TCP the first four bytes behind it.
LENGTH_AT, PROTOCOL_AT, TCP = 0, 9, 6


class CannotMake(Exception):
    """This machine does not let us, and why."""


@dataclass(frozen=True, slots=True)
class Namespace:
    """Programs that are started by `command` are in it; `localhost` is this machine for them, by the bad link."""

    name: str

    @property
    def command(self) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self.name)


@contextmanager
def namespace(weather: Weather, *, seed: int = 0) -> Iterator[Namespace]:
    """Raises CannotMake. `weather`: for each direction; its rate is each connection's own."""
    if os.geteuid() or not shutil.which("ip") or not TUNNELS.exists():
        raise CannotMake("a network namespace takes root, ip and /dev/net/tun")
    mark = secrets.token_hex(4)
    name, near, far = f"ideahub-{mark}", f"ih{mark}n", f"ih{mark}f"
    here, there = _addresses()
    with ExitStack() as stack:
        _ip("netns", "add", name)
        stack.callback(_ip, "netns", "del", name)
        (OWN_ETC / name).mkdir(parents=True)
        stack.callback(shutil.rmtree, OWN_ETC / name)
        (OWN_ETC / name / "hosts").write_text(f"{here} localhost\n")
        stack.enter_context(_link(near, far, weather, seed))
        _ip("link", "set", far, "netns", name)
        _ip("link", "set", near, "mtu", str(MTU), "up")
        _ip("address", "add", here, "peer", there, "dev", near)
        _ip("-n", name, "link", "set", far, "mtu", str(MTU), "up")
        _ip("-n", name, "address", "add", there, "peer", here, "dev", far)
        yield Namespace(name)


def _addresses() -> tuple[str, str]:
    """Two of those that are set aside for measuring (RFC 2544)."""
    pair = f"198.{18 + secrets.randbelow(2)}.{secrets.randbelow(256)}"
    last = 4 * secrets.randbelow(64)
    return f"{pair}.{last + 1}", f"{pair}.{last + 2}"


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    if done.returncode:
        raise CannotMake(f"ip {' '.join(words)}: {done.stderr.strip()}")


@contextmanager
def _link(near: str, far: str, weather: Weather, seed: int) -> Iterator[None]:
    given = json.dumps({"near": near, "far": far, "seed": seed, "weather": asdict(weather)})
    command = [sys.executable, "-m", "tests.support.namespace", given]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise CannotMake("the tunnel could not be opened")
        yield
    finally:
        if process.stdout:
            process.stdout.close()
        children.stop(process)


# ---- The process of the link -----------------------------------------------------------------------------------------


class Way:
    """One direction, from one end of the tunnel to the other. A connection's packets stay in order, as they mostly do outside."""

    def __init__(self, source: int, target: int, weather: Weather, dice: random.Random, *, port_at: int) -> None:
        self.source, self.target, self.weather, self.dice, self.port_at = source, target, weather, dice, port_at
        self.lanes: dict[bytes, Lane] = defaultdict(Lane)
        self.last_at: dict[bytes, float] = {}
        self.loop = asyncio.get_running_loop()

    def open(self) -> None:
        self.loop.add_reader(self.source, self._take)

    def _take(self) -> None:
        for packet in _waiting(self.source):
            if self.dice.random() >= self.weather.loss:
                self._pass_on(packet)

    def _pass_on(self, packet: bytes) -> None:
        now, connection = self.loop.time(), self._connection(packet)
        through_at = now
        if self.weather.rate:
            lane = self.lanes[connection]
            if lane.busy_until - now > LONGEST_QUEUE_S:
                return
            through_at = lane.through_at(len(packet), self.weather.rate)
        late = self.weather.delay_s + self.dice.uniform(-self.weather.jitter_s, self.weather.jitter_s)
        at = self.last_at[connection] = max(self.last_at.get(connection, 0.0), through_at + late)
        self.loop.call_at(at, self._write, packet)

    def _write(self, packet: bytes) -> None:
        # A full queue at the other end loses it, as any does.
        with suppress(OSError):
            os.write(self.target, packet)

    def _connection(self, packet: bytes) -> bytes:
        """By the port on the namespace's side; what is not TCP is one."""
        if packet[PROTOCOL_AT] != TCP:
            return b""
        ports = (packet[LENGTH_AT] & 15) * 4
        return packet[ports + self.port_at : ports + self.port_at + 2]


def _waiting(tunnel: int) -> Iterator[bytes]:
    while True:
        try:
            yield os.read(tunnel, MOST_PACKET)
        except BlockingIOError:
            return


def _opened(name: str) -> int:
    tunnel = os.open(TUNNELS, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tunnel, TUNSETIFF, struct.pack("16sH22x", name.encode(), TUN_WITHOUT_HEADER))
    return tunnel


async def carry(near: int, far: int, weather: Weather, seed: int) -> None:
    """Until it is ended."""
    dice = random.Random(seed)
    Way(far, near, weather, dice, port_at=0).open()
    Way(near, far, weather, dice, port_at=2).open()
    sys.stdout.write("open\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("given")
    given = json.loads(parser.parse_args().given)
    ends = [_opened(given[end]) for end in ("near", "far")]
    asyncio.run(carry(*ends, Weather(**given["weather"]), given["seed"]))
