/* The citizen's national id, judged as it is typed. */
#include "screens.h"
#include "style.h"
#include "words.h"

struct national_id_screen {
  struct terminal *terminal;
  GtkWidget *entry, *fault;
};

static void go_on(GtkWidget *widget, gpointer context) {
  struct national_id_screen *screen = context;
  struct terminal *terminal = screen->terminal;
  char normal[PISHKHAN_IDENTIFIER_SIZE];
  const char *word = pishkhan_check_identifier(PISHKHAN_FORMAT_NATIONAL_ID,
                                               gtk_entry_get_text(GTK_ENTRY(screen->entry)), normal);
  (void)widget;
  if (word) {
    style_tell(screen->fault, pishkhan_check_text(word, "fa"));
    style_mend(screen->entry);
    terminal_trace(terminal, "fault field=national_id word=%s", word);
    return;
  }
  session_take_national_id(&terminal->session, normal);
  screen_form(terminal, NULL);
}

static void on_changed(GtkWidget *entry, gpointer context) {
  (void)entry;
  style_tell(((struct national_id_screen *)context)->fault, "");
}

static void on_back(GtkWidget *button, gpointer context) {
  (void)button;
  screen_services(((struct national_id_screen *)context)->terminal);
}

void screen_national_id(struct terminal *terminal) {
  struct national_id_screen *screen = g_new0(struct national_id_screen, 1);
  GtkWidget *column, *page = style_page(&column);
  const pishkhan_service *service = form_definition_service(terminal->session.definition);
  const char *name = pishkhan_text_in(service->names, service->name_count, "fa");
  screen->terminal = terminal;
  gtk_box_pack_start(GTK_BOX(column), style_label(name ? name : service->code, "big"), FALSE, FALSE, 0);
  screen->entry = style_entry(column, WORDS_NATIONAL_ID_LABEL, "national_id", G_CALLBACK(go_on), screen);
  screen->fault = style_fault(column);
  gtk_entry_set_input_purpose(GTK_ENTRY(screen->entry), GTK_INPUT_PURPOSE_DIGITS);
  if (terminal->session.national_id)
    gtk_entry_set_text(GTK_ENTRY(screen->entry), terminal->session.national_id);
  g_signal_connect(screen->entry, "changed", G_CALLBACK(on_changed), screen);
  gtk_box_pack_start(GTK_BOX(column),
                     style_row(style_button(WORDS_CONTINUE, "continue", "main", G_CALLBACK(go_on), screen),
                               style_button(WORDS_BACK, "back", NULL, G_CALLBACK(on_back), screen)),
                     FALSE, FALSE, 0);
  g_object_set_data_full(G_OBJECT(page), "screen", screen, g_free);
  terminal_show(terminal,
                &(struct screen){"national_id", WORDS_NATIONAL_ID, page, screen->entry, screen_services});
}
