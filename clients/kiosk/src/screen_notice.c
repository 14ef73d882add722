/* Something went wrong: what, in clear words, and what can be done now. */
#include "screens.h"
#include "style.h"
#include "words.h"

static void go_back(GtkWidget *button, gpointer context) {
  struct terminal *terminal = context;
  (void)button;
  terminal->back(terminal);
}

static void go_again(GtkWidget *button, gpointer context) {
  struct terminal *terminal = context;
  (void)button;
  terminal->again(terminal);
}

static void go_hold(GtkWidget *button, gpointer terminal) {
  (void)button;
  screen_hold(terminal);
}

/* The counter's own words; for the line the terminal's. */
static const char *text_of(const struct notice *notice) {
  if (notice->text)
    return notice->text;
  pishkhan_reason reason = pishkhan_error_reason(notice->error);
  if (reason >= PISHKHAN_REASON_ADDRESS_UNKNOWN && reason <= PISHKHAN_REASON_NOT_CONNECTED)
    return WORDS_NO_LINE;
  return pishkhan_error_localized(notice->error);
}

void screen_notice(struct terminal *terminal, const struct notice *notice) {
  GtkWidget *column, *page = style_page(&column);
  GtkWidget *back = style_button(WORDS_BACK, "back", NULL, G_CALLBACK(go_back), terminal);
  GtkWidget *again = NULL;
  const char *text = text_of(notice), *trace = pishkhan_error_trace_id(notice->error);
  if (notice->again)
    again = style_button(notice->again_label, "again", "main", G_CALLBACK(go_again), terminal);
  terminal->again = notice->again;
  gtk_box_pack_start(GTK_BOX(column), style_label(text, notice->again ? "pending" : "big"), FALSE, FALSE, 0);
  if (*trace) /* with this an operator finds the call in the server's log */
    gtk_box_pack_start(GTK_BOX(column), style_label(trace, "help"), FALSE, FALSE, 0);
  GtkWidget *row = again ? style_row(again, back) : style_row(back, NULL);
  if (notice->hold_label)
    style_row_add(row, style_button(notice->hold_label, "hold", NULL, G_CALLBACK(go_hold), terminal));
  gtk_box_pack_start(GTK_BOX(column), row, FALSE, FALSE, 0);
  terminal_show(terminal,
                &(struct screen){"notice", notice->title, page, again ? again : back, notice->back});
  terminal_trace(terminal, "notice reason=%s durable=%s",
                 pishkhan_reason_name(pishkhan_error_reason(notice->error)),
                 pishkhan_durable_name(pishkhan_error_durable(notice->error)));
}
