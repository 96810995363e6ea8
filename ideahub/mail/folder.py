"""A mail server that is a folder: one .eml file a mail, read at /dev/mail/ during development."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes into settings.MAIL_FOLDER. A file is there whole or not at all; names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message.message().as_bytes())
        return len(email_messages)


def _write(folder: Path, content: bytes) -> None:
    name = f"{time.time_ns():020d}-{uuid4().hex[:8]}"
    part = folder / f"{name}.part"
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(folder / f"{name}.eml")
