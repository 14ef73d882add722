/* The tables between structs and messages: complete, of the right widths, and the same in both directions. */
#include "check.h"
#include "methods.h"

#include <pishkhan/pishkhan.h>

static const pk_method *const methods[] = {&pk_list_agencies,
                                           &pk_list_services,
                                           &pk_get_service,
                                           &pk_put_agency,
                                           &pk_put_service,
                                           &pk_publish_service,
                                           &pk_retire_service,
                                           &pk_get_calendar,
                                           &pk_put_calendar,
                                           &pk_get_office,
                                           &pk_find_offices,
                                           &pk_put_office,
                                           &pk_grant_delegation,
                                           &pk_set_delegation,
                                           &pk_list_delegations,
                                           &pk_who_am_i,
                                           &pk_list_principals,
                                           &pk_add_principal,
                                           &pk_add_key,
                                           &pk_remove_key,
                                           &pk_submit,
                                           &pk_track,
                                           &pk_get,
                                           &pk_history,
                                           &pk_watch,
                                           &pk_citizen_act,
                                           &pk_replace_secret,
                                           &pk_complain,
                                           &pk_put_draft,
                                           &pk_get_draft,
                                           &pk_list_drafts,
                                           &pk_delete_draft,
                                           &pk_inbox,
                                           &pk_claim,
                                           &pk_agency_act,
                                           &pk_renew,
                                           &pk_release_claim,
                                           &pk_work_stream,
                                           &pk_get_survey,
                                           &pk_submit_feedback,
                                           &pk_upload,
                                           &pk_get_upload,
                                           &pk_set_principal_status,
                                           &pk_download};

static const pk_method *method_of(const char *service, const char *name) {
  char path[128];
  snprintf(path, sizeof path, "/%s/%s", service, name);
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
    if (strcmp(methods[i]->path, path) == 0)
      return methods[i];
  return NULL;
}

static void every_method_has_its_call(void) {
  static const ProtobufCServiceDescriptor *const services[] = {
      &pishkhan__v1__catalog__descriptor,    &pishkhan__v1__offices__descriptor,
      &pishkhan__v1__requests__descriptor,   &pishkhan__v1__work__descriptor,
      &pishkhan__v1__feedback__descriptor,   &pishkhan__v1__admin__descriptor,
      &pishkhan__v1__attachments__descriptor};
  size_t count = 0;
  for (size_t i = 0; i < sizeof services / sizeof *services; i++)
    for (unsigned k = 0; k < services[i]->n_methods; k++) {
      const ProtobufCMethodDescriptor *known = &services[i]->methods[k];
      const pk_method *method = method_of(services[i]->name, known->name);
      count++;
      if (!method)
        printf("     %s.%s has no call\n", services[i]->name, known->name);
      CHECK(method != NULL);
      if (!method)
        continue;
      CHECK_TEXT(method->request->message->name, known->input->name);
      CHECK_TEXT(method->response->message->name, known->output->name);
      CHECK((method->part == 0) == (method->part_shape == NULL));
    }
  CHECK_NUMBER(count, sizeof methods / sizeof *methods);
}

/* ---- each field ---- */

/* Bytes that a member of this form takes, its count included; 0: a number, as wide as the message's. */
static size_t extent_of(pk_form form) {
  switch (form) {
  case PK_TRUTH:
    return sizeof(bool);
  case PK_TEXT:
  case PK_FIXED:
  case PK_ONE:
    return sizeof(void *);
  case PK_NUMBER:
    return 0;
  default:
    return sizeof(void *) + sizeof(size_t);
  }
}

static bool form_fits(pk_form form, const ProtobufCFieldDescriptor *known) {
  bool repeated = known->label == PROTOBUF_C_LABEL_REPEATED;
  switch (known->type) {
  case PROTOBUF_C_TYPE_STRING:
    return form == (repeated ? PK_TEXTS : PK_TEXT);
  case PROTOBUF_C_TYPE_BYTES:
    return repeated ? form == PK_FIXEDS : form == PK_BYTES || form == PK_FIXED;
  case PROTOBUF_C_TYPE_MESSAGE:
    return repeated ? form == PK_VALUES || form == PK_POINTERS : form == PK_ONE;
  case PROTOBUF_C_TYPE_BOOL:
    return !repeated && form == PK_TRUTH;
  case PROTOBUF_C_TYPE_ENUM:
    return form == (repeated ? PK_NUMBERS : PK_NUMBER);
  default:
    return !repeated && form == PK_NUMBER;
  }
}

static size_t number_width(ProtobufCType type) {
  switch (type) {
  case PROTOBUF_C_TYPE_INT64:
  case PROTOBUF_C_TYPE_UINT64:
    return 8;
  default:
    return 4;
  }
}

