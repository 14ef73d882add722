"""A counter office in Python: submits a request, tracks it, and reads the detail of an error.

    example.py TARGET FOLDER     FOLDER is a data folder made by `pishkhand init`
"""

import pathlib
import sys
import uuid

import grpc

from google.rpc import status_pb2
from pishkhan.v1 import common_pb2, error_pb2, requests_pb2, requests_pb2_grpc


def connect(target, folder, principal):
    """A channel as one of the folder's machines."""
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(
        (folder / "tls/ca.crt").read_bytes(),
        (folder / f"principals/{principal}.key").read_bytes(),
        (folder / f"principals/{principal}.crt").read_bytes()))


def error_detail(error):
    """What pishkhan says of an error beside its status."""
    for name, value in error.trailing_metadata() or ():
        if name == "grpc-status-details-bin":
            detail = error_pb2.ErrorDetail()
            if status_pb2.Status.FromString(value).details[0].Unpack(detail):
                return detail
    return None


def main(target, folder):
    requests = requests_pb2_grpc.RequestsStub(connect(target, pathlib.Path(folder), "office-1001"))
    submission = requests_pb2.SubmitRequest(
        idempotency_key=uuid.uuid4().bytes,  # made before the first send, and the same at every repetition
        service="post-postalcode", national_id="0076229645",
        form=[common_pb2.FormValue(attribute="postal_code", values=["1619735744"]),
              common_pb2.FormValue(attribute="address", values=["تهران، خیابان آزادی"])])
    receipt = requests.Submit(submission, timeout=10).receipt
    print("tracking code", receipt.tracking_code, "secret", receipt.secret)
    tracked = requests.Track(requests_pb2.TrackRequest(tracking_code=receipt.tracking_code), timeout=10)
    print("state", common_pb2.RequestState.Name(tracked.state))

    submission.idempotency_key = uuid.uuid4().bytes
    submission.national_id = "0076229646"
    try:
        requests.Submit(submission, timeout=10)
    except grpc.RpcError as error:
        detail = error_detail(error)
        print(error.code().name, error_pb2.Reason.Name(detail.reason), error_pb2.Durable.Name(detail.durable))
        for violation in detail.field_violations:
            print(" ", violation.field, violation.reason, violation.texts[0].text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
