/* Waiting for the counter. */
#include "screens.h"
#include "style.h"
#include "words.h"

static void cancel(GtkWidget *button, gpointer context) {
  struct terminal *terminal = context;
  (void)button;
  terminal->back(terminal);
}

void screen_busy(struct terminal *terminal, const char *title) {
  GtkWidget *column, *page = style_page(&column);
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_WAIT, "big"), FALSE, FALSE, 0);
  terminal_show(terminal, &(struct screen){"busy", title, page, NULL, NULL});
}

void screen_waiting(struct terminal *terminal, const char *title, void (*back)(struct terminal *terminal)) {
  GtkWidget *column, *page = style_page(&column);
  GtkWidget *button = style_button(WORDS_CANCEL, "cancel", NULL, G_CALLBACK(cancel), terminal);
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_WAIT, "big"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), style_row(button, NULL), FALSE, FALSE, 0);
  terminal_show(terminal, &(struct screen){"waiting", title, page, button, back});
}
