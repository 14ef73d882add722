/* The shared words of pishkhan.v1, both ways. Strings are not copied: they live in the arena beside the
 * structs, or as long as the caller's call. */
#include "typed.h"

Pishkhan__V1__FormValue **pk_form_out(pk_arena *scratch, const pishkhan_form_value *form, size_t count) {
  Pishkhan__V1__FormValue **list = pk_arena_new(scratch, count, sizeof *list);
  Pishkhan__V1__FormValue *items = pk_arena_new(scratch, count, sizeof *items);
  for (size_t i = 0; list && items && i < count; i++) {
    pishkhan__v1__form_value__init(&items[i]);
    items[i].attribute = pk_text_field(form[i].attribute);
    items[i].n_values = form[i].values ? form[i].value_count : 0;
    items[i].values = pk_arena_new(scratch, items[i].n_values, sizeof *items[i].values);
    for (size_t k = 0; items[i].values && k < items[i].n_values; k++)
      items[i].values[k] = pk_text_field(form[i].values[k]);
    list[i] = &items[i];
  }
  return list;
}

Pishkhan__V1__Question **pk_questions_out(pk_arena *scratch, const pishkhan_question *questions,
                                          size_t count) {
  Pishkhan__V1__Question **list = pk_arena_new(scratch, count, sizeof *list);
  Pishkhan__V1__Question *items = pk_arena_new(scratch, count, sizeof *items);
  for (size_t i = 0; list && items && i < count; i++) {
    pishkhan__v1__question__init(&items[i]);
    items[i].attribute = pk_text_field(questions[i].attribute);
    items[i].text = pk_text_field(questions[i].text);
    list[i] = &items[i];
  }
  return list;
}

pishkhan_text *pk_texts_in(pk_arena *arena, Pishkhan__V1__LocalizedText **texts, size_t count) {
  pishkhan_text *list = pk_arena_new(arena, count, sizeof *list);
  for (size_t i = 0; list && i < count; i++)
    list[i] = (pishkhan_text){texts[i]->language, texts[i]->text};
  return list;
}

pishkhan_form_value *pk_form_in(pk_arena *arena, Pishkhan__V1__FormValue **form, size_t count) {
  pishkhan_form_value *list = pk_arena_new(arena, count, sizeof *list);
  for (size_t i = 0; list && i < count; i++)
    list[i] =
        (pishkhan_form_value){form[i]->attribute, (const char *const *)form[i]->values, form[i]->n_values};
  return list;
}

pishkhan_question *pk_questions_in(pk_arena *arena, Pishkhan__V1__Question **questions, size_t count) {
  pishkhan_question *list = pk_arena_new(arena, count, sizeof *list);
  for (size_t i = 0; list && i < count; i++)
    list[i] = (pishkhan_question){questions[i]->attribute, questions[i]->text};
  return list;
}

void pk_request_in(pk_arena *arena, const Pishkhan__V1__Request *message, pishkhan_request *request) {
  *request = (pishkhan_request){
      .tracking_code = message->tracking_code,
      .version = message->version,
      .state = (pishkhan_state)message->state,
      .service = message->service,
      .service_version = message->service_version,
      .agency = message->agency,
      .office = message->office,
      .channel = (pishkhan_channel)message->channel,
      .assisted = message->assisted,
      .region = message->region,
      .submitted_ms = message->submitted_ms,
      .changed_ms = message->changed_ms,
      .acknowledge_working_days = message->acknowledge_working_days,
      .decide_working_days = message->decide_working_days,
      .assignee = message->assignee,
      .national_id = message->national_id,
      .given_name = message->given_name,
      .family_name = message->family_name,
      .mobile = message->mobile,
      .form = pk_form_in(arena, message->form, message->n_form),
      .form_count = message->n_form,
      .open_questions = pk_questions_in(arena, message->open_questions, message->n_open_questions),
      .open_question_count = message->n_open_questions,
      .reason = message->reason,
      .note = message->note,
      .feedback_given = message->feedback_given,
  };
}

void pk_event_in(pk_arena *arena, const Pishkhan__V1__Event *message, pishkhan_event *event) {
  *event = (pishkhan_event){
      .number = message->number,
      .action = (pishkhan_action)message->action,
      .from = (pishkhan_state)message->from,
      .to = (pishkhan_state)message->to,
      .time_ms = message->time_ms,
      .role = (pishkhan_role)message->role,
      .actor = message->actor,
      .office = message->office,
      .channel = (pishkhan_channel)message->channel,
      .assisted = message->assisted,
      .reason = message->reason,
      .note = message->note,
      .on_behalf_of = message->on_behalf_of,
      .questions = pk_questions_in(arena, message->questions, message->n_questions),
      .question_count = message->n_questions,
      .answers = pk_form_in(arena, message->answers, message->n_answers),
      .answer_count = message->n_answers,
      .hash = message->hash.data,
      .hash_size = message->hash.len,
  };
}
