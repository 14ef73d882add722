"""A data folder as large as a country's year: offices everywhere, a million requests, most of them decided."""

import json
import pathlib
import random
import sqlite3

from . import measurements, wire
from .processes import Server, run
from .servers import OUT, PISHKHAND, Identity

SEED = 20261125
OFFICES = 9000
NO_KEY = bytes(16)  # grpc_load puts a fresh one there
CLAIM, ACT = "/pishkhan.v1.Work/Claim", "/pishkhan.v1.Work/Act"
FULFIL = 10  # ACTION_FULFIL

# What is asked of whom, with a form that passes; how much of all, and how much of it is decided.
SERVICES = {
    "post-postalcode": ("post", {"postal_code": "1619735744", "address": "تهران، خیابان ولی‌عصر، پلاک ۱۲"}, 0.4, 0.95),
    "city-pothole": ("city", {"lat": "35.7", "lon": "51.4"}, 0.2, 0.9),
    "city-permit": ("city", {"parcel": "12/345", "storeys": "4", "postal_code": "1619735744"}, 0.2, 0.6),
    "tci-newline": ("tci", {"postal_code": "1619735744"}, 0.2, 0.9),
}
AGENCIES = sorted({agency for agency, *_ in SERVICES.values()})


def national_id(nine: int) -> str:
    """Nine digits and their check digit."""
    digits = f"{nine:09d}"
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1))) % 11
    return digits + str(remainder if remainder < 2 else 11 - remainder)


def regions(journal: pathlib.Path) -> list[str]:
    database = sqlite3.connect(f"file:{journal}?mode=ro", uri=True)
    try:
        return [code for (code,) in database.execute("SELECT code FROM region ORDER BY code")]
    finally:
        database.close()


def add_offices(identity: Identity, codes: list[str], choose: random.Random) -> None:
    """9,000 counters, scattered over the country, open in the morning or all day, each with the usual services."""
    exported = json.loads(run([PISHKHAND, "catalogue", identity.folder, "export"], 60))
    for number in range(OFFICES):
        name = f"{10_000 + number}"
        hours = [{"weekday": day, "from": 480, "until": choose.choice([780, 1080])} for day in (1, 2, 3, 4, 6, 7)]
        exported["offices"].append({
            "id": name, "licence": name, "kind": "counter", "region": choose.choice(codes),
            "names": {"fa": f"دفتر پیشخوان {name}"}, "hours": hours, "languages": ["fa"],
            "position": {"latitude": round(choose.uniform(26, 39), 4), "longitude": round(choose.uniform(45, 62), 4)},
        })
        exported["delegations"] += [{"service": service, "office": name} for service in SERVICES]
    file = OUT / "run" / "offices.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(exported, ensure_ascii=False))
    run([PISHKHAND, "catalogue", identity.folder, "import", file], 300)


def submissions(service: str, codes: list[str], choose: random.Random) -> bytes:
    """Requests of a thousand citizens in all provinces, framed."""
    form = SERVICES[service][1]
    values = b"".join(wire.field(7, wire.message({1: name, 2: value})) for name, value in form.items())
    return b"".join(
        wire.framed(
            wire.message({1: NO_KEY, 2: service, 3: national_id(choose.randrange(10**8, 10**9)), 4: "سارا"})
            + values + wire.field(8, choose.choice(codes)))
        for _ in range(1000))


class Calls:
    """Calls of one method by one machine, from a file of messages."""

    def __init__(self, server: Server, identity: Identity, principal: str):
        certificate = identity.folder / "principals" / principal
        self._server, self._identity = server, identity
        self._options = ["--certificate", f"{certificate}.crt", "--key", f"{certificate}.key"]

    def load(self, method: str, messages: bytes, options: list, replies: bool = False) -> tuple[dict, list[bytes]]:
        """What grpc_load says, and the replies."""
        asked, answered = OUT / "run" / "messages", OUT / "run" / "replies"
        asked.write_bytes(messages)
        kept = ["--replies", answered] if replies else []
        said = measurements.grpc_load(
            self._server, self._identity,
            [*self._options, "--method", method, "--messages", asked, *options, *kept], 600)
        return said, list(wire.frames(answered.read_bytes())) if replies else []

    def all(self, method: str, messages: list[bytes], replies: bool = False) -> list[bytes]:
        """Each message once, at full speed."""
        load = [*measurements.SUBMIT_LOAD, "--seconds", 600, "--calls", len(messages)]
        return self.load(method, b"".join(map(wire.framed, messages)), load, replies)[1]


def fill(server: Server, identity: Identity, codes: list[str], requests: int, tell) -> dict[str, list[str]]:
    """Submits the requests and decides most of them. The tracking codes, by service."""
    choose = random.Random(SEED)
    office = Calls(server, identity, "office-1001")
    found = {}
    for service, (agency, _, share, decided) in SERVICES.items():
        count = int(requests * share)
        _, replies = office.load(
            "/pishkhan.v1.Requests/Submit", submissions(service, codes, choose),
            [*measurements.SUBMIT_LOAD, "--seconds", 600, "--calls", count], replies=True)
        codes_of = [wire.first(wire.first(reply, 1), 1).decode() for reply in replies]
        found[service] = codes_of
        # More or less in the order in which they came; of what is left, an eighth is in work.
        done = [code for code in codes_of if choose.random() < decided]
        left = sorted(set(codes_of) - set(done))
        in_work = choose.sample(left, len(left) // 8)
        desk = Calls(server, identity, f"agency-{agency}")
        desk.all(CLAIM, [wire.message({1: NO_KEY, 2: code, 3: 1}) for code in done + in_work])
        desk.all(ACT, [wire.message({1: NO_KEY, 2: code, 3: 2, 4: FULFIL, 6: "انجام شد"}) for code in done])
        tell(f"{service}: {count:,} submitted, {len(done):,} decided, {len(in_work):,} in work")
    return found
