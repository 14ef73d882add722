"""Drafts: forms that an office has begun, its own alone, no request and no receipt (domain rule 8)."""

import pytest
from grpc import StatusCode

import casework
import citizens
import messages as pb
from certificates import Authority, public_key_digest
from errors import attempt, expect_fields, expect_refusal

DAY_MS = 86_400_000


def put(client, draft):
    return client.requests.PutDraft(pb.PutDraftRequest(draft=draft)).kept_until_ms


def get(client, id):
    return client.requests.GetDraft(pb.GetDraftRequest(id=id)).draft


def listed(client, page_size=0):
    drafts, cursor = [], ""
    while True:
        page = client.requests.ListDrafts(pb.ListDraftsRequest(page_size=page_size, cursor=cursor))
        drafts += page.drafts
        cursor = page.next_cursor
        if not cursor:
            return drafts


def without_times(draft):
    draft.ClearField("changed_ms")
    draft.ClearField("kept_until_ms")
    return draft


def test_a_draft_is_kept_as_it_was_typed_for_thirty_days(counter):
    draft = casework.draft(national_id="0", mobile="not a number", form=citizens.form_values({"nothing": "?"}))
    until = put(counter.office, draft)
    kept = get(counter.office, draft.id)
    assert kept.kept_until_ms == until == kept.changed_ms + 30 * DAY_MS
    assert without_times(kept) == draft
    changed = pb.Draft(id=draft.id, service="city-permit", note="")
    put(counter.office, changed)
    assert without_times(get(counter.office, draft.id)) == changed


def test_drafts_are_listed_without_forms_the_last_changed_first(own_counter):
    drafts = [casework.draft() for _ in range(5)]
    for draft in drafts:
        put(own_counter.office, draft)
    put(own_counter.office, drafts[1])
    expected = [drafts[1], *drafts[:1:-1], drafts[0]]
    for draft in drafts:
        draft.ClearField("form")
        draft.ClearField("note")
    for page_size in [0, 2]:
        assert [without_times(draft) for draft in listed(own_counter.office, page_size)] == expected
    cursor = own_counter.office.requests.ListDrafts(pb.ListDraftsRequest(page_size=1)).next_cursor
    expect_fields(
        [("cursor", "unknown")], own_counter.office.requests.ListDrafts, pb.ListDraftsRequest(cursor=cursor[:-2]))


def test_another_office_finds_no_draft_of_the_first(folder, connect):
    """Domain rule 5: nobody can count or list others' requests, begun ones neither."""
    certificate = Authority(folder).issue("office-2")
    folder.register("office-2", casework.OFFICE, public_key_digest(certificate[0]), at=casework.KIOSK)
    counter = casework.Counter(folder.serve())
    draft = casework.draft()
    put(counter.office, draft)
    other = connect(counter.server, certificate=certificate)
    expect_refusal(StatusCode.NOT_FOUND, "DRAFT_UNKNOWN", get, other, draft.id)
    request = pb.DeleteDraftRequest(id=draft.id)
    expect_refusal(StatusCode.NOT_FOUND, "DRAFT_UNKNOWN", other.requests.DeleteDraft, request)
    assert listed(other) == []
    put(other, pb.Draft(id=draft.id, service="other"))
    assert get(counter.office, draft.id).service == draft.service
    counter.close()


def test_a_draft_goes_with_the_acceptance_of_what_it_became(counter):
    draft = casework.draft()
    put(counter.office, draft)
    refused = citizens.submission(casework.SERVICE, draft_id=draft.id, national_id="1")
    _, refusal = attempt(counter.office.requests.Submit, refused)
    assert refusal.reason == "FIELD_INVALID"
    assert get(counter.office, draft.id).service == draft.service
    counter.submit(draft_id=draft.id)
    expect_refusal(StatusCode.NOT_FOUND, "DRAFT_UNKNOWN", get, counter.office, draft.id)
    # What is gone already stops nobody.
    counter.submit(draft_id=draft.id)
    expect_fields([("draft_id", "length")], counter.submit, draft_id=b"short")


def test_a_draft_is_deleted_once(counter):
    draft = casework.draft()
    put(counter.office, draft)
    request = pb.DeleteDraftRequest(id=draft.id)
    counter.office.requests.DeleteDraft(request)
    expect_refusal(StatusCode.NOT_FOUND, "DRAFT_UNKNOWN", counter.office.requests.DeleteDraft, request)
    expect_refusal(StatusCode.NOT_FOUND, "DRAFT_UNKNOWN", get, counter.office, draft.id)


@pytest.mark.parametrize(
    "request_, fields",
    [
        (pb.PutDraftRequest(), [("draft", "required")]),
        (pb.PutDraftRequest(draft=pb.Draft()), [("draft.id", "required")]),
        (pb.PutDraftRequest(draft=pb.Draft(id=b"short")), [("draft.id", "length")]),
        (pb.PutDraftRequest(draft=pb.Draft(id=b"1" * 16, note="n" * 65_536)), [("draft", "too_long")]),
    ])
def test_of_a_draft_only_id_and_size_are_checked(counter, request_, fields):
    expect_fields(fields, counter.office.requests.PutDraft, request_)


def test_an_office_keeps_no_more_drafts_than_it_may(own_counter):
    office = own_counter.office
    large = "n" * 65_000
    ids = [citizens.new_key() for _ in range(258)]
    for id in ids:
        put(office, pb.Draft(id=id, note=large))
    refused = expect_refusal(
        StatusCode.RESOURCE_EXHAUSTED, "NO_ROOM", put, office, pb.Draft(id=citizens.new_key(), note=large))
    assert refused.localized_message
    # One that is there already may be changed, and one that goes makes room.
    put(office, pb.Draft(id=ids[0], note=large))
    office.requests.DeleteDraft(pb.DeleteDraftRequest(id=ids[1]))
    put(office, pb.Draft(id=citizens.new_key(), note=large))


def test_drafts_are_kept_over_a_restart_and_make_no_request(folder):
    counter = casework.Counter(folder.serve())
    draft = casework.draft()
    put(counter.office, draft)
    assert counter.server.stop() == 0
    counter.close()
    assert folder.check() == 0
    counter = casework.Counter(folder.serve())
    assert without_times(get(counter.office, draft.id)) == draft
    counter.close()
