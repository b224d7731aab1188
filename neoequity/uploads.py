"""A file that is too large is counted as it comes in, and neither kept in memory nor on disk."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and hands them no more than they may keep.

    What went over ATTACHMENT_MOST_BYTES arrives in `request.FILES` without a byte, but with its
    true size, for the form to say so in a sentence.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The piece, while the whole is within the limit."""
        within = start + len(raw_data) <= settings.ATTACHMENT_MOST_BYTES
        return raw_data if within else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Nothing for a file that the next handlers kept whole."""
        if file_size <= settings.ATTACHMENT_MOST_BYTES:
            return None
        told: dict[str, Any] = {"name": self.file_name, "content_type": self.content_type}
        return UploadedFile(BytesIO(), size=file_size, **told)
