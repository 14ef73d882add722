/* How one of the library's structs stands to a protobuf message: a table of fields, read in both directions.
 *
 * Strings, bytes and arrays are not copied: they live in the arena beside the struct, or as long as the
 * caller's call. */
#ifndef PK_SHAPE_H
#define PK_SHAPE_H

#include "protobuf_arena.h"

/* What stands in the struct. An array is a pointer, with its size_t count right behind it. */
typedef enum pk_form {
  PK_NUMBER = 1, /* a number or an enum, as wide as in the message */
  PK_TRUTH,      /* bool */
  PK_TEXT,       /* const char *; NULL given: empty */
  PK_BYTES,      /* const uint8_t *, and its size_t */
  PK_FIXED,      /* const uint8_t * to `extent` bytes; NULL: none */
  PK_NUMBERS,    /* array of enums */
  PK_TEXTS,      /* array of const char * */
  PK_FIXEDS,     /* array of const uint8_t *, each to `extent` bytes */
  PK_ONE,        /* const pointer to a struct; NULL: absent */
  PK_VALUES,     /* array of structs, which never grow */
  PK_POINTERS    /* array of pointers to structs, which may grow */
} pk_form;

typedef struct pk_shape pk_shape;

typedef struct pk_field {
  uint8_t number; /* of the field in the message */
  uint8_t form;
  uint8_t width;  /* of the struct's member, in bytes */
  uint8_t extent; /* of PK_FIXED and PK_FIXEDS */
  uint16_t offset;
  const pk_shape *shape; /* of PK_ONE, PK_VALUES, PK_POINTERS */
} pk_field;

struct pk_shape {
  const ProtobufCMessageDescriptor *message;
  size_t size;      /* of the struct */
  bool sized;       /* the struct begins with its size */
  uint8_t left_out; /* fields of the message that the struct has no place for */
  uint16_t field_count;
  const pk_field *fields;
};

#define PK_MEMBER(number, form, type, member)                                                                \
  { number, form, sizeof(((type *)NULL)->member), 0, offsetof(type, member), NULL }
#define PK_MEMBER_OF(number, form, extent, type, member)                                                     \
  { number, form, sizeof(((type *)NULL)->member), extent, offsetof(type, member), NULL }
#define PK_PART(number, form, type, member, shape)                                                           \
  { number, form, sizeof(((type *)NULL)->member), 0, offsetof(type, member), &(shape) }

/* A shape named `name` over `name##_fields`. */
#define PK_SHAPE(name, message, type, sized, left_out)                                                       \
  const pk_shape name = {&(message),                                                                         \
                         sizeof(type),                                                                       \
                         sized,                                                                              \
                         left_out,                                                                           \
                         sizeof(name##_fields) / sizeof *name##_fields,                                      \
                         name##_fields}

/* Fills the struct in. False where the message is not what it should be, or the arena fails. */
bool pk_shape_in(pk_arena *arena, const pk_shape *shape, const ProtobufCMessage *message, void *result);

/* The message that says what the struct says; NULL where the arena fails, or else where the struct's size is
 * not set or an array of it is missing. `given` NULL: all defaults. */
ProtobufCMessage *pk_shape_out(pk_arena *arena, const pk_shape *shape, const void *given);

#endif
