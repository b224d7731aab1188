"""Uploads that are too large are counted while received, and kept neither in memory nor on disk."""

from contextlib import suppress
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


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


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Keeps a larger file on disk, and nothing of it when the disk has no room for all of it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the chunk; what was written goes if it cannot be."""
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()
        except OSError:
            with suppress(OSError):  # closing writes once more, and removes the file
                self.file.close()
            raise
