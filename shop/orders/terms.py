"""Decides the words a shopper agrees to, the same on the review page, the order's page and in the mail.

Source: Consumer Contracts Regulations 2013, regulations 28 to 35 and schedule 3. A medicine bought without a
prescription keeps the right to cancel; goods sealed for health lose it once unsealed, if told so.
"""

TERMS_VERSION = "2026-11"
# Goes up when the words of what is ticked before ordering change; each order keeps the words themselves too.
CONFIRMATIONS_VERSION = "2026-11"

RIGHT_TO_CANCEL = (
    "You can change your mind about this order for any reason. You have 14 days from the day the last "
    "parcel reaches you to tell us. An email, a call or a letter is enough, and you don't have to say "
    "why. There is a form you can use, but you don't have to.",
    "Then send the goods back within 14 days of telling us. You pay for sending them back. We give back "
    "what you paid, standard delivery included, within 14 days of getting the goods or your proof of "
    "posting, in the way you paid. If the goods were used more than is needed to see what they are, we "
    "may give back less.",
    "Medicines and supplements are sealed to keep them safe. Once you have broken the seal, you can't "
    "cancel for that pack. If something is wrong with it, tell us: then you still have all your rights.",
)

# Schedule 3, part B, word for word.
CANCEL_FORM = (
    "I/We [*] hereby give notice that I/We [*] cancel my/our [*] contract of sale of the following "
    "goods [*]:",
    "Ordered on [*]/received on [*]:",
    "Name of consumer(s):",
    "Address of consumer(s):",
    "Signature of consumer(s) (only if this form is notified on paper):",
    "Date:",
    "[*] Delete as appropriate",
)