static void check_shape(const pk_shape *shape) {
  uint8_t taken[1024] = {0};
  CHECK(shape->size <= sizeof taken);
  CHECK_NUMBER(shape->field_count + shape->left_out, shape->message->n_fields);
  for (size_t i = 0; i < shape->field_count; i++) {
    const pk_field *field = &shape->fields[i];
    const ProtobufCFieldDescriptor *known =
        protobuf_c_message_descriptor_get_field(shape->message, field->number);
    CHECK(known && form_fits((pk_form)field->form, known));
    if (!known)
      continue;
    size_t width = extent_of((pk_form)field->form);
    CHECK_NUMBER(field->width, field->form == PK_NUMBER  ? number_width(known->type)
                               : field->form == PK_TRUTH ? sizeof(bool)
                                                         : sizeof(void *));
    for (size_t k = 0; k < (width ? width : field->width); k++) {
      CHECK(field->offset + k < shape->size && !taken[field->offset + k]);
      taken[field->offset + k] = 1;
    }
    CHECK(!shape->sized || field->offset >= sizeof(size_t));
    if (field->shape) {
      CHECK(field->shape->message == known->descriptor);
      CHECK(field->form != PK_VALUES || !field->shape->sized);
      check_shape(field->shape);
    }
  }
}

static void every_field_is_where_it_should_be(void) {
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    const pk_method *method = methods[i];
    check_shape(method->request);
    check_shape(method->response);
    CHECK_NUMBER(method->response->left_out, method->part ? 1 : 0);
    if (method->part) {
      const ProtobufCFieldDescriptor *part =
          protobuf_c_message_descriptor_get_field(method->response->message, method->part);
      CHECK(part && part->descriptor == method->part_shape->message);
      CHECK(method->part_shape->size <= method->response->size);
      check_shape(method->part_shape);
    }
    if (method->keyed) {
      CHECK_TEXT(protobuf_c_message_descriptor_get_field(method->request->message, 1)->name,
                 "idempotency_key");
      CHECK(method->key_offset > 0 &&
            (size_t)method->key_offset + PISHKHAN_KEY_SIZE <= method->response->size);
    }
  }
}

/* ---- there and back ---- */

/* Fills every field of a message with a value of its own; arrays get two elements. */
static void fill(pk_arena *arena, ProtobufCMessage *message, unsigned *seed, const pk_shape *shape);

static void fill_value(pk_arena *arena, const ProtobufCFieldDescriptor *known, const pk_field *field,
                       uint8_t *place, unsigned *seed) {
  unsigned value = ++*seed;
  if (known->type == PROTOBUF_C_TYPE_STRING) {
    char *text = pk_arena_new(arena, 1, 16);
    snprintf(text, 16, "t%u", value);
    memcpy(place, &text, sizeof text);
  } else if (known->type == PROTOBUF_C_TYPE_BYTES) {
    ProtobufCBinaryData bytes = {field->extent ? field->extent : 5u, NULL};
    bytes.data = pk_arena_new(arena, 1, bytes.len);
    memset(bytes.data, (int)value, bytes.len);
    memcpy(place, &bytes, sizeof bytes);
  } else if (known->type == PROTOBUF_C_TYPE_MESSAGE) {
    const ProtobufCMessageDescriptor *descriptor = known->descriptor;
    ProtobufCMessage *part = pk_arena_new(arena, 1, descriptor->sizeof_message);
    descriptor->message_init(part);
    fill(arena, part, seed, field->shape);
    memcpy(place, &part, sizeof part);
  } else if (known->type == PROTOBUF_C_TYPE_BOOL) {
    protobuf_c_boolean truth = 1;
    memcpy(place, &truth, sizeof truth);
  } else if (number_width(known->type) == 8) {
    int64_t number = (int64_t)value << 33;
    memcpy(place, &number, sizeof number);
  } else {
    memcpy(place, &value, sizeof value);
  }
}

static size_t element_width(ProtobufCType type) {
  switch (type) {
  case PROTOBUF_C_TYPE_ENUM:
    return 4;
  case PROTOBUF_C_TYPE_BYTES:
    return sizeof(ProtobufCBinaryData);
  default:
    return sizeof(void *);
  }
}

static void fill(pk_arena *arena, ProtobufCMessage *message, unsigned *seed, const pk_shape *shape) {
  for (size_t i = 0; i < shape->field_count; i++) {
    const pk_field *field = &shape->fields[i];
    const ProtobufCFieldDescriptor *known =
        protobuf_c_message_descriptor_get_field(shape->message, field->number);
    uint8_t *place = (uint8_t *)message + known->offset;
    if (known->label != PROTOBUF_C_LABEL_REPEATED) {
      fill_value(arena, known, field, place, seed);
      continue;
    }
    size_t count = 2, width = element_width(known->type);
    uint8_t *list = pk_arena_new(arena, count, width);
    for (size_t k = 0; k < count; k++)
      fill_value(arena, known, field, list + k * width, seed);
    memcpy(place, &list, sizeof list);
    memcpy((uint8_t *)message + known->quantifier_offset, &count, sizeof count);
  }
}

static size_t pack(pk_arena *arena, const ProtobufCMessage *message, uint8_t **bytes) {
  *bytes = pk_arena_new(arena, 1, protobuf_c_message_get_packed_size(message));
  return protobuf_c_message_pack(message, *bytes);
}

