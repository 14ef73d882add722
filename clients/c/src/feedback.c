#include "shapes.h"

static const pk_field survey_request_fields[] = {PK_MEMBER(1, PK_TEXT, pk_code_and_secret, tracking_code),
                                                 PK_MEMBER(2, PK_TEXT, pk_code_and_secret, secret)};
static PK_SHAPE(survey_request, pk_code_and_secret, false, 0);

static const pk_field question_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_survey_question, code),
    PK_MEMBER(2, PK_NUMBER, pishkhan_survey_question, kind),
    PK_PART(3, PK_VALUES, pishkhan_survey_question, texts, pk_text_shape)};
static PK_SHAPE(question_shape, pishkhan_survey_question, false, 0);

static const pk_field survey_response_fields[] = {
    PK_PART(1, PK_POINTERS, pishkhan_survey, questions, question_shape),
    PK_MEMBER(2, PK_TRUTH, pishkhan_survey, already_given)};
static PK_SHAPE(survey_response, pishkhan_survey, false, 0);

const pk_method pk_get_survey =
    PK_READING("/pishkhan.v1.Feedback/GetSurvey", survey_request, survey_response, 0, NULL);

pishkhan_status pishkhan_get_survey(pishkhan_client *client, const char *tracking_code, const char *secret,
                                    const pishkhan_call_options *options, pishkhan_survey **survey,
                                    pishkhan_error **error) {
  const pk_code_and_secret given = {tracking_code, secret};
  return pk_typed(client, &pk_get_survey, &given, options, survey, error);
}

static const pk_field answer_shape_fields[] = {PK_MEMBER(1, PK_TEXT, pishkhan_survey_answer, code),
                                               PK_MEMBER(2, PK_NUMBER, pishkhan_survey_answer, number),
                                               PK_MEMBER(3, PK_TEXT, pishkhan_survey_answer, text)};
static PK_SHAPE(answer_shape, pishkhan_survey_answer, false, 0);

static const pk_field feedback_request_fields[] = {
    PK_KEY(pishkhan_feedback), PK_MEMBER(2, PK_TEXT, pishkhan_feedback, tracking_code),
    PK_MEMBER(3, PK_TEXT, pishkhan_feedback, secret),
    PK_PART(4, PK_VALUES, pishkhan_feedback, answers, answer_shape),
    PK_MEMBER(5, PK_NUMBER, pishkhan_feedback, settled)};
static PK_SHAPE(feedback_request, pishkhan_feedback, true, 0);

static const pk_field feedback_response_fields[] = {PK_MEMBER(1, PK_NUMBER, pishkhan_outcome, version),
                                                    PK_MEMBER(2, PK_NUMBER, pishkhan_outcome, time_ms),
                                                    PK_MEMBER(3, PK_BYTES, pishkhan_outcome, event_hash),
                                                    PK_MEMBER(4, PK_TRUTH, pishkhan_outcome, repeated_key)};
static PK_SHAPE(feedback_response, pishkhan_outcome, false, 0);

const pk_method pk_submit_feedback = PK_KEYED("/pishkhan.v1.Feedback/SubmitFeedback", feedback_request,
                                              feedback_response, 0, NULL, pishkhan_outcome);

pishkhan_status pishkhan_submit_feedback(pishkhan_client *client, const pishkhan_feedback *feedback,
                                         const pishkhan_call_options *options, pishkhan_outcome **outcome,
                                         pishkhan_error **error) {
  return pk_typed(client, &pk_submit_feedback, feedback, options, outcome, error);
}

void pishkhan_survey_free(pishkhan_survey *survey) { pk_result_free(survey); }
