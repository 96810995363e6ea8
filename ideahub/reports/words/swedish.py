from collections.abc import Sequence
from datetime import date

from ideahub.protocol.state import Model
from ideahub.reports.facts import Arrivals, Column, OtherVote, ReportData, Step
from ideahub.reports.words.answers import SwedishAnswers
from ideahub.reports.words.phrasing import Labels, Words


class Swedish(Words):
    code = "sv"
    conjunction = "och"
    quotes = ("”", "”")
    clock = "%H.%M"
    numerals = "noll en två tre fyra fem sex sju åtta nio tio elva tolv".split()
    weekdays = "måndag tisdag onsdag torsdag fredag lördag söndag".split()
    months = "januari februari mars april maj juni juli augusti september oktober november december".split()
    answers = SwedishAnswers()
    labels = Labels(
        kind="Rapport från arbetsmöte",
        case_number="Diarienummer",
        all_proposals="Alla förslag",
        some_proposals="Förslag",
        most_votes_first="flest röster först",
        got_votes="Förslag som fick röster, flest först",
        most_votes="Förslagen med flest röster",
        undecided="Förslag",
        arrivals="När idéerna kom",
        areas="Röster per område",
        actions="Åtgärder",
        who_does_what="Vem gör vad",
        number="Nr",
        what="Vad",
        who="Vem",
        due="Klar senast",
        no_owner="Ingen ansvarig än",
        no_due="Inget datum",
        no_actions="Inga åtgärder bestämdes under mötet.",
        how="Så gick mötet till",
        all_ideas="Alla idéer",
        across="Flera områden",
        no_area="Utan område",
        no_ideas="Inga idéer",
        merged="Här ingår även",
        group="Grupp",
        table="Bord",
        comments="Sagt om idén",
        rank="Plats",
        votes="Röster",
        proposal="Förslag",
        tie="Lika många röster ger samma plats. Lika resultat avgörs aldrig av sig själv.",
        other_votes="Fler omröstningar",
        which_decides="En omröstning gäller när fler än en tredjedel så många svarar som i den där flest svarade. Den sista som "
        "gäller avgör och står främst i rapporten. Här står varje annan omröstning med sitt eget resultat.",
        outvoted="Den hölls senare, men för få svarade för att den ska avgöra.",
        too_few="För få svarade för att resultatet ska visas.",
        further="till",
        online="Rapporten på webben",
        online_why="Samma innehåll, att läsa på skärm och söka i. Den som höll i mötet loggar in.",
        qr="QR-kod till rapporten på webben",
        page="Sida",
        of="av",
        no_names="Namn på deltagare finns inte i rapporten. Den som ansvarar för en åtgärd står med namn.",
        glyphs="Tecken som inte går att trycka visas som □. De finns kvar i rapporten på webben.",
        download="Hämta som PDF",
        version="Version",
        mail_heading="Det här kom ni fram till",
        mail_button="Läs hela rapporten",
        mail_attached="Rapporten ligger också i mejlet som PDF och går att skriva ut.",
        mail_footer="Du får mejlet för att du står som mottagare av mötets rapport. Länken öppnar rapporten utan inloggning, "
        "så dela den med eftertanke.",
        mail_footer_participant="Du får mejlet för att du bad om det på telefonen när mötet slutade. Det är det enda vi skickar, "
        "och din adress är raderad hos oss när det har gått iväg. Länken öppnar rapporten utan inloggning, så dela den med "
        "eftertanke.",
        mail_questions="Frågor? Svara på mejlet så når du den som höll i mötet.",
        mail_other_language="Summary in English",
        mail_read="read the report",
        file="rapport",
        not_closed="Rapporten skrivs när mötet avslutas.",
        being_written="Rapporten skrivs. Sidan visar den strax.",
        not_written="Rapporten gick inte att skriva. Den som sköter tjänsten ser felet i loggen.",
        look_again="Hämta nytt",
    )

    def idea(self, number: int) -> str:
        return f"idé {number}"

    def derived(self, names: str) -> str:
        return f"Från {names}"

    def nothing(self) -> str:
        return "Mötet slutade utan idéer, röster eller åtgärder."

    def without_winner(self, data: ReportData) -> str:
        ideas = self.ideas(data.ideas_given)
        if data.actions:
            return f"Mötet enades om {self.agreed(len(data.actions))} utifrån {ideas}."
        if data.voted:
            return f"Mötet samlade {ideas} och röstade, men inget förslag stod främst."
        return f"Mötet samlade {ideas}, och har inte röstat eller bestämt några åtgärder."

    def before_winner(self, actions: int) -> str:
        agreed = f"Mötet enades om {self.agreed(actions)}, och flest" if actions else "Flest"
        return f"{agreed} röster fick "

    def after_winner(self, data: ReportData, *, shown: int) -> str:
        first = data.winners[0]
        further = len(data.winners) - shown
        others = f" och {self.count(further)} till" if further else ""
        each = " var" if len(data.winners) > 1 else ""
        end = "" if data.actions else "; inga åtgärder bestämdes"
        return f"{others} med {self.votes(first.votes)}{each} av {data.votes}{end}."

    def people(self, number: int) -> str:
        return f"{number} {'person' if number == 1 else 'personer'}"

    def ideas(self, number: int) -> str:
        return f"{number} {'idé' if number == 1 else 'idéer'}"

    def ideas_in_groups(self, ideas: int, groups: int) -> str:
        said = "idé" if ideas == 1 else "idéer"
        return f"{said} i {groups} {'grupp' if groups == 1 else 'grupper'}" if groups else said

    def votes(self, number: int) -> str:
        return f"{number} {'röst' if number == 1 else 'röster'}"

    def supported_by(self, people: int) -> str:
        return f"{people} stöder"

    def shown_on(self, phones: int) -> str:
        return f"visades på {phones} {'telefon' if phones == 1 else 'telefoner'}"

    def votes_from(self, votes: int, voters: int) -> str:
        return f"{'röst' if votes == 1 else 'röster'} från {self.people(voters)}" if votes else "röster"

    def agreed(self, number: int) -> str:
        return f"{self.count(number)} {'åtgärd' if number == 1 else 'åtgärder'}"

    def minutes(self, number: int) -> str:
        return f"{number} {'minut' if number == 1 else 'minuter'}"

    def more(self, number: int) -> str:
        return f"Och {number} till."

    def more_proposals(self, number: int) -> str:
        return f"Och {number} förslag till med färre eller inga röster. Alla finns i listan längre fram."

    def left_out(self, data: ReportData) -> list[str]:
        told = []
        if data.hidden:
            verb = "doldes av mötesledaren och är inte med."
            told.append(f"{self.capital(self.count(data.hidden))} {'idé' if data.hidden == 1 else 'idéer'} {verb}")
        if data.pending:
            one = data.pending == 1
            told.append(
                f"{self.capital(self.count(data.pending))} {'idé' if one else 'idéer'} visades aldrig i rummet och är inte med."
            )
        if data.votes_elsewhere:
            told.append(self.elsewhere(data.model, data.votes_elsewhere))
        return told

    def elsewhere(self, model: Model, number: int) -> str:
        return f"{self.capital(self.given(model, number))} ligger på förslag som inte är med."

    def untold(self, proposals: int) -> str:
        number = "ett" if proposals == 1 else self.count(proposals)
        return f"{self.capital(number)} förslag fick för få svar för att visas."

    def decided_in(self, data: ReportData) -> str:
        began = f" {self.time(data.vote_begins_at)}" if data.vote_begins_at else ""
        others = "Den andra omröstningen står" if len(data.other_votes) == 1 else "De andra omröstningarna står"
        return f"Resultatet är från omröstningen {self.quoted(data.vote_title)}{began}. {others} längre fram."

    def led(self, vote: OtherVote) -> str:
        if vote.untold and not vote.ranking:
            return f"I omröstningen {self.quoted(vote.title)} fick alla förslag för få svar för att visas."
        if not vote.winners:
            return f"I omröstningen {self.quoted(vote.title)} stod inget förslag främst."
        each = " var" if len(vote.winners) > 1 else ""
        standing = self.standing_told(vote.model, vote.winners[0])
        return f"I omröstningen {self.quoted(vote.title)} stod {self.winners_named(vote)} främst: {standing}{each}."

    def ranking_described(self, data: ReportData) -> str:
        ranked = [proposal for _, proposal in data.ranking]
        most, least = ranked[0], ranked[-1]
        if most.votes == least.votes:
            return f"Röster per förslag. Alla {len(ranked)} fick {self.votes(most.votes)} var."
        highest, lowest = self.proposal_name(most), self.proposal_name(least)
        return f"Röster per förslag. Flest fick {highest}, {most.votes}, och minst {lowest}, {least.votes}."

    def arrivals_described(self, arrivals: Arrivals) -> str:
        slot = "minut" if arrivals.slot_min == 1 else f"{arrivals.slot_min} minuter"
        top = max(arrivals.counts)
        at = self.time(arrivals.busiest_at)
        return f"Idéer per {slot}. Flest kom {at}, {self.ideas(top)}."

    def areas_described(self, columns: Sequence[Column]) -> str:
        return f"Röster per område: {', '.join(f'{self.column(one)} {one.votes}' for one in columns)}."

    def step(self, step: Step, data: ReportData) -> str:
        comments = data.comments
        said = {
            "gather": f"{self.capital(self.people(data.participants))} gick med via mobilen. Namn var frivilligt.",
            "collect": f"{self.capital(self.ideas(data.ideas_given))} visades i rummet."
            + (f" {self.capital(self.count(data.merged))} slogs ihop med andra." if data.merged else ""),
            "group": f"Idéerna lades i {data.groups} {'grupp' if data.groups == 1 else 'grupper'}."
            if data.groups else "Inga grupper gjordes.",
            "vote": (f"Alla hade {self.count(step.votes_per_person)} {'röst' if step.votes_per_person == 1 else 'röster'}."
            + (" Resultatet doldes medan rösterna lades." if step.results_hidden else ""))
            if data.is_held(step) else "Ingen röstade.",
            "discuss": f"{comments} {'kommentar' if comments == 1 else 'kommentarer'} skrevs." if comments
            else "Samtalet fördes i rummet, inga kommentarer skrevs.",
            "commit": f"{self.capital(self.agreed(len(data.actions)))} bestämdes." if data.actions
            else "Inga åtgärder bestämdes.",
        }  # fmt: skip
        return said.get(step.kind, "")

    def subject(self, title: str) -> str:
        return f"{self.labels.mail_heading}: {title}"

    def mail_opening(self, data: ReportData) -> str:
        gave = f"{self.people(data.participants)} lämnade {self.ideas(data.ideas_given)}"
        did = "lade" if data.model == "points" else "gav"
        return f"{gave} och {did} {self.given(data.model, data.votes)}." if data.votes else f"{gave}."

    def more_actions(self, number: int) -> str:
        return f"Och {self.agreed(number)} till i rapporten."

    def due(self, day: date) -> str:
        return f"Klar senast {self.day(day)}."
