"""Development and demo on one machine: embedded servers, a synthetic clinic, no secrets worth keeping."""

from clinic.settings.base import *  # noqa: F403

DEMO = True
DEBUG = env.bool("DEBUG", default=False)  # noqa: F405
SECRET_KEY = env.str("SECRET_KEY", default="development-only-" + "0" * 40)  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}  # noqa: F405

# Cookies do not know of ports: under one name, two copies on this machine would log each other out.
_PORT = env.str("PORT", default="8000")  # noqa: F405
SESSION_COOKIE_NAME = f"sessionid_{_PORT}"
CSRF_COOKIE_NAME = f"csrftoken_{_PORT}"

LISTEN = env.str("LISTEN", default="127.0.0.1")  # noqa: F405
if not LISTEN.startswith(("127.", "localhost", "[::1]")):
    raise ValueError(
        f"LISTEN is {LISTEN}: development settings serve this machine only; use clinic.settings.production."
    )
