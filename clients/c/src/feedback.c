#include "typed.h"

#include <string.h>

static bool translate_survey(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__GetSurveyResponse *response = (const void *)base;
  pishkhan_survey *survey = result;
  const pishkhan_survey_question **pointers = pk_arena_new(arena, response->n_questions, sizeof *pointers);
  pishkhan_survey_question *questions = pk_arena_new(arena, response->n_questions, sizeof *questions);
  for (size_t i = 0; pointers && questions && i < response->n_questions; i++) {
    const Pishkhan__V1__SurveyQuestion *given = response->questions[i];
    questions[i] =
        (pishkhan_survey_question){given->code, (pishkhan_question_kind)given->kind,
                                   pk_texts_in(arena, given->texts, given->n_texts), given->n_texts};
    pointers[i] = &questions[i];
  }
  survey->questions = pointers;
  survey->question_count = response->n_questions;
  survey->already_given = response->already_given;
  return true;
}

pishkhan_status pishkhan_get_survey(pishkhan_client *client, const char *tracking_code, const char *secret,
                                    const pishkhan_call_options *options, pishkhan_survey **survey,
                                    pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Feedback/GetSurvey",
                                   &pishkhan__v1__get_survey_response__descriptor, PK_CALL_STORES_NOTHING};
  Pishkhan__V1__GetSurveyRequest request = PISHKHAN__V1__GET_SURVEY_REQUEST__INIT;
  request.tracking_code = pk_text_field(tracking_code);
  request.secret = pk_text_field(secret);
  return pk_typed(client, &method, &request.base, NULL, options, sizeof **survey, translate_survey, survey,
                  error);
}

static bool translate_feedback(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  const Pishkhan__V1__SubmitFeedbackResponse *response = (const void *)base;
  (void)arena;
  *(pishkhan_outcome *)result = (pishkhan_outcome){
      .version = response->event_number,
      .time_ms = response->time_ms,
      .event_hash = response->event_hash.data,
      .event_hash_size = response->event_hash.len,
      .repeated_key = response->repeated_key,
  };
  return true;
}

static Pishkhan__V1__SurveyAnswer **answers_out(pk_arena *scratch, const pishkhan_survey_answer *answers,
                                                size_t count) {
  Pishkhan__V1__SurveyAnswer **list = pk_arena_new(scratch, count, sizeof *list);
  Pishkhan__V1__SurveyAnswer *items = pk_arena_new(scratch, count, sizeof *items);
  for (size_t i = 0; list && items && i < count; i++) {
    pishkhan__v1__survey_answer__init(&items[i]);
    items[i].code = pk_text_field(answers[i].code);
    items[i].number = answers[i].number;
    items[i].text = pk_text_field(answers[i].text);
    list[i] = &items[i];
  }
  return list;
}

pishkhan_status pishkhan_submit_feedback(pishkhan_client *client, const pishkhan_feedback *given,
                                         const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                         pishkhan_error **error) {
  static const pk_method method = {"/pishkhan.v1.Feedback/SubmitFeedback",
                                   &pishkhan__v1__submit_feedback_response__descriptor,
                                   PK_CALL_SAFE_TO_REPEAT};
  pishkhan_feedback feedback;
  uint8_t key[PISHKHAN_KEY_SIZE];
  if (!given || !pk_sized_copy(&feedback, sizeof feedback, given) ||
      (feedback.answer_count && !feedback.answers))
    return pk_refuse_argument(client, "no feedback, or its size is not set, or its answers are missing",
                              outcome, error);
  if (!pk_key_for(client, feedback.idempotency_key, key, error))
    return PISHKHAN_INTERNAL;
  pk_arena *scratch = pk_scratch_new(client);
  Pishkhan__V1__SubmitFeedbackRequest request = PISHKHAN__V1__SUBMIT_FEEDBACK_REQUEST__INIT;
  request.idempotency_key = pk_key_field(key);
  request.tracking_code = pk_text_field(feedback.tracking_code);
  request.secret = pk_text_field(feedback.secret);
  request.answers = answers_out(scratch, feedback.answers, feedback.answer_count);
  request.n_answers = feedback.answer_count;
  request.settled = (Pishkhan__V1__Settled)feedback.settled;
  pishkhan_status status = pk_typed_write(client, &method, &request.base, key, scratch, options,
                                          sizeof **outcome, translate_feedback, outcome, error);
  if (status == PISHKHAN_OK)
    memcpy((*outcome)->idempotency_key, key, sizeof key);
  return status;
}

void pishkhan_survey_free(pishkhan_survey *survey) { pk_result_free(survey); }
