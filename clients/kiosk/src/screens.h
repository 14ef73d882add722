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

/* Holds the session's submission on this machine, and shows the slip of what is held. */
void screen_hold(struct terminal *terminal);
void screen_held(struct terminal *terminal, const pishkhan_held_slip *slip);
/* The number of such a slip, and what became of it. */
void screen_held_number(struct terminal *terminal);

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
  const char *hold_label; /* NULL: nothing to hold */
};
void screen_notice(struct terminal *terminal, const struct notice *notice);

/* Waiting for the counter. The call is to be started after this. */
void screen_busy(struct terminal *terminal,
                 const char *title); /* the disk's turn: moments, and nothing to leave */
void screen_waiting(struct terminal *terminal, const char *title, void (*back)(struct terminal *terminal));

#endif
