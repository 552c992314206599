"""Speaks JSON lines for negspacy, in its own environment: first the terms, then one text a line."""

import json
import sys

import negspacy.negation  # noqa: F401 - makes the "negex" step known
import spacy


def main() -> None:
    """Blank English, sentences by rule, entities by the given terms, NegEx with its English terms."""
    terms = json.loads(sys.stdin.readline())
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(
        [{"label": cause, "pattern": word} for cause, words in terms.items() for word in words]
    )
    nlp.add_pipe("negex", config={"ent_types": list(terms)})
    for line in sys.stdin:
        asked = json.loads(line)
        entities = nlp(asked["text"]).ents
        causes = sorted({each.label_ for each in entities if not each._.negex})
        denied = sorted({each.label_ for each in entities if each._.negex})
        print(json.dumps({"id": asked["id"], "causes": causes, "denied": denied}))


main()
