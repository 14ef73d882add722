#include "print_button.h"
#include "slip.h"
#include "style.h"
#include "words.h"

struct printing {
  struct terminal *terminal;
  GtkWidget *word;
  GBytes *slip;
  GCancellable *cancellable;
};

static void free_printing(gpointer context) {
  struct printing *printing = context;
  g_cancellable_cancel(printing->cancellable);
  g_object_unref(printing->cancellable);
  if (printing->slip)
    g_bytes_unref(printing->slip);
  g_free(printing);
}

static void on_printed(void *context, gboolean printed) {
  struct printing *printing = context;
  style_tell(printing->word, printed ? WORDS_PRINTED : WORDS_NOT_PRINTED);
  terminal_trace(printing->terminal, "slip=%s", printed ? "printed" : "failed");
}

static void on_clicked(GtkWidget *button, gpointer context) {
  struct printing *printing = context;
  (void)button;
  style_tell(printing->word, WORDS_PRINTING);
  if (printing->slip)
    slip_print(printing->terminal->settings.slip_command, printing->slip, printing->cancellable, on_printed,
               printing);
  else
    on_printed(printing, FALSE);
}

GtkWidget *print_button_new(struct terminal *terminal, GtkWidget *column, GBytes *slip) {
  struct printing *printing = g_new(struct printing, 1);
  *printing = (struct printing){terminal, style_label("", "big"), slip, g_cancellable_new()};
  g_object_set_data_full(G_OBJECT(printing->word), "printing", printing, free_printing);
  gtk_widget_set_no_show_all(printing->word, TRUE);
  gtk_box_pack_start(GTK_BOX(column), printing->word, FALSE, FALSE, 0);
  if (!terminal->settings.slip_command)
    return NULL;
  return style_button(WORDS_PRINT, "print", "main", G_CALLBACK(on_clicked), printing);
}
