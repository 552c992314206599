"""Speaks JSON lines for medspaCy, in its own environment: first the terms, then one text a line."""

import json
import sys

import medspacy
from loguru import logger
from medspacy.ner import TargetRule
from spacy.tokens import Span

TURNED = ("is_negated", "is_historical", "is_hypothetical", "is_family")


def main() -> None:
    """medspaCy's own sentence splitter, target rules from the given terms, ConText with its English rules.

    A term counts as stated when ConText finds it present, now, certain enough and the writer's own.
    """
    logger.remove()  # its sentence splitter tells every token
    terms = json.loads(sys.stdin.readline())
    nlp = medspacy.load(medspacy_enable=["medspacy_pyrush", "medspacy_target_matcher"])
    # A "not" that is part of the term ("not sleeping") turns nothing.
    nlp.add_pipe("medspacy_context", config={"prune_on_target_overlap": True})
    matcher = nlp.get_pipe("medspacy_target_matcher")
    matcher.add([TargetRule(word, cause) for cause, words in terms.items() for word in words])
    for line in sys.stdin:
        asked = json.loads(line)
        entities: tuple[Span, ...] = nlp(asked["text"]).ents
        causes = sorted(
            {each.label_ for each in entities if not any(getattr(each._, name) for name in TURNED)}
        )
        denied = sorted({each.label_ for each in entities if each._.is_negated})
        print(json.dumps({"id": asked["id"], "causes": causes, "denied": denied}))


main()
