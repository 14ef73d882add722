/* One citizen before the terminal: all that is known of them, from the first touch until the terminal
 * forgets. */
#ifndef KIOSK_SESSION_H
#define KIOSK_SESSION_H

#include "filled_form.h"
#include "form_definition.h"

struct session {
  struct form_definition *definition; /* of the chosen service */
  char *service;                      /* its code, where the definition is not known any more */
  char *national_id;                  /* Latin digits */
  struct filled_form *form;
  uint8_t key[PISHKHAN_KEY_SIZE]; /* of the submission: kept for every repetition of the same content */
  gboolean has_key;
  char *tracking_code; /* of the receipt, or as typed for tracking; Latin digits */
  char *secret;
  gint64 accepted_ms; /* of the receipt */
  char *held_number;  /* of the held slip that the citizen came with */
};

/* Takes what was typed; other content than before means another key. */
void session_take_national_id(struct session *session, const char *national_id);
void session_take_form(struct session *session, struct filled_form *form);
void session_take_code(struct session *session, const char *tracking_code, const char *secret);

void session_take_held_number(struct session *session, const char *number);

/* What the slip calls the service. Belongs to the session. */
const char *session_service_name(const struct session *session);

/* Makes the key before the first send, and keeps it. False: the system gives no random bytes. */
gboolean session_make_key(struct session *session);

/* Forgets everything. */
void session_wipe(struct session *session);

#endif
