/* How the terminal looks: large type, high contrast, a focus that cannot be overlooked; and its few building
 * blocks. */
#ifndef KIOSK_STYLE_H
#define KIOSK_STYLE_H

#include <gtk/gtk.h>

/* Right to left, and the style sheet, for the whole program. */
void style_install(void);

/* A label that wraps; `class` is the style sheet's. */
GtkWidget *style_label(const char *text, const char *class);

/* The column in which a screen stands: content that scrolls where it is too long. `*column` takes the
 * content. */
GtkWidget *style_page(GtkWidget **column);

/* A button; Enter presses it where it has the focus. `name` is for --trace. */
GtkWidget *style_button(const char *text, const char *name, const char *class, GCallback clicked,
                        gpointer context);

/* A row of buttons at a column's end; the first is the nearest to the reader's side. */
GtkWidget *style_row(GtkWidget *first, GtkWidget *second);
void style_row_add(GtkWidget *row, GtkWidget *button);

/* A field with its label above, in the column. The entry's Enter key does `activated`. */
GtkWidget *style_entry(GtkWidget *column, const char *label, const char *name, GCallback activated,
                       gpointer context);

/* Gives an entry the keyboard with its caret at the end: what is wrong is mended, not typed over. */
void style_mend(GtkWidget *entry);

/* A label for what is wrong with a field. */
GtkWidget *style_fault(GtkWidget *column);

/* Gives a label another text; without one it takes no room. */
void style_tell(GtkWidget *label, const char *text);

#endif
