"""Production: every secret from the environment, HTTPS only."""

from django.core.exceptions import ImproperlyConfigured

from config.database import database_settings
from config.settings.base import *

for _name in ("MADO_SECRET_KEY", "DATABASE_URL", "MADO_SITE_URL", "MADO_ALLOWED_HOSTS"):
    if not os.environ.get(_name):
        raise ImproperlyConfigured(f"Set {_name}: Mado does not start in production without it.")

ALLOWED_HOSTS = os.environ["MADO_ALLOWED_HOSTS"].split(",")
DATABASES = {"default": database_settings(embedded_dir=VAR / "pg")}
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
