#include "session.h"

#include <openssl/crypto.h>
#include <string.h>

static void forget(char **text) {
  if (*text)
    OPENSSL_cleanse(*text, strlen(*text));
  g_free(*text);
  *text = NULL;
}

static void forget_key(struct session *session) {
  memset(session->key, 0, sizeof session->key);
  session->has_key = FALSE;
}

void session_take_national_id(struct session *session, const char *national_id) {
  if (g_strcmp0(session->national_id, national_id) == 0)
    return;
  forget(&session->national_id);
  session->national_id = g_strdup(national_id);
  forget_key(session);
}

void session_take_form(struct session *session, struct filled_form *form) {
  if (!session->form || !filled_form_equal(session->form, form))
    forget_key(session);
  filled_form_free(session->form);
  session->form = form;
}

void session_take_code(struct session *session, const char *tracking_code, const char *secret) {
  forget(&session->tracking_code);
  forget(&session->secret);
  session->tracking_code = g_strdup(tracking_code);
  session->secret = g_strdup(secret);
}

void session_take_held_number(struct session *session, const char *number) {
  char *taken = g_strdup(number); /* `number` may be the session's own */
  forget(&session->held_number);
  session->held_number = taken;
}

const char *session_service_name(const struct session *session) {
  const pishkhan_service *service = session->definition ? form_definition_service(session->definition) : NULL;
  const char *name = service ? pishkhan_text_in(service->names, service->name_count, "fa") : NULL;
  return name ? name : service ? service->code : session->service ? session->service : "";
}

gboolean session_make_key(struct session *session) {
  session->has_key = session->has_key || pishkhan_make_key(session->key);
  return session->has_key;
}

void session_wipe(struct session *session) {
  form_definition_free(session->definition);
  filled_form_free(session->form);
  forget(&session->national_id);
  forget(&session->tracking_code);
  forget(&session->secret);
  forget(&session->held_number);
  forget(&session->service);
  forget_key(session);
  *session = (struct session){0};
}