/* A message becomes a struct, and the struct the same message again. */
static void there_and_back(const pk_shape *shape) {
  void *owner = pk_result_new(&pk_default_allocator, 1, SIZE_MAX);
  pk_arena *arena = pk_result_arena(owner);
  unsigned seed = 0;
  ProtobufCMessage *message = pk_arena_new(arena, 1, shape->message->sizeof_message);
  shape->message->message_init(message);
  fill(arena, message, &seed, shape);
  uint8_t *before, *after;
  size_t before_size = pack(arena, message, &before);
  const ProtobufCMessage *read = pk_unpack(arena, shape->message, before, before_size);
  CHECK(read != NULL);
  void *made = pk_arena_new(arena, 1, shape->size);
  CHECK(read && pk_shape_in(arena, shape, read, made));
  ProtobufCMessage *again = pk_shape_out(arena, shape, made);
  CHECK(again != NULL);
  size_t after_size = again ? pack(arena, again, &after) : 0;
  CHECK(after_size == before_size && memcmp(before, after, after_size) == 0);
  pk_result_free(owner);
}

static void every_shape_goes_there_and_back(void) {
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    there_and_back(methods[i]->request);
    there_and_back(methods[i]->response);
    if (methods[i]->part_shape)
      there_and_back(methods[i]->part_shape);
  }
}

/* ---- what callers get wrong ---- */

static void what_is_missing_is_refused(void) {
  void *owner = pk_result_new(&pk_default_allocator, 1, SIZE_MAX);
  pk_arena *arena = pk_result_arena(owner);
  const pishkhan_attribute unsized = {.code = "a"};
  const pishkhan_attribute *const unsized_list[] = {&unsized}, *const null_list[] = {NULL};
  pishkhan_service service = {.size = sizeof service, .attributes = unsized_list, .attribute_count = 1};
  pishkhan_service_put put = {.size = sizeof put, .service = &service};
  CHECK(pk_shape_out(arena, pk_put_service.request, &put) == NULL);
  service.attributes = null_list;
  CHECK(pk_shape_out(arena, pk_put_service.request, &put) == NULL);
  service.attributes = NULL;
  CHECK(pk_shape_out(arena, pk_put_service.request, &put) == NULL);
  service.attribute_count = 0;
  CHECK(pk_shape_out(arena, pk_put_service.request, &put) != NULL);
  put.size = 0;
  CHECK(pk_shape_out(arena, pk_put_service.request, &put) == NULL);
  const uint8_t *const no_key[] = {NULL};
  pishkhan_principal principal = {.size = sizeof principal, .keys = no_key, .key_count = 1};
  const pishkhan_principal_addition addition = {.size = sizeof addition, .principal = &principal};
  CHECK(pk_shape_out(arena, pk_add_principal.request, &addition) == NULL);
  CHECK(!arena->failed);
  pk_result_free(owner);
}

/* A program that was compiled when the struct was shorter. */
static void a_shorter_struct_is_taken(void) {
  void *owner = pk_result_new(&pk_default_allocator, 1, SIZE_MAX);
  pk_arena *arena = pk_result_arena(owner);
  const pishkhan_submission old = {.size = offsetof(pishkhan_submission, representation),
                                   .service = "first",
                                   .representation = (const pishkhan_representation *)1};
  const Pishkhan__V1__SubmitRequest *made = (const void *)pk_shape_out(arena, pk_submit.request, &old);
  CHECK(made && !made->representation);
  CHECK_TEXT(made ? made->service : NULL, "first");
  pk_result_free(owner);
}

static void a_hash_of_another_length_is_no_answer(void) {
  void *owner = pk_result_new(&pk_default_allocator, 1, SIZE_MAX);
  pk_arena *arena = pk_result_arena(owner);
  uint8_t bytes[33] = {0};
  Pishkhan__V1__Principal message = PISHKHAN__V1__PRINCIPAL__INIT;
  ProtobufCBinaryData keys[] = {{sizeof bytes, bytes}};
  message.keys = keys;
  message.n_keys = 1;
  pishkhan_principal principal = {0};
  CHECK(!pk_shape_in(arena, pk_who_am_i.part_shape, &message.base, &principal));
  keys[0].len = PISHKHAN_HASH_SIZE;
  CHECK(pk_shape_in(arena, pk_who_am_i.part_shape, &message.base, &principal));
  CHECK_NUMBER(principal.size, sizeof principal);
  pk_result_free(owner);
}

int main(void) {
  static const test tests[] = {
      {"every method of the .proto files has its call", every_method_has_its_call},
      {"every field of every message has its place, once", every_field_is_where_it_should_be},
      {"every shape goes there and back", every_shape_goes_there_and_back},
      {"what is missing is refused", what_is_missing_is_refused},
      {"a struct of an older header is taken", a_shorter_struct_is_taken},
      {"a hash of another length is no answer", a_hash_of_another_length_is_no_answer},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
