#include "names.h"

struct names {
  GHashTable *words; /* "group code" to the word */
};

static void read_group(struct names *names, GKeyFile *file, const char *group) {
  char **codes = g_key_file_get_keys(file, group, NULL, NULL);
  for (char **code = codes; code && *code; code++) {
    char *word = g_key_file_get_string(file, group, *code, NULL);
    if (word)
      g_hash_table_replace(names->words, g_strdup_printf("%s %s", group, *code), word);
  }
  g_strfreev(codes);
}

struct names *names_open(const char *path, char **wrong) {
  struct names *names = g_new0(struct names, 1);
  GKeyFile *file = g_key_file_new();
  GError *error = NULL;
  names->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  if (!path || g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &error)) {
    read_group(names, file, "attribute");
    read_group(names, file, "value");
    read_group(names, file, "reason");
  } else {
    *wrong = g_strdup_printf("%s: %s", path, error->message);
    names_close(names);
    names = NULL;
  }
  g_clear_error(&error);
  g_key_file_free(file);
  return names;
}

void names_close(struct names *names) {
  if (names)
    g_hash_table_destroy(names->words);
  g_free(names);
}

static const char *word_of(const struct names *names, const char *group, const char *code) {
  char *key = g_strdup_printf("%s %s", group, code);
  const char *word = g_hash_table_lookup(names->words, key);
  g_free(key);
  return word ? word : code;
}

const char *names_attribute(const struct names *names, const pishkhan_attribute *attribute) {
  const char *label = pishkhan_text_in(attribute->labels, attribute->label_count, "fa");
  return label ? label : word_of(names, "attribute", attribute->code);
}

const char *names_value(const struct names *names, const pishkhan_attribute *attribute, const char *value) {
  for (size_t i = 0; i < attribute->value_label_count; i++) {
    const pishkhan_value_label *named = &attribute->value_labels[i];
    const char *label =
        g_str_equal(named->value, value) ? pishkhan_text_in(named->labels, named->label_count, "fa") : NULL;
    if (label)
      return label;
  }
  return word_of(names, "value", value);
}

const char *names_reason(const struct names *names, const char *reason) {
  return word_of(names, "reason", reason);
}
