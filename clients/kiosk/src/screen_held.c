/* Held on this machine: looks nothing like accepted. */
#include "print_button.h"
#include "screens.h"
#include "slip.h"
#include "style.h"
#include "words.h"

static void on_finish(GtkWidget *button, gpointer terminal) {
  (void)button;
  terminal_forget(terminal);
}

static void back_to_form(struct terminal *terminal) { screen_form(terminal, NULL); }

static void on_held(void *context, const pishkhan_held_slip *slip, const pishkhan_error *error) {
  struct terminal *terminal = context;
  if (slip)
    screen_held(terminal, slip);
  else
    screen_notice(terminal, &(struct notice){.title = WORDS_NOT_HELD,
                                             .error = error,
                                             .again_label = WORDS_SEND_AGAIN,
                                             .again = screen_sending,
                                             .back = back_to_form});
}

void screen_hold(struct terminal *terminal) {
  screen_busy(terminal, WORDS_HOLDING);
  holding_hold(terminal->holding, &terminal->session, on_held, terminal);
}

void screen_held(struct terminal *terminal, const pishkhan_held_slip *slip) {
  GtkWidget *column, *page = style_page(&column);
  GtkWidget *finish = style_button(WORDS_FINISH, "finish", NULL, G_CALLBACK(on_finish), terminal);
  char text[2048], *number = g_strdup_printf("\u2066%s\u2069", slip->number);
  pishkhan_held_slip_explain(slip, "fa", text, sizeof text);
  GtkWidget *shown = style_label(number, "held-number");
  gtk_widget_set_halign(shown, GTK_ALIGN_START);
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_HELD, "pending"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), shown, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), style_label(text, NULL), FALSE, FALSE, 0);
  GtkWidget *print = print_button_new(terminal, column, slip_draw_held(number, text));
  gtk_box_pack_start(GTK_BOX(column), print ? style_row(print, finish) : style_row(finish, NULL), FALSE,
                     FALSE, 0);
  terminal_show(terminal,
                &(struct screen){"held", WORDS_HELD_TITLE, page, print ? print : finish, terminal_forget});
  g_free(number);
}
