/* What the citizen says of how it went (pishkhan.v1.Feedback). Takes tracking code and secret. */
#ifndef PISHKHAN_FEEDBACK_H
#define PISHKHAN_FEEDBACK_H

#include <pishkhan/citizen.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What an answer is made of. */
typedef enum pishkhan_question_kind {
  PISHKHAN_QUESTION_UNSPECIFIED = 0,
  PISHKHAN_QUESTION_RATING = 1, /* 1 (poor) to 5 (good) */
  PISHKHAN_QUESTION_COUNT = 2,  /* 0 to 1,000 */
  PISHKHAN_QUESTION_TEXT = 3    /* at most 8,192 bytes */
} pishkhan_question_kind;

/* "Closed" is not "put right": was the matter settled? */
typedef enum pishkhan_settled {
  PISHKHAN_SETTLED_UNSPECIFIED = 0, /* not answered */
  PISHKHAN_SETTLED_YES = 1,
  PISHKHAN_SETTLED_PARTLY = 2,
  PISHKHAN_SETTLED_NO = 3
} pishkhan_settled;

/* Stable name ("RATING"). A constant. */
PISHKHAN_API const char *pishkhan_question_kind_name(pishkhan_question_kind kind);

/* One question of the survey. */
typedef struct pishkhan_survey_question {
  const char *code;
  pishkhan_question_kind kind;
  const pishkhan_text *texts;
  size_t text_count;
} pishkhan_survey_question;

/* What is asked of a citizen afterwards. */
typedef struct pishkhan_survey {
  const pishkhan_survey_question *const *questions; /* at most four */
  size_t question_count;
  bool already_given;
} pishkhan_survey;
PISHKHAN_API void pishkhan_survey_free(pishkhan_survey *survey);

/* The questions for this request. FAILED_PRECONDITION (FEEDBACK_TOO_EARLY) before the end. */
PISHKHAN_API pishkhan_status pishkhan_get_survey(pishkhan_client *client, const char *tracking_code,
                                                 const char *secret, const pishkhan_call_options *options,
                                                 pishkhan_survey **survey, pishkhan_error **error);

/* A citizen's answers to the survey. */
typedef struct pishkhan_feedback {
  size_t size;
  const uint8_t *idempotency_key; /* NULL: the library makes one */
  const char *tracking_code;
  const char *secret;
  const pishkhan_survey_answer *answers; /* a question may be left out; at least one answer, or `settled` */
  size_t answer_count;
  pishkhan_settled settled;
} pishkhan_feedback;

/* Stores the answers, once a request: ALREADY_EXISTS (FEEDBACK_ALREADY_GIVEN). Repeated like pishkhan_submit.
 */
PISHKHAN_API pishkhan_status pishkhan_submit_feedback(pishkhan_client *client,
                                                      const pishkhan_feedback *feedback,
                                                      const pishkhan_call_options *options,
                                                      pishkhan_outcome **outcome, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
