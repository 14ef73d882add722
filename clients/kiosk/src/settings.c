#include "settings.h"

static const char group[] = "kiosk";

static void take_text(GKeyFile *file, const char *name, char **value) {
  if (!*value)
    *value = g_key_file_get_string(file, group, name, NULL);
}

static gboolean read_file(struct settings *settings, const char *path, GError **error) {
  GKeyFile *file = g_key_file_new();
  gboolean read = g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, error);
  if (read) {
    take_text(file, "server", &settings->server);
    take_text(file, "ca", &settings->ca);
    take_text(file, "certificate", &settings->certificate);
    take_text(file, "key", &settings->key);
    take_text(file, "slip_command", &settings->slip_command);
    take_text(file, "outbox", &settings->outbox);
    take_text(file, "outbox_key", &settings->outbox_key);
    take_text(file, "words", &settings->words);
    if (settings->idle_seconds == 0)
      settings->idle_seconds = g_key_file_get_integer(file, group, "idle_seconds", NULL);
  }
  g_key_file_free(file);
  return read;
}

static char *missing(const struct settings *settings) {
  const char *name = !settings->server        ? "server"
                     : !settings->ca          ? "ca"
                     : !settings->certificate ? "certificate"
                     : !settings->key         ? "key"
                                              : NULL;
  if (name)
    return g_strdup_printf("--%s is missing: give it as a flag, or in the file of --config", name);
  if (settings->outbox && !settings->outbox_key)
    return g_strdup("--outbox_key is missing: what is held is sealed with it");
  if (settings->idle_seconds < 0 || settings->idle_seconds > 3600)
    return g_strdup("idle_seconds must be 1 to 3600");
  return NULL;
}

gboolean settings_read(struct settings *settings, int *argc, char ***argv, char **wrong) {
  char *path = NULL;
  GError *error = NULL;
  *settings = (struct settings){0};
  const GOptionEntry flags[] = {
      {"config", 0, 0, G_OPTION_ARG_FILENAME, &path, "a file with [kiosk] and the names below", "FILE"},
      {"server", 0, 0, G_OPTION_ARG_STRING, &settings->server, "the counter", "HOST:PORT"},
      {"ca", 0, 0, G_OPTION_ARG_FILENAME, &settings->ca, "who signs the counter's certificate", "FILE"},
      {"certificate", 0, 0, G_OPTION_ARG_FILENAME, &settings->certificate, "the terminal's certificate",
       "FILE"},
      {"key", 0, 0, G_OPTION_ARG_FILENAME, &settings->key, "its key", "FILE"},
      {"slip_command", 0, 0, G_OPTION_ARG_STRING, &settings->slip_command,
       "prints the PDF that it is given, such as 'lp -o media=A6'", "COMMAND"},
      {"outbox", 0, 0, G_OPTION_ARG_FILENAME, &settings->outbox, "holds submissions while the line is down",
       "FILE"},
      {"outbox_key", 0, 0, G_OPTION_ARG_FILENAME, &settings->outbox_key, "its key: 32 random bytes", "FILE"},
      {"words", 0, 0, G_OPTION_ARG_FILENAME, &settings->words,
       "names for codes that the catalogue does not name", "FILE"},
      {"idle_seconds", 0, 0, G_OPTION_ARG_INT, &settings->idle_seconds, "until the terminal forgets (60)",
       "SECONDS"},
      {"windowed", 0, 0, G_OPTION_ARG_NONE, &settings->windowed, "a window in place of the whole screen",
       NULL},
      {"trace", 0, 0, G_OPTION_ARG_NONE, &settings->trace,
       "tell of screens, focus and faults on standard error", NULL},
      {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
  GOptionContext *context = g_option_context_new("– a terminal at which citizens submit and track requests");
  g_option_context_add_main_entries(context, flags, NULL);
  gboolean read =
      g_option_context_parse(context, argc, argv, &error) && (!path || read_file(settings, path, &error));
  g_option_context_free(context);
  g_free(path);
  *wrong = read ? missing(settings) : g_strdup(error->message);
  g_clear_error(&error);
  if (settings->idle_seconds == 0)
    settings->idle_seconds = 60;
  return !*wrong;
}

void settings_free(struct settings *settings) {
  g_free(settings->server);
  g_free(settings->ca);
  g_free(settings->certificate);
  g_free(settings->key);
  g_free(settings->slip_command);
  g_free(settings->outbox);
  g_free(settings->outbox_key);
  g_free(settings->words);
}
