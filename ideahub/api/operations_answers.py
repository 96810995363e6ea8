from rest_framework import serializers

from ideahub.api.moments import Moment


class MeetingNowAnswer(serializers.Serializer[object]):
    """`lag_ms`: milliseconds from the commit to the phones' sockets, the slowest twentieth left out; null while all is quiet."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    phones = serializers.IntegerField()
    ideas_a_minute = serializers.IntegerField()
    lag_ms = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=["good", "slow", "empty"])


class MailNowAnswer(serializers.Serializer[object]):
    """`oldest_s`: seconds since the mail was written that has been due longest. `failed`: given up in the last day."""

    waiting = serializers.IntegerField()
    oldest_s = serializers.IntegerField()
    failed = serializers.IntegerField()


class SampleAnswer(serializers.Serializer[object]):
    """`at`: seconds since 1970."""

    at = serializers.FloatField()
    phones = serializers.IntegerField()
    meetings = serializers.IntegerField()
    lag_ms = serializers.IntegerField(allow_null=True)
    mail = serializers.IntegerField()


class OperationsAnswer(serializers.Serializer[object]):
    """`meetings`: yours. Everything else is of the whole installation. `gone`: fewer phones than lately."""

    server_time = Moment()
    status = serializers.ChoiceField(choices=["ready", "degraded", "down"])
    checks = serializers.DictField(child=serializers.BooleanField())
    meetings = MeetingNowAnswer(many=True)
    phones = serializers.IntegerField()
    gone = serializers.IntegerField()
    running = serializers.IntegerField()
    opening_soon = serializers.IntegerField()
    lag_ms = serializers.IntegerField(allow_null=True)
    worst_today_ms = serializers.IntegerField(allow_null=True)
    mail = MailNowAnswer()
    history = SampleAnswer(many=True)


class RehearsalWish(serializers.Serializer[object]):
    """From 10 to 600 synthetic phones."""

    phones = serializers.IntegerField()


class StageAnswer(serializers.Serializer[object]):
    phones = serializers.IntegerField()
    ack_p95_s = serializers.FloatField(allow_null=True)
    screen_p95_s = serializers.FloatField(allow_null=True)
    unanswered = serializers.IntegerField(default=0)


class RehearsalFigures(serializers.Serializer[object]):
    """`joined`: within thirty seconds. `comfortable`: the most phones that went well. `unlike`: phones that did not show all.
    `busy`: how much of a core the process with the phones used at the most, `late_s`: by how much it was late for what it
    wanted to do; beyond 0.7 and 0.25 what is not green is `unsure`."""

    joined = serializers.IntegerField()
    ideas_sent = serializers.IntegerField()
    ideas_arrived = serializers.IntegerField()
    unanswered = serializers.IntegerField(default=0)
    unlike = serializers.IntegerField(default=0, allow_null=True)
    screen_p95_s = serializers.FloatField(allow_null=True)
    screen_worst_s = serializers.FloatField()
    ack_p95_s = serializers.FloatField(allow_null=True)
    votes = serializers.IntegerField()
    votes_agree = serializers.BooleanField()
    stages = StageAnswer(many=True)
    seconds = serializers.FloatField()
    busy = serializers.FloatField(default=0.0)
    late_s = serializers.FloatField(default=0.0)
    colour = serializers.ChoiceField(choices=["green", "yellow", "red", "unsure"])
    comfortable = serializers.IntegerField()


class RehearsalProgress(serializers.Serializer[object]):
    joined = serializers.IntegerField(default=0)
    ideas = serializers.IntegerField(default=0)
    seconds = serializers.IntegerField(default=0)


class RehearsalAnswer(serializers.Serializer[object]):
    """`problem` where it did not come to a verdict: asked, people_came, unknown, unreachable, worker_died, lost, broke."""

    id = serializers.UUIDField()
    workshop = serializers.UUIDField(source="workshop_id")
    title = serializers.CharField(source="workshop.title")
    phones = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["due", "running", "done", "stopped", "failed"])
    progress = RehearsalProgress()
    figures = RehearsalFigures(allow_null=True)
    problem = serializers.CharField()
    created_at = Moment()
    ended_at = Moment(allow_null=True)
