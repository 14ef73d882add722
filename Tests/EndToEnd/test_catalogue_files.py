"""The catalogue as files: export, import, Open311."""

import json

import pytest

import casework
import directory as made
import messages as pb
from directory import Directory
from server import run


def catalogue(folder, *arguments):
    return run("catalogue", folder.path, *arguments)


def exported(folder):
    done = catalogue(folder, "export")
    assert done.returncode == 0, done.stderr
    return done.stdout


def taken(folder, path, verb=("import",)):
    done = catalogue(folder, *verb, path)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_what_is_exported_is_imported_as_it_was(make_folder, tmp_path):
    first, second = make_folder("first"), make_folder("second")
    counter = casework.Counter(first.serve())
    directory = Directory(counter)
    code = directory.offered(
        documents=["photo"], retention_days=9, channels=[pb.CHANNEL_COUNTER], attributes=[
            pb.Attribute(
                code="line", type=pb.ATTRIBUTE_TYPE_SINGLE_VALUE_LIST, required=True, labels=made.names("L\\ine", "س\"طر"),
                help=made.names("Help"), allowed_values=["A", "B"],
                value_labels=[pb.ValueLabel(value="A", labels=made.names("a"))]),
            pb.Attribute(code="file", type=pb.ATTRIBUTE_TYPE_FILE, media_types=["image/png"], bytes_max=77),
            pb.Attribute(code="text", type=pb.ATTRIBUTE_TYPE_TEXT, length_max=50),
        ])
    directory.put_service(made.service(code=code, fee_rial=5), publish=False)
    directory.put_agency(pb.Agency(id="moon", names=made.names("Moon", "ماه")))
    directory.put_calendar(made.calendar(days=[pb.CalendarDay(date="2026-01-01", hours=[
        pb.WorkingHours(**{"from": 1, "until": 2})])]))
    directory.put_office(made.office(
        "far-1", region="IR-21", position=pb.Position(latitude=-1, longitude=54_356_900), languages=["fa"], counters=2,
        accessibility=[pb.ACCESSIBILITY_BRAILLE], addresses=made.names("There"),
        hours=[pb.OpeningHours(**{"weekday": 7, "from": 5, "until": 6})]))
    directory.grant(code, office="far-1", daily_cap=3, until_ms=1_900_000_000_000)
    directory.retire("city-permit")
    before = exported(first)
    path = tmp_path / "catalogue.json"
    assert catalogue(first, "export", path).returncode == 0
    assert path.read_text() == before
    changes = taken(second, path)
    # city-permit is retired in the first, so its file does not name it, and the second keeps its own.
    permit = json.loads(before)
    assert "city-permit" not in [service["code"] for service in permit["services"]]
    again = json.loads(exported(second))
    again["services"] = [service for service in again["services"] if service["code"] != "city-permit"]
    assert again == permit and changes[-1].endswith(" changes")
    # Twice is as good as once.
    assert taken(second, path) == ["0 changes"]
    assert taken(first, path) == ["0 changes"]
    counter.server.stop()
    counter.close()
    first.check()
    second.check()


def test_a_running_server_takes_an_import_in(own_counter, tmp_path):
    folder = own_counter.server.folder
    path = tmp_path / "more.json"
    path.write_text(json.dumps({
        "agencies": [{"id": "moon", "names": {"en": "Moon"}}],
        "services": [{"code": "moon-walk", "agency": "moon", "names": {"en": "Walk"}, "decide_working_days": 3}],
        "delegations": [{"service": "moon-walk", "region": "IR-23"}]}))
    seen = len(own_counter.server.log)
    assert taken(folder, path) == [
        "put_agency\tagencies[0]", "put_service\tservices[0]", "grant_delegation\tdelegations[0]", "3 changes"]
    own_counter.server.log.wait_for("event=reloaded", "what=principals", start=seen)
    request = made.citizens.submission("moon-walk")
    receipt = own_counter.office.requests.Submit(request).receipt
    assert receipt.decide_due_ms > receipt.time_ms


SERVICE = {"code": "s", "agency": "city", "names": {"en": "S"}}


