"""The stand-in as a server runs it: settings from the environment, webhooks posted in the background."""

import os

from shop.payments.sandbox.app import create_sandbox
from shop.payments.sandbox.settings import WrongSettings, settings_from

try:
    app = create_sandbox(settings_from(os.environ), background=True)
except WrongSettings as wrong:
    raise SystemExit(str(wrong)) from None
