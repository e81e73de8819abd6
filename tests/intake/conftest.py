import pytest

from tests.notify.conftest import empty_queue

__all__ = ["empty_queue"]


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """Files of lists go to a folder of the test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
