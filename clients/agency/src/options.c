#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

enum { INTERVAL_MS_MOST = 3600000 };

void options_print_help(void) {
  fputs("pishkhan-agency: an agency's back end. Reads the agency's inbox, takes each request that a rule "
        "fits,\n"
        "and fulfils it, refuses it with reason and note, or asks the citizen. What no rule fits is left to "
        "people.\n"
        "\n"
        "usage: pishkhan-agency --server HOST:PORT --ca FILE --certificate FILE --key FILE --rules FILE "
        "--book FILE\n"
        "                       [--officer NAME] [--interval MILLISECONDS] [--once]\n"
        "\n"
        "  --server HOST:PORT       the counter\n"
        "  --ca FILE                PEM; who signs the counter's certificate\n"
        "  --certificate FILE       PEM; the agency's certificate\n"
        "  --key FILE               PEM; its key\n"
        "  --rules FILE             one rule a line; the first that fits decides\n"
        "  --book FILE              what was decided and is not yet done; made if it is not there; one "
        "program at a time\n"
        "  --officer NAME           for whom the program acts; recorded with each act\n"
        "  --interval MILLISECONDS  between two readings of the inbox (default 2000)\n"
        "  --once                   end when the inbox is worked off, in place of waiting for more\n"
        "  --help\n"
        "\n"
        "A rule:   SERVICE|*  CONDITION  DECISION\n"
        "  CONDITION  always | ATTRIBUTE is|is-not|starts-with VALUE | ATTRIBUTE given|missing\n"
        "  DECISION   fulfil NOTE | refuse REASON NOTE | ask ATTRIBUTE QUESTION | leave\n"
        "\n"
        "SIGTERM and SIGINT end it after the call that is under way. Exit codes: 0 ended as asked, 1 failed, "
        "2 the\n"
        "command line, the rules or the files are off.\n",
        stdout);
}

static bool read_interval(const char *text, uint32_t *interval_ms) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno || end == text || *end || value < 1 || value > INTERVAL_MS_MOST)
    return false;
  *interval_ms = (uint32_t)value;
  return true;
}

static bool complete(const struct options *options) {
  return options->target && options->ca_file && options->certificate_file && options->key_file &&
         options->rules_file && options->book_file;
}

enum command_line options_read(int argc, char **argv, struct options *options) {
  static const struct option names[] = {{"server", required_argument, NULL, 's'},
                                        {"ca", required_argument, NULL, 'a'},
                                        {"certificate", required_argument, NULL, 'c'},
                                        {"key", required_argument, NULL, 'k'},
                                        {"rules", required_argument, NULL, 'r'},
                                        {"book", required_argument, NULL, 'b'},
                                        {"officer", required_argument, NULL, 'o'},
                                        {"interval", required_argument, NULL, 'i'},
                                        {"once", no_argument, NULL, '1'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
  *options = (struct options){.interval_ms = 2000};
  for (int name; (name = getopt_long(argc, argv, "", names, NULL)) != -1;) {
    switch (name) {
    case 's':
      options->target = optarg;
      break;
    case 'a':
      options->ca_file = optarg;
      break;
    case 'c':
      options->certificate_file = optarg;
      break;
    case 'k':
      options->key_file = optarg;
      break;
    case 'r':
      options->rules_file = optarg;
      break;
    case 'b':
      options->book_file = optarg;
      break;
    case 'o':
      options->officer = optarg;
      break;
    case '1':
      options->once = true;
      break;
    case 'h':
      return COMMAND_LINE_HELP;
    case 'i':
      if (read_interval(optarg, &options->interval_ms))
        break;
      fprintf(stderr, "pishkhan-agency: --interval takes 1 to %d milliseconds\n", INTERVAL_MS_MOST);
      return COMMAND_LINE_WRONG;
    default:
      return COMMAND_LINE_WRONG; /* getopt_long has said it */
    }
  }
  if (optind == argc && complete(options))
    return COMMAND_LINE_WORK;
  fputs("pishkhan-agency: something is missing or too much; --help shows what it takes\n", stderr);
  return COMMAND_LINE_WRONG;
}
