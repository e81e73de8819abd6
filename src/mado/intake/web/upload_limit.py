"""A file that is too large is not kept: what comes after the limit is read off and thrown away, and the page says so."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from mado.directory.importing.any_file import BYTES_MOST

MOST = max(BYTES_MOST.values())


class LimitedUpload(FileUploadHandler):
    """Stands before Django's own handlers and lets at most MOST bytes of a file through to them."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  # Django's signature
        self._size += len(raw_data)
        if self._size > MOST:
            self.request.list_is_too_large = True  # read by the view
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002  # Django's signature; the next handler keeps the file
        return None
