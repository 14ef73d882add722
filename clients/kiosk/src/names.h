/* What things are called in Persian: as the catalogue says; where it is silent, as the operator's words file
 * says. */
#ifndef KIOSK_NAMES_H
#define KIOSK_NAMES_H

#include <glib.h>
#include <pishkhan/pishkhan.h>

struct names;

/* Reads the words file, a GKeyFile with the groups [attribute], [value] and [reason]; `path` NULL: none.
 * NULL: `*wrong` says why. */
struct names *names_open(const char *path, char **wrong);
void names_close(struct names *names);

/* These belong to `names` or to what is passed, and fall back on the code. */
const char *names_attribute(const struct names *names, const pishkhan_attribute *attribute);
const char *names_value(const struct names *names, const pishkhan_attribute *attribute, const char *value);
const char *names_reason(const struct names *names, const char *reason);

#endif
