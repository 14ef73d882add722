/* The book: what was decided and is not yet done, on disk before the counter hears of it.
 *
 * A decision is written down once, and after a restart, or after the rules have changed, the same one is
 * carried out. The book also says which claimed requests are this program's: an assigned request that is not
 * in it belongs to a person. Taking a case in waits for the disk. Ending it does not: if that line is lost,
 * the counter is asked again, and says that the case is decided.
 *
 * The file is text, a line a step, each with a checksum; the last line may be torn by a power cut and is then
 * left out, any other damage is refused. It holds tracking codes and the words of rules, nothing of a person.
 * It is written anew, with the open cases alone, when it is opened and whenever it has grown over a mebibyte.
 */
#ifndef AGENCY_BOOK_H
#define AGENCY_BOOK_H

#include "decision.h"

enum { TRACKING_CODE_SIZE = 17 }; /* 16 digits and NUL */

struct book_case {
  char code[TRACKING_CODE_SIZE];
  uint64_t seen; /* the reading of the inbox that met it last; not on disk */
  struct decision decision;
};

struct book;

/* Opens the book, or makes it, for this process alone; NULL after a line on standard error. */
struct book *book_open(const char *path);
void book_close(struct book *book);

/* The open case of a tracking code; NULL: none. Valid until the next take or end. */
struct book_case *book_find(struct book *book, const char *code);

/* An open case that the given reading of the inbox has not met; NULL: there is none. */
struct book_case *book_unseen(struct book *book, uint64_t reading);

/* Takes a case in, or changes what was decided for it. On disk when it returns the case; NULL, and nothing
 * changed, where the disk or the memory does not take it. */
struct book_case *book_take(struct book *book, const char *code, const struct decision *decision);

/* Ends a case. */
void book_end(struct book *book, const char *code);

#endif
