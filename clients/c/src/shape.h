/* How one of the library's structs stands to a protobuf message: a table of fields, read in both directions.
 *
 * Tables in place of generated code and its descriptors: the library stays small, and what is read stands at
 * once where the caller looks for it. A test holds every table against what protoc-c makes of the .proto
 * files. */
#ifndef PK_SHAPE_H
#define PK_SHAPE_H

#include "wire.h"

/* What stands in the struct. An array is a pointer, with its size_t count right behind it. */
typedef enum pk_form {
  PK_NUMBER = 1, /* uint32_t, uint64_t, int64_t or an enum */
  PK_SIGNED,     /* int32_t: sint32 has a form of its own */
  PK_ZIGZAG,     /* int32_t, as sint32 is written */
  PK_TRUTH,      /* bool */
  PK_TEXT,       /* const char *; NULL given: empty; never NULL in what is read */
  PK_BYTES,      /* const uint8_t *, and its size_t */
  PK_FIXED,      /* const uint8_t * to `extent` bytes; NULL: none */
  PK_ONE,        /* const pointer to a struct; NULL: absent */
  PK_NUMBERS,    /* array of enums */
  PK_TEXTS,      /* array of const char * */
  PK_FIXEDS,     /* array of const uint8_t *, each to `extent` bytes */
  PK_VALUES,     /* array of structs, which never grow */
  PK_POINTERS    /* array of pointers to structs, which may grow */
} pk_form;

enum {
  PK_FIELDS_MOST = 64,   /* of one shape */
  PK_STRUCT_MOST = 1024, /* bytes of one struct */
};

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
  uint16_t size;    /* of the struct */
  bool sized;       /* the struct begins with its size */
  uint8_t left_out; /* fields of the message that the struct has no place for */
  uint8_t count;    /* of the fields */
  const pk_field *fields;
};

#define PK_MEMBER(number, form, type, member)                                                                \
  { number, form, sizeof(((type *)NULL)->member), 0, offsetof(type, member), NULL }
#define PK_MEMBER_OF(number, form, extent, type, member)                                                     \
  { number, form, sizeof(((type *)NULL)->member), extent, offsetof(type, member), NULL }
#define PK_PART(number, form, type, member, shape)                                                           \
  { number, form, sizeof(((type *)NULL)->member), 0, offsetof(type, member), &(shape) }

/* A shape named `name` over `name##_fields`. */
#define PK_SHAPE(name, type, sized, left_out)                                                                \
  const pk_shape name = {sizeof(type), sized, left_out, sizeof(name##_fields) / sizeof *name##_fields,       \
                         name##_fields}

/* Fills the zeroed struct in from a message. False where the bytes are no such message, hold text that is not
 * UTF-8, or the arena fails (its `failed` says which). */
PK_SHARED bool pk_shape_read(pk_arena *arena, const pk_shape *shape, const uint8_t *bytes, size_t size,
                             void *result);

/* Appends the message that says what the struct says. False where memory fails (`*unfit` stays as it is), or
 * where the struct's size is not set or an array of it is missing (`*unfit` becomes true). `given` NULL: all
 * defaults. */
PK_SHARED bool pk_shape_write(pk_buffer *buffer, const pk_shape *shape, const void *given, bool *unfit);

#endif
