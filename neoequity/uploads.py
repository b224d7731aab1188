"""Uploads that are too large are counted while received, and kept neither in memory nor on disk."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """Runs before Django's own handlers and passes on no more than they may keep.

    A file above ATTACHMENT_MOST_BYTES arrives in `request.FILES` empty but with its true size, so
    that the form can refuse it with a sentence.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The chunk, while the file is within the limit."""
        within = start + len(raw_data) <= settings.ATTACHMENT_MOST_BYTES
        return raw_data if within else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """An empty file for one above the limit; None if the next handlers have it."""
        if file_size <= settings.ATTACHMENT_MOST_BYTES:
            return None
        return UploadedFile(
            BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size
        )
