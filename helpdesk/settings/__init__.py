"""Infrastructure only; whatever a supervisor would tune is a row in the admin (law 8)."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from helpdesk.engines import addresses
from helpdesk.settings import env
from helpdesk.settings.unfold import UNFOLD as UNFOLD

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = addresses.default_data_dir()

LOCAL_HOSTS = "localhost,127.0.0.1,[::1]"
ALLOWED_HOSTS = env.words("SWITCHBOARD_HOSTS", LOCAL_HOSTS)
DEBUG = env.flag("SWITCHBOARD_DEBUG")
DEMO = env.flag("SWITCHBOARD_DEMO")
SECRET_KEY = env.secret("SWITCHBOARD_SECRET_KEY", VAR / "secret_key", local="SWITCHBOARD_HOSTS" not in os.environ)
CSRF_TRUSTED_ORIGINS = env.words("SWITCHBOARD_ORIGINS")
TRUSTED_PROXIES = env.words("SWITCHBOARD_TRUSTED_PROXIES")
# Multiplies how often is too often at the doors: for load tests, and for sites whose visitors share one address.
RATE_LIMITS_SCALE = env.number("SWITCHBOARD_RATE_LIMITS_SCALE", 1)
if env.flag("SWITCHBOARD_BEHIND_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

INSTALLED_APPS = [
    "daphne",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "import_export",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "channels",
    "helpdesk",
    "channels_app",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "helpdesk.urls"
ASGI_APPLICATION = "helpdesk.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

_running = addresses.running(VAR) or {}


def _engine(name: str) -> str:
    """The address from the environment, else of the embedded engine that `make run` has started."""
    address = os.environ.get(name) or _running.get(name)
    if not address:
        raise ImproperlyConfigured(
            f"{name} is not set and no embedded engine runs: start `make run` in another terminal, or set {name}."
        )
    return address


DATABASE_URL = _engine("DATABASE_URL")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
# Every process keeps a few connections open; a pool needs CONN_MAX_AGE 0, which is the default.
# Who finds none is told after 5 s to try again: clients give up on us after 10.
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": env.number("SWITCHBOARD_POOL", 12),
    "timeout": 5,
}

# Plans are kept after the third use: planning the joins around a conversation costs more than running them.
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 3}

REDIS_URL = _engine("REDIS_URL")
REDIS_PREFIX = env.text("SWITCHBOARD_REDIS_PREFIX", "switchboard")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
    }
}

# A broker that hangs must not hold the visitor's message: one second, no retry; the sweep is the guarantee (law 5).
_IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 5, "visibility_timeout": 300}
CELERY_BROKER_URL = addresses.celery_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = _IMPATIENT | {"global_keyprefix": REDIS_PREFIX + ":"}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat")
CELERY_BEAT_SCHEDULE = {
    # `expires`: sweeps that piled up while no worker ran are worth nothing.
    "sweep the queue": {"task": "helpdesk.tasks.sweep_queue", "schedule": 2.0, "options": {"expires": 4}},
    "sweep what is due": {"task": "helpdesk.tasks.sweep_due", "schedule": 1.0, "options": {"expires": 4}},
    "sweep overloads": {"task": "helpdesk.tasks.sweep_overloads", "schedule": 1.0, "options": {"expires": 4}},
    "sweep absences": {"task": "helpdesk.tasks.sweep_absences", "schedule": 5.0, "options": {"expires": 8}},
    "forget old traces": {"task": "helpdesk.tasks.forget_traces", "schedule": 3600.0, "options": {"expires": 600}},
    "sweep webhooks": {"task": "helpdesk.tasks.sweep_webhooks", "schedule": 2.0, "options": {"expires": 4}},
    "forget what rules did": {"task": "helpdesk.tasks.forget_rules", "schedule": 3600.0, "options": {"expires": 600}},
    "forget old leases": {"task": "helpdesk.tasks.forget_leases", "schedule": 3600.0, "options": {"expires": 600}},
}

# Rules may call addresses within the server's own networks too (helpdesk.webhooks).
WEBHOOKS_INSIDE = env.flag("SWITCHBOARD_WEBHOOKS_INSIDE")

# Every web process renews its copy of who is shown to whom so often (helpdesk.board).
BOARD_SECONDS = 0.5

AUTH_USER_MODEL = "helpdesk.User"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "helpdesk.formats"
TIME_ZONE = env.text("SWITCHBOARD_TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("SWITCHBOARD_LOG_LEVEL", "WARNING")},
}
