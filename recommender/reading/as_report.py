"""Adds what words say to what was ticked: words may add to it, and never take anything away."""

from dataclasses import replace

from recommender.vocabulary import NO, YES, AboutYou, Answer, Reading, Report, YesOrNoFound


def with_words(report: Report, reading: Reading) -> Report:
    """The report with what its words say.

    A tick and an explicit answer win over words. A sign that was only left out of a list is no such answer.
    What words deny answers no question: "no chest pain" is not the whole question about the heart.
    """
    about = report.about_you
    return replace(
        report,
        causes=report.causes | {each.cause for each in reading.causes},
        signs=report.signs | {each.sign: YES for each in reading.signs if _is_open(each.sign, report)},
        about_you=AboutYou(
            age=about.age if about.age is not None or reading.age is None else reading.age.years,
            pregnant=_answer(about.pregnant, reading.pregnant),
            breastfeeding=_answer(about.breastfeeding, reading.breastfeeding),
            conditions=about.conditions,
            medicines=about.medicines,
            told_conditions=frozenset(
                each.condition
                for each in reading.conditions
                if not each.is_denied and _is_condition_open(each.condition, report)
            ),
            told_medicines=tuple(each.name for each in reading.medicines if not each.is_denied),
        ),
    )


def _is_open(sign: str, report: Report) -> bool:
    return report.signs.get(sign) is not NO or sign in report.left_out


def _is_condition_open(condition: str, report: Report) -> bool:
    answers = report.about_you.conditions
    said = answers.get(condition) if isinstance(answers, dict) else None
    return said is not NO or condition in report.left_out


def _answer(ticked: Answer | None, said: YesOrNoFound | None) -> Answer | None:
    return YES if ticked is None and said is not None and not said.is_denied else ticked
