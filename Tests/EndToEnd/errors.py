"""What an error says: the status and the detail in grpc-status-details-bin, read by gRPC's own library."""

import dataclasses

import grpc
import pytest
from grpc_status import rpc_status

import messages as pb


@dataclasses.dataclass
class Refusal:
    """One error, with its detail."""

    code: grpc.StatusCode
    reason: str
    at: str
    durable: str
    retry_after_ms: int
    message: str
    localized_message: str
    trace_id: str
    current_version: int
    current_offset: int
    violations: list

    @property
    def fields(self):
        """(field, reason) of each violation, in the order told."""
        return [(violation.field, violation.reason) for violation in self.violations]


def read_refusal(error):
    """Reads an error and asserts all that holds for every one of ours."""
    status = rpc_status.from_call(error)
    assert status is not None, f"no status detail: {error!r}"
    assert [any.type_url for any in status.details] == ["type.googleapis.com/pishkhan.v1.ErrorDetail"]
    detail = pb.ErrorDetail()
    assert status.details[0].Unpack(detail)
    assert detail.code == status.code == error.code().value[0]
    assert detail.message == status.message == error.details()
    assert detail.reason != pb.REASON_UNSPECIFIED
    assert detail.at != pb.AT_UNSPECIFIED
    assert detail.durable != pb.DURABLE_UNSPECIFIED
    assert detail.message and detail.localized_message
    # gRPC's own clients obey this number; it is told where a repeat may help, and there alone (proposal A6).
    pushback = dict(error.trailing_metadata()).get("grpc-retry-pushback-ms")
    is_told = error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED and detail.retry_after_ms > 0
    assert pushback == (str(detail.retry_after_ms) if is_told else None)
    for violation in detail.field_violations:
        assert violation.field and violation.reason
        assert [text.language for text in violation.texts] == ["fa", "en"]
        assert all(text.text for text in violation.texts)
    return Refusal(
        code=error.code(), reason=pb.Reason.Name(detail.reason).removeprefix("REASON_"),
        at=pb.At.Name(detail.at).removeprefix("AT_"),
        durable=pb.Durable.Name(detail.durable).removeprefix("DURABLE_"), retry_after_ms=detail.retry_after_ms,
        message=detail.message, localized_message=detail.localized_message, trace_id=detail.trace_id,
        current_version=detail.current_version, current_offset=detail.current_offset,
        violations=list(detail.field_violations))


def attempt(call, /, *arguments, **keywords):
    """(answer, None), or (None, refusal) where the call is refused. A stream is read to its end."""
    try:
        answer = call(*arguments, **keywords)
        return (list(answer) if isinstance(answer, grpc.Call) and hasattr(answer, "__next__") else answer), None
    except grpc.RpcError as error:
        return None, read_refusal(error)


def expect_refusal(code, reason, call, /, *arguments, durable="NO", **keywords):
    """Makes a call that must be refused so, and gives the refusal."""
    answer, refusal = attempt(call, *arguments, **keywords)
    if refusal is None:
        pytest.fail(f"expected {code.name} {reason}, but was answered: {answer}")
    assert (refusal.code, refusal.reason, refusal.durable) == (code, reason, durable), refusal
    return refusal


def expect_fields(expected, call, /, *arguments, **keywords):
    """Makes a call that must be refused for exactly these (field, reason)."""
    refusal = expect_refusal(
        grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID", call, *arguments, **keywords)
    assert refusal.fields == list(expected)
    return refusal
