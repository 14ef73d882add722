/* The screens; each file screen_*.c is one of them. All show themselves in place of the one before. */
#ifndef KIOSK_SCREENS_H
#define KIOSK_SCREENS_H

#include "terminal.h"

void screen_welcome(struct terminal *terminal);

/* A new request: service, national id, form, sending, slip. */
void screen_services(struct terminal *terminal);
void screen_national_id(struct terminal *terminal);
/* `violations`: an error of the counter whose fields are shown beside the form's; NULL: none. */
void screen_form(struct terminal *terminal, const pishkhan_error *violations);
void screen_sending(struct terminal *terminal);
void screen_slip(struct terminal *terminal);

/* An earlier request: code and secret, how it stands, feedback. */
void screen_track(struct terminal *terminal);
void screen_request(struct terminal *terminal);
void screen_feedback(struct terminal *terminal);

/* A word in between: something went wrong, with what can be done now. */
struct notice {
  const char *title;
  const pishkhan_error *error;              /* NULL: no error, `text` alone */
  const char *text;                         /* NULL: the error's */
  const char *again_label;                  /* NULL: no second try */
  void (*again)(struct terminal *terminal); /* the same once more */
  void (*back)(struct terminal *terminal);
};
void screen_notice(struct terminal *terminal, const struct notice *notice);

/* Waiting for the counter. The call is to be started after this. */
void screen_waiting(struct terminal *terminal, const char *title, void (*back)(struct terminal *terminal));

#endif
