from collections.abc import Sequence
from datetime import date

from ideahub.protocol.state import Model
from ideahub.reports.facts import Arrivals, Column, OtherVote, ReportData, Step
from ideahub.reports.words.answers import EnglishAnswers
from ideahub.reports.words.phrasing import Labels, Words


class English(Words):
    code = "en"
    conjunction = "and"
    quotes = ("“", "”")
    clock = "%H:%M"
    numerals = "no one two three four five six seven eight nine ten eleven twelve".split()
    weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    months = "January February March April May June July August September October November December".split()
    answers = EnglishAnswers()
    labels = Labels(
        kind="Meeting report",
        case_number="Case number",
        all_proposals="All proposals",
        some_proposals="Proposals",
        most_votes_first="most votes first",
        got_votes="Proposals that got votes, most first",
        most_votes="The proposals with most votes",
        undecided="Proposals",
        arrivals="When the ideas came",
        areas="Votes by area",
        actions="Actions",
        who_does_what="Who does what",
        number="No.",
        what="What",
        who="Who",
        due="Due",
        no_owner="Nobody yet",
        no_due="No date",
        no_actions="No actions were agreed in the meeting.",
        how="How the meeting went",
        all_ideas="All ideas",
        across="Several areas",
        no_area="No area",
        no_ideas="No ideas",
        merged="Also holds",
        group="Group",
        table="Table",
        comments="Said about it",
        rank="Place",
        votes="Votes",
        proposal="Proposal",
        tie="Equal votes share a place. A tie is never settled by itself.",
        other_votes="Other votes",
        which_decides="A vote counts when more than a third as many answer in it as in the one that most answered in. The last "
        "that counts decides and comes first in the report. Every other vote stands here with its own result.",
        outvoted="It was held later, but too few answered for it to decide.",
        too_few="Too few answered for its result to be shown.",
        further="more",
        online="The report on the web",
        online_why="The same content, to read on a screen and to search. Those who held the meeting sign in.",
        qr="QR code to the report on the web",
        page="Page",
        of="of",
        no_names="No names of participants are in the report. Whoever is responsible for an action is named.",
        glyphs="Characters that cannot be printed are shown as □. They are kept in the report on the web.",
        download="Get it as PDF",
        version="Version",
        mail_heading="What you arrived at",
        mail_button="Read the whole report",
        mail_attached="The report is also attached as a PDF, ready to print.",
        mail_footer="You get this mail because you are named as a recipient of the meeting's report. The link opens the report "
        "without signing in, so share it with care.",
        mail_footer_participant="You get this mail because you asked for it on your phone when the meeting ended. It is the only "
        "one we send, and your address is deleted with us once it has gone. The link opens the report without signing in, so "
        "share it with care.",
        mail_questions="Questions? Answer this mail and you reach the person who led the meeting.",
        mail_other_language="Sammanfattning på svenska",
        mail_read="läs rapporten",
        file="report",
        not_closed="The report is written when the meeting is closed.",
        being_written="The report is being written. It shows here in a moment.",
        not_written="The report could not be written. Whoever runs the service sees the error in the log.",
        look_again="Look again",
    )

    def idea(self, number: int) -> str:
        return f"idea {number}"

    def derived(self, names: str) -> str:
        return f"From {names}"

    def nothing(self) -> str:
        return "The meeting ended without ideas, votes or actions."

    def without_winner(self, data: ReportData) -> str:
        ideas = self.ideas(data.ideas_given)
        if data.actions:
            return f"The meeting agreed on {self.agreed(len(data.actions))}, drawn from {ideas}."
        if data.voted:
            return f"The meeting gathered {ideas} and voted, but no proposal came first."
        return f"The meeting gathered {ideas}, and has not voted or agreed on any actions."

    def before_winner(self, actions: int) -> str:
        start = f"The meeting agreed on {self.agreed(actions)}, and most" if actions else "Most"
        return f"{start} votes went to "

    def after_winner(self, data: ReportData, *, shown: int) -> str:
        first = data.winners[0]
        further = len(data.winners) - shown
        others = f" and {self.count(further)} more" if further else ""
        each = " each" if len(data.winners) > 1 else ""
        end = "" if data.actions else "; no actions were agreed"
        return f"{others} with {self.votes(first.votes)}{each} out of {data.votes}{end}."

    def people(self, number: int) -> str:
        return f"{number} {'person' if number == 1 else 'people'}"

    def ideas(self, number: int) -> str:
        return f"{number} {'idea' if number == 1 else 'ideas'}"

    def ideas_in_groups(self, ideas: int, groups: int) -> str:
        said = "idea" if ideas == 1 else "ideas"
        return f"{said} in {groups} {'group' if groups == 1 else 'groups'}" if groups else said

    def votes(self, number: int) -> str:
        return f"{number} {'vote' if number == 1 else 'votes'}"

    def supported_by(self, people: int) -> str:
        return f"{people} {'supporter' if people == 1 else 'supporters'}"

    def shown_on(self, phones: int) -> str:
        return f"shown on {phones} {'phone' if phones == 1 else 'phones'}"

    def votes_from(self, votes: int, voters: int) -> str:
        return f"{'vote' if votes == 1 else 'votes'} from {self.people(voters)}" if votes else "votes"

    def agreed(self, number: int) -> str:
        return f"{self.count(number)} {'action' if number == 1 else 'actions'}"

    def minutes(self, number: int) -> str:
        return f"{number} {'minute' if number == 1 else 'minutes'}"

    def more(self, number: int) -> str:
        return f"And {number} more."

    def more_proposals(self, number: int) -> str:
        return f"And {number} more {'proposal' if number == 1 else 'proposals'} with fewer votes or none. All are in the list further on."

    def left_out(self, data: ReportData) -> list[str]:
        told = []
        if data.hidden:
            one = data.hidden == 1
            noun = "idea was" if one else "ideas were"
            told.append(
                f"{self.capital(self.count(data.hidden))} {noun} hidden by the meeting leader and {'is' if one else 'are'} left out."
            )
        if data.pending:
            one = data.pending == 1
            noun = "idea was" if one else "ideas were"
            told.append(
                f"{self.capital(self.count(data.pending))} {noun} never shown in the room and {'is' if one else 'are'} left out."
            )
        if data.votes_elsewhere:
            told.append(self.elsewhere(data.model, data.votes_elsewhere))
        return told

    def elsewhere(self, model: Model, number: int) -> str:
        verb = "is" if number == 1 else "are"
        return f"{self.capital(self.given(model, number))} {verb} on proposals that are left out."

    def untold(self, proposals: int) -> str:
        noun = "proposal" if proposals == 1 else "proposals"
        return f"{self.capital(self.count(proposals))} {noun} got too few answers to be shown."

    def decided_in(self, data: ReportData) -> str:
        began = f" at {self.time(data.vote_begins_at)}" if data.vote_begins_at else ""
        others = "The other vote stands" if len(data.other_votes) == 1 else "The other votes stand"
        return f"This is the result of the vote {self.quoted(data.vote_title)}{began}. {others} further on."

    def led(self, vote: OtherVote) -> str:
        if vote.untold and not vote.ranking:
            return f"In the vote {self.quoted(vote.title)} all proposals got too few answers to be shown."
        if not vote.winners:
            return f"In the vote {self.quoted(vote.title)} no proposal came first."
        each = " each" if len(vote.winners) > 1 else ""
        standing = self.standing_told(vote.model, vote.winners[0])
        return f"In the vote {self.quoted(vote.title)} {self.winners_named(vote)} came first: {standing}{each}."

    def ranking_described(self, data: ReportData) -> str:
        ranked = [proposal for _, proposal in data.ranking]
        most, least = ranked[0], ranked[-1]
        if most.votes == least.votes:
            return f"Votes per proposal. All {len(ranked)} got {self.votes(most.votes)} each."
        highest, lowest = self.proposal_name(most), self.proposal_name(least)
        return f"Votes per proposal. Most went to {highest}, {most.votes}, and fewest to {lowest}, {least.votes}."

    def arrivals_described(self, arrivals: Arrivals) -> str:
        slot = "minute" if arrivals.slot_min == 1 else f"{arrivals.slot_min} minutes"
        top = max(arrivals.counts)
        at = self.time(arrivals.busiest_at)
        return f"Ideas per {slot}. Most came at {at}, {self.ideas(top)}."

    def areas_described(self, columns: Sequence[Column]) -> str:
        return f"Votes by area: {', '.join(f'{self.column(one)} {one.votes}' for one in columns)}."

    def step(self, step: Step, data: ReportData) -> str:
        comments = data.comments
        said = {
            "gather": f"{self.capital(self.people(data.participants))} joined with their phones. Names were optional.",
            "collect": f"{self.capital(self.ideas(data.ideas_given))} {'was' if data.ideas_given == 1 else 'were'} shown in the room."
            + (f" {self.capital(self.count(data.merged))} {'was' if data.merged == 1 else 'were'} merged with others."
            if data.merged else ""),
            "group": f"The ideas were put in {data.groups} {'group' if data.groups == 1 else 'groups'}."
            if data.groups else "No groups were made.",
            "vote": (f"Everybody had {self.count(step.votes_per_person)} {'vote' if step.votes_per_person == 1 else 'votes'}."
            + (" The result was hidden while votes were placed." if step.results_hidden else ""))
            if data.is_held(step) else "Nobody voted.",
            "discuss": f"{comments} {'comment was' if comments == 1 else 'comments were'} written." if comments
            else "The talk was in the room, no comments were written.",
            "commit": f"{self.capital(self.agreed(len(data.actions)))} {'was' if len(data.actions) == 1 else 'were'} agreed."
            if data.actions else "No actions were agreed.",
        }  # fmt: skip
        return said.get(step.kind, "")

    def subject(self, title: str) -> str:
        return f"{self.labels.mail_heading}: {title}"

    def mail_opening(self, data: ReportData) -> str:
        gave = f"{self.people(data.participants)} gave {self.ideas(data.ideas_given)}"
        did = "placed" if data.model == "points" else "gave"
        return f"{gave} and {did} {self.given(data.model, data.votes)}." if data.votes else f"{gave}."

    def more_actions(self, number: int) -> str:
        return f"And {self.count(number)} more {'action' if number == 1 else 'actions'} in the report."

    def due(self, day: date) -> str:
        return f"Due {self.day(day)}."
