#define _GNU_SOURCE /* asprintf */
#include "book.h"
#include "book_line.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REWRITE_BYTES = 1 << 20 };

struct book {
  char *path, *new_path, *folder;
  int lock, file;
  off_t bytes;
  struct book_case *cases;
  size_t count, capacity;
};

struct book_case *book_find(struct book *book, const char *code) {
  for (size_t i = 0; i < book->count; i++)
    if (strcmp(book->cases[i].code, code) == 0)
      return &book->cases[i];
  return NULL;
}

struct book_case *book_unseen(struct book *book, uint64_t reading) {
  for (size_t i = 0; i < book->count; i++)
    if (book->cases[i].seen != reading)
      return &book->cases[i];
  return NULL;
}

static bool make_room(struct book *book) {
  if (book->count < book->capacity)
    return true;
  size_t capacity = book->capacity ? 2 * book->capacity : 16;
  struct book_case *cases = reallocarray(book->cases, capacity, sizeof *cases);
  if (!cases)
    return false;
  book->cases = cases;
  book->capacity = capacity;
  return true;
}

/* What a "take" says, in memory; there is room. */
static struct book_case *put(struct book *book, const char *code, const struct decision *decision) {
  struct book_case *found = book_find(book, code);
  if (!found) {
    found = &book->cases[book->count++];
    *found = (struct book_case){.seen = 0};
    memcpy(found->code, code, strlen(code) + 1);
  }
  found->decision = *decision;
  return found;
}

static void drop(struct book *book, const char *code) {
  struct book_case *found = book_find(book, code);
  if (found)
    *found = book->cases[--book->count];
}

static bool write_all(int file, const char *bytes, size_t size) {
  while (size) {
    ssize_t written = write(file, bytes, size);
    if (written < 0 && errno != EINTR)
      return false;
    bytes += written > 0 ? written : 0;
    size -= written > 0 ? (size_t)written : 0;
  }
  return true;
}

/* The open cases alone, in a new file that takes the old one's place: before the rename is on disk the old
 * one counts, after it the new one, and both say the same. */
static bool rewrite(struct book *book) {
  char line[BOOK_LINE_SIZE];
  off_t bytes = 0;
  int folder = open(book->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int file = open(book->new_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  bool written = folder >= 0 && file >= 0;
  for (size_t i = 0; written && i < book->count; i++) {
    size_t size = book_line_write(BOOK_LINE_TAKE, book->cases[i].code, &book->cases[i].decision, line);
    written = size && write_all(file, line, size);
    bytes += (off_t)size;
  }
  written = written && fsync(file) == 0 && rename(book->new_path, book->path) == 0 && fsync(folder) == 0;
  if (folder >= 0)
    close(folder);
  if (!written) {
    if (file >= 0)
      close(file);
    return false;
  }
  if (book->file >= 0)
    close(book->file);
  book->file = file;
  book->bytes = bytes;
  return true;
}

static const char *read_lines(struct book *book, FILE *file) {
  char line[BOOK_LINE_SIZE], code[TRACKING_CODE_SIZE];
  struct decision decision;
  while (fgets(line, sizeof line, file)) {
    size_t length = strlen(line);
    if (length == 0 || line[length - 1] != '\n')
      return fgetc(file) == EOF ? NULL
                                : "a line is damaged"; /* torn by a power cut: it was never acted upon */
    line[length - 1] = 0;
    switch (book_line_read(line, code, &decision)) {
    case BOOK_LINE_DAMAGED:
      return fgetc(file) == EOF ? NULL : "a line is damaged";
    case BOOK_LINE_END:
      drop(book, code);
      break;
    case BOOK_LINE_TAKE:
      if (!make_room(book))
        return strerror(ENOMEM);
      put(book, code, &decision);
      break;
    }
  }
  return ferror(file) ? strerror(errno) : NULL;
}

/* The lock is a file of its own, since the book itself is replaced. */
static const char *open_files(struct book *book, const char *path) {
  char *lock_path = NULL, *copy = strdup(path);
  const char *wrong = NULL;
  book->path = strdup(path);
  if (asprintf(&lock_path, "%s.lock", path) < 0 || asprintf(&book->new_path, "%s.new", path) < 0 || !copy ||
      !book->path || !(book->folder = strdup(dirname(copy))))
    wrong = strerror(ENOMEM);
  free(copy);
  if (!wrong && (book->lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0)
    wrong = strerror(errno);
  if (!wrong && flock(book->lock, LOCK_EX | LOCK_NB) != 0)
    wrong = errno == EWOULDBLOCK ? "another program has this book open" : strerror(errno);
  free(lock_path);
  if (wrong)
    return wrong;
  FILE *file = fopen(path, "re");
  if (!file && errno != ENOENT)
    return strerror(errno);
  if (file) {
    wrong = read_lines(book, file);
    fclose(file);
  }
  return wrong ? wrong : rewrite(book) ? NULL : strerror(errno);
}

struct book *book_open(const char *path) {
  struct book *book = calloc(1, sizeof *book);
  if (!book)
    return NULL;
  book->lock = book->file = -1;
  const char *wrong = open_files(book, path);
  if (!wrong)
    return book;
  fprintf(stderr, "pishkhan-agency: %s: %s\n", path, wrong);
  book_close(book);
  return NULL;
}

void book_close(struct book *book) {
  if (!book)
    return;
  if (book->file >= 0)
    close(book->file);
  if (book->lock >= 0)
    close(book->lock);
  free(book->path);
  free(book->new_path);
  free(book->folder);
  free(book->cases);
  free(book);
}

/* Adds a line. What a failed write left behind is cut off: a torn line in the middle would be damage. */
static bool add_line(struct book *book, enum book_line_kind kind, const char *code,
                     const struct decision *decision) {
  char line[BOOK_LINE_SIZE];
  size_t size = book_line_write(kind, code, decision, line);
  if (size && write_all(book->file, line, size) && (kind == BOOK_LINE_END || fdatasync(book->file) == 0)) {
    book->bytes += (off_t)size;
    return true;
  }
  log_event("error", "book_failed", "error=\"%s\"", strerror(errno));
  if (ftruncate(book->file, book->bytes) != 0)
    log_event("error", "book_failed", "error=\"%s\"", strerror(errno));
  return false;
}

struct book_case *book_take(struct book *book, const char *code, const struct decision *decision) {
  if (strlen(code) >= TRACKING_CODE_SIZE || !make_room(book) ||
      !add_line(book, BOOK_LINE_TAKE, code, decision))
    return NULL;
  return put(book, code, decision);
}

void book_end(struct book *book, const char *code) {
  add_line(book, BOOK_LINE_END, code, NULL);
  drop(book, code);
  if (book->bytes > REWRITE_BYTES && !rewrite(book))
    log_event("error", "book_failed", "error=\"%s\"", strerror(errno));
}
