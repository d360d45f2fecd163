"""The same settings with what only tests need."""

from helpdesk.settings import *
from helpdesk.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO = True
# Every question reads the tables, inside the test's own transaction too.
BOARD_SECONDS = 0
# Threads and processes of the race tests come and go; a pool would keep the test database busy while it is dropped.
DATABASES["default"]["OPTIONS"].pop("pool")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
