"""A client of the counter, made of nothing but gRPC's own library and the stubs that it generates from proto/."""

import functools

import grpc
from grpc_health.v1 import health_pb2_grpc
from pishkhan.v1 import (
    admin_pb2_grpc, attachments_pb2_grpc, catalog_pb2_grpc, feedback_pb2_grpc, offices_pb2_grpc, requests_pb2_grpc,
    work_pb2_grpc)

from server import DEADLINE_S

# Each client has connections of its own: gRPC would share one among channels to the same server.
OWN_CONNECTION = ("grpc.use_local_subchannel_pool", 1)


class _Deadlined:
    """A stub whose calls all have a deadline."""

    def __init__(self, stub):
        self._stub = stub

    def __getattr__(self, name):
        return functools.partial(getattr(self._stub, name), timeout=DEADLINE_S)

    def future(self, name, messages):
        """Begins a call that the test does not wait for."""
        return getattr(self._stub, name).future(messages, timeout=DEADLINE_S)


class Client:
    """One channel to one server, as one principal, or as nobody without a name."""

    def __init__(self, server, principal=None, *, certificate=None, options=()):
        """`certificate`: (chain, key) in PEM, in place of the principal's own."""
        folder = server.folder
        if principal is not None:
            certificate = (folder.pem(f"principals/{principal}.crt"), folder.pem(f"principals/{principal}.key"))
        chain, key = certificate or (None, None)
        credentials = grpc.ssl_channel_credentials(folder.pem("tls/ca.crt"), key, chain)
        self.principal = principal
        self.channel = grpc.secure_channel(server.target, credentials, options=[OWN_CONNECTION, *options])
        self.catalog = _Deadlined(catalog_pb2_grpc.CatalogStub(self.channel))
        self.offices = _Deadlined(offices_pb2_grpc.OfficesStub(self.channel))
        self.requests = _Deadlined(requests_pb2_grpc.RequestsStub(self.channel))
        self.work = _Deadlined(work_pb2_grpc.WorkStub(self.channel))
        self.feedback = _Deadlined(feedback_pb2_grpc.FeedbackStub(self.channel))
        self.admin = _Deadlined(admin_pb2_grpc.AdminStub(self.channel))
        self.attachments = _Deadlined(attachments_pb2_grpc.AttachmentsStub(self.channel))
        self.health = _Deadlined(health_pb2_grpc.HealthStub(self.channel))

    def call_bytes(self, path, message):
        """Calls a unary method with bytes that no stub would make; gives the answer's bytes."""
        return self.channel.unary_unary(path)(message, timeout=DEADLINE_S)

    def close(self):
        self.channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
