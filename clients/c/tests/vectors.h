/* The vectors of Tests/Data: lines of columns with tabs between, in which \uXXXX is a code point and {N}
 * stands for N times the character behind it. */
#ifndef VECTORS_H
#define VECTORS_H

#include <pishkhan/catalog.h>

enum { VECTOR_COLUMNS = 7, VECTOR_PARTS = 32 };

typedef struct vector {
  const char *columns[VECTOR_COLUMNS]; /* escapes as they stand in the file; empty where there are fewer */
  unsigned line;
} vector;

typedef struct vectors {
  char *text;
  vector *list;
  size_t count;
} vectors;

/* Reads a file of Tests/Data without its comments and its heading. Ends the program where it cannot be read.
 */
vectors vectors_read(const char *name);
void vectors_free(vectors *vectors);

/* A column taken apart at a separator, escapes replaced. An empty column has no part. */
typedef struct vector_parts {
  char *list[VECTOR_PARTS];
  size_t count;
} vector_parts;

vector_parts vector_split(const char *column, char separator);
void vector_parts_free(vector_parts *parts);

/* A copy of `size` bytes with characters in place of escapes; the caller frees it. */
char *vector_plain(const char *text, size_t size);

/* A format by the name that the files give it; UNSPECIFIED for "-". */
pishkhan_attribute_format vector_format(const char *name);

/* Whether a check gave what a vector expects; where it did not, says on standard error what it gave. */
bool vector_holds(const vector *vector, const char *file, const char *given, const char *expected);

#endif
