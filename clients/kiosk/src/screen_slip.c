/* Accepted: code and secret, and the slip. Shown for the counter's receipt alone. */
#include "numerals.h"
#include "print_button.h"
#include "screens.h"
#include "slip.h"
#include "style.h"
#include "words.h"

/* A held submission's entry goes once its citizen ends here with code and secret; not where the terminal was
 * left alone. */
static void on_finish(GtkWidget *button, gpointer context) {
  struct terminal *terminal = context;
  (void)button;
  if (terminal->session.held_number)
    holding_remove(terminal->holding, terminal->session.held_number);
  terminal_forget(terminal);
}

/* Persian digits to read, Latin ones for a telephone that knows no others. */
static GtkWidget *code_block(const char *name, const char *digits, size_t group) {
  GtkWidget *block = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  char *persian = numerals_isolated(digits, group, TRUE), *latin = numerals_isolated(digits, group, FALSE);
  gtk_box_pack_start(GTK_BOX(block), style_label(name, "name"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(block), style_label(persian, "code"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(block), style_label(latin, "code-latin"), FALSE, FALSE, 0);
  g_free(persian);
  g_free(latin);
  return block;
}

static GtkWidget *codes(const struct session *session) {
  GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 90);
  gtk_box_pack_start(GTK_BOX(row), code_block(WORDS_TRACKING_CODE, session->tracking_code, 4), FALSE, FALSE,
                     0);
  gtk_box_pack_start(GTK_BOX(row), code_block(WORDS_SECRET, session->secret, 0), FALSE, FALSE, 0);
  return row;
}

void screen_slip(struct terminal *terminal) {
  GtkWidget *column, *page = style_page(&column);
  GtkWidget *finish = style_button(WORDS_FINISH, "finish", NULL, G_CALLBACK(on_finish), terminal);
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_ACCEPTED, "accepted"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), codes(&terminal->session), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_KEEP_SLIP, NULL), FALSE, FALSE, 0);
  GtkWidget *print = print_button_new(terminal, column, slip_draw(&terminal->session));
  gtk_box_pack_start(GTK_BOX(column), print ? style_row(print, finish) : style_row(finish, NULL), FALSE,
                     FALSE, 0);
  terminal_show(terminal,
                &(struct screen){"slip", WORDS_SLIP_TITLE, page, print ? print : finish, terminal_forget});
}
