"""The load client for machines without a C compiler: the same commands and records as crowd.c, on Python's own epoll.

It takes about twice the CPU for each frame, so the largest scenarios may end up marked invalid with it.
"""

import json
import selectors
import socket
import struct
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SENT, EVENTS, ACK, LOST, RESYNC, OPEN, REFUSED = range(1, 8)
WAITING, CONNECTING, SHAKING, SHAKEN, READY, GONE = range(6)
RECORD = struct.Struct("<QIIqq")
SLICE_S, SLICES = 0.05, 20
MANY, SELDOM = 64, 4
HEAD_OF_FRAME = 160
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


@dataclass
class Client:
    due_s: float
    port: int
    group: int
    credit: bool
    position: int
    first: str
    request: bytes
    state: int = WAITING
    head: int = 0
    told: int = 0
    told_tick: int = 0
    adrift: bool = False
    waiting: list[tuple[int, bytes]] = field(default_factory=list)
    socket: Any = None
    read: bytearray = field(default_factory=bytearray)
    unsent: bytearray = field(default_factory=bytearray)


def number(text: bytes, name: bytes, missing: int) -> int:
    at = text.find(name)
    if at < 0:
        return missing
    at += len(name)
    end = at
    while text[end : end + 1].isdigit():
        end += 1
    return int(text[at:end] or missing)


