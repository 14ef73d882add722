/* Watching a request: goes on after the last event seen, whatever happens to the line. */
#include "resumed.h"
#include "shapes.h"

struct pishkhan_watch {
  pk_resumed resumed;
  struct watch_given {
    const char *tracking_code;
    const char *secret;
    uint32_t after_event; /* the last one that was given */
  } given;
};

static const pk_field watch_request_fields[] = {
    PK_MEMBER(1, PK_TEXT, struct watch_given, tracking_code),
    PK_MEMBER(2, PK_TEXT, struct watch_given, secret),
    PK_MEMBER(3, PK_NUMBER, struct watch_given, after_event),
};
static PK_SHAPE(watch_request, struct watch_given, false, 0);
PK_PART_ALONE(watch_response, pishkhan_event);
const pk_method pk_watch =
    PK_READING("/pishkhan.v1.Requests/Watch", watch_request, watch_response, 1, &pk_event_shape);

/* Delivery is at least once. */
static bool is_news(pk_resumed *resumed, const void *item) {
  struct watch_given *given = &((pishkhan_watch *)resumed)->given;
  const pishkhan_event *event = item;
  if (event->number <= given->after_event)
    return false;
  given->after_event = event->number;
  return true;
}

static const pk_resumed_kind kind = {&pk_watch, sizeof(pishkhan_watch), offsetof(pishkhan_watch, given),
                                     sizeof(pishkhan_event), is_news};

pishkhan_status pishkhan_watch_open(pishkhan_client *client, const char *tracking_code, const char *secret,
                                    uint32_t after_event, const pishkhan_call_options *options,
                                    pishkhan_watch **out, pishkhan_error **error) {
  pishkhan_status status;
  pishkhan_watch *watch = pk_resumed_open(client, &kind, options, out, &status, error);
  if (!watch)
    return status;
  watch->given.tracking_code = pk_resumed_text(watch, tracking_code);
  watch->given.secret = pk_resumed_text(watch, secret);
  watch->given.after_event = after_event;
  return pk_resumed_begin(&watch->resumed, out, error);
}

pishkhan_next pishkhan_watch_next(pishkhan_watch *watch, uint32_t wait_ms, pishkhan_event **event,
                                  pishkhan_error **error) {
  return pk_resumed_next(watch ? &watch->resumed : NULL, wait_ms, event, error);
}

void pishkhan_watch_close(pishkhan_watch *watch) { pk_resumed_close(watch ? &watch->resumed : NULL); }

void pishkhan_event_free(pishkhan_event *event) { pk_result_free(event); }
