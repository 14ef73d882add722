/* What the terminal is told: by a file, and by flags, which win. */
#ifndef KIOSK_SETTINGS_H
#define KIOSK_SETTINGS_H

#include <glib.h>

struct settings {
  char *server;       /* host:port */
  char *ca;           /* PEM */
  char *certificate;  /* PEM; the terminal's */
  char *key;          /* PEM */
  char *slip_command; /* run by the shell with the slip, a PDF, on its standard input; NULL: the slip is only
                         shown */
  char *outbox;       /* where submissions are held while the line is down; NULL: they are not held */
  char *outbox_key;   /* 32 bytes, readable by the terminal's user alone, best on another volume */
  char *words;        /* names for codes to which the catalogue gives none; NULL: none */
  int idle_seconds;   /* without a touch or a key until the terminal forgets; default 60 */
  gboolean windowed;
  gboolean trace; /* screens, focus and faults on standard error; nothing of a person */
};

/* Reads flags and file. False: `*wrong` says what is missing, for the operator. */
gboolean settings_read(struct settings *settings, int *argc, char ***argv, char **wrong);
void settings_free(struct settings *settings);

#endif
