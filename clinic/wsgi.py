"""The web application, as gunicorn loads it: ``gunicorn clinic.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from clinic.measured_bodies import with_measured_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings.dev")
os.environ.setdefault("PLUMBLINE_PROCESS", "web")

application = with_measured_bodies(get_wsgi_application())
