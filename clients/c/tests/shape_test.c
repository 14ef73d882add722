/* The tables between structs and messages: complete, of the right widths, and the same in both directions. */
#include "check.h"
#include "error_detail.h"
#include "methods.h"

#include <grpc_messages.h>
#include <pishkhan/pishkhan.h>
#include <pishkhan_messages.h>

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

typedef void (*visit)(const pk_shape *shape, const ProtobufCMessageDescriptor *message);

static const ProtobufCMessageDescriptor *part_of(const ProtobufCMessageDescriptor *message, unsigned number) {
  const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(message, number);
  return field ? field->descriptor : NULL;
}

static void visit_method(const pk_method *method, const ProtobufCMethodDescriptor *known, visit look) {
  look(method->request, known->input);
  look(method->response, known->output);
  CHECK_NUMBER(method->response->left_out, method->part ? 1 : 0);
  CHECK((method->part == 0) == (method->part_shape == NULL));
  if (method->part) {
    CHECK(method->part_shape->size <= method->response->size);
    look(method->part_shape, part_of(known->output, method->part));
  }
  if (method->keyed) {
    CHECK_TEXT(protobuf_c_message_descriptor_get_field(known->input, 1)->name, "idempotency_key");
    CHECK(method->request->sized && method->request->fields[0].number == 1);
    CHECK(method->key_offset > 0 && (size_t)method->key_offset + PISHKHAN_KEY_SIZE <= method->response->size);
  }
}

/* Each shape that a method or an error needs, with the message that it stands for. */
static void visit_all(visit look) {
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
      if (method)
        visit_method(method, known, look);
    }
  CHECK_NUMBER(count, sizeof methods / sizeof *methods);
  look(&pk_status_shape, &google__rpc__status__descriptor);
  look(&pk_detail_shape, &pishkhan__v1__error_detail__descriptor);
}

/* ---- each field ---- */

/* Bytes that a member of this form takes, its count included; 0: a number. */
static size_t extent_of(pk_form form) {
  switch (form) {
  case PK_NUMBER:
  case PK_SIGNED:
  case PK_ZIGZAG:
  case PK_TRUTH:
    return 0;
  case PK_TEXT:
  case PK_FIXED:
  case PK_ONE:
    return sizeof(void *);
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
  case PROTOBUF_C_TYPE_SINT32:
    return !repeated && form == PK_ZIGZAG;
  case PROTOBUF_C_TYPE_INT32:
    return !repeated && form == PK_SIGNED;
  case PROTOBUF_C_TYPE_UINT32:
  case PROTOBUF_C_TYPE_INT64:
  case PROTOBUF_C_TYPE_UINT64:
    return !repeated && form == PK_NUMBER;
  default:
    return false;
  }
}

static size_t width_of(const ProtobufCFieldDescriptor *known) {
  switch (known->type) {
  case PROTOBUF_C_TYPE_INT64:
  case PROTOBUF_C_TYPE_UINT64:
    return 8;
  case PROTOBUF_C_TYPE_STRING:
  case PROTOBUF_C_TYPE_BYTES:
  case PROTOBUF_C_TYPE_MESSAGE:
    return sizeof(void *);
  case PROTOBUF_C_TYPE_BOOL:
    return sizeof(bool);
  default:
    return known->label == PROTOBUF_C_LABEL_REPEATED ? sizeof(void *) : 4;
  }
}

static void check_shape(const pk_shape *shape, const ProtobufCMessageDescriptor *message) {
  uint8_t taken[PK_STRUCT_MOST] = {0};
  CHECK(shape->size <= PK_STRUCT_MOST && shape->count <= PK_FIELDS_MOST);
  CHECK_NUMBER(shape->count + shape->left_out, message->n_fields);
  for (size_t i = 0; i < shape->count; i++) {
    const pk_field *field = &shape->fields[i];
    const ProtobufCFieldDescriptor *known = protobuf_c_message_descriptor_get_field(message, field->number);
    CHECK(known && form_fits((pk_form)field->form, known));
    if (!known)
      continue;
    size_t extent = extent_of((pk_form)field->form);
    CHECK_NUMBER(field->width, width_of(known));
    for (size_t k = 0; k < (extent ? extent : field->width); k++) {
      CHECK(field->offset + k < shape->size && !taken[field->offset + k]);
      taken[field->offset + k] = 1;
    }
    CHECK(!shape->sized || field->offset >= sizeof(size_t));
    CHECK((known->type == PROTOBUF_C_TYPE_MESSAGE) == (field->shape != NULL));
    CHECK(field->form != PK_VALUES || !field->shape->sized);
    if (field->shape)
      check_shape(field->shape, known->descriptor);
  }
}

