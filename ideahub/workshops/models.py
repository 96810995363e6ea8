from copy import deepcopy

from django.db import models

from ideahub.core.ids import new_id
from ideahub.protocol.state import ActivitySettings

LANGUAGES = [("sv", "Svenska"), ("en", "English")]


class Arena(models.Model):
    """A day or a programme that holds workshops, and the circle of people who run them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    date = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, default="sv", choices=LANGUAGES)
    # Who answers for personal data here and whom to ask, where that is not whoever runs the installation; and what else is told,
    # in Swedish and in English.
    controller = models.CharField(max_length=120, blank=True, default="", db_default="")
    data_contact = models.CharField(max_length=254, blank=True, default="", db_default="")
    data_text = models.TextField(max_length=600, blank=True, default="", db_default="")
    data_text_en = models.TextField(max_length=600, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Workshop(models.Model):
    """One working session. What changes while it runs changes under its stream's lock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="workshops")
    title = models.CharField(max_length=120)
    purpose = models.TextField(max_length=500, blank=True)
    language = models.CharField(max_length=2, default="sv", choices=LANGUAGES)
    code = models.CharField(max_length=6, unique=True)
    qr_token = models.CharField(max_length=32, unique=True)
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.DRAFT)
    locked = models.BooleanField(default=False)
    activity = models.ForeignKey("Activity", null=True, on_delete=models.SET_NULL, related_name="+")
    vote_activity = models.ForeignKey("Activity", null=True, on_delete=models.SET_NULL, related_name="+")
    timer_ends_at = models.DateTimeField(null=True)
    timer_paused_s = models.PositiveIntegerField(null=True)
    spotlight = models.UUIDField(null=True)
    totals = models.CharField(max_length=6, default="hidden", choices=[("hidden", "hidden"), ("shown", "shown")])
    settings = models.JSONField(default=dict, blank=True)
    partners = models.JSONField(default=list, blank=True)
    recipients = models.JSONField(default=list, blank=True)
    place = models.CharField(max_length=120, blank=True)
    # Under which the authority registers it; for its report.
    case_number = models.CharField(max_length=60, blank=True, default="", db_default="")
    starts_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Who of the staff ended it.
    closed_by = models.UUIDField(null=True)
    reported_at = models.DateTimeField(null=True)
    next_number = models.PositiveIntegerField(default=1)
    # How long after its close it is kept, 0: until somebody removes it. `ideahub.workshops.keeping` has the days that follow.
    keep_months = models.PositiveSmallIntegerField(default=24, db_default=0)
    mail_before_removal = models.BooleanField(default=True, db_default=True)
    keeping_changed_at = models.DateTimeField(null=True)
    # When the mail about its removal was put into the outbox, and when the first one had gone.
    removal_posted_at = models.DateTimeField(null=True)
    removal_mailed_at = models.DateTimeField(null=True)
    names_erased_at = models.DateTimeField(null=True)
    # Nobody finds it any more, and a sweep removes what is in it.
    removed_at = models.DateTimeField(null=True)
    # A throw-away copy in which synthetic phones are at work: in nobody's list, and removed with all that is in it.
    is_rehearsal = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """A step of the agenda. `minutes` null: it has no clock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    minutes = models.PositiveIntegerField(null=True)
    position = models.PositiveIntegerField()
    settings = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # When its clock had run out, where that was before it was closed.
    clock_ended_at = models.DateTimeField(null=True)
    # Of a vote that another one has followed: whether the room saw its totals.
    totals_seen = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["position", "id"]

    @property
    def rules(self) -> ActivitySettings:
        """Read anew only when the settings have changed: a batch of commands asks for them thousands of times."""
        kept: tuple[dict[str, object], ActivitySettings] | None = self.__dict__.get("_rules")
        if kept is None or kept[0] != self.settings:
            kept = self.__dict__["_rules"] = (deepcopy(self.settings), ActivitySettings.model_validate(self.settings))
        return kept[1]


class Column(models.Model):
    """A theme ideas are sorted under, told apart by shape, colour and name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="columns")
    title = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    shape = models.CharField(max_length=8, default="circle")

    class Meta:
        ordering = ["position", "id"]


class Participant(models.Model):
    """Somebody who joined with a phone. Only the hash of the token that the phone holds is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="sv", choices=LANGUAGES)
    token_hash = models.CharField(max_length=64, unique=True)
    muted = models.BooleanField(default=False)
    hand_raised_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField()
    # That, not where to: the address is kept elsewhere, unlinked, until the mail has gone.
    asked_for_summary = models.BooleanField(default=False)
    # When they last removed all that they had left.
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["joined_at", "id"]


class Table(models.Model):
    """A table whose ideas one phone writes. `offered`: the pen was handed over, and waits for the next phone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()
    holder = models.OneToOneField(Participant, null=True, on_delete=models.SET_NULL, related_name="table")
    offered = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="table_once_in_a_workshop"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="table_number_is_positive"),
        ]


class Leader(models.Model):
    """Somebody who is to lead a meeting; without a role in its arena they no longer are. See `leaders.leaders_of`."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="leaders")
    member = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["workshop", "member"], name="leader_once_in_a_workshop")]


class Leaderless(models.Model):
    """Since when nobody leads a meeting that somebody led. It goes once somebody does; see `leaders.noting_who_is_led`."""

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, primary_key=True, related_name="leaderless")
    since = models.DateTimeField()


class ProjectorLink(models.Model):
    """A read-only way in for the room's screen, made from the board and revocable."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="projector_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)


class DayScreen(models.Model):
    """A read-only way in to what happens in an arena on one day, for a screen where people pass."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="day_screens")
    day = models.DateField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)


class Receipt(models.Model):
    """One participant's way back to what became of their ideas, without a name. It goes with the participant's data."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, primary_key=True, related_name="receipt")
    token_hash = models.CharField(max_length=64, unique=True)
    # Of the press of a button that made it; null where that was not written down.
    press_hash = models.CharField(max_length=64, null=True, db_index=True)
    created_at = models.DateTimeField()