@pytest.mark.parametrize(("text", "words"), [
    ("", ["line 1: the document ends too early"]),
    ("[]", ["line 1: an object is needed here"]),
    ('{"services": [\n{"code": "a",}]}', ["line 2: a name in quotes is needed here"]),
    ('{"a": 1}', ['line 1: there is no field "a" here']),
    ('{"agencies": [],\n"agencies": []}', ['line 2: "agencies" is here twice']),
    ('{"services": [\n\n{"code": "a", "fee": 1}]}', ['line 3: services[0]: there is no field "fee" here']),
    ('{"services": [{"code": "a", "agency": "city",\n"names": {"de": "x"}}]}', ['line 2: services[0].names']),
    ('{"services": [{"code": "a", "agency": "city", "names": {"en": "x"},\n"fee_rial": -1}]}',
     ["line 2: services[0].fee_rial: This is outside"]),
    ('{"services": [{"code": "a", "agency": "city", "names": {"en": "x"}, "attributes": [\n{"code": "b",\n"type": "int"}]}]}',
     ['line 3: services[0].attributes[0].type: "int" is none of string, number']),
    ('{"agencies": [{"id": "A B",\n"names": {}},\n{"id": "b", "names": {"en": 5}}]}',
     ["line 1: agencies[0].id", "line 2: agencies[0].names: This is needed", "line 3: agencies[1].names.en: a text is"]),
    ('{"offices": [{"id": "x", "kind": "counter", "region": "IR-23", "names": {"en": "x"},\n"position": {"latitude": 1.1234567, "longitude": 1}}]}',
     ["line 2: offices[0].position.latitude: degrees with at most six decimals"]),
    ('{"calendars": [{"region": "IR", "minutes_per_day": 480, "from": "2025-01-01",\n"until": "2025-02-30"}]}',
     ["line 2: calendars[0].until: a day as YYYY-MM-DD"]),
    ('{"note": "\\ud800"}', ["line 1: half a character"]),
    ('{"note": "\x01"}', ["line 1: a line or control character"]),
    ('{"delegations": [' + "[" * 40, ["line 1: it is nested too deeply"]),
    ('{"note": 01}', ["line 1:"]), ('{"note": nul}', ["line 1: this is no JSON value"]),
    ('{"note": "x"} {}', ["line 1: something follows"]),
    # What is right by itself and does not fit the directory.
    (json.dumps({"agencies": [{"id": "new", "names": {"en": "N"}}], "services": [SERVICE | {"agency": "nobody"}]}),
     ["services[0]: there is no such agency"]),
    (json.dumps({"services": [SERVICE, SERVICE | {"code": "city-pothole", "agency": "post"}]}),
     ["services[1]: the service's code belongs to another agency"]),
    (json.dumps({"services": [SERVICE], "delegations": [{"service": "s", "office": "nowhere"}]}),
     ["delegations[0]: there is no such office"]),
    (json.dumps({"services": [SERVICE | {"status": "retired"}]}), ["services[0].status: a file holds what is published"]),
])
def test_a_file_that_is_not_right_is_refused_with_line_and_field_and_nothing_is_taken_in(folder, tmp_path, text, words):
    path = tmp_path / "wrong.json"
    path.write_text(text)
    before = exported(folder)
    done = catalogue(folder, "import", path)
    assert done.returncode == 1 and done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == len(words) + 1, done.stderr
    for line, expected in zip(lines, words):
        assert line.startswith(f"{path}: line ") and expected in line, line
    assert lines[-1] == f"pishkhand: {path}: nothing was taken in"
    assert exported(folder) == before


def test_a_file_that_is_not_there_or_not_text_is_refused(folder, tmp_path):
    done = catalogue(folder, "import", tmp_path / "none.json")
    assert done.returncode == 1 and "No such file" in done.stderr
    (tmp_path / "bytes").write_bytes(b'{"note": "\xff"}')
    done = catalogue(folder, "import", tmp_path / "bytes")
    assert done.returncode == 1 and "a text is not UTF-8" in done.stderr
    assert catalogue(folder, "export", tmp_path / "none/x.json").returncode == 1
    for words in [[], ["import"], ["open311", "city"], ["merge", "x"]]:
        done = catalogue(folder, *words)
        assert done.returncode == 2 and "catalogue takes DIR and one of" in done.stderr


