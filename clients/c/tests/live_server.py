"""A real gRPC server (grpcio) with canned answers, for the tests of libpishkhan over sockets and TLS."""

import threading
import time
from concurrent import futures

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from pishkhan.v1 import (attachments_pb2_grpc, catalog_pb2, catalog_pb2_grpc, common_pb2, error_pb2, feedback_pb2,
                         feedback_pb2_grpc, requests_pb2, requests_pb2_grpc, work_pb2, work_pb2_grpc)
from google.protobuf import any_pb2
from google.rpc import status_pb2
from live_attachments import Attachments

CODE = "1234567890123456"
OTHER_CODE = "6543210987654321"
SECRET = "654321"


def fail(context, status, detail, trailers=()):
    """Ends the call as pishkhand does: google.rpc.Status with one ErrorDetail."""
    detail.code = status.value[0]
    packed = any_pb2.Any(type_url="type.googleapis.com/pishkhan.v1.ErrorDetail", value=detail.SerializeToString())
    rich = status_pb2.Status(code=detail.code, message=detail.message, details=[packed])
    context.set_trailing_metadata((("grpc-status-details-bin", rich.SerializeToString()),) + tuple(trailers))
    context.abort(status, detail.message)


def text(persian, english):
    return [common_pb2.LocalizedText(language="fa", text=persian),
            common_pb2.LocalizedText(language="en", text=english)]


def service(code, full):
    made = catalog_pb2.Service(code=code, version=3, agency="registry", names=text("شناسنامه", "Birth certificate"),
                               acknowledge_working_days=2, decide_working_days=10, fee_rial=250000)
    if full:
        made.attributes.add(code="reason", type=catalog_pb2.ATTRIBUTE_TYPE_SINGLE_VALUE_LIST, required=True,
                            allowed_values=["lost", "damaged"], labels=text("علت", "Reason"))
        made.attributes.add(code="postal", type=catalog_pb2.ATTRIBUTE_TYPE_STRING,
                            format=catalog_pb2.ATTRIBUTE_FORMAT_POSTAL_CODE)
        made.documents.append("photo")
    return made


class Catalog(catalog_pb2_grpc.CatalogServicer):
    def ListAgencies(self, request, context):
        return catalog_pb2.ListAgenciesResponse(
            agencies=[catalog_pb2.Agency(id="registry", names=text("ثبت احوال", "Civil registry"))])

    def ListServices(self, request, context):
        if request.page_token:
            return catalog_pb2.ListServicesResponse(services=[service("third", False)])
        return catalog_pb2.ListServicesResponse(services=[service("first", False), service("second", False)],
                                                next_page_token="2")

    def GetService(self, request, context):
        if request.code != "first":
            fail(context, grpc.StatusCode.NOT_FOUND,
                 error_pb2.ErrorDetail(reason=error_pb2.REASON_SERVICE_UNKNOWN, at=error_pb2.AT_EDGE,
                                       durable=error_pb2.DURABLE_NO, message="there is no service \"" + request.code
                                       + "\"", localized_message="چنین خدمتی نیست", trace_id="t-1"))
        return catalog_pb2.GetServiceResponse(service=service("first", True))


def event(number):
    return common_pb2.Event(number=number, action=common_pb2.ACTION_SUBMIT, to=common_pb2.REQUEST_STATE_SUBMITTED,
                            time_ms=1000 + number, role=common_pb2.ROLE_KIOSK, actor="kiosk-1", hash=b"\x01" * 32)


