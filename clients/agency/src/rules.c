#define _POSIX_C_SOURCE 200809L
#include "rules.h"
#include "same_digits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum condition { ALWAYS, IS, IS_NOT, STARTS_WITH, GIVEN, MISSING };
enum { WORD_SIZE = 65, RULES_MOST = 1000, LINE_SIZE = 2048 };

struct rule {
  char service[WORD_SIZE];
  char attribute[WORD_SIZE];
  char value[WORD_SIZE];
  enum condition condition;
  struct decision decision;
};

struct rules {
  size_t count;
  struct rule rule[];
};

/* Takes the next word off a line; false where there is none, or it is too long. */
static bool next_word(char **line, char *word, size_t size) {
  *line += strspn(*line, " \t");
  size_t length = strcspn(*line, " \t");
  if (length == 0 || length >= size)
    return false;
  memcpy(word, *line, length);
  word[length] = 0;
  *line += length;
  return true;
}

static bool rest_of_line(char *line, char *text, size_t size) {
  line += strspn(line, " \t");
  size_t length = strlen(line);
  if (length == 0 || length >= size || strchr(line, '\t'))
    return false;
  memcpy(text, line, length + 1);
  return true;
}

static const char *read_condition(char **line, struct rule *rule) {
  static const struct {
    const char *word;
    enum condition condition;
    bool value;
  } conditions[] = {{"is", IS, true},
                    {"is-not", IS_NOT, true},
                    {"starts-with", STARTS_WITH, true},
                    {"given", GIVEN, false},
                    {"missing", MISSING, false}};
  char word[WORD_SIZE];
  if (!next_word(line, rule->attribute, sizeof rule->attribute))
    return "a condition is missing";
  if (strcmp(rule->attribute, "always") == 0)
    return NULL;
  if (!next_word(line, word, sizeof word))
    return "the condition ends after its attribute";
  for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
    if (strcmp(word, conditions[i].word) != 0)
      continue;
    rule->condition = conditions[i].condition;
    if (conditions[i].value && !next_word(line, rule->value, sizeof rule->value))
      return "the condition has no value, or a too long one";
    return NULL;
  }
  return "unknown condition; known are always, is, is-not, starts-with, given, missing";
}

static const char *read_decision(char *line, struct decision *decision) {
  static const struct {
    const char *word;
    pishkhan_action action;
    bool named;
  } decisions[] = {{"fulfil", PISHKHAN_ACTION_FULFIL, false},
                   {"refuse", PISHKHAN_ACTION_REFUSE, true},
                   {"ask", PISHKHAN_ACTION_ASK_CITIZEN, true},
                   {"leave", PISHKHAN_ACTION_UNSPECIFIED, false}};
  char word[WORD_SIZE];
  if (!next_word(&line, word, sizeof word))
    return "a decision is missing";
  for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
    if (strcmp(word, decisions[i].word) != 0)
      continue;
    decision->action = decisions[i].action;
    if (decisions[i].named && !next_word(&line, decision->word, sizeof decision->word))
      return "refuse wants a reason's code, ask an attribute";
    if (decision->action == PISHKHAN_ACTION_UNSPECIFIED)
      return line[strspn(line, " \t")] ? "leave takes no words" : NULL;
    return rest_of_line(line, decision->text, sizeof decision->text)
               ? NULL
               : "a text of 1 to 1,024 bytes is missing";
  }
  return "unknown decision; known are fulfil, refuse, ask, leave";
}

static const char *read_rule(char *line, struct rule *rule) {
  *rule = (struct rule){.condition = ALWAYS};
  if (!next_word(&line, rule->service, sizeof rule->service))
    return "the service's code is too long";
  const char *wrong = read_condition(&line, rule);
  return wrong ? wrong : read_decision(line, &rule->decision);
}

static struct rules *read_lines(FILE *file, const char *path) {
  struct rules *rules = calloc(1, sizeof *rules + RULES_MOST * sizeof *rules->rule);
  char line[LINE_SIZE];
  const char *wrong = rules ? NULL : "out of memory";
  unsigned number = 0;
  while (!wrong && fgets(line, sizeof line, file)) {
    size_t length = strlen(line);
    number++;
    if (length && line[length - 1] == '\n')
      line[length - 1] = 0;
    else if (!feof(file))
      wrong = "the line is too long";
    if (wrong || line[strspn(line, " \t")] == 0 || line[strspn(line, " \t")] == '#')
      continue;
    wrong = rules->count == RULES_MOST ? "too many rules" : read_rule(line, &rules->rule[rules->count++]);
  }
  if (!wrong && !ferror(file))
    return rules;
  fprintf(stderr, "pishkhan-agency: %s:%u: %s\n", path, number, wrong ? wrong : strerror(errno));
  free(rules);
  return NULL;
}

struct rules *rules_read(const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) {
    fprintf(stderr, "pishkhan-agency: %s: %s\n", path, strerror(errno));
    return NULL;
  }
  struct rules *rules = read_lines(file, path);
  fclose(file);
  return rules;
}

void rules_free(struct rules *rules) { free(rules); }

static bool any_value(const pishkhan_form_value *filled, const struct rule *rule) {
  for (size_t i = 0; filled && i < filled->value_count; i++)
    if (same_digits(filled->values[i], rule->value, rule->condition == STARTS_WITH))
      return true;
  return false;
}

static bool fits(const struct rule *rule, const pishkhan_request *request) {
  const pishkhan_form_value *filled = NULL;
  if (strcmp(rule->service, "*") != 0 && strcmp(rule->service, request->service) != 0)
    return false;
  for (size_t i = 0; i < request->form_count; i++)
    if (strcmp(request->form[i].attribute, rule->attribute) == 0)
      filled = &request->form[i];
  switch (rule->condition) {
  case ALWAYS:
    return true;
  case IS:
  case STARTS_WITH:
    return any_value(filled, rule);
  case IS_NOT:
    return !any_value(filled, rule);
  case GIVEN:
    return filled && filled->value_count > 0;
  case MISSING:
    return !filled || filled->value_count == 0;
  }
  return false;
}

struct decision rules_decide(const struct rules *rules, const pishkhan_request *request) {
  for (size_t i = 0; i < rules->count; i++)
    if (fits(&rules->rule[i], request))
      return rules->rule[i].decision;
  return (struct decision){.action = PISHKHAN_ACTION_UNSPECIFIED};
}
