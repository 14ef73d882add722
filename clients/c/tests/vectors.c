#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 18, LINES_MAX = 1024 };

static void fail(const char *what, const char *where) {
  fprintf(stderr, "%s: %s\n", where, what);
  exit(2);
}

static char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  char *text = calloc(1, FILE_MAX);
  if (!file || !text)
    fail("cannot be read", path);
  size_t size = fread(text, 1, FILE_MAX, file);
  fclose(file);
  if (size == 0 || size == FILE_MAX)
    fail("is empty or too long", path);
  return text;
}

static vector read_line(char *line, unsigned number) {
  vector read = {.line = number};
  for (size_t column = 0; column < VECTOR_COLUMNS; column++) {
    char *end = line + strcspn(line, "\t");
    read.columns[column] = line;
    line = *end ? end + 1 : end;
    *end = 0;
  }
  return read;
}

vectors vectors_read(const char *name) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", VECTORS_FOLDER, name);
  vectors all = {.text = read_file(path), .list = calloc(LINES_MAX, sizeof(vector))};
  unsigned number = 0, plain = 0;
  for (char *line = all.text, *next; *line; line = next) {
    char *end = line + strcspn(line, "\n");
    next = *end ? end + 1 : end;
    *end = 0;
    number++;
    if (*line == '#' || plain++ == 0)
      continue;
    if (!all.list || all.count == LINES_MAX)
      fail("has too many lines", path);
    all.list[all.count++] = read_line(line, number);
  }
  if (all.count == 0)
    fail("has lost its vectors", path);
  return all;
}

void vectors_free(vectors *all) {
  free(all->text);
  free(all->list);
}

static size_t write_utf8(char *out, unsigned long scalar) {
  if (scalar < 0x80) {
    out[0] = (char)scalar;
    return 1;
  }
  if (scalar < 0x800) {
    out[0] = (char)(unsigned char)(0xC0 | scalar >> 6);
    out[1] = (char)(unsigned char)(0x80 | (scalar & 0x3F));
    return 2;
  }
  out[0] = (char)(unsigned char)(0xE0 | scalar >> 12);
  out[1] = (char)(unsigned char)(0x80 | (scalar >> 6 & 0x3F));
  out[2] = (char)(unsigned char)(0x80 | (scalar & 0x3F));
  return 3;
}

/* One character, or what an escape stands for; returns its size. */
static size_t read_character(const char **at, const char *end, char *out) {
  if (end - *at >= 6 && strncmp(*at, "\\u", 2) == 0) {
    char digits[5] = {(*at)[2], (*at)[3], (*at)[4], (*at)[5], 0};
    *at += 6;
    return write_utf8(out, strtoul(digits, NULL, 16));
  }
  size_t size = 0;
  do
    out[size++] = *(*at)++;
  while (*at < end && ((unsigned char)**at & 0xC0) == 0x80);
  return size;
}

char *vector_plain(const char *text, size_t size) {
  const char *end = text + size;
  char *plain = calloc(1, size + 16384), *out = plain, character[8];
  if (!plain)
    fail("no memory", text);
  while (text < end) {
    unsigned long times = 1;
    if (*text == '{') {
      char *behind;
      times = strtoul(text + 1, &behind, 10);
      text = behind + 1;
    }
    size_t length = read_character(&text, end, character);
    for (; times > 0; times--, out += length)
      memcpy(out, character, length);
  }
  return plain;
}

vector_parts vector_split(const char *column, char separator) {
  vector_parts parts = {.count = 0};
  if (!*column)
    return parts;
  for (;;) {
    const char *end = strchr(column, separator);
    size_t size = end ? (size_t)(end - column) : strlen(column);
    if (parts.count == VECTOR_PARTS)
      fail("has too many parts", column);
    parts.list[parts.count++] = vector_plain(column, size);
    if (!end)
      return parts;
    column = end + 1;
  }
}

void vector_parts_free(vector_parts *parts) {
  for (size_t i = 0; i < parts->count; i++)
    free(parts->list[i]);
  parts->count = 0;
}

pishkhan_attribute_format vector_format(const char *name) {
  static const char *const names[] = {"", "national_id", "legal_id", "postal_code", "mobile", "iban"};
  for (size_t i = 1; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], name) == 0)
      return (pishkhan_attribute_format)i;
  return PISHKHAN_FORMAT_UNSPECIFIED;
}

bool vector_holds(const vector *vector, const char *file, const char *given, const char *expected) {
  bool holds = strcmp(given, expected) == 0;
  if (!holds)
    fprintf(stderr, "%s:%u: %s, not %s\n", file, vector->line, given, expected);
  return holds;
}
