"""A limit on whole requests with files, before anything of them is read."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class RefuseHugeRequests(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: a request that nothing here accepts is not spooled.

    A view is too late for that, since the check of the CSRF token has read the request by then.
    Where nginx is in front, its client_max_body_size answers even before. Without a
    Content-Length the server hands on no body at all.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.UPLOAD_MAX_REQUEST_BYTES:
            raise RequestDataTooBig("The request is larger than UPLOAD_MAX_REQUEST_BYTES.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data  # for the next handler

    def file_complete(self, file_size: int) -> None:
        return None
