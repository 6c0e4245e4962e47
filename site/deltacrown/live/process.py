"""The live process by itself: ``uvicorn deltacrown.live.process:application``.

It has the settings of the site, for its secret key and its database, and loads nothing else of
it: so it starts within a second.
"""

import os

from django.conf import settings
from django.utils.log import configure_logging

from deltacrown.live.app import live_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deltacrown.settings.production")
configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)

application = live_application()
