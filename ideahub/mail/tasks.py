from celery import shared_task

from ideahub.mail.delivery import deliver_due_mail


@shared_task(name="ideahub.mail.sweep")
def sweep() -> None:
    """Sends what waits in the outbox. Safe to run twice at once and to kill: each mail is claimed by a lease."""
    deliver_due_mail()
