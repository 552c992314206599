"""Works out what a report means about a person: what is true of them, and what we do not know."""

from dataclasses import dataclass, replace

from recommender.medicines import recognise
from recommender.topic import Condition, Topic
from recommender.vocabulary import NO, UNSURE, YES, AboutYou, Answer, Report

_WORST_FIRST = (YES, UNSURE, NO)


@dataclass(frozen=True)
class Person:
    """One person as the rules see them. Whatever is not known is in `open_conditions` or not answered."""

    age: int | None
    is_under_age: bool
    is_expecting: bool
    knows_age: bool
    knows_pregnancy: bool
    knows_conditions: bool
    knows_medicines: bool
    conditions: frozenset[str]
    open_conditions: frozenset[str]
    medicine_classes: frozenset[str]
    medicines: dict[str, tuple[str, ...]]
    unrecognised: tuple[str, ...]
    signs: dict[str, Answer]


def understand(about: AboutYou, topic: Topic, report: Report | None = None) -> Person:
    """The person behind a report; without one, the person who said only `about`."""
    about = _with_signs(about, report.signs, topic) if report else about
    listed = (*(about.medicines if isinstance(about.medicines, tuple) else ()), *about.told_medicines)
    medicines, unrecognised = recognise(listed, topic)
    classes = frozenset(each for found in medicines.values() for each in found)
    answers = _answers(about, classes, topic)
    conditions = frozenset(id for id, answer in answers.items() if answer is YES)
    signs = _signs(about, answers, topic, report)
    derived = topic.derived_signs
    age = about.age if isinstance(about.age, int) else None
    is_under_age = signs.get(derived["age"]) is YES
    return Person(
        age=age,
        is_under_age=is_under_age,
        is_expecting=signs.get(derived["pregnancy"]) in (YES, UNSURE),
        knows_age=age is not None and signs.get(derived["age"]) is not UNSURE,
        knows_pregnancy=answers["pregnant"] is not None and answers["breastfeeding"] is not None,
        knows_conditions=isinstance(about.conditions, dict),
        knows_medicines=_knows_medicines(about, report.signs.get(derived["medicines"]) if report else None),
        conditions=conditions,
        open_conditions=frozenset(id for id, answer in answers.items() if answer is None or answer is UNSURE),
        medicine_classes=classes,
        medicines=medicines,
        unrecognised=unrecognised,
        signs=signs,
    )


def _with_signs(about: AboutYou, signs: dict[str, Answer], topic: Topic) -> AboutYou:
    """A sign answered "no" also answers the questions about the person that it sums up."""
    if signs.get(topic.derived_signs["pregnancy"]) is NO:
        pregnant, breastfeeding = about.pregnant or NO, about.breastfeeding or NO
        about = replace(about, pregnant=pregnant, breastfeeding=breastfeeding)
    if signs.get(topic.derived_signs["medicines"]) is NO and about.medicines is None:
        about = replace(about, medicines=())
    return about


def worse(one: Answer | None, other: Answer | None) -> Answer | None:
    """The answer that asks for more care; any answer weighs more than none."""
    for answer in _WORST_FIRST:
        if one is answer or other is answer:
            return answer
    return None


def _answers(about: AboutYou, classes: frozenset[str], topic: Topic) -> dict[str, Answer | None]:
    """What is known about each condition, with what age, pregnancy, medicines and other conditions say."""
    unknown = UNSURE if about.conditions is UNSURE else None
    answers: dict[str, Answer | None] = dict.fromkeys(topic.conditions, unknown)
    if isinstance(about.conditions, dict):
        answers.update(about.conditions)
    answers.update(dict.fromkeys(about.told_conditions, YES))
    for id in topic.conditions_of_age:
        answers[id] = worse(answers[id], _answer_of_age(topic.conditions[id], about.age))
    for id, answer in (("pregnant", about.pregnant), ("breastfeeding", about.breastfeeding)):
        answers[id] = worse(answers[id] if unknown is None else None, answer)
    for each in classes & topic.conditions_from_medicines.keys():
        answers.update(dict.fromkeys(topic.conditions_from_medicines[each], YES))
    for id in topic.implying_conditions:
        if answers[id] is YES:
            answers.update(dict.fromkeys(topic.conditions[id].implies, YES))
    return answers


def _answer_of_age(condition: Condition, age: int | Answer | None) -> Answer | None:
    if not isinstance(age, int):
        return age
    is_so = age < condition.below_age if condition.below_age is not None else age >= (condition.from_age or 0)
    return YES if is_so else NO


def _signs(
    about: AboutYou, answers: dict[str, Answer | None], topic: Topic, report: Report | None
) -> dict[str, Answer]:
    """The signs that were answered, together with those that other answers bring with them.

    The same fact said in two places has the same effect: the worse answer counts.
    """
    signs: dict[str, Answer] = dict(report.signs) if report else {}

    def add(sign: str, answer: Answer | None) -> None:
        found = worse(signs.get(sign), answer)
        if found is not None:
            signs[sign] = found

    derived = topic.derived_signs
    for cause in report.causes if report else ():
        if sign := topic.causes[cause].sign:
            add(sign, YES)
    for condition, answer in answers.items():
        if answer is YES and (sign := topic.conditions[condition].sign):
            add(sign, YES)
    if answers["under_18"] is YES or (isinstance(about.age, int) and about.age < topic.adult_age):
        add(derived["age"], YES)
    elif about.age is UNSURE:
        add(derived["age"], UNSURE)
    for condition in ("pregnant", "breastfeeding"):
        add(derived["pregnancy"], answers[condition])
    if about.medicines or about.told_medicines:
        add(derived["medicines"], UNSURE if about.medicines is UNSURE else YES)
    return signs


def _knows_medicines(about: AboutYou, takes_medicine: Answer | None) -> bool:
    """A list is an answer, but not when the person isn't sure of it, nor an empty one when they take some."""
    if not isinstance(about.medicines, tuple) or takes_medicine is UNSURE:
        return False
    return bool(about.medicines) or takes_medicine in (None, NO)
