/* Code and secret of an earlier request, judged before the counter is asked. */
#include "screens.h"
#include "style.h"
#include "words.h"

struct track_screen {
  struct terminal *terminal;
  GtkWidget *code, *code_fault, *secret, *secret_fault;
};

/* The fault beside its field; true: there is none. */
static gboolean judge(struct track_screen *screen, const char *field, GtkWidget *entry, GtkWidget *fault,
                      const char *word) {
  style_tell(fault, word ? pishkhan_check_text(word, "fa") : "");
  if (!word)
    return TRUE;
  style_mend(entry);
  terminal_trace(screen->terminal, "fault field=%s word=%s", field, word);
  return FALSE;
}

static void go_on(GtkWidget *widget, gpointer context) {
  struct track_screen *screen = context;
  struct terminal *terminal = screen->terminal;
  char code[PISHKHAN_IDENTIFIER_SIZE], secret[PISHKHAN_IDENTIFIER_SIZE];
  const char *wrong_code = pishkhan_check_tracking_code(gtk_entry_get_text(GTK_ENTRY(screen->code)), code);
  const char *wrong_secret = pishkhan_check_secret(gtk_entry_get_text(GTK_ENTRY(screen->secret)), secret);
  gboolean secret_right = judge(screen, "secret", screen->secret, screen->secret_fault, wrong_secret);
  (void)widget;
  if (!judge(screen, "tracking_code", screen->code, screen->code_fault, wrong_code) || !secret_right)
    return;
  session_take_code(&terminal->session, code, secret);
  screen_request(terminal);
}

/* From the code Enter goes on to the secret. */
static void to_secret(GtkWidget *entry, gpointer context) {
  (void)entry;
  gtk_widget_grab_focus(((struct track_screen *)context)->secret);
}

static void on_back(GtkWidget *button, gpointer context) {
  (void)button;
  terminal_forget(((struct track_screen *)context)->terminal);
}

void screen_track(struct terminal *terminal) {
  struct track_screen *screen = g_new0(struct track_screen, 1);
  GtkWidget *column, *page = style_page(&column);
  screen->terminal = terminal;
  screen->code =
      style_entry(column, WORDS_TRACKING_CODE_LABEL, "tracking_code", G_CALLBACK(to_secret), screen);
  screen->code_fault = style_fault(column);
  screen->secret = style_entry(column, WORDS_SECRET_LABEL, "secret", G_CALLBACK(go_on), screen);
  screen->secret_fault = style_fault(column);
  gtk_entry_set_input_purpose(GTK_ENTRY(screen->code), GTK_INPUT_PURPOSE_DIGITS);
  gtk_entry_set_input_purpose(GTK_ENTRY(screen->secret), GTK_INPUT_PURPOSE_PIN);
  gtk_entry_set_visibility(GTK_ENTRY(screen->secret), FALSE); /* others stand behind */
  gtk_box_pack_start(GTK_BOX(column),
                     style_row(style_button(WORDS_SHOW, "show", "main", G_CALLBACK(go_on), screen),
                               style_button(WORDS_BACK, "back", NULL, G_CALLBACK(on_back), screen)),
                     FALSE, FALSE, 0);
  g_object_set_data_full(G_OBJECT(page), "screen", screen, g_free);
  terminal_show(terminal, &(struct screen){"track", WORDS_FOLLOW, page, screen->code, terminal_forget});
}
