/* One line of the book: checksum, kind, tracking code, action, word, text; between them a tab. */
#ifndef AGENCY_BOOK_LINE_H
#define AGENCY_BOOK_LINE_H

#include "book.h"

enum { BOOK_LINE_SIZE = 64 + TRACKING_CODE_SIZE + DECISION_WORD_SIZE + DECISION_TEXT_SIZE };

enum book_line_kind { BOOK_LINE_DAMAGED, BOOK_LINE_TAKE, BOOK_LINE_END };

/* Writes a line, newline included; its length, 0 if it does not fit. */
size_t book_line_write(enum book_line_kind kind, const char *code, const struct decision *decision,
                       char line[BOOK_LINE_SIZE]);

/* Reads a line without its newline; changes it. `decision` is set for TAKE alone. */
enum book_line_kind book_line_read(char *line, char code[TRACKING_CODE_SIZE], struct decision *decision);

#endif
