"""Turns the terms found in a text into findings: causes, signs, conditions and facts, stated or denied."""

from recommender.reading.context import Context
from recommender.reading.lexicon import Rule
from recommender.reading.terms import Hit, Seen
from recommender.topic import Topic
from recommender.vocabulary import CauseFound, ConditionFound, Polarity, SignFound, YesOrNoFound

MEDICATION = "medication"


class Findings:
    """What has been found so far in one text."""

    def __init__(self, seen: Seen, context: Context, topic: Topic) -> None:
        self._seen = seen
        self._context = context
        self._topic = topic
        self.causes: list[CauseFound] = []
        self.signs: list[SignFound] = []
        self.conditions: list[ConditionFound] = []
        self.answers: dict[str, YesOrNoFound] = {}
        self.facts: dict[str, list[Hit]] = {}
        self.medicines: list[tuple[Hit, Polarity]] = []
        self.spoken: list[int] = []

    def add(self, hit: Hit) -> None:
        """Take in one term, if the words around it let it say something."""
        polarity = self._context.polarity(hit)
        if polarity is None:
            return
        rule = hit.rule
        if rule.about in ("cause", "medicine", "condition"):
            self.spoken.append(hit.first)
        if rule.about in ("cause", "medicine"):
            self._add_cause(hit, polarity)
        elif rule.about == "sign":
            self.add_sign(rule.target, rule.id, hit.first, hit.end, polarity is Polarity.DENIED)
        elif rule.about == "fact":
            if polarity is not Polarity.DENIED:
                self.facts.setdefault(rule.target, []).append(hit)
        elif rule.about == "condition":
            said = self._seen.tokens.said(hit.first, hit.end)
            self.conditions.append(ConditionFound(rule.id, *said, rule.target, polarity is Polarity.DENIED))
        else:
            said = self._seen.tokens.said(hit.first, hit.end)
            found = YesOrNoFound(rule.id, *said, polarity is Polarity.DENIED)
            if rule.target not in self.answers or self.answers[rule.target].is_denied:
                self.answers[rule.target] = found

    def _add_cause(self, hit: Hit, polarity: Polarity) -> None:
        rule = hit.rule
        if rule.about == "medicine":
            self.medicines.append((hit, polarity))
        if not rule.target or ("quiet" in rule.traits and polarity is not Polarity.DENIED):
            return
        if polarity is Polarity.STOPPED and not self._counts_when_stopped(rule):
            polarity = Polarity.DENIED
        said = self._seen.tokens.said(hit.first, hit.end)
        self.causes.append(CauseFound(rule.id, *said, rule.target, polarity))

    def _counts_when_stopped(self, rule: Rule) -> bool:
        """Whether having stopped is itself what was told: with a medicine it is, with coffee it is not."""
        said_so = rule.stated_as == Polarity.STOPPED.value
        return said_so or self._seen.lexicon.when_stopped.get(rule.target, False)

    def add_sign(self, sign: str, rule: str, first: int, end: int, is_denied: bool = False) -> None:
        """Take in a sign told by the words from `first` up to, not including, `end`."""
        said = self._seen.tokens.said(first, end)
        self.signs.append(SignFound(rule, *said, sign, self._topic.signs[sign].urgency, is_denied))