class Requests(requests_pb2_grpc.RequestsServicer):
    def __init__(self):
        self.lock = threading.Lock()
        self.receipts = {}
        self.tries = {}
        self.watches = 0

    def Submit(self, request, context):
        if request.national_id != "0499370899":
            fail(context, grpc.StatusCode.INVALID_ARGUMENT,
                 error_pb2.ErrorDetail(reason=error_pb2.REASON_FIELD_INVALID, at=error_pb2.AT_EDGE,
                                       durable=error_pb2.DURABLE_NO, message="two fields are not valid",
                                       localized_message="دو فیلد درست نیست", trace_id="t-2", field_violations=[
                                           error_pb2.FieldViolation(field="national_id", reason="check_digit",
                                                                    texts=text("رقم کنترل درست نیست",
                                                                               "the check digit is wrong")),
                                           error_pb2.FieldViolation(field="form.reason", reason="required",
                                                                    texts=text("لازم است", "is needed"))]))
        with self.lock:
            key = request.idempotency_key
            self.tries[key] = self.tries.get(key, 0) + 1
            if request.note == "busy" and self.tries[key] <= 2:
                fail(context, grpc.StatusCode.UNAVAILABLE,
                     error_pb2.ErrorDetail(reason=error_pb2.REASON_STORE_FAILED, at=error_pb2.AT_STORE,
                                           durable=error_pb2.DURABLE_NO, message="the store is busy"),
                     (("grpc-retry-pushback-ms", "20"),))
            known = key in self.receipts
            if not known:
                self.receipts[key] = common_pb2.Receipt(tracking_code=CODE, secret=SECRET, time_ms=1700000000000,
                                                        event_number=1, event_hash=b"\x02" * 32)
            if request.note == "count":
                return requests_pb2.SubmitResponse(
                    receipt=common_pb2.Receipt(tracking_code=str(len(self.receipts))), repeated_key=known)
            return requests_pb2.SubmitResponse(receipt=self.receipts[key], repeated_key=known)

    def Track(self, request, context):
        if request.tracking_code == "slow":
            while context.is_active():
                time.sleep(0.02)
        if request.tracking_code == "bare":
            context.abort(grpc.StatusCode.DATA_LOSS, "no details: 100% سلام")
        if request.secret and request.secret != SECRET:
            fail(context, grpc.StatusCode.UNAUTHENTICATED,
                 error_pb2.ErrorDetail(reason=error_pb2.REASON_CODE_OR_SECRET_WRONG, at=error_pb2.AT_EDGE,
                                       durable=error_pb2.DURABLE_NO, retry_after_ms=1500, message="wrong",
                                       localized_message="نادرست"))
        details = common_pb2.Request(tracking_code=CODE, version=2, state=common_pb2.REQUEST_STATE_WAITING_CITIZEN,
                                     service="first", given_name="مریم", note="x" * 300000,
                                     form=[common_pb2.FormValue(attribute="reason", values=["lost"])],
                                     open_questions=[common_pb2.Question(attribute="postal", text="کد پستی؟")])
        return requests_pb2.TrackResponse(tracking_code=CODE, state=common_pb2.REQUEST_STATE_WAITING_CITIZEN,
                                          details=details if request.secret else None)

    def Get(self, request, context):
        return requests_pb2.GetResponse(request=common_pb2.Request(tracking_code=CODE, version=2))

    def History(self, request, context):
        numbers = range(request.after_event + 1, 4)
        return requests_pb2.HistoryResponse(events=[event(n) for n in numbers][:request.page_size or 100],
                                            more=bool(request.page_size) and len(numbers) > request.page_size)

    def Watch(self, request, context):
        with self.lock:
            self.watches += 1
            first = self.watches == 1
        for number in range(max(request.after_event, 1), 6):  # the last one seen comes again
            if first and number == 3:
                context.abort(grpc.StatusCode.UNAVAILABLE, "the server stops")
            yield requests_pb2.WatchResponse(event=event(number))

    def Act(self, request, context):
        if request.expected_version == 1:
            fail(context, grpc.StatusCode.ABORTED,
                 error_pb2.ErrorDetail(reason=error_pb2.REASON_VERSION_STALE, at=error_pb2.AT_EDGE,
                                       durable=error_pb2.DURABLE_NO, message="stale", current_version=2))
        return requests_pb2.RequestsActResponse(version=3, state=common_pb2.REQUEST_STATE_ASSIGNED, time_ms=5)


class Work(work_pb2_grpc.WorkServicer):
    def __init__(self):
        self.lock = threading.Lock()
        self.streams = 0

    def Inbox(self, request, context):
        return work_pb2.InboxResponse(items=[
            work_pb2.InboxItem(tracking_code=code, service="first", state=common_pb2.REQUEST_STATE_SUBMITTED,
                               version=1) for code in (CODE, OTHER_CODE)])

    def Claim(self, request, context):
        return work_pb2.ClaimResponse(version=request.expected_version + 1, state=common_pb2.REQUEST_STATE_ASSIGNED)

    def Act(self, request, context):
        states = {common_pb2.ACTION_ACKNOWLEDGE: common_pb2.REQUEST_STATE_ACKNOWLEDGED,
                  common_pb2.ACTION_FULFIL: common_pb2.REQUEST_STATE_FULFILLED,
                  common_pb2.ACTION_ASK_CITIZEN: common_pb2.REQUEST_STATE_WAITING_CITIZEN,
                  common_pb2.ACTION_REFUSE: common_pb2.REQUEST_STATE_REFUSED}
        return work_pb2.WorkActResponse(version=request.expected_version + 1, state=states[request.action],
                                        time_ms=len(request.questions))


    def Renew(self, request, context):
        return work_pb2.RenewResponse(lease_until_ms=1000 * request.lease_seconds)

    def Release(self, request, context):
        return work_pb2.ReleaseResponse(version=request.expected_version + 1,
                                        state=common_pb2.REQUEST_STATE_ACKNOWLEDGED)

    def Stream(self, request, context):
        """Breaks off after the first request; after the second there is no more."""
        with self.lock:
            self.streams += 1
            first = self.streams == 1
        yield work_pb2.StreamWorkResponse(request=common_pb2.Request(
            tracking_code=CODE if first else OTHER_CODE, version=request.lease_seconds, service=request.service))
        if first:
            context.abort(grpc.StatusCode.UNAVAILABLE, "the server stops")


class Feedback(feedback_pb2_grpc.FeedbackServicer):
    def GetSurvey(self, request, context):
        return feedback_pb2.GetSurveyResponse(questions=[feedback_pb2.SurveyQuestion(
            code="overall", kind=feedback_pb2.QUESTION_KIND_RATING, texts=text("روی هم رفته؟", "Overall?"))])

    def SubmitFeedback(self, request, context):
        return feedback_pb2.SubmitFeedbackResponse(event_number=10 + len(request.answers), time_ms=7)


def start(certificate, key, ca, mutual):
    """A server on a free port; returns it and its port."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    catalog_pb2_grpc.add_CatalogServicer_to_server(Catalog(), server)
    requests_pb2_grpc.add_RequestsServicer_to_server(Requests(), server)
    work_pb2_grpc.add_WorkServicer_to_server(Work(), server)
    feedback_pb2_grpc.add_FeedbackServicer_to_server(Feedback(), server)
    attachments_pb2_grpc.add_AttachmentsServicer_to_server(Attachments(fail), server)
    healthy = health.HealthServicer()
    healthy.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    credentials = grpc.ssl_server_credentials([(key, certificate)], root_certificates=ca if mutual else None,
                                              require_client_auth=mutual)
    port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()
    return server, port
