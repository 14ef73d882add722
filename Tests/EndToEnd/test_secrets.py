"""Tracking codes and secrets: nobody can guess, count or list other people's requests."""

import statistics
import time

import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from errors import attempt, expect_refusal
from server import DEADLINE_S

WRONG = (StatusCode.UNAUTHENTICATED, "CODE_OR_SECRET_WRONG")
WAIT = (StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_GUESSES")
UNKNOWN = (StatusCode.NOT_FOUND, "REQUEST_UNKNOWN")

# All methods that take code and secret.
METHODS = {
    "Track": lambda c, f: c.requests.Track(casework.track(f)),
    "History": lambda c, f: c.requests.History(casework.history(f)),
    "Watch": lambda c, f: list(c.requests.Watch(casework.watch(f))),
    "Act": lambda c, f: c.requests.Act(casework.citizen_act(f, pb.ACTION_WITHDRAW)),
    "GetSurvey": lambda c, f: c.feedback.GetSurvey(casework.survey(f)),
    "SubmitFeedback": lambda c, f: c.feedback.SubmitFeedback(casework.feedback(f)),
}


def with_wrong_secret(filed):
    secret = f"{(int(filed.secret) + 1) % 1_000_000:06d}"
    return casework.Filed(filed.request, pb.Receipt(tracking_code=filed.code, secret=secret))


def of_nobody():
    return casework.Filed(pb.SubmitRequest(), pb.Receipt(tracking_code=citizens.unknown_code(), secret="123456"))


def guess(counter, filed, times):
    for _ in range(times):
        expect_refusal(*WRONG, METHODS["Track"], counter.citizen, with_wrong_secret(filed))


@pytest.mark.parametrize("principal", [None, casework.OFFICE])
@pytest.mark.parametrize("method", METHODS)
def test_an_unknown_code_and_a_wrong_secret_are_answered_alike(own_counter, method, principal):
    client = own_counter.client(principal)
    _, wrong = attempt(METHODS[method], client, with_wrong_secret(own_counter.submit()))
    _, unknown = attempt(METHODS[method], client, of_nobody())
    assert wrong.trace_id != unknown.trace_id
    wrong.trace_id = unknown.trace_id = ""
    assert wrong == unknown
    assert (wrong.code, wrong.reason) == WRONG


@pytest.mark.parametrize("is_known", [True, False], ids=["a request's code", "an unknown code"])
def test_after_five_wrong_secrets_everybody_waits_even_with_the_right_one(own_counter, is_known):
    filed = own_counter.submit() if is_known else of_nobody()
    for _ in range(5):
        expect_refusal(*WRONG, METHODS["Track"], own_counter.citizen, with_wrong_secret(filed))
    waits = []
    for method in METHODS:
        refusal = expect_refusal(*WAIT, METHODS[method], own_counter.citizen, filed)
        waits.append(refusal.retry_after_ms)
    expect_refusal(*WAIT, METHODS["Track"], own_counter.office, filed)
    assert 5_000 < waits[-1] <= waits[0] <= 10_000
    # The state is public, and other requests are not held up.
    if is_known:
        own_counter.citizen.requests.Track(casework.track(filed, secret=""))
    own_counter.details(own_counter.submit())


def test_the_wait_is_kept_when_the_server_is_killed(folder):
    counter = casework.Counter(folder.serve())
    filed = counter.submit()
    guess(counter, filed, 3)
    counter.close()
    counter.server.kill()

    counter = casework.Counter(folder.serve())
    guess(counter, filed, 2)
    counter.close()
    counter.server.kill()

    counter = casework.Counter(folder.serve())
    expect_refusal(*WAIT, counter.details, filed)
    counter.close()


def test_guesses_sent_all_at_once_are_counted_one_by_one(own_counter):
    filed = own_counter.submit()
    wrong = casework.track(with_wrong_secret(filed))
    stub = own_counter.citizen.channel.unary_unary(
        "/pishkhan.v1.Requests/Track", pb.TrackRequest.SerializeToString, pb.TrackResponse.FromString)
    futures = [stub.future(wrong, timeout=DEADLINE_S) for _ in range(90)]
    codes = [future.exception().code() for future in futures]
    assert codes.count(StatusCode.UNAUTHENTICATED) == 5
    assert codes.count(StatusCode.RESOURCE_EXHAUSTED) == 85


def test_the_right_secret_is_taken_once_the_wait_is_over(own_counter):
    filed = own_counter.submit()
    guess(own_counter, filed, 5)
    refusal = expect_refusal(*WAIT, own_counter.details, filed)
    told, begun = refusal.retry_after_ms / 1000, time.monotonic()
    while True:
        details, refusal = attempt(own_counter.details, filed)
        if refusal is None:
            break
        assert time.monotonic() - begun < told + DEADLINE_S
        time.sleep(min(refusal.retry_after_ms, 1000) / 1000)
    assert details.version == 1
    assert time.monotonic() - begun >= told - 1
    # The next wrong one waits twice as long.
    guess(own_counter, filed, 1)
    assert expect_refusal(*WAIT, own_counter.details, filed).retry_after_ms > 15_000


def until_it_waits(method, client):
    """Tries unknown codes until the peer has to wait: after five, or a few more on a machine that stalls a second."""
    for tried in range(8):
        _, refusal = attempt(method, client, of_nobody())
        if refusal.reason == "TOO_MANY_GUESSES":
            break
        assert (refusal.code, refusal.reason) == UNKNOWN
    assert (refusal.code, refusal.reason) == WAIT and tried >= 5
    return refusal


def test_unknown_codes_count_as_guesses_of_the_peer(own_counter):
    filed = own_counter.submit()
    code_alone = lambda client, filed: client.requests.Track(casework.track(filed, secret=""))
    assert 0 < until_it_waits(code_alone, own_counter.citizen).retry_after_ms <= 4_000
    # A machine with a certificate is another peer, and who has the secret guesses nothing.
    assert attempt(code_alone, own_counter.office, filed)[1] is None
    assert own_counter.details(filed).version == 1


@pytest.mark.parametrize(
    "method, principal",
    [
        (lambda client, filed: client.requests.Get(pb.GetRequest(tracking_code=filed.code)), casework.OFFICE),
        (lambda client, filed: client.requests.History(casework.history(filed, secret="")), casework.KIOSK),
        (lambda client, filed: list(client.requests.Watch(casework.watch(filed, secret=""))), "agency-city"),
        (lambda client, filed: client.work.Claim(casework.claim(filed)), "agency-city"),
        (lambda client, filed: client.work.Act(casework.work_act(filed, pb.ACTION_ACKNOWLEDGE)), "agency-post"),
    ],
    ids=["Get", "History", "Watch", "Claim", "Act"])
def test_a_machine_that_tries_unknown_codes_has_to_wait_too(own_counter, method, principal):
    client = own_counter.client(principal)
    until_it_waits(method, client)
    own_counter.submit(at=casework.OFFICE if principal != casework.OFFICE else casework.KIOSK)


def try_secrets(client, count):
    """Wrong secrets for as many codes, all at once; gives the codes of the answers."""
    stub = client.channel.unary_unary(
        "/pishkhan.v1.Requests/Track", pb.TrackRequest.SerializeToString, pb.TrackResponse.FromString)
    futures = [stub.future(casework.track(of_nobody()), timeout=DEADLINE_S) for _ in range(count)]
    return [future.exception().code() for future in futures]


@pytest.mark.parametrize("principal", [None, casework.OFFICE])
def test_a_peer_that_tries_secrets_over_many_codes_has_to_wait(folder, principal):
    counter = casework.Counter(folder.serve())
    filed, client = counter.submit(), counter.client(principal)
    other = counter.client(casework.OFFICE if principal is None else None)
    codes = try_secrets(client, 1_000)
    assert codes.count(StatusCode.UNAUTHENTICATED) >= 995, codes
    refusal = expect_refusal(*WAIT, METHODS["Track"], client, with_wrong_secret(filed))
    assert 0 < refusal.retry_after_ms <= 1_000
    # A wrong and a right secret, a known and an unknown code: all wait alike; other peers do not.
    for tried in [filed, of_nobody()]:
        for method in METHODS:
            attempt(METHODS["Track"], client, of_nobody())
            assert attempt(METHODS[method], client, tried)[1].reason == "TOO_MANY_GUESSES"
    assert METHODS["Track"](other, filed)
    counter.close()
    counter.server.kill()
    # It is kept beyond a restart.
    counter = casework.Counter(folder.serve())
    expect_refusal(*WAIT, METHODS["Track"], counter.client(principal), filed)
    counter.close()


def test_an_unknown_code_takes_as_long_as_a_wrong_secret(own_counter):
    filed = [own_counter.submit() for _ in range(60)]
    times = {"wrong": [], "unknown": []}
    for request in filed:
        for kind, tried in [("wrong", with_wrong_secret(request)), ("unknown", of_nobody())]:
            message = casework.track(tried)
            begun = time.perf_counter()
            expect_refusal(*WRONG, own_counter.citizen.requests.Track, message)
            times[kind].append(time.perf_counter() - begun)
    wrong, unknown = statistics.median(times["wrong"]), statistics.median(times["unknown"])
    # Both write the guess to the disk first. What reading the request costs is far below this bound.
    assert 0.5 < wrong / unknown < 2, (wrong, unknown)


def test_codes_and_secrets_follow_no_order(counter):
    filed = [counter.submit() for _ in range(50)]
    codes = [int(request.code) for request in filed]
    assert len(set(codes)) == 50 and codes != sorted(codes)
    assert len({request.secret for request in filed}) > 45
    assert min(abs(a - b) for a, b in zip(codes, codes[1:])) > 1_000_000
