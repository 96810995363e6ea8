"""How log lines look: structured, with ids bound by django-structlog, and never a text, name or address."""

import re

import structlog
from structlog.typing import EventDict

# A part of an address that lets somebody in or names somebody: a join code, a token, an id.
SECRET_PART = re.compile(r"(?<=/)(?=[^/ ?]*\d)[^/ ?]{6,}|\?.*")


def without_secrets(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Of a request its method and the shape of its address. That one began is dropped: its end says more."""
    if line.get("event") == "request_started":
        raise structlog.DropEvent
    if isinstance(request := line.get("request"), str):
        line["request"] = SECRET_PART.sub("…", request)
    return line


# A receipt's link is a key; the QR code's lets people in.
SECRET_PATH = re.compile(r"(/[rq]/)[\w-]{20,}")


def mask_links(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Takes the tokens out of addresses, wherever in the line they stand."""
    return {key: SECRET_PATH.sub(r"\1…", value) if isinstance(value, str) else value for key, value in event.items()}


def formatter(style: str) -> structlog.stdlib.ProcessorFormatter:
    """A logging formatter; `style` is `json` for machines or `console` for people."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        without_secrets,
        # What a line says beside its name: ids and counts.
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_links,
            last,
        ],
    )
