/* One question of the survey on the screen. */
#ifndef KIOSK_SURVEY_FIELD_H
#define KIOSK_SURVEY_FIELD_H

#include <gtk/gtk.h>
#include <pishkhan/v1/feedback.pb-c.h>

struct survey_field;

/* Puts a question into the column: a rating of 1 to 5, a count, or free text. */
struct survey_field *survey_field_new(GtkWidget *column, const Pishkhan__V1__SurveyQuestion *question);

/* A question with one choice of `names`, NULL at the end. */
struct survey_field *survey_field_choice(GtkWidget *column, const char *text, const char *code,
                                         const char *const *names);
void survey_field_free(struct survey_field *field); /* the widgets are the column's */

/* The place of what was chosen, from 1; 0: nothing. */
unsigned survey_field_number(const struct survey_field *field);

/* The answer; NULL: not answered. It belongs to the field and is valid until the next call. */
Pishkhan__V1__SurveyAnswer *survey_field_answer(struct survey_field *field);

#endif
