from datetime import datetime

from rest_framework import serializers

from ideahub.core.clock import to_wire


class Moment(serializers.DateTimeField):
    """A time in an answer, written as the protocol has them. What comes in keeps REST framework's own field, which takes a
    time without a zone for one of the place where the service is."""

    def to_representation(self, value: datetime) -> str:
        return str(to_wire(value))
