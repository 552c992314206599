"""Settings from the environment, then the application: what a WSGI server or `flask` loads."""

import os
import sys

from shop.app import create_app
from shop.settings import SettingsError, from_environment

try:
    app = create_app(from_environment(os.environ))
except SettingsError as error:
    sys.exit(str(error))
