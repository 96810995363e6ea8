"""A real SMTP server of the test's own, which can refuse, and can hang in the middle of a dialogue."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ideahub.embedded import ports


@dataclass
class Postbox:
    port: int = field(default_factory=ports.free_port)
    mails: list[EmailMessage] = field(default_factory=list)
    refusal: str = ""
    unknown: set[str] = field(default_factory=set)
    # Set while the server keeps a sender waiting for its answer to a mail that it has in full.
    holds: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)
    # Message-IDs of the mails that somebody was kept waiting for.
    held: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return sorted(str(mail["To"]) for mail in self.mails)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refusal:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        if self.holds.is_set():
            self.held.add(str(mail["Message-ID"]))
        self.reached.set()
        while self.holds.is_set():
            await asyncio.sleep(0.01)
            if server.transport is None or server.transport.is_closing():
                return "451 gone"
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=10)
    controller.start()
    try:
        yield box
    finally:
        box.holds.clear()
        controller.stop()
