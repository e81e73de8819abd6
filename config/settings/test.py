"""The tests: the same code, a database of its own, search under a directory of its own."""

import tempfile

from config.database import database_settings
from config.settings.base import *
from mado.cli.translations import compile_stale

SECRET_KEY = "tests-only"  # noqa: S105  # the tests have no secrets
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {
    "default": {
        **database_settings(embedded_dir=VAR / "pg", options={"options": "-c synchronous_commit=off"}),
        "CONN_MAX_AGE": 0,
        "TEST": {"NAME": os.environ.get("MADO_TEST_DB", "test_mado")},
    }
}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MADO_SEARCH_DIR = Path(tempfile.mkdtemp(prefix="mado-search-"))
MADO_MATCHING_DIR = Path(tempfile.mkdtemp(prefix="mado-matching-"))
MADO_AUDIT_ANCHORS_DIR = Path(tempfile.mkdtemp(prefix="mado-anchors-"))
MADO_MAILBOX_PAGE = True
MADO_REPLY_DOMAIN = "reply.example.org"
WHITENOISE_AUTOREFRESH = True
compile_stale(LOCALE_PATHS[0])

MADO_API_PER_MINUTE = 0
MADO_WEBHOOKS_INSIDE = True
