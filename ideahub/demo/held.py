"""A session that has been held: what its people wrote, voted and agreed on, played through the real commands."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from ideahub.accounts.models import User
from ideahub.commands import Sent
from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.demo.ballots import share_out
from ideahub.demo.material import PERSONAL, ActionText, IdeaText, SessionTexts
from ideahub.demo.opinions import Said, draw_answers
from ideahub.demo.past import carry_out, send
from ideahub.demo.people import let_in
from ideahub.protocol.state import ActivitySettings
from ideahub.voting.tally import limits
from ideahub.workshops.models import Activity, Participant, Workshop

# The room opens before the first step begins; people come in while the clock stands.
DOORS = timedelta(minutes=8)
# When those who have actions have told how it goes.
FOLLOWED_UP_AFTER = timedelta(hours=2)
VOTES_AT_ONCE = 24
HIDDEN_BECAUSE = "Innehåller personuppgifter"


@dataclass
class Held:
    """Plays one session that began at `began_at`."""

    workshop: Workshop
    leader: User
    texts: SessionTexts
    began_at: datetime
    columns: dict[str, UUID]
    people: int
    dice: random.Random
    ideas: dict[str, UUID] = field(default_factory=dict)
    crowd: list[Participant] = field(default_factory=list)
    actions: list[tuple[UUID, ActionText]] = field(default_factory=list)

    def play(self) -> None:
        self._open()
        moment = self.began_at
        for step in self.workshop.activities.all():
            self._do(moment, self._staff("activity.start", activity=str(step.id)))
            if part := PARTS.get(step.kind):
                part(self, step, moment)
            moment += timedelta(minutes=step.minutes or 0, seconds=self.dice.randint(10, 50))
        self._do(moment, self._staff("workshop.close"))
        self._follow_up(moment + FOLLOWED_UP_AFTER)

    def _do(self, moment: datetime, *commands: Sent) -> None:
        carry_out(self.workshop.id, moment, commands)

    def _staff(self, name: str, **args: object) -> Sent:
        return send(Actor(Audience.STAFF, self.leader.id), name, **args)

    def _phone(self, person: Participant, name: str, **args: object) -> Sent:
        return send(Actor(Audience.PARTICIPANT, person.id, person.language), name, **args)

    def _open(self) -> None:
        doors = self.began_at - DOORS
        self._do(doors, self._staff("workshop.open"), self._staff("timer.set"))
        waits = sorted(self.dice.uniform(5, DOORS.total_seconds() - 5) for _ in range(self.people))
        english = len({idea.id for idea in self.texts.presentable if idea.lang == "en"})
        languages = ["en" if index % 12 == 11 and english else "sv" for index in range(self.people)]
        let_in(
            self.workshop,
            moments=[doors + timedelta(seconds=wait) for wait in waits],
            languages=languages,
            dice=self.dice,
        )
        self.crowd = list(self.workshop.participants.all())

    def collect(self, step: Activity, begins: datetime) -> None:
        """Everybody writes; what holds personal data is hidden by the leader a moment later."""
        hide_at: dict[UUID, datetime] = {}
        authors = Authors(self.crowd, most=step.rules.max_ideas_per_person or 6, dice=self.dice)
        for text in self.texts.presentable:
            at = begins + timedelta(seconds=text.at_s)
            for idea in [idea for idea, when in hide_at.items() if when <= at]:
                self._hide(idea, hide_at.pop(idea))
            idea = self.ideas[text.id] = new_id()
            column = str(self.columns[text.column])
            author = authors.next(text.lang)
            self._do(at, self._phone(author, "idea.capture", idea=str(idea), column=column, text=text.text))
            if PERSONAL in text.flags:
                hide_at[idea] = at + timedelta(seconds=self.dice.randint(15, 40))
        for idea, when in hide_at.items():
            self._hide(idea, when)

    def _hide(self, idea: UUID, moment: datetime) -> None:
        self._do(moment, self._staff("idea.hide", ideas=[str(idea)], reason=HIDDEN_BECAUSE))

    def group(self, step: Activity, begins: datetime) -> None:
        pace = timedelta(minutes=(step.minutes or 5) * 0.9) / max(1, len(self.texts.groups))
        for index, (key, title) in enumerate(self.texts.groups.items()):
            members = [str(self.ideas[one.id]) for one in self._seen() if one.group == key]
            create = self._staff("cluster.create", cluster=str(new_id()), title=title, ideas=members)
            self._do(begins + pace * (index + 1), create)

    def _seen(self) -> list[IdeaText]:
        return [text for text in self.texts.presentable if PERSONAL not in text.flags]

    def vote(self, step: Activity, begins: datetime) -> None:
        placed = self._votes(step.rules)
        self.dice.shuffle(placed)
        batches = [placed[at : at + VOTES_AT_ONCE] for at in range(0, len(placed), VOTES_AT_ONCE)]
        pace = timedelta(minutes=(step.minutes or 5) * 0.9) / (len(batches) + 1)
        for index, batch in enumerate(batches):
            self._do(
                begins + pace * (index + 1),
                *(
                    self._phone(self.crowd[person], "vote.set", target=str(self.ideas[target]), **said)
                    for person, target, said in batch
                ),
            )
        ready = [person for person in self.crowd if self.dice.random() < 0.8]
        self._do(begins + pace * (len(batches) + 1), *(self._phone(one, "vote.done", done=True) for one in ready))

    def _votes(self, rules: ActivitySettings) -> list[tuple[int, str, Said]]:
        """Who says what of which idea: points that add up to those of the material, otherwise what follows from them."""
        votes = {text.id: text.votes for text in self._seen() if text.votes or rules.model != "points"}
        if rules.model != "points":
            return [
                (person, target, said)
                for person in range(len(self.crowd))
                for target, said in draw_answers(votes, model=rules.model, dice=self.dice)
            ]
        allowed = limits(rules)
        shared = share_out(votes, people=len(self.crowd), budget=allowed.budget or 0, most=allowed.most)
        return [(one.person, one.target, {"points": one.points}) for one in shared]

    def discuss(self, step: Activity, begins: datetime) -> None:
        said = [one for one in self.texts.comments if one.idea in {text.id for text in self._seen()}]
        pace = timedelta(minutes=(step.minutes or 10) * 0.9) / max(1, len(said))
        for index, comment in enumerate(said):
            idea = str(self.ideas[comment.idea])
            say = self._phone(
                self.dice.choice(self.crowd), "comment.add", comment=str(new_id()), idea=idea, text=comment.text
            )
            self._do(begins + pace * (index + 1), say)

    def commit(self, step: Activity, begins: datetime) -> None:
        pace = timedelta(minutes=(step.minutes or 5) * 0.9) / max(1, len(self.texts.actions))
        for index, action in enumerate(self.texts.actions):
            self.actions.append((new_id(), action))
            due = (self.began_at + timedelta(days=action.due_in_days)).date()
            create = self._staff(
                "action.create",
                action=str(self.actions[-1][0]),
                title=action.title,
                owner_name=action.owner_name,
                owner_org=action.owner_org,
                owner_email=action.owner_email,
                due_on=due.isoformat(),
                ideas=[str(self.ideas[one]) for one in action.from_ideas if one in self.ideas],
            )
            self._do(begins + pace * (index + 1), create)

    def _follow_up(self, moment: datetime) -> None:
        for action, text in self.actions:
            if text.status != "open":
                self._do(moment, self._staff("action.update", action=str(action), status=text.status))


PARTS = {
    "collect": Held.collect,
    "group": Held.group,
    "vote": Held.vote,
    "discuss": Held.discuss,
    "commit": Held.commit,
}


class Authors:
    """Whose turn it is to have written the next idea: nobody twice in a row, nobody beyond the cap, in their own language."""

    def __init__(self, crowd: list[Participant], *, most: int, dice: random.Random) -> None:
        self.crowd, self.most, self.dice = crowd, most, dice
        self.written: dict[UUID, int] = {}
        self.last: UUID | None = None

    def next(self, language: str) -> Participant:
        free = [one for one in self.crowd if self.written.get(one.id, 0) < self.most and one.id != self.last]
        fitting = [one for one in free if one.language == language] or free
        author = self.dice.choice(fitting)
        self.written[author.id] = self.written.get(author.id, 0) + 1
        self.last = author.id
        return author
