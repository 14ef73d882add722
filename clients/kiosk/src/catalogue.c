#include "catalogue.h"

enum { FRESH_S = 600, AGAIN_S = 15, PAGE_SIZE = 500 /* the most that the counter gives */ };

struct catalogue {
  const struct terminal *terminal;
  struct counter *counter;
  Pishkhan__V1__ListServicesResponse *services; /* NULL: not told yet */
  GHashTable *forms;                            /* code to GetServiceResponse */
  size_t next;                                  /* place in `services` of the form to ask for */
  guint timer;                                  /* source; 0: not running */
};

static void ask(struct catalogue *catalogue);

static gboolean on_timer(gpointer context) {
  struct catalogue *catalogue = context;
  catalogue->timer = 0;
  ask(catalogue);
  return G_SOURCE_REMOVE;
}

static void ask_later(struct catalogue *catalogue, guint seconds) {
  catalogue->timer = g_timeout_add_seconds(seconds, on_timer, catalogue);
}

static ProtobufCMessage *copy(const ProtobufCMessage *message) {
  size_t size = protobuf_c_message_get_packed_size(message);
  uint8_t *bytes = g_malloc(size);
  protobuf_c_message_pack(message, bytes);
  ProtobufCMessage *made = protobuf_c_message_unpack(message->descriptor, NULL, size, bytes);
  g_free(bytes);
  return made;
}

static void free_message(gpointer message) { protobuf_c_message_free_unpacked(message, NULL); }

static void ask_next_form(struct catalogue *catalogue);

static void on_form(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  struct catalogue *catalogue = context;
  ProtobufCMessage *kept = error || !answer ? NULL : copy(answer);
  if (!kept) {
    ask_later(catalogue, AGAIN_S);
    return;
  }
  g_hash_table_replace(catalogue->forms, g_strdup(catalogue->services->services[catalogue->next]->code),
                       kept);
  catalogue->next++;
  ask_next_form(catalogue);
}

static void ask_next_form(struct catalogue *catalogue) {
  Pishkhan__V1__GetServiceRequest request = PISHKHAN__V1__GET_SERVICE_REQUEST__INIT;
  if (catalogue->next == catalogue->services->n_services) {
    terminal_trace(catalogue->terminal, "catalogue=complete");
    ask_later(catalogue, FRESH_S);
    return;
  }
  request.code = catalogue->services->services[catalogue->next]->code;
  counter_call(catalogue->counter, &counter_get_service, &request.base, on_form, catalogue);
}

static void on_services(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  struct catalogue *catalogue = context;
  ProtobufCMessage *kept = error || !answer ? NULL : copy(answer);
  if (!kept) {
    ask_later(catalogue, AGAIN_S);
    return;
  }
  if (catalogue->services)
    free_message(catalogue->services);
  catalogue->services = (Pishkhan__V1__ListServicesResponse *)kept;
  catalogue->next = 0;
  ask_next_form(catalogue);
}

static void ask(struct catalogue *catalogue) {
  Pishkhan__V1__ListServicesRequest request = PISHKHAN__V1__LIST_SERVICES_REQUEST__INIT;
  request.page_size = PAGE_SIZE;
  counter_call(catalogue->counter, &counter_list_services, &request.base, on_services, catalogue);
}

struct catalogue *catalogue_open(const struct terminal *terminal, char **wrong) {
  struct counter *counter = counter_open(&terminal->settings, wrong);
  if (!counter)
    return NULL;
  struct catalogue *catalogue = g_new0(struct catalogue, 1);
  catalogue->terminal = terminal;
  catalogue->counter = counter;
  catalogue->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_message);
  ask(catalogue);
  return catalogue;
}

void catalogue_close(struct catalogue *catalogue) {
  if (!catalogue)
    return;
  counter_close(catalogue->counter);
  if (catalogue->timer)
    g_source_remove(catalogue->timer);
  if (catalogue->services)
    free_message(catalogue->services);
  g_hash_table_destroy(catalogue->forms);
  g_free(catalogue);
}

const Pishkhan__V1__ListServicesResponse *catalogue_services(const struct catalogue *catalogue) {
  return catalogue->services;
}

const Pishkhan__V1__Service *catalogue_form(const struct catalogue *catalogue, const char *code) {
  const Pishkhan__V1__GetServiceResponse *kept = g_hash_table_lookup(catalogue->forms, code);
  return kept ? kept->service : NULL;
}
