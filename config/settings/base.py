"""What every deployment shares. Policy of the alliance is data (reference.AllianceSetting), never a setting here."""

import os
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("MADO_VAR") or ROOT / "var").resolve()

SECRET_KEY = os.environ.get("MADO_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "mado.accounts",  # before allauth: its pages are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    "rules",
    "mado.kernel",
    "mado.reference",
    "mado.audit",
    "mado.notify",
    "mado.directory",
    "mado.profiles",
    "mado.partnerships",
    "mado.matching",
    "mado.exchanges",
    "mado.intake",
    "mado.desks",
    "mado.correspondence",
    "mado.integrations",
    "mado.statistics",
    "mado.portal",
    "mado.api",
    "mado.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mado.accounts.middleware.LanguageChoiceMiddleware",
    "mado.portal.middleware.AccessTableMiddleware",
    "mado.portal.middleware.SentenceErrorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mado.portal.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "mado.portal.templatetags.shell"],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "mado.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "mado.accounts.web.forms.SignUpForm"
ACCOUNT_FORMS = {
    "login": "mado.accounts.web.account_forms.SignIn",
    "signup": "mado.accounts.web.account_forms.SignUp",
    "request_login_code": "mado.accounts.web.account_forms.RequestCode",
    "confirm_login_code": "mado.accounts.web.account_forms.ConfirmSignInCode",
    "confirm_email_verification_code": "mado.accounts.web.account_forms.ConfirmAddressCode",
    "reset_password": "mado.accounts.web.account_forms.ForgottenPassword",
    "reset_password_from_key": "mado.accounts.web.account_forms.NewPassword",
    "change_password": "mado.accounts.web.account_forms.ChangePassword",
    "set_password": "mado.accounts.web.account_forms.SetPassword",
    "add_email": "mado.accounts.web.account_forms.AddAddress",
    "reauthenticate": "mado.accounts.web.account_forms.ConfirmItIsMe",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
MADO_API_PER_MINUTE = int(os.environ.get("MADO_API_PER_MINUTE", "600"))
CACHES = {
    # Counts that every web process must share, such as tries to sign in; hashed, so that no address is read from them.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counts",
        "KEY_FUNCTION": "config.shared_counts.hidden_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
ACCOUNT_RATE_LIMITS = {"confirm_email": "4/10m/key"}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "mado.accounts.adapter.SecondStepAdapter"
MFA_TOTP_ISSUER = "Mado"
MFA_FORMS = {
    "authenticate": "mado.accounts.web.account_forms.SecondStep",
    "reauthenticate": "mado.accounts.web.account_forms.SecondStepAgain",
    "activate_totp": "mado.accounts.web.account_forms.ActivateApp",
}
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hant", "繁體中文"), ("en", "English"), ("ja", "日本語"), ("ko", "한국어")]
LOCALE_PATHS = [ROOT / "src" / "mado" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Leaflet's files come with django-leaflet; as an app it would ask for GDAL, which nothing here needs.
_LEAFLET = find_spec("leaflet")
STATICFILES_DIRS = [Path(_LEAFLET.origin).parent / "static"] if _LEAFLET and _LEAFLET.origin else []
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

_SELF = "'self'"
_NONE = "'none'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [_NONE],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        "manifest-src": [_SELF],
        "form-action": [_SELF],
        "base-uri": [_NONE],
        "frame-ancestors": [_NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "mado.portal.web.views.errors.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Where links in mails point; never taken from a request's Host header.
MADO_SITE_URL = os.environ.get("MADO_SITE_URL", "http://127.0.0.1:8000")
# Answers by mail: the domain whose mail reaches `mado receive-mail`, or /mail/in/ with this secret. "" switches either off.
MADO_REPLY_DOMAIN = os.environ.get("MADO_REPLY_DOMAIN", "")
MADO_INBOUND_SECRET = os.environ.get("MADO_INBOUND_SECRET", "")
MADO_SEARCH_DIR = Path(os.environ.get("MADO_SEARCH_DIR") or VAR / "search")
MADO_MATCHING_DIR = VAR / "matching"
MADO_AUDIT_ANCHORS_DIR = VAR / "audit" / "anchors"
MADO_DATA_DIR = Path(os.environ.get("MADO_DATA_DIR", ROOT.parent / "shared" / "data"))
MADO_MAILBOX_PAGE = False

# Machine translation of public texts: "" (off), "deepl" or "libretranslate". See docs/howto/translation.md.
MADO_TRANSLATOR = os.environ.get("MADO_TRANSLATOR", "")
MADO_TRANSLATOR_URL = os.environ.get("MADO_TRANSLATOR_URL", "")
MADO_TRANSLATOR_KEY = os.environ.get("MADO_TRANSLATOR_KEY", "")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("MADO_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("MADO_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("MADO_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MADO_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("MADO_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("MADO_MAIL_FROM", "Mado <mado@example.org>")

# A worker that has not given a sign for this long is taken for dead and its jobs are given back.
MADO_WORKER_STALLED_SECONDS = float(os.environ.get("MADO_WORKER_STALLED_SECONDS", "20"))
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": MADO_WORKER_STALLED_SECONDS / 4,
    "stalled_worker_timeout": MADO_WORKER_STALLED_SECONDS,
}

# Everything from WARNING up goes to the process's standard error, where the supervisor, systemd or a container reads it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

# Webhooks may go to http and to this machine itself: for development and tests, never for a public server.
MADO_WEBHOOKS_INSIDE = False
