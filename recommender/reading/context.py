"""Decides for each term found whether it is stated, denied, or said of somebody else, of the past or of a
mere possibility."""

from recommender.reading.clauses import ANYBODY, OTHER, SELF, Clause, Clauses
from recommender.reading.terms import Hit, Seen
from recommender.reading.tokens import COMMA, STOP
from recommender.vocabulary import Polarity

FAR_BACK = 30
"""Words before a term in which its person, question or condition is looked for."""

FARTHEST = 14
"""Words over which a "not" may reach: lists of what somebody does not do are long."""
_NOTHING: frozenset[str] = frozenset()


class Context:
    """What the words around a term do to it, in one text."""

    def __init__(self, seen: Seen, clauses: Clauses) -> None:
        self._seen = seen
        self._clauses = clauses
        self._tokens = seen.tokens
        self.affected = SELF

    def whose(self, hit: Hit) -> str:
        """Whom the term is said of: the nearest person named before it in its clause, or in it."""
        after = self._tokens.words[hit.end : hit.end + 1]
        if self._has_me(hit) or after in (["me"], ["myself"]):
            return SELF
        return self.whose_at(hit.first)

    def whose_at(self, place: int) -> str:
        """Whom word `place` is said of."""
        clause = self.clause_at(place)
        roles_at = self._clauses.roles_at
        for at in range(place - 1, max(clause.first, place - FAR_BACK) - 1, -1):
            roles = roles_at[at]
            if not roles:
                continue
            if "{me}" in roles:
                return SELF
            if "{person}" in roles and self._is_subject(at, clause):
                return OTHER
            if "{third}" in roles:
                return clause.subject
            if "{anybody}" in roles:
                return ANYBODY
        return clause.subject

    def _is_subject(self, at: int, clause: Clause) -> bool:
        return at <= clause.first + 2 or (
            at + 1 < len(self._clauses.roles_at) and bool(self._clauses.roles_at[at + 1] & _VERBS)
        )

    def polarity(self, hit: Hit) -> Polarity | None:
        """How the term is said; None when it says nothing about the person the text is about."""
        if self._is_short_question(hit) and self._is_denied_after(hit):
            return Polarity.DENIED if hit.rule.kind == "present" else None
        means_to_stop = "habit" in hit.rule.traits and self._means_to_stop(hit)
        if not means_to_stop and "wish" not in hit.rule.traits and self._is_unreal(hit):
            return None
        if self.whose(hit) != self.affected and "family" not in hit.rule.traits:
            return None
        if means_to_stop:
            return Polarity.PRESENT
        nots, few = self._nots(hit)
        kind = hit.rule.kind
        stopped = not nots and self._is_stopped(hit)
        if kind == "present":
            return self._present(hit, nots, few, stopped)
        if nots or few or stopped:
            return Polarity.LACK
        return Polarity.DENIED if kind == "good" else None

    def _present(self, hit: Hit, nots: bool, few: bool, stopped: bool) -> Polarity | None:
        if nots and self._turns_before(hit, "{stop}"):
            return Polarity.PRESENT  # "I haven't stopped smoking"
        if nots:
            return Polarity.DENIED
        if few:
            return None
        if stopped:
            return Polarity.STOPPED
        if self._is_past(hit):
            return Polarity.DENIED if "habit" in hit.rule.traits else None
        return Polarity(hit.rule.stated_as)

    def clause(self, hit: Hit) -> Clause:
        """The clause a term begins in."""
        return self.clause_at(hit.first)

    def clause_at(self, at: int) -> Clause:
        """The clause of word `at`."""
        return self._clauses.clauses[self._clauses.at[at]]

    def _nots(self, hit: Hit) -> tuple[bool, bool]:
        """Whether an odd number of "not" reaches the term, and whether a "hardly" does."""
        clause, roles_at = self.clause(hit), self._clauses.roles_at
        count = int(clause.is_carried)
        few = False
        at = hit.first - 1
        while at >= max(clause.first, hit.first - FARTHEST):
            roles = roles_at[at]
            if "{not}" in roles and self._tokens.words[at] == "no" and hit.rule.kind == "needed":
                pass  # "no problems eating" is no lack
            elif "{not}" in roles and not (self._is_list_cut(hit, at)):
                count += 1
                if self._tokens.words[at] == "without":
                    count += any("{not}" in roles_at[each] for each in range(clause.first, at))
                if not (at > 0 and "{not}" in roles_at[at - 1]):
                    break
            elif "{not_carried}" in roles:
                count += 1
                break
            elif "{few}" in roles:
                few = True
                break
            elif "{breaks}" in roles or self._begins_anew(hit, at):
                break
            at -= 1
        if not hit.rule.has_own_not:
            inside = [roles_at[each] for each in range(hit.first, hit.end)]
            count += sum("{not}" in roles for roles in inside)
            few = few or any("{few}" in roles for roles in inside)
        count += self._is_denied_after(hit)
        return count % 2 == 1, few

    def _begins_anew(self, hit: Hit, at: int) -> bool:
        """Whether a new statement without "I" begins after word `at`, "not stressed, drink a lot", or, of a
        sign, with it: "I take no tablets and my chest hurts"."""
        if hit.rule.about == "sign" and self._is_new_owner(at):
            return True
        cut = at + 1 == hit.first and (
            self._tokens.cuts[at + 1] == COMMA or self._tokens.words[at] in ("and", "then")
        )
        return cut and "{new_predicate}" in self._clauses.roles_at[at + 1]

    def _is_new_owner(self, at: int) -> bool:
        """Whether "my" at word `at` begins a new statement: "I take no tablets and my chest hurts"."""
        if at == 0 or "{owned}" not in self._clauses.roles_at[at]:
            return False
        return self._tokens.cuts[at] == COMMA or self._tokens.words[at - 1] in ("and", "so", "now")

    def _is_list_cut(self, hit: Hit, at: int) -> bool:
        """After "no meds," an adjective such as "stressed" is a new statement; a noun is one more."""
        if "state" not in hit.rule.traits or self._tokens.words[at] not in ("no", "without", "zero"):
            return False
        return any(self._tokens.cuts[each] == COMMA for each in range(at + 1, hit.first + 1))

    def _is_denied_after(self, hit: Hit) -> bool:
        tokens, at = self._tokens, hit.end
        if at >= len(tokens):
            return False
        for turn in self._clauses.turns.get(at, ()):
            if turn.role == "{not_after}" and (tokens.cuts[at] != STOP or self._is_short_question(hit)):
                alone = turn.end >= len(tokens) or tokens.cuts[turn.end] or turn.end - turn.first > 1
                return bool(alone)
        return False

    def _is_short_question(self, hit: Hit) -> bool:
        tokens = self._tokens
        sentence = tokens.sentences[hit.first]
        first = hit.first
        while first > 0 and tokens.sentences[first - 1] == sentence and hit.end - first <= 5:
            first -= 1
        return sentence in tokens.asks and hit.end - first <= 5

    def _turns_before(self, hit: Hit, role: str, reach: int = 5) -> bool:
        clause = self.clause(hit)
        return any(
            role in self._clauses.roles_at[at]
            for at in range(max(clause.first, hit.first - reach), hit.first)
        )

    def _is_stopped(self, hit: Hit) -> bool:
        """Whether the person gave it up; who means to, or tries, has not."""
        clause, roles_at = self.clause(hit), self._clauses.roles_at
        for at in range(hit.first - 1, max(clause.first, hit.first - 6) - 1, -1):
            if "{breaks}" in roles_at[at]:
                return False
            if "{stop}" in roles_at[at]:
                before = range(max(clause.first, at - 4), at)
                return not any(roles_at[each] & _INTENDS for each in before)
        return any("{stop}" in roles_at[at] for at in range(hit.end, min(hit.end + 1, clause.end)))

    def _means_to_stop(self, hit: Hit) -> bool:
        """Whether the person tries or means to give it up, and so has not: "trying to quit smoking"."""
        first, roles_at = max(self.clause(hit).first, hit.first - 6), self._clauses.roles_at
        stops = [at for at in range(first, hit.first) if "{stop}" in roles_at[at]]
        return any(roles_at[at] & _INTENDS for at in range(first, stops[-1])) if stops else False

    def _is_past(self, hit: Hit) -> bool:
        return "{past}" in self.clause(hit).roles

    def _is_unreal(self, hit: Hit) -> bool:
        """Whether it is only imagined, advised or asked: "if I drank", "could it be stress?"."""
        clause = self.clause(hit)
        roles_at = self._clauses.roles_at
        if clause.first and self._is_unsure(clause.first - 1):
            return True
        before = roles_at[max(clause.first, hit.first - FAR_BACK) : hit.first]
        owned = any(
            roles_at[at] & {"{owned}", "{definite}"}
            for at in range(max(clause.first, hit.first - 3), hit.first)
        )
        unreal = any("{unreal}" in roles for roles in before)
        if unreal and not (owned and hit.rule.traits & {"habit"}) and not self._is_felt(hit, owned):
            return True
        sentence = self._tokens.sentences[hit.first]
        asks = sentence in self._tokens.asks
        if any("{if}" in roles for roles in before) and (
            asks or self._sentence_has(sentence, hit, "{unreal}")
        ):
            return True
        if not asks or hit.rule.about == "fact" or any("{why}" in roles for roles in before):
            return False
        if any("{ask}" in roles for roles in before[:3]):
            return not owned
        return not (owned or any("{me}" in roles for roles in before) or self._has_me(hit))

    def _is_felt(self, hit: Hit, owned: bool) -> bool:
        """Whether a sign is there although it is said with care: "worried about the pain in my chest"."""
        if hit.rule.about != "sign":
            return False
        near = range(max(self.clause(hit).first, hit.first - 3), hit.first)
        return (
            owned
            or self._has_me(hit)
            or any(self._tokens.words[at] in _CAREFUL and self._is_i_before(at) for at in near)
        )

    def _is_i_before(self, at: int) -> bool:
        return at > 0 and "{me}" in self._clauses.roles_at[at - 1]

    def _is_unsure(self, at: int) -> bool:
        """Whether a term such as "not sure if" ends with word `at`, or "not sure" and the next is "if"."""
        turns = [turn for near in range(max(0, at - 3), at + 1) for turn in self._clauses.turns.get(near, ())]
        has_if = "{if}" in self._clauses.roles_at[at + 1]
        return any(
            turn.end == at + 1
            and (
                (turn.role == "{no_turn}" and has_if)
                or (turn.role == "{unreal}" and turn.end - turn.first > 1)
            )
            for turn in turns
        )

    def _has_me(self, hit: Hit) -> bool:
        return any("{me}" in self._clauses.roles_at[at] for at in range(hit.first, hit.end))

    def _sentence_has(self, sentence: int, hit: Hit, role: str) -> bool:
        sentences = self._tokens.sentences
        number = self._clauses.at[hit.first]
        for step in (-1, 1):
            near = number + step
            while 0 <= near < len(self._clauses.clauses):
                clause = self._clauses.clauses[near]
                if sentences[clause.first] != sentence:
                    break
                if role in clause.roles:
                    return True
                near += step
        return False


_VERBS = frozenset(("{be}", "{reports}", "{not}", "{few}", "{new_predicate}", "{stop}", "{must}", "{unreal}"))
_CAREFUL = frozenset(("may", "might", "could"))
_OWNED = frozenset(("{owned}", "{definite}"))
_INTENDS = frozenset(("{intend}", "{unreal}", "{must}"))
