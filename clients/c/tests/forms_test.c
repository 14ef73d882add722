/* The check of a form, by the vectors that the server's is tested with. */
#include "check.h"
#include "vectors.h"

#include <pishkhan/pishkhan.h>
#include <stdlib.h>

/* A definition of Tests/Data/forms.tsv. */
typedef struct definition {
  pishkhan_service service;
  pishkhan_attribute attributes[VECTOR_PARTS];
  const pishkhan_attribute *pointers[VECTOR_PARTS];
  vector_parts allowed[VECTOR_PARTS];
} definition;

static pishkhan_attribute_type type_of(const char *name) {
  static const char *const names[] = {"",     "string",          "number",         "datetime",
                                      "text", "singlevaluelist", "multivaluelist", "file"};
  for (size_t i = 1; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], name) == 0)
      return (pishkhan_attribute_type)i;
  return PISHKHAN_ATTRIBUTE_UNSPECIFIED;
}

static void define(definition *made, const vectors *all) {
  memset(made, 0, sizeof *made);
  for (size_t i = 0; i < all->count; i++) {
    const char *const *columns = all->list[i].columns;
    if (strcmp(columns[0], "attribute") != 0)
      continue;
    size_t place = made->service.attribute_count++;
    CHECK(place < VECTOR_PARTS && type_of(columns[2]) != PISHKHAN_ATTRIBUTE_UNSPECIFIED);
    made->allowed[place] = vector_split(columns[5], '|');
    made->attributes[place] =
        (pishkhan_attribute){.code = columns[1],
                             .type = type_of(columns[2]),
                             .format = vector_format(columns[3]),
                             .required = strcmp(columns[4], "required") == 0,
                             .length_max = (uint32_t)atol(columns[6]),
                             .allowed_values = (const char *const *)made->allowed[place].list,
                             .allowed_value_count = made->allowed[place].count};
    made->pointers[place] = &made->attributes[place];
  }
  made->service.code = "all-types";
  made->service.attributes = made->pointers;
}

static const pishkhan_attribute *find(const definition *made, const char *code) {
  for (size_t i = 0; i < made->service.attribute_count; i++)
    if (strcmp(made->attributes[i].code, code) == 0)
      return &made->attributes[i];
  return NULL;
}

static void undefine(definition *made) {
  for (size_t i = 0; i < made->service.attribute_count; i++)
    vector_parts_free(&made->allowed[i]);
}

typedef struct filled {
  vector_parts pairs;
  vector_parts values[VECTOR_PARTS];
  pishkhan_form_value form[VECTOR_PARTS];
} filled;

/* "code=a|b;code=c;code=;code=none": two values, one, an empty one, none. A pair is taken apart in place. */
static void fill(filled *made, const char *column) {
  made->pairs = vector_split(column, ';');
  for (size_t i = 0; i < made->pairs.count; i++) {
    char *equals = strchr(made->pairs.list[i], '=');
    *equals = 0;
    made->values[i] = vector_split(strcmp(equals + 1, "none") == 0 ? "" : equals + 1, '|');
    if (!equals[1])
      made->values[i].list[made->values[i].count++] = vector_plain("", 0);
    made->form[i] = (pishkhan_form_value){made->pairs.list[i], (const char *const *)made->values[i].list,
                                          made->values[i].count};
  }
}

static void empty(filled *made) {
  for (size_t i = 0; i < made->pairs.count; i++)
    vector_parts_free(&made->values[i]);
  vector_parts_free(&made->pairs);
}

static void check_faults(const vector *vector, const pishkhan_error *error, const char *expected) {
  vector_parts wanted = vector_split(strcmp(expected, "valid") == 0 ? "" : expected, ',');
  CHECK_NUMBER(pishkhan_error_violation_count(error), wanted.count);
  for (size_t i = 0; i < wanted.count; i++) {
    const pishkhan_violation *violation = pishkhan_error_violation(error, i);
    char got[256] = "";
    if (violation)
      snprintf(got, sizeof got, "%s:%s", violation->field, violation->reason);
    CHECK(vector_holds(vector, "forms.tsv", got, wanted.list[i]));
    CHECK(violation && *violation->text_fa && *violation->text_en);
  }
  vector_parts_free(&wanted);
}

static pishkhan_submission submission_of(const filled *made) {
  return (pishkhan_submission){.size = sizeof(pishkhan_submission),
                               .service = "all-types",
                               .national_id = "0076229645",
                               .form = made->form,
                               .form_count = made->pairs.count};
}

