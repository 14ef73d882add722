/* pishkhan-kiosk: the citizens' terminal. settings.c says what it takes. */
#include "catalogue.h"
#include "forgetful_memory.h"
#include "screens.h"
#include "style.h"

#include <glib-unix.h>

enum { EXIT_ENDED = 0, EXIT_FAILED = 1, EXIT_WRONG = 2 };

static gboolean end(gpointer context) {
  (void)context;
  gtk_main_quit();
  return G_SOURCE_REMOVE;
}

static char *open_terminal(struct terminal *terminal) {
  char *wrong = NULL;
  terminal->names = names_open(terminal->settings.words, &wrong);
  if (terminal->names)
    terminal->counter = counter_open(&terminal->settings, &wrong);
  if (terminal->counter)
    terminal->holding = holding_open(&terminal->settings, &wrong);
  if (!wrong)
    terminal->catalogue = catalogue_open(terminal, &wrong);
  return wrong;
}

static void close_terminal(struct terminal *terminal) {
  if (terminal->window)
    gtk_widget_destroy(terminal->window);
  if (terminal->idle)
    g_source_remove(terminal->idle);
  session_wipe(&terminal->session);
  catalogue_close(terminal->catalogue);
  holding_close(terminal->holding);
  counter_close(terminal->counter);
  names_close(terminal->names);
  settings_free(&terminal->settings);
}

static int run(struct terminal *terminal) {
  char *wrong = open_terminal(terminal);
  int result = EXIT_ENDED;
  if (wrong) {
    g_printerr("pishkhan-kiosk: %s\n", wrong);
    g_free(wrong);
    result = EXIT_WRONG;
  } else if (!gtk_init_check(NULL, NULL)) {
    g_printerr("pishkhan-kiosk: there is no screen: set DISPLAY\n");
    result = EXIT_FAILED;
  } else {
    style_install();
    terminal_make_window(terminal);
    screen_welcome(terminal);
    g_unix_signal_add(SIGTERM, end, NULL);
    g_unix_signal_add(SIGINT, end, NULL);
    gtk_main();
  }
  close_terminal(terminal);
  return result;
}

int main(int argc, char **argv) {
  struct terminal terminal = {0};
  char *wrong;
  forgetful_memory(argv);
  if (settings_read(&terminal.settings, &argc, &argv, &wrong))
    return run(&terminal);
  g_printerr("pishkhan-kiosk: %s\n", wrong);
  g_free(wrong);
  settings_free(&terminal.settings);
  return EXIT_WRONG;
}
