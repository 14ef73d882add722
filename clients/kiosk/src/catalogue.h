/* The catalogue as the counter last told it, kept so that a service can be chosen and its form filled in at
 * once, and while the line is down. It is public and holds nothing of a person; in memory alone. It is asked
 * for again every ten minutes, on a line of its own; what has changed since, the counter says when the
 * request comes. */
#ifndef KIOSK_CATALOGUE_H
#define KIOSK_CATALOGUE_H

#include "terminal.h"

#include <pishkhan/v1/catalog.pb-c.h>

/* Begins to ask. NULL: `*wrong` says why. `terminal` must outlive it. */
struct catalogue *catalogue_open(const struct terminal *terminal, char **wrong);
void catalogue_close(struct catalogue *catalogue);

/* These belong to the catalogue until the main loop runs again; NULL: not told yet. */
const Pishkhan__V1__ListServicesResponse *catalogue_services(const struct catalogue *catalogue);
const Pishkhan__V1__Service *catalogue_form(const struct catalogue *catalogue, const char *code);

#endif
