/* One attribute of a form on the screen: label, a widget that suits its type, and what is wrong with it. */
#ifndef KIOSK_FIELD_H
#define KIOSK_FIELD_H

#include "filled_form.h"
#include "names.h"

#include <gtk/gtk.h>

struct field;

/* Puts the field into the column, with what was filled in before; `attribute` must outlive it. */
struct field *field_new(GtkWidget *column, const struct names *names, const pishkhan_attribute *attribute,
                        char *const *filled);
void field_free(struct field *field); /* the widgets are the column's */

/* Adds what stands in the field, if anything, to the form. */
void field_read(const struct field *field, struct filled_form *form);

const char *field_attribute(const struct field *field);
void field_set_fault(struct field *field, const char *text);
void field_focus(const struct field *field);

#endif