/* By itself, and in a form that is right but for it. */
static void check_one_value(const definition *made, const vector *each) {
  static const char postal_code[] = "postal_code";
  pishkhan_error *error;
  char column[4096];
  filled form;
  const char *code = each->columns[1], *expected = each->columns[3];
  snprintf(column, sizeof column, "%s=%s%s", code, each->columns[2],
           strcmp(code, postal_code) == 0 ? "" : ";postal_code=16197-35744");
  fill(&form, column);
  const pishkhan_attribute *attribute = find(made, code);
  CHECK(attribute != NULL);
  const char *word = pishkhan_check_values(attribute, form.form[0].values, form.form[0].value_count);
  CHECK(vector_holds(each, "forms.tsv", word ? word : "valid", expected));
  pishkhan_submission submission = submission_of(&form);
  CHECK_NUMBER(pishkhan_check_submission(&made->service, &submission, "en", &error),
               strcmp(expected, "valid") == 0 ? PISHKHAN_OK : PISHKHAN_INVALID_ARGUMENT);
  const pishkhan_violation *violation = pishkhan_error_violation(error, 0);
  CHECK(vector_holds(each, "forms.tsv", violation ? violation->reason : "valid", expected));
  pishkhan_error_free(error);
  empty(&form);
}

static void check_whole_form(const definition *made, const vector *each) {
  pishkhan_error *error;
  filled form;
  fill(&form, each->columns[1]);
  pishkhan_submission submission = submission_of(&form);
  pishkhan_check_submission(&made->service, &submission, "en", &error);
  check_faults(each, error, each->columns[2]);
  pishkhan_error_free(error);
  empty(&form);
}

static void check_answers(const definition *made, const vector *each) {
  pishkhan_error *error;
  filled form;
  pishkhan_question questions[VECTOR_PARTS];
  vector_parts asked = vector_split(each->columns[1], ',');
  for (size_t i = 0; i < asked.count; i++)
    questions[i] = (pishkhan_question){asked.list[i], "?"};
  fill(&form, each->columns[2]);
  pishkhan_check_answers(&made->service, questions, asked.count, form.form, form.pairs.count, "en", &error);
  check_faults(each, error, each->columns[3]);
  pishkhan_error_free(error);
  empty(&form);
  vector_parts_free(&asked);
}

static void forms_are_judged_as_the_vectors_say(void) {
  vectors all = vectors_read("forms.tsv");
  static definition made;
  size_t values = 0, forms = 0, answers = 0;
  define(&made, &all);
  for (size_t i = 0; i < all.count; i++) {
    const char *kind = all.list[i].columns[0];
    if (strcmp(kind, "value") == 0 && ++values)
      check_one_value(&made, &all.list[i]);
    else if (strcmp(kind, "form") == 0 && ++forms)
      check_whole_form(&made, &all.list[i]);
    else if (strcmp(kind, "answers") == 0 && ++answers)
      check_answers(&made, &all.list[i]);
  }
  CHECK(values > 80 && forms > 8 && answers > 5);
  undefine(&made);
  vectors_free(&all);
}

static void every_word_of_the_vectors_has_a_sentence_in_both_languages(void) {
  vectors all = vectors_read("forms.tsv");
  for (size_t i = 0; i < all.count; i++) {
    const char *word = all.list[i].columns[3];
    if (strcmp(all.list[i].columns[0], "value") != 0 || strcmp(word, "valid") == 0)
      continue;
    CHECK(*pishkhan_check_text(word, "fa") && *pishkhan_check_text(word, "en"));
    CHECK(strcmp(pishkhan_check_text(word, "fa"), pishkhan_check_text(word, "en")) != 0);
  }
  vectors_free(&all);
  all = vectors_read("field_words.tsv"); /* the server's; those that no local check finds have none here */
  for (size_t i = 0; i < all.count; i++) {
    const char *const *columns = all.list[i].columns;
    bool is_known = *pishkhan_check_text(columns[0], "en") != 0;
    CHECK(vector_holds(&all.list[i], "field_words.tsv", pishkhan_check_text(columns[0], "en"),
                       is_known ? columns[1] : ""));
    CHECK(vector_holds(&all.list[i], "field_words.tsv", pishkhan_check_text(columns[0], "fa"),
                       is_known ? columns[2] : ""));
  }
  CHECK_TEXT(pishkhan_check_text("no such word", "en"), "");
  CHECK_TEXT(pishkhan_check_text(NULL, "en"), "");
  vectors_free(&all);
}

int main(void) {
  static const test tests[] = {
      {"forms are judged as the vectors say", forms_are_judged_as_the_vectors_say},
      {"every word of the vectors has a sentence in both languages",
       every_word_of_the_vectors_has_a_sentence_in_both_languages},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
