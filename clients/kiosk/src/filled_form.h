/* What a citizen has filled in: attribute by attribute, one value or several. */
#ifndef KIOSK_FILLED_FORM_H
#define KIOSK_FILLED_FORM_H

#include <glib.h>
#include <pishkhan/pishkhan.h>

struct filled_form;

struct filled_form *filled_form_new(void);
void filled_form_free(struct filled_form *form);

/* Adds a value; `attribute` and `value` are copied. */
void filled_form_add(struct filled_form *form, const char *attribute, const char *value);

struct filled_form *filled_form_copy(const struct filled_form *form);

/* The values as the library takes them; valid until the next add. */
const pishkhan_form_value *filled_form_values(const struct filled_form *form, size_t *count);

/* The values of one attribute, NULL at the end; NULL: none. */
char *const *filled_form_of(const struct filled_form *form, const char *attribute);

gboolean filled_form_equal(const struct filled_form *left, const struct filled_form *right);

#endif
