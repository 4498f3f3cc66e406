"""Settings that every deployment shares. Secrets and addresses come from the environment."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from clinic.settings.admin_theme import UNFOLD as UNFOLD
from clinic.settings.connections import broker_url, database
from clinic.settings.logs import LOGGING as LOGGING

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
PROCESS = env.str("PLUMBLINE_PROCESS", default="manage")

DEBUG = False
DEMO = False
"""True only where a synthetic clinic may be created: development, demo and tests."""

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "clinic.practice.admin_config.ClinicAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "oauth2_provider",
    "phonenumber_field",
    "pgtrigger",
    "pghistory",
    "axes",
    "django_celery_beat",
    "django_structlog",
    "clinic.common",
    "clinic.audit",
    "clinic.practice",
    "clinic.health",
    "patients",
    "assessments",
    "treatments",
    "treatments.outcomes",
    "clinic.workplace",
    "clinic.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic.common.content_security.ContentSecurityMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "clinic.common.api.unmatched.ApiProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "clinic.practice.session_limits.SessionLimitsMiddleware",
    "clinic.practice.active_clinic.ActiveClinicMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "clinic" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = database(DATA_DIR, PROCESS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": broker_url(DATA_DIR, for_celery=False),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

AUTH_USER_MODEL = "practice.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Lock out a user at an address together: one clinic behind one address must not lock itself out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=15 * 60)
SESSION_LONGEST_SECONDS = env.int("SESSION_LONGEST_SECONDS", default=12 * 60 * 60)

# A log line names who asked by the public id: people and API clients are counted in tables of their own.
DJANGO_STRUCTLOG_USER_ID_FIELD = "uuid"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hant", _("Traditional Chinese"))]
FORMAT_MODULE_PATH = ["clinic.formats"]
LOCALE_PATHS = [BASE_DIR / "clinic" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "treatments.outcomes.static_files.BundleFinder",
]
WHITENOISE_USE_FINDERS = True

HEALTH_OLDEST_WORK = "treatments.outcomes.sweeping.oldest_queued_seconds"
"""A function that tells for how many seconds the oldest waiting work has been waiting, 0 when none waits."""
SCOPES_THAT_GRANT = "clinic.practice.roles.scopes_that_grant"
"""A function that names the scopes with a permission, for the sentence about one that is missing."""
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
"""Bearer token that opens /metrics to other machines; without one only this machine may read it."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REPORT_LEASE_SECONDS = env.float("REPORT_LEASE_SECONDS", default=30.0)
"""For how long a worker that fell silent keeps its report. All other waiting follows from it: a lease is renewed
every third of it, a doorbell that nobody heard is rung again after a third, and the sweeper looks every sixth."""

CELERY_BROKER_URL = broker_url(DATA_DIR, for_celery=True)
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
# The report row is the truth, the message a doorbell: acknowledge early, keep no results.
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    # A request waits at most a second for a frozen broker, and does not try twice.
    "socket_timeout": 5 if PROCESS == "worker" else 1,
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep-reports": {"task": "outcomes.sweep_reports", "schedule": REPORT_LEASE_SECONDS / 6},
    "seal-audit": {"task": "audit.seal_events", "schedule": 5.0},
    # Also what a transaction of hours left behind.
    "seal-all-audit": {"task": "audit.seal_events", "schedule": 3600.0, "kwargs": {"everything": True}},
    # Looks every hour, because Monday begins at another hour in each clinic.
    "weekly-reports": {"task": "outcomes.request_weekly_reports", "schedule": 3600.0},
    "forget-logins": {"task": "practice.forget_logins", "schedule": 6 * 3600.0},
    "forget-answers": {"task": "common.forget_answers", "schedule": 3600.0},
}
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

OAUTH2_PROVIDER_APPLICATION_MODEL = "practice.ApiClient"
OAUTH2_PROVIDER = {
    # Only client credentials are used; every recommendation of RFC 9700 is followed all the same.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "SCOPES_BACKEND_CLASS": "clinic.practice.scopes.ApiClientScopes",
    "ALLOWED_GRANT_TYPES": ["client_credentials"],
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "clinic.practice.authentication.BearerToken",
        "clinic.practice.authentication.StaffSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["clinic.common.api.permissions.DeclaredPermission"],
    "DEFAULT_RENDERER_CLASSES": ["clinic.common.api.rendering.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "clinic.common.api.rendering.JsonOnly",
    "DEFAULT_PARSER_CLASSES": ["clinic.common.api.parsing.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "clinic.common.api.schema.ProblemAutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["clinic.common.api.throttling.ClientThrottle"],
    "DEFAULT_THROTTLE_RATES": {"client": env.str("API_RATE", default="6000/min")},
    "EXCEPTION_HANDLER": "clinic.common.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "DESCRIPTION": "Patients, alignment assessments, treatment sessions and outcome reports of a clinic.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "RegionEnum": "patients.models.sides.REGION_CHOICES",
        "SideEnum": "patients.models.sides.SIDE_CHOICES",
        "PatientStatusEnum": "patients.models.PatientStatus",
        "PlanStatusEnum": "treatments.models.PlanStatus",
        "SessionStatusEnum": "treatments.models.SessionStatus",
        "ContactKindEnum": "patients.models.ContactKind",
        "ConsentKindEnum": "patients.models.ConsentKind",
        "EventKindEnum": "patients.models.EventKind",
        "ExerciseKindEnum": "treatments.models.ExerciseKind",
        "AssessmentKindEnum": "assessments.models.AssessmentKind",
        "MeasureEnum": "assessments.api.fields.MEASURES_TO_ENTER",
        "PostureEnum": "assessments.models.assessment.POSTURE_CHOICES",
        "RecordStatusEnum": "assessments.api.fields.STATUS_CODES",
        "ReportKindEnum": "treatments.outcomes.models.ReportKind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "clinic.common.api.schema.complete",
    ],
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}
