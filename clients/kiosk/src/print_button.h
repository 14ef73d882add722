/* A button that prints a slip, and a line of words that says how it goes. */
#ifndef KIOSK_PRINT_BUTTON_H
#define KIOSK_PRINT_BUTTON_H

#include "terminal.h"

/* Puts the line of words into the column and gives the button, which takes over the slip; NULL where nothing
 * prints. */
GtkWidget *print_button_new(struct terminal *terminal, GtkWidget *column, GBytes *slip);

#endif
