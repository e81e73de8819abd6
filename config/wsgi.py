import os

from django.core.wsgi import get_wsgi_application

from config.proxies import behind_proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
application = behind_proxies(get_wsgi_application(), os.environ.get("MADO_TRUSTED_PROXIES", ""))
