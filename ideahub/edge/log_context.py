"""What every log line says of the call and the workshop that it is of, by their ids."""

from contextvars import Context
from uuid import UUID, uuid4

from structlog.contextvars import bind_contextvars


def about(workshop: UUID) -> None:
    """From here on the lines of this call say which workshop it is about."""
    bind_contextvars(workshop=str(workshop))


def begin_call() -> None:
    """As django-structlog does for each request; for what does not pass through it."""
    bind_contextvars(request_id=str(uuid4()))


def of_many(workshop: UUID | None = None) -> Context:
    """For a task that works for many callers: its lines name none of them, least of all the one who happened to start it."""
    context = Context()
    if workshop is not None:
        context.run(about, workshop)
    return context
