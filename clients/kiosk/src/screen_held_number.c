/* The number of a held slip, and what became of it. */
#include "screens.h"
#include "style.h"
#include "words.h"

struct held_number_screen {
  struct terminal *terminal;
  GtkWidget *entry;
};

/* The citizen has read what became of it: the entry has done its work. */
static void remove_and_forget(struct terminal *terminal) {
  holding_remove(terminal->holding, terminal->session.held_number);
  terminal_forget(terminal);
}

static void show_receipt(struct terminal *terminal, const pishkhan_outbox_entry *entry) {
  struct session *session = &terminal->session;
  session_take_code(session, entry->receipt->tracking_code, entry->receipt->secret);
  session->accepted_ms = entry->receipt->time_ms;
  g_free(session->service);
  session->service = g_strdup(entry->submission ? entry->submission->service : NULL);
  screen_slip(terminal);
}

static void on_found(void *context, const pishkhan_outbox_entry *entry, const pishkhan_error *error) {
  struct terminal *terminal = context;
  if (!entry) {
    screen_notice(terminal, &(struct notice){.title = WORDS_PROBLEM,
                                             .error = error,
                                             .again_label = WORDS_AGAIN,
                                             .again = screen_held_number,
                                             .back = terminal_forget});
    return;
  }
  switch (entry->state) {
  case PISHKHAN_OUTBOX_ACCEPTED:
    show_receipt(terminal, entry);
    break;
  case PISHKHAN_OUTBOX_HELD:
  case PISHKHAN_OUTBOX_SENDING:
    screen_held(terminal, entry->slip);
    break;
  default: /* refused, expired or damaged */
    screen_notice(terminal, &(struct notice){.title = pishkhan_outbox_state_text(entry->state, "fa"),
                                             .error = entry->error,
                                             .back = remove_and_forget});
  }
}

static void go_on(GtkWidget *widget, gpointer context) {
  struct held_number_screen *screen = context;
  struct terminal *terminal = screen->terminal;
  (void)widget;
  session_take_held_number(&terminal->session, gtk_entry_get_text(GTK_ENTRY(screen->entry)));
  screen_busy(terminal, WORDS_HELD_NUMBER);
  holding_find(terminal->holding, terminal->session.held_number, on_found, terminal);
}

static void on_back(GtkWidget *button, gpointer context) {
  (void)button;
  terminal_forget(((struct held_number_screen *)context)->terminal);
}

void screen_held_number(struct terminal *terminal) {
  struct held_number_screen *screen = g_new0(struct held_number_screen, 1);
  GtkWidget *column, *page = style_page(&column);
  screen->terminal = terminal;
  screen->entry = style_entry(column, WORDS_HELD_NUMBER_LABEL, "held_number", G_CALLBACK(go_on), screen);
  gtk_box_pack_start(GTK_BOX(column),
                     style_row(style_button(WORDS_SHOW, "show", "main", G_CALLBACK(go_on), screen),
                               style_button(WORDS_BACK, "back", NULL, G_CALLBACK(on_back), screen)),
                     FALSE, FALSE, 0);
  g_object_set_data_full(G_OBJECT(page), "screen", screen, g_free);
  terminal_show(terminal,
                &(struct screen){"held_number", WORDS_HELD_NUMBER, page, screen->entry, terminal_forget});
}
