/* A service's definition as the library's checks take it, from the catalogue's message. */
#ifndef KIOSK_FORM_DEFINITION_H
#define KIOSK_FORM_DEFINITION_H

#include <pishkhan/pishkhan.h>
#include <pishkhan/v1/catalog.pb-c.h>

struct form_definition;

/* Takes a copy; NULL: out of memory. */
struct form_definition *form_definition_new(const Pishkhan__V1__Service *message);
void form_definition_free(struct form_definition *definition);

/* Valid as long as the definition. Its attributes stand in the form's order. */
const pishkhan_service *form_definition_service(const struct form_definition *definition);

#endif
