"""A real SMTP server that keeps what it gets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ideahub.embedded import ports


@dataclass(slots=True)
class Mailbox:
    port: int
    messages: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What IDEAHUB_SMTP_URL is set to."""
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]

    def wait_for(self, *, to: str, count: int = 1, timeout_s: float = 60) -> list[EmailMessage]:
        """The messages to an address, once there are `count` of them or the time is over."""
        ports.wait_until(lambda: len(self.to(to)) >= count, timeout_s=timeout_s)
        return self.to(to)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        self.messages.append(cast(EmailMessage, message_from_bytes(content, policy=policy.default)))
        return "250 kept"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(ports.free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
