#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: %s --port N --ca FILE [--certificate FILE --key FILE] \n"
    "       [--track CODE | --upload BYTES | --method PATH --messages FILE] [--replies FILE]\n"
    "       [--connections N] [--streams N] [--seconds S] [--warm-up S] [--calls N] [--rate N]\n";

static const struct option names[] = {
    {"port", required_argument, NULL, 'p'},        {"ca", required_argument, NULL, 'a'},
    {"certificate", required_argument, NULL, 'c'}, {"key", required_argument, NULL, 'k'},
    {"track", required_argument, NULL, 't'},       {"connections", required_argument, NULL, 'n'},
    {"streams", required_argument, NULL, 'm'},     {"seconds", required_argument, NULL, 's'},
    {"warm-up", required_argument, NULL, 'w'},     {"calls", required_argument, NULL, 'l'},
    {"rate", required_argument, NULL, 'r'},        {"upload", required_argument, NULL, 'u'},
    {"method", required_argument, NULL, 'M'},      {"messages", required_argument, NULL, 'F'},
    {"replies", required_argument, NULL, 'R'},     {NULL, 0, NULL, 0},
};

/* Reads a number from `least` to `most`. */
static bool number(const char *text, double least, double most, double *value) {
  char *end = NULL;
  *value = strtod(text, &end);
  return end != text && *end == '\0' && *value >= least && *value <= most;
}

static bool whole(const char *text, double most, uint64_t *value) {
  double read = 0;
  bool good = number(text, 1, most, &read);
  *value = good ? (uint64_t)read : 0;
  return good;
}

static bool take(options *options, int name, const char *text) {
  uint64_t value = 0;
  bool good = true;
  switch (name) {
  case 'p':
    good = whole(text, 65535, &value);
    options->target.port = (uint16_t)value;
    return good;
  case 'n':
    good = whole(text, 20000, &value);
    options->connections = (uint32_t)value;
    return good;
  case 'm':
    good = whole(text, 1000, &value);
    options->streams = (uint32_t)value;
    return good;
  case 'a':
    options->target.ca = text;
    return true;
  case 'c':
    options->target.certificate = text;
    return true;
  case 'k':
    options->target.key = text;
    return true;
  case 't':
    options->track = text;
    return strlen(text) == 16;
  case 'u':
    return whole(text, 1e9, &options->upload) && options->upload >= 1000;
  case 'M':
    options->method = text;
    return true;
  case 'F':
    options->messages = text;
    return true;
  case 'R':
    options->replies = text;
    return true;
  case 'l':
    return whole(text, 1e9, &options->calls);
  case 's':
    return number(text, 0.1, 600, &options->seconds);
  case 'w':
    return number(text, 0, 60, &options->warm_up_seconds);
  case 'r':
    return number(text, 1, 1e7, &options->rate);
  default:
    return false;
  }
}

bool options_read(int count, char **arguments, options *options) {
  options->connections = options->streams = 1;
  options->seconds = 1;
  for (int name = 0; (name = getopt_long(count, arguments, "", names, NULL)) != -1;) {
    if (!take(options, name, optarg)) {
      fprintf(stderr, usage, arguments[0]);
      return false;
    }
  }
  const target *target = &options->target;
  if (optind != count || target->port == 0 || target->ca == NULL ||
      (target->certificate == NULL) != (target->key == NULL) ||
      (options->method == NULL) != (options->messages == NULL)) {
    fprintf(stderr, usage, arguments[0]);
    return false;
  }
  return true;
}