class Crowd:
    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.clients: list[Client] = []
        self.records: list[tuple[int, int, int, int, int]] = []
        self.acked: dict[int, int] = {}
        self.frames = self.bytes = self.acks = self.sent = self.tick = 0
        self.looping_until = 0.0
        self.tick_at = time.monotonic() + SLICE_S
        self.late_s = 0.0

    def note(self, index: int, kind: int, a: int, b: int) -> None:
        self.records.append((time.monotonic_ns(), index, kind, a, b))

    # ---- Sockets -----------------------------------------------------------------------------------------------------

    def dial(self, index: int) -> None:
        me = self.clients[index]
        me.state, me.socket = CONNECTING, socket.socket()
        me.socket.setblocking(False)
        me.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        me.socket.connect_ex(("127.0.0.1", me.port))
        self.selector.register(me.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, index)

    def lose(self, index: int, kind: int, why: int) -> None:
        me = self.clients[index]
        if me.state == GONE:
            return
        self.note(index, kind if me.state == READY else REFUSED, why, 0)
        if me.socket:
            self.selector.unregister(me.socket)
            me.socket.close()
        me.state = GONE

    def serve(self, index: int, what: int) -> None:
        me = self.clients[index]
        try:
            if me.state == CONNECTING and what & selectors.EVENT_WRITE:
                if error := me.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    self.lose(index, REFUSED, -error)
                    return
                me.state = SHAKING
                me.unsent += me.request
            if what & selectors.EVENT_WRITE:
                self.flush(me)
            if what & selectors.EVENT_READ:
                got = me.socket.recv(1 << 17)
                self.bytes += len(got)
                me.read += got
                self.hear(index)
                if not got:
                    self.lose(index, LOST, 1006)
        except BlockingIOError:
            pass
        except OSError as error:
            self.lose(index, LOST, -(error.errno or 0))

    def flush(self, me: Client) -> None:
        if me.unsent:
            del me.unsent[: me.socket.send(me.unsent)]
        waiting = selectors.EVENT_WRITE if me.unsent else 0
        self.selector.modify(me.socket, selectors.EVENT_READ | waiting, self.selector.get_key(me.socket).data)

    def say(self, index: int, opcode: int, payload: bytes) -> None:
        """One masked frame; the key is zero, which leaves the payload as it is."""
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else struct.pack(">BH", 0x80 | 126, size)
        me = self.clients[index]
        me.unsent += bytes([0x80 | opcode]) + length + bytes(4) + payload
        try:
            self.flush(me)
        except OSError:
            self.lose(index, LOST, 1006)

    # ---- Frames ------------------------------------------------------------------------------------------------------

    def hear(self, index: int) -> None:
        me = self.clients[index]
        if me.state == SHAKING and b"\r\n\r\n" in me.read:
            status = int(me.read[9:12] or 0)
            if status != 101:
                self.lose(index, REFUSED, status)
                return
            del me.read[: me.read.index(b"\r\n\r\n") + 4]
            me.state = SHAKEN
            if me.first:
                self.say(index, TEXT, me.first.encode())
        while SHAKEN <= me.state < GONE and len(me.read) >= 2:
            size, header = me.read[1] & 127, 2
            if size >= 126:
                header = 4 if size == 126 else 10
                size = int.from_bytes(me.read[2:header], "big")
            if len(me.read) < header + size:
                return
            opcode, payload = me.read[0] & 15, bytes(me.read[header : header + size])
            del me.read[: header + size]
            self.frames += 1
            self.hear_frame(index, opcode, payload)

    def hear_frame(self, index: int, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self.hear_text(index, payload)
        elif opcode == PING:
            self.say(index, PONG, payload)
        elif opcode == CLOSE:
            self.lose(index, LOST, int.from_bytes(payload[:2], "big") or 1005)

    def hear_text(self, index: int, text: bytes) -> None:
        head = text[:48]
        if b'"events"' in head:
            self.hear_events(index, text[:HEAD_OF_FRAME])
        elif b'"ack"' in head:
            self.hear_results(index, text)
        elif b'"hello"' in head:
            self.be_ready(index, number(text, b'"seq":', 0))
        elif b'"resync"' in head:
            self.note(index, RESYNC, 0, 0)
            self.clients[index].adrift = True
        # Engine.IO: its handshake, its namespace, its heartbeat.
        elif text.startswith(b"0{"):
            self.say(index, TEXT, b"40")
        elif text.startswith(b"40"):
            self.be_ready(index, 0)
        elif text == b"2":
            self.say(index, TEXT, b"3")

    def hear_events(self, index: int, head: bytes) -> None:
        me = self.clients[index]
        after, upto = number(head, b'"after":', -1), number(head, b'"upto":', -1)
        self.note(index, EVENTS, after, upto)
        # A gap stays a gap: the position moves only where the protocol lets it.
        if after <= me.position < upto:
            me.position = upto

    def hear_results(self, index: int, text: bytes) -> None:
        for one in json.loads(text[text.index(b"{") : text.rindex(b"}") + 1])["results"]:
            seq = one.get("seq", -1) if one["ok"] else -2 if one.get("code") == "too_fast" else -1
            group = self.clients[index].group
            self.acked[group] = max(self.acked.get(group, 0), seq)
            self.acks += 1
            self.note(index, ACK, int(one["id"][-12:], 16), seq)
            self.answered(index)

    def be_ready(self, index: int, head: int) -> None:
        me = self.clients[index]
        me.state, me.head = READY, head
        if me.position < 0:
            me.position = head
        self.note(index, OPEN, head, me.position)

    # ---- Time --------------------------------------------------------------------------------------------------------

    def serve_until(self, until: float) -> bool:
        asked = False
        for key, what in self.selector.select(max(0.0, min(until, self.tick_at) - time.monotonic())):
            if key.data is None:
                asked = True
            elif self.clients[key.data].state != GONE:
                self.serve(key.data, what)
        if time.monotonic() >= self.tick_at:
            self.give_credit()
        return asked

    def give_credit(self) -> None:
        """Flow credit, as phones give it: once a second while much comes, every four while little does."""
        for index in range(self.tick % SLICES, len(self.clients), SLICES):
            me = self.clients[index]
            little = me.position - me.told < MANY and self.tick - me.told_tick < SELDOM * SLICES
            if me.state == READY and me.credit and me.told < me.position and not little:
                me.told, me.told_tick = me.position, self.tick
                self.say(index, TEXT, b'{"type":"got","seq":%d}' % me.position)
        self.tick += 1
        self.tick_at = time.monotonic() + SLICE_S

    def in_step(self) -> bool:
        return all(
            me.state == GONE
            or me.adrift
            or (me.state == READY and me.position >= max(me.head, self.acked.get(me.group, 0)))
            for me in self.clients
        )  # fmt: skip

    def connect(self, path: str, seconds: float) -> None:
        first = len(self.clients)
        for line in Path(path).read_text().splitlines():
            due, port, group, credit, position, say, request = line.split("\t", 6)
            raw = request.replace("\x1f", "\r\n").encode()
            self.clients.append(
                Client(int(due) / 1e6, int(port), int(group), credit == "1", int(position), say, raw)
            )  # fmt: skip
        start, upto = time.monotonic(), first
        while time.monotonic() < start + seconds:
            while upto < len(self.clients) and start + self.clients[upto].due_s <= time.monotonic():
                self.dial(upto)
                upto += 1
            if upto == len(self.clients) and self.in_step():
                break
            self.serve_until(min(start + seconds, time.monotonic() + 0.01))
        for index in range(first, len(self.clients)):
            if self.clients[index].state != READY:
                self.lose(index, REFUSED, 0)

    def run(self, path: str, seconds: float) -> None:
        orders = self.orders(path)
        start, end = time.monotonic() + 0.02, 0.0
        while True:
            now = time.monotonic()
            while self.sent < len(orders) and start + orders[self.sent][0] <= now:
                due_s, who, index, frame = orders[self.sent]
                self.late_s = max(self.late_s, now - start - due_s)
                self.send_order(who, index, frame, start + due_s)
                now = time.monotonic()
            all_sent = self.sent == len(orders)
            end = end or (now + seconds if all_sent else 0.0)
            if (all_sent and now >= end) or (all_sent and self.acks >= len(orders) and self.in_step()):
                return
            self.serve_until(now + 0.02 if all_sent else start + orders[self.sent][0])

    def loop(self, path: str, seconds: float, length: float) -> None:
        """Each client's next one goes when its last was answered; none is begun after `length` seconds."""
        orders = self.orders(path)
        self.looping_until = time.monotonic() + length
        for _due_s, who, index, frame in reversed(orders):
            self.clients[who].waiting.append((index, frame))
        for who in dict.fromkeys(who for _due_s, who, _index, _frame in orders):
            self.answered(who)
        end = self.looping_until + seconds
        while (now := time.monotonic()) < end:
            begun = now >= self.looping_until or self.sent == len(orders)
            if begun and self.acks >= self.sent and self.in_step():
                break
            self.serve_until(now + 0.02)
        self.looping_until = 0.0
        for me in self.clients:
            me.waiting.clear()

    def answered(self, index: int) -> None:
        """In a loop the client's next one goes now."""
        waiting, now = self.clients[index].waiting, time.monotonic()
        if waiting and now < self.looping_until:
            self.send_order(index, *waiting.pop(), now)

    def orders(self, path: str) -> list[tuple[float, int, int, bytes]]:
        self.acks, self.sent, self.late_s = 0, 0, 0.0
        lines = (line.split("\t", 3) for line in Path(path).read_text().splitlines())
        return [(int(due) / 1e6, int(who), int(index), frame.encode()) for due, who, index, frame in lines]

    def send_order(self, who: int, index: int, frame: bytes, at: float) -> None:
        self.records.append((int(at * 1e9), who, SENT, index, 0))
        if self.clients[who].state == READY:
            self.say(who, TEXT, frame)
        self.sent += 1

    def obey(self, line: str) -> dict[str, float]:
        verb, *rest = line.rstrip("\n").split("\t")
        if verb == "quit":
            sys.exit(0)
        if verb == "close":
            for index in range(len(self.clients)):
                self.lose(index, LOST, 0)
            self.clients, self.acked, self.records = [], {}, []
            return {}
        plan, out, *seconds = rest
        self.records.clear()
        wall, cpu, frames, taken = time.monotonic(), time.process_time(), self.frames, self.bytes
        {"connect": self.connect, "run": self.run, "loop": self.loop}[verb](plan, *map(float, seconds))
        Path(out).write_bytes(b"".join(RECORD.pack(*one) for one in self.records))
        return {
            "wall_s": time.monotonic() - wall, "cpu_s": time.process_time() - cpu, "frames": self.frames - frames,
            "bytes": self.bytes - taken, "late_ms": self.late_s * 1000,
        }  # fmt: skip


def main() -> None:
    crowd = Crowd()
    crowd.selector.register(sys.stdin, selectors.EVENT_READ, None)
    while True:
        if crowd.serve_until(time.monotonic() + 1):
            line = sys.stdin.readline()
            if not line:
                return
            sys.stdout.write(json.dumps(crowd.obey(line)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
