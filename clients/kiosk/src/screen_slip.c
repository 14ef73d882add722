/* Accepted: code and secret, and the slip. Shown for the server's receipt alone. */
#include "numerals.h"
#include "screens.h"
#include "slip.h"
#include "style.h"
#include "words.h"

struct slip_screen {
  struct terminal *terminal;
  GtkWidget *word; /* how printing goes */
  GCancellable *cancellable;
};

static void free_screen(gpointer context) {
  struct slip_screen *screen = context;
  g_cancellable_cancel(screen->cancellable);
  g_object_unref(screen->cancellable);
  g_free(screen);
}

static void on_printed(void *context, gboolean printed) {
  struct slip_screen *screen = context;
  gtk_label_set_text(GTK_LABEL(screen->word), printed ? WORDS_PRINTED : WORDS_NOT_PRINTED);
  terminal_trace(screen->terminal, "slip=%s", printed ? "printed" : "failed");
}

static void on_print(GtkWidget *button, gpointer context) {
  struct slip_screen *screen = context;
  struct terminal *terminal = screen->terminal;
  GBytes *slip = slip_draw(&terminal->session);
  (void)button;
  gtk_label_set_text(GTK_LABEL(screen->word), WORDS_PRINTING);
  if (slip)
    slip_print(terminal->settings.slip_command, slip, screen->cancellable, on_printed, screen);
  else
    on_printed(screen, FALSE);
  g_bytes_unref(slip);
}

static void on_finish(GtkWidget *button, gpointer context) {
  (void)button;
  terminal_forget(((struct slip_screen *)context)->terminal);
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
  struct slip_screen *screen = g_new0(struct slip_screen, 1);
  GtkWidget *column, *page = style_page(&column);
  GtkWidget *finish = style_button(WORDS_FINISH, "finish", NULL, G_CALLBACK(on_finish), screen),
            *print = NULL;
  screen->terminal = terminal;
  screen->cancellable = g_cancellable_new();
  screen->word = style_label("", "big");
  if (terminal->settings.slip_command)
    print = style_button(WORDS_PRINT, "print", "main", G_CALLBACK(on_print), screen);
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_ACCEPTED, "accepted"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), codes(&terminal->session), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_KEEP_SLIP, NULL), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), screen->word, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), print ? style_row(print, finish) : style_row(finish, NULL), FALSE,
                     FALSE, 0);
  g_object_set_data_full(G_OBJECT(page), "screen", screen, free_screen);
  terminal_show(terminal,
                &(struct screen){"slip", WORDS_SLIP_TITLE, page, print ? print : finish, terminal_forget});
}
