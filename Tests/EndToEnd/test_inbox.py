"""The inbox: its filters, both orders, and cursors that hold."""

import pytest

import casework
import citizens
import messages as pb
from errors import expect_fields, expect_refusal
from grpc import StatusCode


def pages(client, page_size, **fields):
    items, cursor = [], ""
    while True:
        page = client.work.Inbox(pb.InboxRequest(page_size=page_size, cursor=cursor, **fields))
        items += page.items
        cursor = page.next_cursor
        if not cursor:
            return items


def codes(client, page_size=50, **fields):
    return [item.tracking_code for item in pages(client, page_size, **fields)]


@pytest.fixture
def full(own_counter):
    """Six requests of two services with other targets, in two regions, two of them claimed."""
    filed = [
        own_counter.submit(service, region=region)
        for region in ["IR-23", "IR-07"] for service in ["city-permit", "city-pothole", "city-permit"]]
    own_counter.claim(filed[1])
    own_counter.claim(filed[3], by=own_counter.supervisor())
    return own_counter, filed


@pytest.mark.parametrize("page_size", [1, 4, 50])
@pytest.mark.parametrize(
    "fields, expected",
    [
        (dict(), [0, 1, 2, 3, 4, 5]), (dict(service="city-pothole"), [1, 4]), (dict(region="IR-07"), [3, 4, 5]),
        (dict(assignee="agency-city"), [1]), (dict(assignee="-"), [0, 2, 4, 5]),
        (dict(assignee="supervisor-city", region="IR-23"), []), (dict(overdue=True), []),
        (dict(due_before_ms=1), []),
        (dict(states=[pb.REQUEST_STATE_ASSIGNED]), [1, 3]),
        # The road damage is due before the permits are; of the permits the oldest first.
        (dict(by_due_time=True, states=[pb.REQUEST_STATE_SUBMITTED], service="city-permit"), [0, 2, 5]),
        (dict(by_due_time=True, states=[pb.REQUEST_STATE_ASSIGNED]), [1, 3]),
        (dict(by_due_time=True, assignee="agency-city"), [1]),
    ])
def test_a_filter_finds_its_requests_in_order_whatever_the_page(full, fields, expected, page_size):
    counter, filed = full
    assert codes(counter.agency(), page_size, **fields) == [filed[index].code for index in expected]


def test_what_is_due_by_a_time_is_found_by_it(full):
    counter, filed = full
    items = pages(counter.agency(), 2, by_due_time=True)
    due = [min(time for time in (item.acknowledge_due_ms, item.decide_due_ms) if time) for item in items]
    assert due == sorted(due) and len(items) == 6
    middle = due[2]
    found = codes(counter.agency(), due_before_ms=middle)
    assert sorted(found) == sorted(item.tracking_code for item, time in zip(items, due) if time <= middle)


def test_an_item_tells_clock_and_lease(own_counter):
    filed = own_counter.submit()
    own_counter.claim(filed, lease_seconds=60)
    item = own_counter.agency().work.Inbox(pb.InboxRequest()).items[0]
    details = own_counter.details(filed)
    assert (item.decide_due_ms, item.acknowledge_due_ms, item.lease_until_ms, item.overdue, item.assignee) == (
        details.decide_due_ms, 0, details.lease_until_ms, False, "agency-city")


def test_a_cursor_holds_while_requests_come_and_go(own_counter):
    filed = [own_counter.submit() for _ in range(6)]
    agency = own_counter.agency()
    page = agency.work.Inbox(pb.InboxRequest(page_size=3))
    own_counter.act(filed[1], pb.ACTION_WITHDRAW)
    own_counter.act(filed[4], pb.ACTION_WITHDRAW)
    late = own_counter.submit()
    rest = agency.work.Inbox(pb.InboxRequest(cursor=page.next_cursor)).items
    assert [item.tracking_code for item in [*page.items, *rest]] == [
        request.code for request in [*filed[:4], filed[5], late]]


@pytest.mark.parametrize(
    "changes",
    [
        dict(by_due_time=True), dict(region="IR-23"), dict(assignee="-"), dict(overdue=True), dict(due_before_ms=9),
        dict(service="city-permit"), dict(states=[pb.REQUEST_STATE_SUBMITTED]),
    ])
def test_a_cursor_of_another_filter_is_refused(full, changes):
    counter, _ = full
    cursor = counter.agency().work.Inbox(pb.InboxRequest(page_size=1)).next_cursor
    inbox = counter.agency().work.Inbox
    expect_fields([("cursor", "unknown")], inbox, pb.InboxRequest(cursor=cursor, **changes))
    expect_fields([("cursor", "unknown")], counter.supervisor().work.Inbox, pb.InboxRequest(cursor=cursor))
    # The size of the page is no filter.
    assert len(inbox(pb.InboxRequest(cursor=cursor, page_size=2)).items) == 2


@pytest.mark.parametrize(
    "fields, expected",
    [
        (dict(region="IR-99"), [("region", "unknown")]), (dict(due_before_ms=-1), [("due_before_ms", "range")]),
        (dict(page_size=201), [("page_size", "range")]), (dict(cursor="x"), [("cursor", "unknown")]),
        (dict(states=[pb.REQUEST_STATE_CLOSED]), [("states", "not_in_list")]),
    ])
def test_a_filter_is_checked(counter, fields, expected):
    expect_fields(expected, counter.agency().work.Inbox, pb.InboxRequest(**fields))


def test_a_filter_names_principals_of_the_agency_alone(counter):
    for name in ["agency-post", casework.OFFICE, citizens.new_citizen().given_name]:
        expect_refusal(
            StatusCode.NOT_FOUND, "PRINCIPAL_NAME_UNKNOWN", counter.agency().work.Inbox, pb.InboxRequest(assignee=name))
