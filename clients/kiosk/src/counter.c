#include "counter.h"
#include "client_source.h"

#include <pishkhan/v1/catalog.pb-c.h>
#include <pishkhan/v1/feedback.pb-c.h>
#include <pishkhan/v1/requests.pb-c.h>

/* How long the citizen waits before a person's words take over from the line's. */
enum { READ_DEADLINE_MS = 10000, WRITE_DEADLINE_MS = 20000 };

const struct counter_method counter_list_services = {
    "/pishkhan.v1.Catalog/ListServices", &pishkhan__v1__list_services_response__descriptor, FALSE};
const struct counter_method counter_get_service = {"/pishkhan.v1.Catalog/GetService",
                                                   &pishkhan__v1__get_service_response__descriptor, FALSE};
const struct counter_method counter_submit = {"/pishkhan.v1.Requests/Submit",
                                              &pishkhan__v1__submit_response__descriptor, TRUE};
const struct counter_method counter_track = {"/pishkhan.v1.Requests/Track",
                                             &pishkhan__v1__track_response__descriptor, FALSE};
const struct counter_method counter_history = {"/pishkhan.v1.Requests/History",
                                               &pishkhan__v1__history_response__descriptor, FALSE};
const struct counter_method counter_get_survey = {"/pishkhan.v1.Feedback/GetSurvey",
                                                  &pishkhan__v1__get_survey_response__descriptor, FALSE};
const struct counter_method counter_submit_feedback = {
    "/pishkhan.v1.Feedback/SubmitFeedback", &pishkhan__v1__submit_feedback_response__descriptor, TRUE};

struct call {
  struct counter *counter; /* NULL: cancelled, as is `answered` */
  const struct counter_method *method;
  counter_answered answered;
  void *context;
  pishkhan_pending *pending;
  pishkhan_error *refused; /* the library did not take the call */
};

struct counter {
  const struct settings *settings;
  pishkhan_client *client;
  GSource *source;
  struct call *call; /* under way; NULL: none */
  gboolean used;     /* since the line was opened */
};

static char *explain(pishkhan_error *error) {
  char paragraph[1024];
  pishkhan_error_explain(error, "en", paragraph, sizeof paragraph);
  pishkhan_error_free(error);
  return g_strdup(paragraph);
}

pishkhan_client *counter_open_client(const struct settings *settings, char **wrong) {
  pishkhan_options options = {.size = sizeof options, .target = settings->server, .ca_file = settings->ca};
  pishkhan_client *client;
  pishkhan_error *error;
  options.certificate_file = settings->certificate;
  options.key_file = settings->key;
  options.language = "fa";
  options.deadline_ms = READ_DEADLINE_MS;
  options.write_deadline_ms = WRITE_DEADLINE_MS;
  if (pishkhan_open(&options, &client, &error) == PISHKHAN_OK)
    return client;
  *wrong = explain(error);
  return NULL;
}

struct counter *counter_open(const struct settings *settings, char **wrong) {
  pishkhan_client *client = counter_open_client(settings, wrong);
  if (!client)
    return NULL;
  struct counter *counter = g_new0(struct counter, 1);
  *counter = (struct counter){.settings = settings, .client = client, .source = client_source_attach(client)};
  return counter;
}

static void close_client(struct counter *counter) {
  counter_cancel(counter);
  g_source_destroy(counter->source);
  g_source_unref(counter->source);
  pishkhan_close(counter->client);
}

void counter_close(struct counter *counter) {
  if (counter)
    close_client(counter);
  g_free(counter);
}

void counter_forget(struct counter *counter) {
  char *wrong = NULL;
  pishkhan_client *fresh = counter->used ? counter_open_client(counter->settings, &wrong) : NULL;
  if (wrong)
    g_printerr("pishkhan-kiosk: %s\n",
               wrong); /* the files have become unreadable: the old line is better than none */
  g_free(wrong);
  if (!fresh)
    return;
  close_client(counter);
  counter->client = fresh;
  counter->source = client_source_attach(fresh);
  counter->used = FALSE;
}

/* Tells the caller and forgets the call. */
static void end(struct call *call, const ProtobufCMessage *answer, const pishkhan_error *error) {
  if (call->counter && call->counter->call == call)
    call->counter->call = NULL;
  if (call->answered)
    call->answered(call->context, answer, error);
  pishkhan_error_free(call->refused);
  g_free(call);
}

static void done(void *context, pishkhan_bytes *response, pishkhan_error *error) {
  struct call *call = context;
  ProtobufCMessage *answer =
      response ? protobuf_c_message_unpack(call->method->answer, NULL, response->size, response->data) : NULL;
  end(call, answer, error);
  if (answer)
    protobuf_c_message_free_unpacked(answer, NULL);
  pishkhan_bytes_free(response);
  pishkhan_error_free(error);
}

static gboolean tell_refused(void *context) {
  struct call *call = context;
  end(call, NULL, call->refused);
  return G_SOURCE_REMOVE;
}

void counter_call(struct counter *counter, const struct counter_method *method,
                  const ProtobufCMessage *request, counter_answered answered, void *context) {
  pishkhan_call_options options = {.size = sizeof options};
  size_t size = protobuf_c_message_get_packed_size(request);
  uint8_t *bytes = g_malloc(size);
  struct call *call = g_new0(struct call, 1);
  counter_cancel(counter);
  *call = (struct call){.counter = counter, .method = method, .answered = answered, .context = context};
  options.deadline_ms = method->keyed ? WRITE_DEADLINE_MS : READ_DEADLINE_MS;
  options.safe_to_repeat = options.wait_for_ready = method->keyed;
  options.retry = !method->keyed;
  protobuf_c_message_pack(request, bytes);
  counter->call = call;
  counter->used = TRUE;
  if (pishkhan_start(counter->client, method->path, bytes, size, &options, done, call, &call->pending,
                     &call->refused) != PISHKHAN_OK)
    g_idle_add(tell_refused, call); /* later, as everything else is told */
  g_free(bytes);
}

void counter_cancel(struct counter *counter) {
  struct call *call = counter->call;
  if (!call)
    return;
  counter->call = NULL;
  call->counter = NULL;
  call->answered = NULL;
  if (call->pending)
    pishkhan_cancel(counter->client, call->pending);
}
