"""What the facts say must come out, written by hand and kept apart from the topic files.

From the NHS page on twitches and cramps and the other sources named in signs.toml; checked line by line
when a sign changes.
"""

from recommender import Urgency

URGENCY_OF = {
    "stroke_fast": Urgency.EMERGENCY,
    "seizure": Urgency.EMERGENCY,
    "breath_swallow": Urgency.EMERGENCY,
    "serotonin": Urgency.EMERGENCY,
    "tetany": Urgency.EMERGENCY,
    "heart": Urgency.EMERGENCY,
    "overdose_poison": Urgency.EMERGENCY,
    "dark_urine": Urgency.EMERGENCY,
    "heatstroke": Urgency.EMERGENCY,
    "cauda": Urgency.EMERGENCY,
    "alcohol_withdrawal": Urgency.EMERGENCY,
    "self_harm": Urgency.EMERGENCY,
    "statin_muscle": Urgency.TODAY,
    "lithium_tox": Urgency.TODAY,
    "vomit_diarrhoea": Urgency.TODAY,
    "rapid_weakness": Urgency.TODAY,
    "new_medicine_severe": Urgency.TODAY,
    "weak_wasting": Urgency.GP,
    "function_loss": Urgency.GP,
    "bulbar": Urgency.GP,
    "breathless": Urgency.GP,
    "two_weeks": Urgency.GP,
    "many_places": Urgency.GP,
    "area_weak_or_stiff": Urgency.GP,
    "medicine_suspect": Urgency.GP,
    "eyelid_3m": Urgency.GP,
    "face_one_side": Urgency.GP,
    "known_disease": Urgency.GP,
    "numb_tingle": Urgency.GP,
    "pregnant_or_breastfeeding": Urgency.PHARMACIST,
    "under18": Urgency.PHARMACIST,
    "takes_medicine": Urgency.PHARMACIST,
    "none": Urgency.SELF_CARE,
}
WITHIN_DAYS = {"weak_wasting", "function_loss", "bulbar", "breathless"}
