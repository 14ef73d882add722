#include "submission.h"

pishkhan_error *submission_check(const struct session *session) {
  const pishkhan_service *service = form_definition_service(session->definition);
  pishkhan_submission submission = {.size = sizeof submission, .service = service->code};
  pishkhan_error *error = NULL;
  submission.national_id = session->national_id;
  submission.form = filled_form_values(session->form, &submission.form_count);
  pishkhan_check_submission(service, &submission, "fa", &error);
  return error;
}

Pishkhan__V1__SubmitRequest *submission_message(struct session *session) {
  Pishkhan__V1__SubmitRequest *message = g_new(Pishkhan__V1__SubmitRequest, 1);
  size_t count;
  const pishkhan_form_value *values = filled_form_values(session->form, &count);
  pishkhan__v1__submit_request__init(message);
  message->idempotency_key = (ProtobufCBinaryData){sizeof session->key, session->key};
  message->service = (char *)form_definition_service(session->definition)->code;
  message->national_id = session->national_id;
  message->n_form = count;
  message->form = g_new(Pishkhan__V1__FormValue *, count + 1);
  for (size_t i = 0; i < count; i++) {
    Pishkhan__V1__FormValue *value = message->form[i] = g_new(Pishkhan__V1__FormValue, 1);
    pishkhan__v1__form_value__init(value);
    value->attribute = (char *)values[i].attribute;
    value->n_values = values[i].value_count;
    value->values = (char **)values[i].values;
  }
  return message;
}

void submission_message_free(Pishkhan__V1__SubmitRequest *message) {
  for (size_t i = 0; i < message->n_form; i++)
    g_free(message->form[i]);
  g_free(message->form);
  g_free(message);
}
