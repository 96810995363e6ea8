"""Meetings that were held: Ana leads, people take part, it is closed. Rows as the domain leaves them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from ideahub.accounts.models import Membership, Role, User
from ideahub.actions.models import ActionItem
from ideahub.eventlog.models import Stream
from ideahub.ideas.models import Cluster, Comment, Idea
from ideahub.voting.models import Ballot, Vote
from ideahub.workshops.models import Activity, Arena, Column, Participant, Status, Workshop

OPENED = datetime(2026, 6, 23, 11, 0, tzinfo=UTC)

AREAS = [("Vätgas", "circle"), ("Stadsdelar", "square"), ("Upphandling", "triangle")]
GROUPS: list[tuple[str, int, int, list[str]]] = [
    ("Upphandla behov, inte produkt", 2, 41, [
        "Köp funktion, inte produkt – beskriv behovet och låt marknaden svara.", "Följ upp effekten, inte bara priset."]),
    ("Jobb nära hemmet", 1, 38, [
        "Anställ områdesvärdar som bor i området.", "Betalda praktikplatser i alla renoveringsprojekt.",
        "Verkstad på gården för cyklar, kläder och möbler.", "Låt föreningar driva kaféet på torget."]),
    ("Säkra de första kunderna", 0, 33, [
        "Låt färjorna bli första stora kunden.", "Kommunen köper de första fem åren och delar risken.",
        "Karta över vem som behöver vätgas, när och hur mycket."]),
    ("Boende som delägare", 1, 27, ["Solceller på taken där hyresgästerna äger andelar.", "Ungdomsråd med egen budget."]),
    ("Prova i liten skala", 2, 22, [
        "Avsätt två procent av inköpen till att prova nytt.", "Bestäm i förväg när ett försök ska avslutas."]),
    ("Bygg förtroende innan bygget", 0, 19, [
        "Öppna studiebesök där grannar kan ställa frågor.", "Öva med räddningstjänsten innan bygget startar."]),
    ("Dialog tidigt", 2, 15, ["Bjud in småföretag till dialog före annonsering."]),
    ("Renovera varsamt", 1, 12, ["Renovera i etapper så att hyran inte chockhöjs."]),
    ("Ta vara på allt", 0, 7, ["Ta vara på spillvärmen i fjärrvärmen."]),
]  # fmt: skip
ACTIONS = [
    ("Skriv om nästa bussupphandling så att den beskriver behovet", "Samira", "upphandlare", date(2026, 9, 30), 0),
    ("Ta fram förslag på praktikplatser i två renoveringar", "Joel", "områdesutvecklare", date(2026, 10, 15), 1),
    ("Bjud in hyresgäster att forma rollen som områdesvärd", "Tove", "hyresgästföreningen", date(2026, 8, 28), 1),
    ("Gör en karta över vem som behöver vätgas och när", "Elias", "energistrateg", date(2026, 10, 31), 2),
    ("Räkna på en modell där hyresgäster äger solceller", "Linnea", "fastighetsbolaget", date(2027, 1, 20), 3),
    ("Håll en dialogdag med småföretag", "Noor", "näringslivsutvecklare", date(2026, 9, 11), 0),
]
STEPS = [("gather", "Samling", 5), ("collect", "Idéer", 12), ("group", "Gruppera", 8), ("vote", "Rösta", 5),
         ("discuss", "Samtala", 15), ("commit", "Åtgärder", 14), ("close", "Avslut", 1)]  # fmt: skip


@dataclass
class Meeting:
    """A workshop and short ways to put things into it."""

    workshop: Workshop
    columns: list[Column] = field(default_factory=list)
    steps: dict[str, Activity] = field(default_factory=dict)
    people: list[Participant] = field(default_factory=list)

    def idea(
        self, text: str, *, column: int | None = 0, cluster: Cluster | None = None, after_s: int = 400, **fields: object
    ) -> Idea:
        number = self.workshop.next_number
        self.workshop.next_number += 1
        self.workshop.save(update_fields=["next_number"])
        return Idea.objects.create(
            workshop=self.workshop, number=number, text=text, cluster=cluster, position=number,
            column=None if column is None else self.columns[column],
            created_at=OPENED + timedelta(seconds=after_s), **fields,
        )  # fmt: skip

    def many_ideas(self, count: int) -> None:
        Idea.objects.bulk_create(
            Idea(
                workshop=self.workshop, number=at, text=f"Idé {at} " + "som är ganska lång " * 8, column=self.columns[at % 3],
                created_at=OPENED,
            )
            for at in range(1, count + 1)
        )  # fmt: skip

    def cluster(self, title: str, *, column: int | None = 0) -> Cluster:
        own = None if column is None else self.columns[column]
        return Cluster.objects.create(workshop=self.workshop, column=own, title=title, position=Cluster.objects.count())

    def comment(self, idea: Idea, text: str) -> Comment:
        return Comment.objects.create(idea=idea, text=text, created_at=OPENED)

    def vote(self, target: UUID, *points: int, parked: bool = False) -> None:
        """The first person's points, the second's, and so on."""
        Vote.objects.bulk_create(
            Vote(activity=self.steps["vote"], participant=person, target=target, points=one, parked=parked)
            for person, one in zip(self.people, points, strict=False)
            if one
        )

    def action(
        self, title: str, *, owner: str = "", org: str = "", due: date | None = None, **fields: object
    ) -> ActionItem:
        return ActionItem.objects.create(
            workshop=self.workshop, title=title, owner_name=owner, owner_org=org, due_on=due, created_at=OPENED,
            updated_at=OPENED, **fields,
        )  # fmt: skip


def hold_meeting(
    *, title: str = "Omställning tillsammans", language: str = "sv", people: int = 4, target: str = "clusters",
    recipients: tuple[str, ...] = ("ana@example.org",), columns: tuple[tuple[str, str], ...] = tuple(AREAS),
) -> Meeting:  # fmt: skip
    """A closed meeting of an hour, without ideas yet."""
    arena = Arena.objects.create(
        name="Helsingborgs omställningsarena", place="Almedalen", date=OPENED.date(), language=language
    )
    workshop = Workshop.objects.create(
        arena=arena, title=title, language=language, code=f"{uuid4().int % 1_000_000:06d}", qr_token=uuid4().hex,
        status=Status.CLOSED, opened_at=OPENED, closed_at=OPENED + timedelta(minutes=60), recipients=list(recipients),
    )  # fmt: skip
    Stream.objects.create(workshop=workshop)
    meeting = Meeting(workshop)
    meeting.columns = [
        Column.objects.create(workshop=workshop, title=name, position=at, shape=shape)
        for at, (name, shape) in enumerate(columns)
    ]
    begins = OPENED
    for at, (kind, name, minutes) in enumerate(STEPS):
        settings = {"target": target, "votes_per_person": 5, "max_per_target": 5} if kind == "vote" else {}
        meeting.steps[kind] = Activity.objects.create(
            workshop=workshop, kind=kind, title=name, minutes=minutes, position=at, settings=settings, started_at=begins,
            closed_at=begins + timedelta(minutes=minutes),
        )  # fmt: skip
        begins += timedelta(minutes=minutes)
    meeting.people = Participant.objects.bulk_create(
        Participant(workshop=workshop, name=f"Ben {at}", token_hash=uuid4().hex * 2, joined_at=OPENED)
        for at in range(people)
    )
    return meeting


def hold_drawn_meeting(*, language: str = "sv", title: str = "Omställning tillsammans") -> Meeting:
    """Three areas, nine groups, 214 votes, six actions: about the meeting that the report was designed on."""
    meeting = hold_meeting(people=46, language=language, title=title)
    waves = [2, 5, 9, 7, 5, 4, 6, 8, 6, 5, 4, 3]
    moments = [360 + 60 * minute + 7 * at for minute, count in enumerate(waves) for at in range(count)]
    firsts = []
    for name, column, votes, texts in GROUPS:
        cluster = meeting.cluster(name, column=column)
        ideas = [meeting.idea(text, column=column, cluster=cluster, after_s=moments.pop(0)) for text in texts]
        firsts.append(ideas[0])
        meeting.vote(cluster.pk, *([2] * (votes // 2) + [votes % 2]))
    for at, (what, who, org, due, group) in enumerate(ACTIONS):
        item = meeting.action(what, owner=who, org=org, due=due, owner_email=f"owner{at}@example.org")
        item.ideas.add(firsts[group])
    meeting.idea("Dubblett om delägande", column=1, merged_into=firsts[3], after_s=moments.pop(0))
    meeting.comment(firsts[0], "Det här har grannkommunen redan provat.")
    meeting.idea("Något elakt", column=1, status="hidden", reason="Personangrepp")
    for person in meeting.people:
        Ballot.objects.create(activity=meeting.steps["vote"], participant=person, spent=4, budget=5)
    return meeting


def ana_in_charge(meeting: Meeting, *, role: Role = Role.ORGANIZER, email: str = "ana@example.org") -> User:
    user = User.objects.create_user(email, "a long password of hers", name="Ana")
    Membership.objects.create(user=user, arena=meeting.workshop.arena, role=role)
    return user
