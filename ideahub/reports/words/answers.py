"""How a vote of answers is told: thumbs, cards and ratings instead of votes that were shared out."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from ideahub.protocol.state import Model
from ideahub.reports.facts import Proposal


class AnswerWords(ABC):
    """In one language. `order`, `column` and `asked` are by model."""

    order: Mapping[Model, str]
    column: Mapping[Model, str]
    asked: Mapping[Model, str]
    tie: str
    few: str
    hidden: str
    point: str

    def number(self, value: float) -> str:
        return f"{value:.1f}".replace(".", self.point)

    def short(self, proposal: Proposal) -> str:
        """As it stands beside a bar: for and against, or benefit and effort."""
        if proposal.answers is None:
            return "–"
        if rating := proposal.rating:
            return " · ".join(self.number(one) for one in rating)
        return "–".join(str(one) for one in proposal.sides)

    def told(self, proposal: Proposal) -> str:
        """In a sentence."""
        if proposal.answers is None:
            return self.few
        if rating := proposal.rating:
            return self.rated(*(self.number(one) for one in rating))
        return self.sided(*proposal.sides)

    @abstractmethod
    def given(self, number: int) -> str: ...
    @abstractmethod
    def given_from(self, number: int, people: str) -> str: ...
    @abstractmethod
    def sided(self, those_for: int, against: int) -> str: ...
    @abstractmethod
    def rated(self, benefit: str, effort: str) -> str: ...
    @abstractmethod
    def before_winner(self, model: Model, agreed: str) -> str: ...
    @abstractmethod
    def described(self, names: tuple[str, str], first: Proposal, last: Proposal) -> str: ...
    @abstractmethod
    def more(self, number: int) -> str: ...


class SwedishAnswers(AnswerWords):
    order = {"thumb": "störst stöd först", "agree": "störst stöd först", "scale": "störst nytta först"}
    column = {"thumb": "Upp–ner", "agree": "För–emot", "scale": "Nytta · insats"}
    asked = {
        "thumb": "Alla kunde ge varje förslag tumme upp eller ner.",
        "agree": "Alla fick förslagen ett i taget och svarade om de håller med, inte håller med eller hoppar över.",
        "scale": "Alla kunde säga hur stor nytta och hur stor insats varje förslag har, från 1 till 5.",
    }
    tie = "Lika svar ger samma plats. Lika resultat avgörs aldrig av sig själv."
    few = "för få svar för att visas"
    hidden = "Resultatet doldes medan svaren gavs."
    point = ","

    def given(self, number: int) -> str:
        return f"{number} svar"

    def given_from(self, number: int, people: str) -> str:
        return f"svar från {people}" if number else "svar"

    def sided(self, those_for: int, against: int) -> str:
        return f"{those_for} för och {against} emot"

    def rated(self, benefit: str, effort: str) -> str:
        return f"nytta {benefit} och insats {effort} av 5"

    def before_winner(self, model: Model, agreed: str) -> str:
        first = "störst nytta har " if model == "scale" else "störst stöd fick "
        return f"Mötet enades om {agreed}, och {first}" if agreed else first.capitalize()

    def described(self, names: tuple[str, str], first: Proposal, last: Proposal) -> str:
        return f"Svar per förslag. Först {names[0]}, {self.told(first)}, och sist {names[1]}, {self.told(last)}."

    def more(self, number: int) -> str:
        return f"Och {number} förslag till. Alla finns i listan längre fram."


class EnglishAnswers(AnswerWords):
    order = {"thumb": "most support first", "agree": "most support first", "scale": "most benefit first"}
    column = {"thumb": "Up–down", "agree": "For–against", "scale": "Benefit · effort"}
    asked = {
        "thumb": "Everybody could give each proposal a thumb up or down.",
        "agree": "Everybody got the proposals one at a time and agreed, disagreed or skipped.",
        "scale": "Everybody could say how much benefit and how much effort each proposal has, from 1 to 5.",
    }
    tie = "Equal answers share a place. A tie is never settled by itself."
    few = "too few answers to be shown"
    hidden = "The result was hidden while answers were given."
    point = "."

    def given(self, number: int) -> str:
        return f"{number} {'answer' if number == 1 else 'answers'}"

    def given_from(self, number: int, people: str) -> str:
        return f"{'answer' if number == 1 else 'answers'} from {people}" if number else "answers"

    def sided(self, those_for: int, against: int) -> str:
        return f"{those_for} for and {against} against"

    def rated(self, benefit: str, effort: str) -> str:
        return f"benefit {benefit} and effort {effort} out of 5"

    def before_winner(self, model: Model, agreed: str) -> str:
        first = "most benefit has " if model == "scale" else "most support went to "
        return f"The meeting agreed on {agreed}, and {first}" if agreed else first.capitalize()

    def described(self, names: tuple[str, str], first: Proposal, last: Proposal) -> str:
        return f"Answers per proposal. First {names[0]}, {self.told(first)}, and last {names[1]}, {self.told(last)}."

    def more(self, number: int) -> str:
        return f"And {number} more {'proposal' if number == 1 else 'proposals'}. All are in the list further on."
