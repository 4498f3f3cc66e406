"""Tests: the product's settings on throw-away servers."""

from clinic.settings.base import *  # noqa: F403

DEMO = True
SECRET_KEY = "tests-only-" + "0" * 45
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}  # noqa: F405
# A test's client loads the middleware anew, which would list every static file each time.
WHITENOISE_AUTOREFRESH = True
