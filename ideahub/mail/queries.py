from datetime import datetime

from django.db.models import Q, QuerySet

from ideahub.mail.models import Message


def messages_to_send(now: datetime) -> QuerySet[Message]:
    """Due ones, those whose sender died in the middle (its lease has passed), and those too late to be sent."""
    expired = Q(state=Message.State.WAITING, expires_at__lte=now)
    waiting = Q(state=Message.State.WAITING, due_at__lte=now)
    abandoned = Q(state=Message.State.SENDING, lease_until__lt=now)
    return Message.objects.filter(waiting | abandoned | expired)


def messages_under(prefix: str) -> QuerySet[Message]:
    """Those whose key begins with `prefix`, such as `report:{workshop}:{version}:`."""
    return Message.objects.filter(key__startswith=prefix)
