"""The scales that rules are written in: how urgent, how suitable, on what lawful basis."""

from enum import Enum, IntEnum


class Urgency(IntEnum):
    """How soon somebody should look at this, from nobody to an ambulance. The larger wins, always."""

    SELF_CARE = 0
    PHARMACIST = 1
    GP = 2
    TODAY = 3
    EMERGENCY = 4

    @property
    def word(self) -> str:
        """The name in JSON and in topic files, such as `self_care`."""
        return self.name.lower()


class Answer(Enum):
    """What somebody said to one question. Not answering is `None`, never an answer."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Action(IntEnum):
    """What one rule does to one item. The larger wins; from ASK upward the item is hidden."""

    WARN = 1
    SPACE = 2
    ASK = 3
    BLOCK = 4

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def hides(self) -> bool:
        return self >= Action.ASK


class Verdict(Enum):
    """Whether one item may be offered to one person."""

    OFFER = "offer"
    OFFER_WITH_ADVICE = "offer_with_advice"
    ASK_A_PHARMACIST = "ask_a_pharmacist"
    NEVER = "never"

    @property
    def shows(self) -> bool:
        return self in (Verdict.OFFER, Verdict.OFFER_WITH_ADVICE)


class Kind(Enum):
    """What an item is in law. `unknown` stays unknown and is never offered."""

    HERBAL_MEDICINE = "traditional-herbal-medicine"
    SUPPLEMENT = "food-supplement"
    FOOD = "food"
    DEVICE = "medical-device"
    UNKNOWN = "unknown"

    @property
    def mark(self) -> str:
        """The kind among an item's marks, which hold its traits too; no trait has a colon in it."""
        return f"kind:{self.value}"


class Basis(Enum):
    """Why it is lawful to say that an item serves a need."""

    REGISTERED_USE = "registered-use"
    AUTHORISED_CLAIM = "authorised-claim"
    PLAIN_FOOD = "plain-food"


YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.UNSURE
"""Python 3.11 is three times as slow to find a member through its class, and one answer asks hundreds of
times."""
