from django.db import models
from django.db.models import F, Q

from ideahub.workshops.models import Activity, Participant


class Ballot(models.Model):
    """One participant's budget in one vote: `spent` is the checked counter that no race can push past `budget`.

    Where votes are not shared out it counts answers."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="ballots")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ballots")
    spent = models.IntegerField(default=0)
    budget = models.IntegerField()
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "participant"], name="one_ballot_per_vote_and_person"),
            models.CheckConstraint(condition=Q(spent__gte=0) & Q(spent__lte=F("budget")), name="spent_within_budget"),
        ]


class Vote(models.Model):
    """One participant's answer to one target: `points` null is none, `effort` is there in `scale` only.

    A parked row belongs to a target that was merged away: it counts for nothing until it is split off again. `moved`
    remembers how many of its points went along, or 1 where the answer did."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="votes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    target = models.UUIDField()
    points = models.IntegerField(null=True)
    effort = models.SmallIntegerField(null=True)
    parked = models.BooleanField(default=False)
    moved = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "participant", "target"], name="one_vote_per_person_and_target")
        ]
        indexes = [models.Index(fields=["activity", "target"], name="votes_of_a_target")]
