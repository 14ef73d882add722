/* What is wrong with fields, collected and then told as one error. */
#ifndef PK_FIELD_FAULTS_H
#define PK_FIELD_FAULTS_H

#include "error_object.h"

#include <pishkhan/checks.h>

/* Most faults that are told together: those of the server travel in a trailer, whose size peers limit. */
enum { PK_FAULTS_MAX = 16 };

typedef struct pk_field_fault {
  const char *prefix;                  /* "form", "answers"; NULL: none */
  const char *name;                    /* of the field, or the attribute's code; NULL: the prefix alone */
  const char *word;                    /* a constant */
  const pishkhan_attribute *attribute; /* whose labels name the field; NULL: none */
} pk_field_fault;

typedef struct pk_field_faults {
  pk_field_fault list[PK_FAULTS_MAX];
  size_t count;
} pk_field_faults;

/* What does not fit is left out. */
void pk_fault_add(pk_field_faults *faults, const char *prefix, const char *name, const char *word,
                  const pishkhan_attribute *attribute);

/* OK where there is no fault; else INVALID_ARGUMENT, FIELD_INVALID. */
pishkhan_status pk_raise_faults(const pk_field_faults *faults, const char *language, pishkhan_error **error);

#endif
