/* The survey: at most four questions, and whether the matter is settled. */
#include "screens.h"
#include "style.h"
#include "survey_field.h"
#include "words.h"

#include <string.h>

struct feedback_screen {
  struct terminal *terminal;
  GPtrArray *fields; /* of struct survey_field * */
  struct survey_field *settled;
  GtkWidget *fault;
  uint8_t key[PISHKHAN_KEY_SIZE]; /* made with the screen, kept for every repetition */
};

static void free_field(gpointer field) { survey_field_free(field); }

static void free_screen(gpointer context) {
  struct feedback_screen *screen = context;
  g_ptr_array_free(screen->fields, TRUE);
  survey_field_free(screen->settled);
  g_free(screen);
}

static void finish(struct terminal *terminal, const char *text) {
  screen_notice(terminal, &(struct notice){.title = WORDS_FEEDBACK, .text = text, .back = terminal_forget});
}

static void on_stored(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  struct terminal *terminal = context;
  if (!error && answer) {
    terminal_trace(terminal, "feedback=stored");
    finish(terminal, WORDS_FEEDBACK_THANKS);
  } else if (pishkhan_error_reason(error) == PISHKHAN_REASON_FEEDBACK_ALREADY_GIVEN) {
    finish(terminal, WORDS_FEEDBACK_GIVEN);
  } else {
    screen_notice(terminal, &(struct notice){.title = WORDS_PROBLEM,
                                             .error = error,
                                             .again_label = WORDS_AGAIN,
                                             .again = screen_feedback,
                                             .back = terminal_forget});
  }
}

/* Sends what was answered; the message points into the fields, which live as long as the screen. */
static void send(struct feedback_screen *screen, GPtrArray *answers, unsigned settled) {
  struct terminal *terminal = screen->terminal;
  Pishkhan__V1__SubmitFeedbackRequest request = PISHKHAN__V1__SUBMIT_FEEDBACK_REQUEST__INIT;
  request.idempotency_key = (ProtobufCBinaryData){sizeof screen->key, screen->key};
  request.tracking_code = terminal->session.tracking_code;
  request.secret = terminal->session.secret;
  request.n_answers = answers->len;
  request.answers = (Pishkhan__V1__SurveyAnswer **)answers->pdata;
  request.settled = (Pishkhan__V1__Settled)settled;
  counter_call(terminal->counter, &counter_submit_feedback, &request.base, on_stored, terminal);
}

static void on_send(GtkWidget *button, gpointer context) {
  struct feedback_screen *screen = context;
  GPtrArray *answers = g_ptr_array_new();
  unsigned settled = survey_field_number(screen->settled);
  for (guint i = 0; i < screen->fields->len; i++) {
    Pishkhan__V1__SurveyAnswer *answer = survey_field_answer(screen->fields->pdata[i]);
    if (answer)
      g_ptr_array_add(answers, answer);
  }
  if (answers->len || settled) {
    gtk_widget_set_sensitive(button, FALSE);
    send(screen, answers, settled);
  } else {
    style_tell(screen->fault, WORDS_NOTHING_ANSWERED);
    terminal_trace(screen->terminal, "fault field=feedback word=required");
  }
  g_ptr_array_free(answers, TRUE);
}

static void on_finish(GtkWidget *button, gpointer context) {
  (void)button;
  terminal_forget(((struct feedback_screen *)context)->terminal);
}

static void show(struct terminal *terminal, const Pishkhan__V1__GetSurveyResponse *survey) {
  static const char *const settled[] = {WORDS_YES, WORDS_PARTLY, WORDS_NO, NULL};
  struct feedback_screen *screen = g_new0(struct feedback_screen, 1);
  GtkWidget *column, *page = style_page(&column);
  screen->terminal = terminal;
  screen->fields = g_ptr_array_new_with_free_func(free_field);
  g_object_set_data_full(G_OBJECT(page), "screen", screen, free_screen);
  screen->settled = survey_field_choice(column, WORDS_SETTLED, "settled", settled);
  for (size_t i = 0; i < survey->n_questions; i++)
    g_ptr_array_add(screen->fields, survey_field_new(column, survey->questions[i]));
  screen->fault = style_fault(column);
  gtk_box_pack_start(GTK_BOX(column),
                     style_row(style_button(WORDS_SEND_FEEDBACK, "send", "main", G_CALLBACK(on_send), screen),
                               style_button(WORDS_FINISH, "finish", NULL, G_CALLBACK(on_finish), screen)),
                     FALSE, FALSE, 0);
  terminal_show(terminal, &(struct screen){"feedback", WORDS_FEEDBACK, page, NULL, terminal_forget});
  if (!pishkhan_make_key(screen->key))
    finish(terminal, WORDS_PROBLEM);
}

static void on_survey(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  struct terminal *terminal = context;
  const Pishkhan__V1__GetSurveyResponse *survey = (const Pishkhan__V1__GetSurveyResponse *)answer;
  if (error || !survey)
    screen_notice(terminal, &(struct notice){.title = WORDS_PROBLEM,
                                             .error = error,
                                             .again_label = WORDS_AGAIN,
                                             .again = screen_feedback,
                                             .back = terminal_forget});
  else if (survey->already_given)
    finish(terminal, WORDS_FEEDBACK_GIVEN);
  else
    show(terminal, survey);
}

void screen_feedback(struct terminal *terminal) {
  Pishkhan__V1__GetSurveyRequest request = PISHKHAN__V1__GET_SURVEY_REQUEST__INIT;
  request.tracking_code = terminal->session.tracking_code;
  request.secret = terminal->session.secret;
  screen_waiting(terminal, WORDS_FETCHING, terminal_forget);
  counter_call(terminal->counter, &counter_get_survey, &request.base, on_survey, terminal);
}
