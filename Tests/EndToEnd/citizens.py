"""Citizens who exist nowhere, forms filled in for every service, and a record of all that is personal in them."""

import dataclasses
import itertools
import random
import threading
import uuid

import messages as pb

_numbers = itertools.count(1)
_lock = threading.Lock()

# Everything that no log may hold.
personal_values = set()


def personal(value):
    """Records a value as personal, and gives it back."""
    with _lock:
        personal_values.add(value)
    return value


def next_number():
    with _lock:
        return next(_numbers)


def new_key():
    """An idempotency key."""
    return uuid.uuid4().bytes


def national_id(nine):
    """Puts the check digit behind nine digits."""
    remainder = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1))) % 11
    return nine + str(remainder if remainder < 2 else 11 - remainder)


def unknown_code():
    """A tracking code whose check digits are right and which belongs to no request but by a rare chance."""
    number = random.randrange(10**13)
    return f"{number:014d}{98 - number * 100 % 97:02d}"


def note(text="توضیح"):
    """Free text, with a half-space and digits of both scripts, that stands nowhere else."""
    return personal(f"{text} می‌خواهم شمارهٔ {next_number()}/۴۲ — «یادداشت»")


@dataclasses.dataclass
class Citizen:
    national_id: str
    given_name: str
    family_name: str
    mobile: str


def new_citizen():
    number = next_number()
    return Citizen(
        national_id=personal(national_id(f"{number + 38_000_000:09d}")),
        given_name=personal(f"نام‌آزمون{number}"), family_name=personal(f"خانوادگی‌آزمون{number}"),
        mobile=personal(f"0912{number + 4_000_000:07d}"))


# A form for each service of the starting catalogue, filled in as its definition asks.
FORMS = {
    "ncr-smartcard": {"reason": "LOST", "postal_code": "1345678901", "mobile": "09123456789"},
    "ncr-birthcert": {"reason": "AGE_15", "issue_place": "یزدِ آزمون"},
    "post-postalcode": {"postal_code": "1345678901", "address": "خیابان آزمون\nکوچهٔ آزمون"},
    "tci-newline": {"postal_code": "1345678901", "internet": "FTTH"},
    "tci-fault": {"line": "۰۳۵-آزمون", "fault": ["NO_TONE", "NOISE"], "details": "قطع از دیروزِ آزمون"},
    "sso-history": {"insurance_no": "آزمون-۷", "from": "2020-03-20", "to": "2024-03-19T23:59:59+03:30"},
    "sso-pension": {"insurance_no": "آزمون-۸", "iban": "IR580540105180021273113007", "contribution_years": "۳۰٫۵"},
    "ihio-enrol": {"household_size": "4", "fund": "RURAL"},
    "subs-appeal": {"assigned_decile": "8", "grounds": "اعتراض آزمون", "iban": "IR580540105180021273113007"},
    "subs-register": {"household_size": "۵", "iban": "IR580540105180021273113007"},
    "inta-taxid": {"legal_id": "10380284790", "activity": "آزمونگری", "postal_code": "1345678901"},
    "police-passport": {"kind": "RENEWAL", "latin_name": "END TO END", "postal_code": "1345678901"},
    "police-licence": {"licence_no": "آزمون-۹", "medical_date": "2025-01-31"},
    "power-newmeter": {"postal_code": "1345678901", "phases": "THREE", "ampere": "32"},
    "water-leak": {"lat": "31.8974", "lon": "54.3569", "severity": "BURST"},
    "gas-transfer": {"subscription_no": "آزمون-۱۰", "new_holder_national_id": "0076229645"},
    "city-permit": {"parcel": "آزمون/۱۱", "storeys": "2", "postal_code": "1345678901"},
    "city-pothole": {"lat": "31.8974", "lon": "54.3569", "details": "چالهٔ آزمون"},
}

for _form in FORMS.values():
    for _text in _form.values():
        # Short values and codes of lists stand in logs by chance or by right.
        if isinstance(_text, str) and len(_text) > 6 and not _text.isupper():
            personal(_text)


def form_values(form):
    """The messages for {attribute: value or values}."""
    return [
        pb.FormValue(attribute=attribute, values=[given] if isinstance(given, str) else given)
        for attribute, given in form.items()
    ]


def submission(service, **changes):
    """A whole, right SubmitRequest of a new citizen; `changes` replace fields of it."""
    citizen = new_citizen()
    fields = dict(
        idempotency_key=new_key(), service=service, national_id=citizen.national_id,
        given_name=citizen.given_name, family_name=citizen.family_name, mobile=citizen.mobile,
        form=form_values(FORMS.get(service, {})), note=note())
    return pb.SubmitRequest(**fields | changes)
