"""`make run`: everything on this machine, readable mails, no secrets to set."""

from config.database import database_settings
from config.search_home import search_home
from config.settings.base import *

SECRET_KEY = (
    SECRET_KEY or "development-only-not-a-secret"
)  # never used in production: prod.py refuses to start without its own
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": database_settings(embedded_dir=VAR / "pg")}
EMAIL_BACKEND = (
    "django.core.mail.backends.dummy.EmailBackend" if not os.environ.get("MADO_SMTP_HOST") else EMAIL_BACKEND
)
MADO_MAILBOX_PAGE = True
MADO_SEARCH_DIR = MADO_SEARCH_DIR if os.environ.get("MADO_SEARCH_DIR") else search_home(VAR)
MADO_WEBHOOKS_INSIDE = True
MADO_REPLY_DOMAIN = MADO_REPLY_DOMAIN or "reply.example.org"