static void every_field_is_where_it_should_be(void) { visit_all(check_shape); }

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
  } else if (known->type != PROTOBUF_C_TYPE_ENUM && width_of(known) == 8) {
    int64_t number = value % 2 ? (int64_t)value << 33 : -(int64_t)value;
    memcpy(place, &number, sizeof number);
  } else {
    int32_t number = known->type == PROTOBUF_C_TYPE_ENUM ? (int32_t)value : -(int32_t)value;
    memcpy(place, &number, sizeof number);
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
  for (size_t i = 0; i < shape->count; i++) {
    const pk_field *field = &shape->fields[i];
    const ProtobufCFieldDescriptor *known =
        protobuf_c_message_descriptor_get_field(message->descriptor, field->number);
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

/* The bytes that protobuf-c makes of a message become a struct, and the struct the same bytes again. */
static void there_and_back(const pk_shape *shape, const ProtobufCMessageDescriptor *descriptor) {
  void *owner = pk_result_new(&pk_default_allocator, 1, SIZE_MAX);
  pk_arena *arena = pk_result_arena(owner);
  unsigned seed = 0;
  bool unfit = false;
  ProtobufCMessage *message = pk_arena_new(arena, 1, descriptor->sizeof_message);
  descriptor->message_init(message);
  fill(arena, message, &seed, shape);
  size_t size = protobuf_c_message_get_packed_size(message);
  uint8_t *bytes = pk_arena_new(arena, 1, size);
  protobuf_c_message_pack(message, bytes);
  void *made = pk_arena_new(arena, 1, shape->size);
  CHECK(pk_shape_read(arena, shape, bytes, size, made));
  pk_buffer again = {.allocator = &pk_default_allocator};
  CHECK(pk_shape_write(&again, shape, made, &unfit) && !unfit);
  CHECK(again.size == size && (size == 0 || memcmp(again.data, bytes, size) == 0));
  for (size_t cut = 0; cut < size;
       cut++) { /* a cut message is refused, or a shorter message: never a crash */
    uint8_t *part = memcpy(pk_arena_new(arena, 1, cut), bytes, cut);
    pk_shape_read(arena, shape, part, cut, pk_arena_new(arena, 1, shape->size));
  }
  pk_buffer_free(&again);
  pk_result_free(owner);
}

static void every_shape_goes_there_and_back(void) { visit_all(there_and_back); }

/* ---- what callers get wrong ---- */

/* Whether a struct is refused for what it lacks. */
static bool is_refused(const pk_shape *shape, const void *given) {
  pk_buffer buffer = {.allocator = &pk_default_allocator};
  bool unfit = false, written = pk_shape_write(&buffer, shape, given, &unfit);
  CHECK(written != unfit);
  pk_buffer_free(&buffer);
  return unfit;
}

static void what_is_missing_is_refused(void) {
  const pishkhan_attribute unsized = {.code = "a"};
  const pishkhan_attribute *const unsized_list[] = {&unsized}, *const null_list[] = {NULL};
  pishkhan_service service = {.size = sizeof service, .attributes = unsized_list, .attribute_count = 1};
  pishkhan_service_put put = {.size = sizeof put, .service = &service};
  CHECK(is_refused(pk_put_service.request, &put));
  service.attributes = null_list;
  CHECK(is_refused(pk_put_service.request, &put));
  service.attributes = NULL;
  CHECK(is_refused(pk_put_service.request, &put));
  service.attribute_count = 0;
  CHECK(!is_refused(pk_put_service.request, &put));
  put.size = 0;
  CHECK(is_refused(pk_put_service.request, &put));
  const uint8_t *const no_key[] = {NULL};
  pishkhan_principal principal = {.size = sizeof principal, .keys = no_key, .key_count = 1};
  const pishkhan_principal_addition addition = {.size = sizeof addition, .principal = &principal};
  CHECK(is_refused(pk_add_principal.request, &addition));
  CHECK(!is_refused(pk_inbox.request, NULL));
}

/* A program that was compiled when the struct was shorter. */
static void a_shorter_struct_is_taken(void) {
  const pishkhan_submission old = {.size = offsetof(pishkhan_submission, representation),
                                   .service = "first",
                                   .representation = (const pishkhan_representation *)1};
  pk_buffer buffer = {.allocator = &pk_default_allocator};
  bool unfit = false;
  CHECK(pk_shape_write(&buffer, pk_submit.request, &old, &unfit));
  Pishkhan__V1__SubmitRequest *read = pishkhan__v1__submit_request__unpack(NULL, buffer.size, buffer.data);
  CHECK(read && !read->representation);
  CHECK_TEXT(read ? read->service : NULL, "first");
  pishkhan__v1__submit_request__free_unpacked(read, NULL);
  pk_buffer_free(&buffer);
}

/* ---- what servers get wrong ---- */

static void damaged_bytes_are_no_answer(void) {
  static const struct {
    const char *what;
    const pk_shape *const *shape;
    const char *bytes;
    size_t size;
    bool good;
  } rows[] = {
      {"a hash of another length", &pk_who_am_i.part_shape, "\x3A\x02xx", 4, false},
      {"a text that is not UTF-8", &pk_who_am_i.part_shape, "\x0A\x01\xFF", 3, false},
      {"a text as a number", &pk_who_am_i.part_shape, "\x08\x01", 2, false},
      {"a number as a text", &pk_who_am_i.part_shape, "\x12\x01x", 3, false},
      {"a length beyond the end", &pk_who_am_i.part_shape, "\x0A\x05x", 3, false},
      {"a varint of eleven bytes", &pk_who_am_i.part_shape, "\x10\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F",
       11, false},
      {"a varint without end", &pk_who_am_i.part_shape, "\x10\xFF", 2, false},
      {"field number 0", &pk_who_am_i.part_shape, "\x00\x01", 2, false},
      {"a group", &pk_who_am_i.part_shape, "\x0B\x0C", 2, false},
      {"unknown fields of every type", &pk_who_am_i.part_shape,
       "\xF8\x01\x01\xF9\x01\x31\x32\x33\x34\x35\x36\x37\x38\xFA\x01\x01x\xFD\x01\x31\x32\x33\x34", 23, true},
      {"the same field twice", &pk_who_am_i.part_shape, "\x0A\x01x\x0A\x01y", 6, true},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    void *owner = pk_result_new(&pk_default_allocator, 1, SIZE_MAX);
    pk_arena *arena = pk_result_arena(owner);
    pishkhan_principal principal = {0};
    bool good =
        pk_shape_read(arena, *rows[i].shape, (const uint8_t *)rows[i].bytes, rows[i].size, &principal);
    if (good != rows[i].good)
      printf("     %s\n", rows[i].what);
    CHECK_NUMBER(good, rows[i].good);
    if (good) {
      CHECK_NUMBER(principal.size, sizeof principal);
      CHECK_TEXT(principal.office, "");
    }
    pk_result_free(owner);
  }
}

/* Numbers of an array may come packed, alone, or both; an unknown enum value keeps its number. */
static void arrays_of_numbers_come_in_two_forms(void) {
  static const uint8_t bytes[] = {0x52, 0x02, 0x01, 0x02, 0x50, 0x05, 0x52, 0x02, 0xE3, 0x00};
  void *owner = pk_result_new(&pk_default_allocator, 1, SIZE_MAX);
  pishkhan_office office = {0};
  CHECK(pk_shape_read(pk_result_arena(owner), pk_get_office.part_shape, bytes, sizeof bytes, &office));
  CHECK_NUMBER(office.accessibility_count, 4);
  CHECK_NUMBER(office.accessibility[0], PISHKHAN_ACCESSIBILITY_STEP_FREE);
  CHECK_NUMBER(office.accessibility[2], PISHKHAN_ACCESSIBILITY_TOILET);
  CHECK_NUMBER(office.accessibility[3], 99);
  pk_result_free(owner);
}

int main(void) {
  static const test tests[] = {
      {"every method of the .proto files has its call, and every field its place",
       every_field_is_where_it_should_be},
      {"every shape goes there and back", every_shape_goes_there_and_back},
      {"what is missing is refused", what_is_missing_is_refused},
      {"a struct of an older header is taken", a_shorter_struct_is_taken},
      {"damaged bytes are no answer", damaged_bytes_are_no_answer},
      {"arrays of numbers come in two forms", arrays_of_numbers_come_in_two_forms},
  };
  return run_tests(tests, sizeof tests / sizeof *tests);
}
