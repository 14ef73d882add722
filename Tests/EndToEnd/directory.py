"""Services, offices, delegations and principals for the tests that change the directory, right as they are."""

import itertools

import citizens
import messages as pb

_numbers = itertools.count(1)

TEHRAN = pb.Position(latitude=35_689_200, longitude=51_389_000)


def fresh(word):
    """A code or id that nobody has."""
    return f"{word}-{next(_numbers)}"


def names(english, persian="نام"):
    return [pb.LocalizedText(language="fa", text=persian), pb.LocalizedText(language="en", text=english)]


def service(agency="city", code=None, **changes):
    fields = dict(
        code=fresh(f"{agency}-test") if code is None else code, agency=agency, names=names("A service"), acknowledge_working_days=1,
        decide_working_days=5,
        attributes=[pb.Attribute(code="line", type=pb.ATTRIBUTE_TYPE_STRING, labels=names("Line", "سطر"))])
    return pb.Service(**fields | changes)


def office(id=None, **changes):
    fields = dict(
        id=fresh("o") if id is None else id, licence="72-1", kind=pb.CHANNEL_COUNTER, region="IR-23", status=pb.OFFICE_STATUS_ACTIVE,
        names=names("An office"))
    return pb.Office(**fields | changes)


def calendar(**changes):
    fields = dict(
        region="IR-21", offset_minutes=210, minutes_per_day=480,
        hours=[pb.WorkingHours(**{"weekday": day, "from": 480, "until": 960}) for day in range(1, 6)],
        days=[pb.CalendarDay(date="2026-03-21", names=names("Nowruz", "نوروز"))], until="2026-12-31")
    made = pb.Calendar(**fields | changes)
    if "from" not in changes:
        setattr(made, "from", "2026-01-01")
    return made


class Directory:
    """The calls that change the directory, each under a new key unless one is given."""

    def __init__(self, counter):
        self.counter = counter

    @property
    def operator(self):
        return self.counter.client("operator")

    def put_agency(self, agency, by=None, **changes):
        request = pb.PutAgencyRequest(**dict(idempotency_key=citizens.new_key(), agency=agency) | changes)
        return (by or self.operator).catalog.PutAgency(request)

    def put_service(self, service, by=None, publish=True, **changes):
        fields = dict(idempotency_key=citizens.new_key(), service=service, publish=publish)
        return (by or self.operator).catalog.PutService(pb.PutServiceRequest(**fields | changes))

    def publish(self, code, version, by=None):
        request = pb.PublishServiceRequest(idempotency_key=citizens.new_key(), code=code, version=version)
        return (by or self.operator).catalog.PublishService(request)

    def retire(self, code, by=None):
        request = pb.RetireServiceRequest(idempotency_key=citizens.new_key(), code=code, reason="replaced")
        return (by or self.operator).catalog.RetireService(request)

    def put_calendar(self, calendar, expected_version=0, by=None):
        request = pb.PutCalendarRequest(
            idempotency_key=citizens.new_key(), calendar=calendar, expected_version=expected_version)
        return (by or self.operator).catalog.PutCalendar(request)

    def put_office(self, office, by=None):
        request = pb.PutOfficeRequest(idempotency_key=citizens.new_key(), office=office)
        return (by or self.operator).offices.PutOffice(request)

    def grant(self, service, by=None, agency="city", **delegation):
        delegation = pb.Delegation(service=service, **delegation or dict(office="1001"))
        request = pb.GrantDelegationRequest(idempotency_key=citizens.new_key(), delegation=delegation)
        return (by or self.counter.agency(agency)).offices.GrantDelegation(request).number

    def set_delegation(self, number, status, by=None, agency="city", reason="the licence is being renewed"):
        request = pb.SetDelegationRequest(
            idempotency_key=citizens.new_key(), number=number, status=status, reason=reason)
        return (by or self.counter.agency(agency)).offices.SetDelegation(request)

    def delegations(self, by, **fields):
        found, token = [], ""
        while True:
            page = by.offices.ListDelegations(pb.ListDelegationsRequest(page_token=token, page_size=7, **fields))
            found += page.delegations
            token = page.next_page_token
            if not token:
                return found

    def offered(self, agency="city", at="1001", **changes):
        """A new published service that the office may submit; gives its code."""
        made = service(agency, **changes)
        self.put_service(made)
        self.grant(made.code, agency=agency, office=at)
        return made.code

    def add_principal(self, key, by=None, **fields):
        principal = pb.Principal(keys=[key], **fields)
        request = pb.AddPrincipalRequest(idempotency_key=citizens.new_key(), principal=principal)
        return (by or self.operator).admin.AddPrincipal(request)

    def set_status(self, name, status, by=None, reason=""):
        request = pb.SetPrincipalStatusRequest(
            idempotency_key=citizens.new_key(), name=name, status=status, reason=reason)
        return (by or self.operator).admin.SetPrincipalStatus(request)


def submission(code, **changes):
    """A request for a service that `service` made."""
    return citizens.submission(code, form=citizens.form_values({"line": "یک"}), **changes)


