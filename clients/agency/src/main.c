/* pishkhan-agency: an agency's back end on libpishkhan. options.c says what it takes. */
#include "casework.h"
#include "log.h"
#include "options.h"
#include "waiting.h"

#include <stdio.h>

enum { EXIT_ENDED = 0, EXIT_FAILED = 1, EXIT_WRONG = 2 };

/* Well below the half minute that a service manager gives after SIGTERM: no call outlasts it. */
enum { DEADLINE_MS = 10000 };

static void work(struct casework *casework, const struct options *options) {
  struct waiting waiting = {0};
  while (!waiting_ended()) {
    pishkhan_error *error = NULL;
    uint32_t wait_ms = options->interval_ms;
    if (casework_read_inbox(casework, &error)) {
      waiting.failures = 0;
      if (options->once)
        return;
    } else {
      wait_ms = waiting_after_failure(&waiting, error);
    }
    pishkhan_error_free(error);
    waiting_for(wait_ms);
  }
}

static pishkhan_client *open_client(const struct options *options) {
  pishkhan_client *client;
  pishkhan_error *error;
  char paragraph[1024];
  pishkhan_options wanted = {.size = sizeof wanted, .target = options->target, .ca_file = options->ca_file};
  wanted.certificate_file = options->certificate_file;
  wanted.key_file = options->key_file;
  wanted.deadline_ms = wanted.write_deadline_ms = DEADLINE_MS;
  wanted.log = log_library;
  if (pishkhan_open(&wanted, &client, &error) == PISHKHAN_OK)
    return client;
  pishkhan_error_explain(error, "en", paragraph, sizeof paragraph);
  fprintf(stderr, "pishkhan-agency: %s\n", paragraph);
  pishkhan_error_free(error);
  return NULL;
}

static int run(const struct options *options) {
  struct rules *rules = rules_read(options->rules_file);
  struct book *book = rules ? book_open(options->book_file) : NULL;
  struct casework casework = {.rules = rules, .book = book, .officer = options->officer};
  int result = EXIT_WRONG;
  casework.client = book ? open_client(options) : NULL;
  if (casework.client) {
    casework.aside = aside_new();
    result = casework.aside ? EXIT_ENDED : EXIT_FAILED;
  }
  if (casework.aside) {
    log_event("info", "started", "version=%s", pishkhan_version());
    work(&casework, options);
    log_event("info", "ended", "%s", "");
  }
  pishkhan_close(casework.client);
  aside_free(casework.aside);
  book_close(book);
  rules_free(rules);
  return result;
}

int main(int argc, char **argv) {
  struct options options;
  switch (options_read(argc, argv, &options)) {
  case COMMAND_LINE_HELP:
    options_print_help();
    return EXIT_ENDED;
  case COMMAND_LINE_WRONG:
    return EXIT_WRONG;
  case COMMAND_LINE_WORK:
    break;
  }
  waiting_hold_signals();
  return run(&options);
}
