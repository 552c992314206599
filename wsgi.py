"""Settings from the environment, then the application: what a WSGI server or `flask` loads."""

import gc
import os
import sys

from shop.app import create_app
from shop.settings import SettingsError, from_environment

try:
    app = create_app(from_environment(os.environ))
except SettingsError as error:
    sys.exit(str(error))

# What is loaded by now stays for good: the collector needn't look through it at every request.
gc.collect()
gc.freeze()
