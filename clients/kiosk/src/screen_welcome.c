/* The first screen: a new request, or an earlier one. */
#include "screens.h"
#include "style.h"
#include "words.h"

static void new_request(GtkWidget *button, gpointer terminal) {
  (void)button;
  screen_services(terminal);
}

static void follow(GtkWidget *button, gpointer terminal) {
  (void)button;
  screen_track(terminal);
}

static void held(GtkWidget *button, gpointer terminal) {
  (void)button;
  screen_held_number(terminal);
}

void screen_welcome(struct terminal *terminal) {
  GtkWidget *column, *page = style_page(&column), *buttons = gtk_box_new(GTK_ORIENTATION_VERTICAL, 30);
  GtkWidget *first =
      style_button(WORDS_NEW_REQUEST, "new_request", "tall", G_CALLBACK(new_request), terminal);
  GtkWidget *second = style_button(WORDS_FOLLOW, "follow", "tall", G_CALLBACK(follow), terminal);
  gtk_widget_set_halign(buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_valign(buttons, GTK_ALIGN_CENTER);
  gtk_box_pack_start(GTK_BOX(buttons), first, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(buttons), second, FALSE, FALSE, 0);
  if (terminal->holding)
    gtk_box_pack_start(GTK_BOX(buttons),
                       style_button(WORDS_HAVE_HELD, "held", NULL, G_CALLBACK(held), terminal), FALSE, FALSE,
                       0);
  gtk_box_pack_start(GTK_BOX(buttons), style_label(WORDS_FORGETS, NULL), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), buttons, TRUE, TRUE, 0);
  terminal_show(terminal, &(struct screen){"welcome", WORDS_WELCOME, page, first, NULL});
}