# As in the specification's own examples: numbers and flags come as texts, and more fields than it has.
LIST = [
    {"service_code": "DMV66", "service_name": "Parking meter", "description": "A broken meter", "metadata": True,
     "type": "realtime", "keywords": "lorem", "group": "street"},
    {"service_code": 2, "service_name": "Cans left out 24x7", "metadata": "false", "group": "sanitation"},
    {"service_code": "003", "service_name": "Construction plate", "metadata": "true"},
]
DEFINITION = {
    "service_code": "DMV66", "attributes": [
        {"variable": True, "code": "WHISHETN", "datatype": "singlevaluelist", "required": True,
         "datatype_description": None, "order": 2, "description": "What is the make?",
         "values": [{"key": 123, "name": "Ford"}, {"key": "124", "name": "Chrysler"}]},
        {"variable": "true", "code": "when", "datatype": "datetime", "required": "false", "order": "1",
         "description": "When was it?", "datatype_description": "A date"},
        {"variable": False, "code": "note", "datatype": "string", "order": 3, "description": "Thank you."},
    ]}


def open311(folder, tmp_path, *documents):
    paths = []
    for number, document in enumerate(documents):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(document if isinstance(document, str) else json.dumps(document))
    return catalogue(folder, "open311", "city", *paths)


def test_an_open311_list_becomes_drafts(own_counter, tmp_path):
    folder = own_counter.server.folder
    seen = len(own_counter.server.log)
    done = open311(folder, tmp_path, LIST, DEFINITION)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "put_service\t[0]", "put_service\t[1]", "put_service\t[2]", "3 changes",
        "these have a form whose definition was not given: 003"]
    own_counter.server.log.wait_for("event=reloaded", "what=principals", start=seen)
    city = own_counter.agency("city")
    meter = city.catalog.GetService(pb.GetServiceRequest(code="DMV66")).service
    assert (meter.status, meter.agency) == (pb.SERVICE_STATUS_DRAFT, "city")
    assert [text.text for text in meter.names] == ["Parking meter"]
    assert [attribute.code for attribute in meter.attributes] == [
        "lat", "long", "address_string", "description", "when", "WHISHETN"]
    make = meter.attributes[-1]
    assert (make.type, make.required, list(make.allowed_values)) == (
        pb.ATTRIBUTE_TYPE_SINGLE_VALUE_LIST, True, ["123", "124"])
    assert [label.labels[0].text for label in make.value_labels] == ["Ford", "Chrysler"]
    when = meter.attributes[-2]
    assert (when.type, when.required, when.help[0].text) == (pb.ATTRIBUTE_TYPE_DATETIME, False, "A date")
    assert len(city.catalog.GetService(pb.GetServiceRequest(code="2")).service.attributes) == 4
    directory = Directory(own_counter)
    directory.publish("DMV66", 1, by=city)
    directory.grant("DMV66")
    form = made.citizens.form_values({"lat": "35.7", "long": "51.4", "WHISHETN": "123"})
    own_counter.office.requests.Submit(made.citizens.submission("DMV66", form=form))


@pytest.mark.parametrize(("documents", "words"), [
    ([{}], "0.json: line 1: a list of services is needed here"),
    ([[{"service_name": "x"}]], "0.json: line 1: [0].service_code: this is needed"),
    ([[{"service_code": "a"}]], "0.json: line 1: [0].service_name: this is needed"),
    (['[{"service_code": "a", "service_name": "A"},\n{"service_code": "a", "service_name": "B"}]'],
     '0.json: line 2: [1].service_code: "a" is here twice'),
    ([LIST, {"service_code": "other"}], '1.json: line 1: the list has no service "other"'),
    ([LIST, {"service_code": "DMV66", "attributes": [{"code": "x", "datatype": "money"}]}],
     '1.json: line 1: attributes[0].datatype: "money" is none of'),
    ([LIST, {"service_code": "DMV66", "attributes": [{"code": "x", "datatype": "multivaluelist"}]}],
     "1.json: line 1: allowed_values: This is needed"),
    ([LIST, [{"service_code": "DMV66", "attributes": [{"code": "x", "datatype": "string", "required": "maybe"}]}]],
     "1.json: line 1: [0].attributes[0].required: true or false is needed here"),
])
def test_an_open311_file_that_is_not_right_is_refused_and_nothing_is_taken_in(folder, tmp_path, documents, words):
    before = exported(folder)
    done = open311(folder, tmp_path, *documents)
    assert done.returncode == 1 and words in done.stderr, done.stderr
    assert exported(folder) == before
