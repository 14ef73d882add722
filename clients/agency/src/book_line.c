#define _GNU_SOURCE /* strsep */
#include "book_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a: it has to show a torn or changed line, not to withstand somebody who changes one on purpose. */
static uint32_t checksum(const char *text) {
  uint32_t sum = 2166136261u;
  for (; *text; text++)
    sum = (sum ^ (unsigned char)*text) * 16777619u;
  return sum;
}

size_t book_line_write(enum book_line_kind kind, const char *code, const struct decision *decision,
                       char line[BOOK_LINE_SIZE]) {
  char body[BOOK_LINE_SIZE];
  int length = kind == BOOK_LINE_TAKE ? snprintf(body, sizeof body, "take\t%s\t%d\t%s\t%s", code,
                                                 (int)decision->action, decision->word, decision->text)
                                      : snprintf(body, sizeof body, "end\t%s", code);
  if (length < 0 || (size_t)length >= sizeof body)
    return 0;
  length = snprintf(line, BOOK_LINE_SIZE, "%08" PRIx32 "\t%s\n", checksum(body), body);
  return length < 0 || length >= BOOK_LINE_SIZE ? 0 : (size_t)length;
}

static bool copy_field(char **line, char *field, size_t size) {
  const char *word = strsep(line, "\t");
  if (!word || strlen(word) >= size)
    return false;
  memcpy(field, word, strlen(word) + 1);
  return true;
}

enum book_line_kind book_line_read(char *line, char code[TRACKING_CODE_SIZE], struct decision *decision) {
  char action[12];
  char *end;
  const char *sum = strsep(&line, "\t");
  if (!line || strtoul(sum, &end, 16) != checksum(line) || *end)
    return BOOK_LINE_DAMAGED;
  const char *kind = strsep(&line, "\t");
  if (!copy_field(&line, code, TRACKING_CODE_SIZE))
    return BOOK_LINE_DAMAGED;
  if (strcmp(kind, "end") == 0)
    return BOOK_LINE_END;
  if (strcmp(kind, "take") != 0 || !copy_field(&line, action, sizeof action) ||
      !copy_field(&line, decision->word, sizeof decision->word) ||
      !copy_field(&line, decision->text, sizeof decision->text))
    return BOOK_LINE_DAMAGED;
  decision->action = (pishkhan_action)strtol(action, NULL, 10);
  return BOOK_LINE_TAKE;
}
