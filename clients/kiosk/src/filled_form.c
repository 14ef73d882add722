#include "filled_form.h"

struct filled_form {
  GArray *values;     /* of pishkhan_form_value, pointing into those below */
  GPtrArray *codes;   /* of char * */
  GPtrArray *answers; /* of GPtrArray * of char *, NULL at the end; beside `codes` */
};

static void free_answers(gpointer answers) { g_ptr_array_free(answers, TRUE); }

struct filled_form *filled_form_new(void) {
  struct filled_form *form = g_new0(struct filled_form, 1);
  form->values = g_array_new(FALSE, FALSE, sizeof(pishkhan_form_value));
  form->codes = g_ptr_array_new_with_free_func(g_free);
  form->answers = g_ptr_array_new_with_free_func(free_answers);
  return form;
}

void filled_form_free(struct filled_form *form) {
  if (!form)
    return;
  g_array_free(form->values, TRUE);
  g_ptr_array_free(form->codes, TRUE);
  g_ptr_array_free(form->answers, TRUE);
  g_free(form);
}

static GPtrArray *find(const struct filled_form *form, const char *attribute) {
  for (guint i = 0; i < form->codes->len; i++)
    if (g_str_equal(form->codes->pdata[i], attribute))
      return form->answers->pdata[i];
  return NULL;
}

static void point(struct filled_form *form) {
  g_array_set_size(form->values, 0);
  for (guint i = 0; i < form->codes->len; i++) {
    GPtrArray *answers = form->answers->pdata[i];
    pishkhan_form_value value = {form->codes->pdata[i], (const char *const *)answers->pdata,
                                 answers->len - 1};
    g_array_append_val(form->values, value);
  }
}

void filled_form_add(struct filled_form *form, const char *attribute, const char *value) {
  GPtrArray *answers = find(form, attribute);
  if (!answers) {
    answers = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(answers, NULL);
    g_ptr_array_add(form->codes, g_strdup(attribute));
    g_ptr_array_add(form->answers, answers);
  }
  g_ptr_array_insert(answers, (int)answers->len - 1, g_strdup(value));
  point(form);
}

struct filled_form *filled_form_copy(const struct filled_form *form) {
  struct filled_form *copy = filled_form_new();
  size_t count;
  const pishkhan_form_value *values = filled_form_values(form, &count);
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < values[i].value_count; j++)
      filled_form_add(copy, values[i].attribute, values[i].values[j]);
  return copy;
}

const pishkhan_form_value *filled_form_values(const struct filled_form *form, size_t *count) {
  *count = form->values->len;
  return (const pishkhan_form_value *)(void *)form->values->data;
}

char *const *filled_form_of(const struct filled_form *form, const char *attribute) {
  GPtrArray *answers = find(form, attribute);
  return answers ? (char *const *)answers->pdata : NULL;
}

gboolean filled_form_equal(const struct filled_form *left, const struct filled_form *right) {
  if (left->codes->len != right->codes->len)
    return FALSE;
  for (guint i = 0; i < left->codes->len; i++) {
    char *const *theirs = filled_form_of(right, left->codes->pdata[i]);
    if (!theirs || !g_strv_equal((const char *const *)((GPtrArray *)left->answers->pdata[i])->pdata,
                                 (const char *const *)theirs))
      return FALSE;
  }
  return TRUE;
}
