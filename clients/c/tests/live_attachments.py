"""Attachments of the live tests' server: keeps what came, and breaks off on request."""

import hashlib
import threading

import grpc
from pishkhan.v1 import attachments_pb2, attachments_pb2_grpc, common_pb2, error_pb2

PIECE = 100_000


class Attachments(attachments_pb2_grpc.AttachmentsServicer):
    """A file named "cut" is broken off once in the middle, either way; one named "refused" at once."""

    def __init__(self, fail):
        self.fail = fail
        self.lock = threading.Lock()
        self.uploads = {}
        self.breaks = set()

    def reference(self, start, data):
        return common_pb2.AttachmentReference(id=start.upload_id.hex(), attribute=start.attribute, name=start.name,
                                              media_type="application/pdf", size=len(data),
                                              sha256=hashlib.sha256(data).digest())

    def breaks_now(self, key):
        with self.lock:
            if key in self.breaks:
                return False
            self.breaks.add(key)
            return True

    def Upload(self, messages, context):
        start = next(messages).start
        if start.name == "refused":
            self.fail(context, grpc.StatusCode.INVALID_ARGUMENT,
                      error_pb2.ErrorDetail(reason=error_pb2.REASON_ATTACHMENT_REFUSED, at=error_pb2.AT_EDGE,
                                            durable=error_pb2.DURABLE_NO, message="no such type"))
        _, data = self.uploads.setdefault(start.upload_id, (start, bytearray()))
        if start.offset != len(data):
            self.fail(context, grpc.StatusCode.ABORTED,
                      error_pb2.ErrorDetail(reason=error_pb2.REASON_OFFSET_MISMATCH, at=error_pb2.AT_EDGE,
                                            durable=error_pb2.DURABLE_NO, current_offset=len(data)))
        for message in messages:
            data += message.data
            if start.name == "cut" and len(data) > start.size // 2 and self.breaks_now(start.upload_id):
                context.abort(grpc.StatusCode.UNAVAILABLE, "the server stops")
        if len(data) != start.size or hashlib.sha256(data).digest() != start.sha256:
            context.abort(grpc.StatusCode.DATA_LOSS, "not what was announced")
        return attachments_pb2.UploadResponse(attachment=self.reference(start, data), metadata_removed=True)

    def GetUpload(self, request, context):
        if request.upload_id not in self.uploads:
            self.fail(context, grpc.StatusCode.NOT_FOUND,
                      error_pb2.ErrorDetail(reason=error_pb2.REASON_ATTACHMENT_UNKNOWN, at=error_pb2.AT_EDGE,
                                            durable=error_pb2.DURABLE_NO, message="unknown"))
        start, data = self.uploads[request.upload_id]
        whole = len(data) == start.size
        return attachments_pb2.GetUploadResponse(offset=len(data),
                                                 attachment=self.reference(start, data) if whole else None)

    def Download(self, request, context):
        start, data = self.uploads[bytes.fromhex(request.id)]
        reference = self.reference(start, data)
        if request.secret == "wrong":
            reference.sha256 = b"\x00" * 32
        yield attachments_pb2.DownloadResponse(attachment=reference)
        for offset in range(request.offset, len(data), PIECE):
            if start.name == "cut" and offset > start.size // 2 and self.breaks_now(request.id):
                context.abort(grpc.StatusCode.UNAVAILABLE, "the server stops")
            yield attachments_pb2.DownloadResponse(data=bytes(data[offset:offset + PIECE]))
