#include "survey_field.h"
#include "numerals.h"
#include "style.h"
#include "words.h"

#include <stdlib.h>

struct survey_field {
  char *code;
  Pishkhan__V1__QuestionKind kind;
  GtkWidget *entry;    /* of a count or a text; else NULL */
  GPtrArray *choices;  /* of a rating: a button each, from the first */
  GtkWidget *unchosen; /* a member of their group that is not shown: with it none is chosen from the start */
  char *typed;
  Pishkhan__V1__SurveyAnswer answer;
};

static struct survey_field *new_field(const char *code, Pishkhan__V1__QuestionKind kind) {
  struct survey_field *field = g_new0(struct survey_field, 1);
  field->code = g_strdup(code);
  field->kind = kind;
  field->choices = g_ptr_array_new();
  return field;
}

struct survey_field *survey_field_choice(GtkWidget *column, const char *text, const char *code,
                                         const char *const *names) {
  struct survey_field *field = new_field(code, PISHKHAN__V1__QUESTION_KIND__QUESTION_KIND_RATING);
  GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 20);
  field->unchosen = g_object_ref_sink(gtk_radio_button_new(NULL));
  gtk_box_pack_start(GTK_BOX(column), style_label(text, "name"), FALSE, FALSE, 0);
  for (unsigned i = 0; names[i]; i++) {
    GtkWidget *choice =
        gtk_radio_button_new_with_label_from_widget(GTK_RADIO_BUTTON(field->unchosen), names[i]);
    char *name = g_strdup_printf("%s.%u", code, i + 1);
    gtk_widget_set_name(choice, name);
    g_free(name);
    g_ptr_array_add(field->choices, choice);
    gtk_box_pack_start(GTK_BOX(row), choice, FALSE, FALSE, 0);
  }
  gtk_box_pack_start(GTK_BOX(column), row, FALSE, FALSE, 0);
  return field;
}

static void go_on(GtkWidget *entry, gpointer context) {
  (void)context;
  gtk_widget_child_focus(gtk_widget_get_toplevel(entry), GTK_DIR_TAB_FORWARD);
}

static const char *text_of(const Pishkhan__V1__SurveyQuestion *question) {
  for (size_t i = 0; i < question->n_texts; i++)
    if (g_str_equal(question->texts[i]->language, "fa"))
      return question->texts[i]->text;
  return question->n_texts ? question->texts[0]->text : question->code;
}

struct survey_field *survey_field_new(GtkWidget *column, const Pishkhan__V1__SurveyQuestion *question) {
  static const char *const ratings[] = {"۱", "۲", "۳", "۴", "۵", NULL};
  if (question->kind == PISHKHAN__V1__QUESTION_KIND__QUESTION_KIND_RATING) {
    struct survey_field *field = survey_field_choice(column, text_of(question), question->code, ratings);
    gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_RATING_HELP, "help"), FALSE, FALSE, 0);
    return field;
  }
  struct survey_field *field = new_field(question->code, question->kind);
  field->entry = style_entry(column, text_of(question), question->code, G_CALLBACK(go_on), NULL);
  return field;
}

void survey_field_free(struct survey_field *field) {
  if (!field)
    return;
  g_clear_object(&field->unchosen);
  g_ptr_array_free(field->choices, TRUE);
  g_free(field->code);
  g_free(field->typed);
  g_free(field);
}

unsigned survey_field_number(const struct survey_field *field) {
  for (guint i = 0; i < field->choices->len; i++)
    if (gtk_toggle_button_get_active(field->choices->pdata[i]))
      return i + 1;
  return 0;
}

Pishkhan__V1__SurveyAnswer *survey_field_answer(struct survey_field *field) {
  pishkhan__v1__survey_answer__init(&field->answer);
  field->answer.code = field->code;
  if (!field->entry) {
    field->answer.number = survey_field_number(field);
    return field->answer.number ? &field->answer : NULL;
  }
  g_free(field->typed);
  field->typed = g_strstrip(g_strdup(gtk_entry_get_text(GTK_ENTRY(field->entry))));
  if (!*field->typed)
    return NULL;
  if (field->kind == PISHKHAN__V1__QUESTION_KIND__QUESTION_KIND_COUNT) {
    char *latin = numerals_latin(field->typed);
    field->answer.number = (uint32_t)strtoul(latin, NULL, 10);
    g_free(latin);
  } else {
    field->answer.text = field->typed;
  }
  return &field->answer;
}
