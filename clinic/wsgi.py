"""The web application, as gunicorn loads it: ``gunicorn clinic.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings.dev")
os.environ.setdefault("PLUMBLINE_PROCESS", "web")

application = get_wsgi_application()
