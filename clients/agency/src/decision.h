/* What is to be done with a request. */
#ifndef AGENCY_DECISION_H
#define AGENCY_DECISION_H

#include <pishkhan/pishkhan.h>

enum {
  DECISION_WORD_SIZE = 65,
  DECISION_TEXT_SIZE = 1025
}; /* NUL included; the counter's limits are 64 and 8,192 */

struct decision {
  pishkhan_action action;        /* FULFIL, REFUSE, ASK_CITIZEN; UNSPECIFIED: left to people */
  char word[DECISION_WORD_SIZE]; /* REFUSE: the reason's code; ASK_CITIZEN: the attribute; else empty */
  char text[DECISION_TEXT_SIZE]; /* the note or the question; one line */
};

#endif
