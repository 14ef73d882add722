#include "terminal.h"
#include "screens.h"
#include "style.h"
#include "words.h"

#include <stdarg.h>
#include <stdio.h>

void terminal_trace(const struct terminal *terminal, const char *format, ...) {
  va_list arguments;
  if (!terminal->settings.trace)
    return;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
}

void terminal_forget(struct terminal *terminal) {
  session_wipe(&terminal->session);
  counter_forget(terminal->counter);
  screen_welcome(terminal);
}

static gboolean forget_idle(gpointer context) {
  struct terminal *terminal = context;
  terminal->idle = 0;
  terminal_trace(terminal, "forgotten after=idle");
  terminal_forget(terminal);
  return G_SOURCE_REMOVE;
}

void terminal_awake(struct terminal *terminal) {
  if (terminal->idle)
    g_source_remove(terminal->idle);
  terminal->idle = 0;
  if (terminal->back) /* the first screen has nothing to forget */
    terminal->idle = g_timeout_add_seconds((guint)terminal->settings.idle_seconds, forget_idle, terminal);
}

static gboolean on_event(GtkWidget *window, GdkEvent *event, gpointer context) {
  struct terminal *terminal = context;
  (void)window;
  switch (event->type) {
  case GDK_KEY_PRESS:
  case GDK_BUTTON_PRESS:
  case GDK_TOUCH_BEGIN:
  case GDK_SCROLL:
    terminal_awake(terminal);
    break;
  default:
    break;
  }
  return FALSE;
}

static gboolean on_key(GtkWidget *window, GdkEventKey *event, gpointer context) {
  struct terminal *terminal = context;
  (void)window;
  if (event->keyval != GDK_KEY_Escape || !terminal->back)
    return FALSE;
  terminal->back(terminal);
  return TRUE;
}

static void on_focus(GtkWindow *window, GtkWidget *widget, gpointer context) {
  (void)window;
  if (widget)
    terminal_trace(context, "focus=%s", gtk_widget_get_name(widget));
}

/* Keys that are pressed before this go nowhere. */
static void on_keyboard(GtkWindow *window, GParamSpec *property, gpointer context) {
  (void)property;
  if (gtk_window_has_toplevel_focus(window))
    terminal_trace(context, "keyboard=here");
}

/* One line whatever its width: a label that wraps asks for the height that it needs at its narrowest, and the
 * window grows. */
static GtkWidget *one_line(const char *text, const char *class) {
  GtkWidget *label = style_label(text, class);
  gtk_label_set_line_wrap(GTK_LABEL(label), FALSE);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  return label;
}

/* The whole screen, also where no window manager is there to do it. */
static void fill_screen(GtkWindow *window) {
  GdkRectangle area;
  gdk_monitor_get_geometry(gdk_display_get_monitor(gdk_display_get_default(), 0), &area);
  gtk_window_set_default_size(window, area.width, area.height);
  gtk_window_fullscreen(window);
}

void terminal_make_window(struct terminal *terminal) {
  GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  terminal->window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
  terminal->title = one_line("", "title");
  terminal->place = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  terminal->hint = one_line(WORDS_HINT, "hint");
  gtk_box_pack_start(GTK_BOX(column), terminal->title, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), terminal->place, TRUE, TRUE, 0);
  gtk_box_pack_end(GTK_BOX(column), terminal->hint, FALSE, FALSE, 0);
  gtk_container_add(GTK_CONTAINER(terminal->window), column);
  gtk_window_set_title(GTK_WINDOW(terminal->window), WORDS_TERMINAL);
  gtk_window_set_default_size(GTK_WINDOW(terminal->window), 1280, 800);
  g_signal_connect(terminal->window, "event", G_CALLBACK(on_event), terminal);
  g_signal_connect(terminal->window, "key-press-event", G_CALLBACK(on_key), terminal);
  g_signal_connect(terminal->window, "set-focus", G_CALLBACK(on_focus), terminal);
  g_signal_connect(terminal->window, "notify::has-toplevel-focus", G_CALLBACK(on_keyboard), terminal);
  g_signal_connect(terminal->window, "delete-event", G_CALLBACK(gtk_true), NULL); /* no key closes it */
  if (!terminal->settings.windowed)
    fill_screen(GTK_WINDOW(terminal->window));
  gtk_widget_show_all(terminal->window);
}

void terminal_show(struct terminal *terminal, const struct screen *screen) {
  counter_cancel(terminal->counter);
  gtk_container_foreach(GTK_CONTAINER(terminal->place), (GtkCallback)(void (*)(void))gtk_widget_destroy,
                        NULL);
  gtk_label_set_text(GTK_LABEL(terminal->title), screen->title);
  gtk_box_pack_start(GTK_BOX(terminal->place), screen->content, TRUE, TRUE, 0);
  gtk_widget_show_all(screen->content);
  terminal->screen = screen->name;
  terminal->back = screen->back;
  if (screen->focus)
    gtk_widget_grab_focus(screen->focus);
  else
    gtk_widget_child_focus(screen->content, GTK_DIR_TAB_FORWARD);
  terminal_awake(terminal);
  terminal_trace(terminal, "screen=%s", screen->name);
}
