/* What the load programs are told on their command lines. */
#pragma once

#include "target.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct options {
  target target;
  const char *track;      /* 16 digits: send Track for this code; NULL: send Submit */
  uint64_t upload;        /* send Upload of so many bytes instead; 0: no */
  const char *method;     /* call this path with the messages of the next file instead; NULL: no */
  const char *messages;   /* framed requests, sent in turn, again and again */
  const char *replies;    /* gets the framed replies as they come; NULL: they are dropped */
  uint32_t connections;   /* 1 to 20,000 */
  uint32_t streams;       /* calls in flight on each connection, 1 to 1,000 */
  double seconds;         /* of measuring, at most 600 */
  double warm_up_seconds; /* before it, not counted */
  uint64_t calls;         /* end after this many; 0: measure by time */
  double rate; /* calls a second, started whether or not earlier ones have ended; 0: as fast as it goes */
} options;

/* False, with the usage on stderr, where an option is unknown or out of its range. */
bool options_read(int count, char **arguments, options *options);
