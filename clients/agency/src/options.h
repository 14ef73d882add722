/* The command line of the agency's program. */
#ifndef AGENCY_OPTIONS_H
#define AGENCY_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct options {
  const char *target;
  const char *ca_file;
  const char *certificate_file;
  const char *key_file;
  const char *rules_file;
  const char *book_file;
  const char *officer;  /* on_behalf_of of each act; NULL: none */
  uint32_t interval_ms; /* between two readings of an inbox that was worked off */
  bool once;            /* end when the inbox is worked off */
};

/* What the words of the command line ask for. */
enum command_line { COMMAND_LINE_WORK, COMMAND_LINE_HELP, COMMAND_LINE_WRONG };

/* Reads the command line; says on standard error what is wrong with it. The strings stay argv's. */
enum command_line options_read(int argc, char **argv, struct options *options);

/* Prints what the program does and takes. */
void options_print_help(void);

#endif
