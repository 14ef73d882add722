/* The terminal: one window, one screen at a time, one citizen. */
#ifndef KIOSK_TERMINAL_H
#define KIOSK_TERMINAL_H

#include "counter.h"
#include "holding.h"
#include "names.h"
#include "session.h"
#include "settings.h"

#include <gtk/gtk.h>

struct terminal {
  struct settings settings;
  struct counter *counter;
  struct catalogue *catalogue;
  struct holding *holding; /* NULL: nothing is held here */
  struct names *names;
  struct session session;
  GtkWidget *window, *title, *place, *hint;
  const char *screen; /* the name of the one that is shown */
  void (*back)(struct terminal *terminal);
  void (*again)(struct terminal *terminal); /* of a notice */
  guint idle;                               /* source; 0: not running */
};

/* Makes the window, empty. */
void terminal_make_window(struct terminal *terminal);

/* A screen: what is put in place of the one before, whose widgets, with all that was typed into them, are
 * destroyed. */
struct screen {
  const char *name; /* for --trace */
  const char *title;
  GtkWidget *content;
  GtkWidget *focus; /* which widget has the keyboard first; NULL: the first that takes it */
  void (*back)(struct terminal *terminal); /* what Escape does */
};

/* Shows a screen, and ends the call to the counter that the last one waited for. */
void terminal_show(struct terminal *terminal, const struct screen *screen);

/* Forgets the citizen and shows the first screen. */
void terminal_forget(struct terminal *terminal);

/* Time without touch and key begins anew. */
void terminal_awake(struct terminal *terminal);

/* One line on standard error where --trace asks for it; nothing of a person. */
void terminal_trace(const struct terminal *terminal, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
