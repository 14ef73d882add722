#include "typed_values.h"
#include "typed_character.h"

typedef enum place { START, SIGN, WHOLE, POINT, FRACTION, END } place;

/* Where a number stands after one more character; false: it is none. */
static bool advance(place *at, pk_typed_character next) {
  bool is_sign = next.kind == PK_TYPED_HYPHEN || next.ascii == '+';
  bool is_point = next.kind == PK_TYPED_DECIMAL_SEPARATOR || next.ascii == '.';
  if (next.kind == PK_TYPED_FORMAT)
    return true;
  if (next.kind == PK_TYPED_BLANK) {
    if (*at == WHOLE || *at == FRACTION)
      *at = END;
    return *at == START || *at == END;
  }
  if (pk_is_digit(next.ascii) && *at != END)
    *at = *at == POINT || *at == FRACTION ? FRACTION : WHOLE;
  else if (is_sign && *at == START)
    *at = SIGN;
  else if (is_point && *at == WHOLE)
    *at = POINT;
  else
    return false;
  return true;
}

bool pk_is_decimal(const char *typed) {
  place at = START;
  while (*typed)
    if (!advance(&at, pk_typed_next(&typed)))
      return false;
  return at == WHOLE || at == FRACTION || at == END;
}

/* Longest time that is read: 2025-03-21T23:59:59.123456789+03:30 has 35 characters. */
enum { TIME_CAPACITY = 40 };

/* The text in ASCII with "-" for every hyphen, without outer blanks. */
static bool plain_time(const char *typed, char text[TIME_CAPACITY + 1]) {
  int length = 0;
  bool ended = false;
  while (*typed) {
    pk_typed_character next = pk_typed_next(&typed);
    if (next.kind == PK_TYPED_FORMAT)
      continue;
    if (next.kind == PK_TYPED_BLANK) {
      ended = length > 0;
      continue;
    }
    bool is_taken = next.kind == PK_TYPED_ASCII || next.kind == PK_TYPED_HYPHEN;
    if (!is_taken || ended || length == TIME_CAPACITY)
      return false;
    text[length++] = next.kind == PK_TYPED_HYPHEN ? '-' : next.ascii;
  }
  text[length] = 0;
  return true;
}

static bool take(const char **at, char wanted) {
  if (**at != wanted)
    return false;
  (*at)++;
  return true;
}

static bool number(const char **at, int count, int *value) {
  *value = 0;
  for (; count > 0; count--) {
    if (!pk_is_digit(**at))
      return false;
    *value = *value * 10 + (*(*at)++ - '0');
  }
  return true;
}

static int days_in(int month, int year) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && is_leap ? 29 : days[month - 1];
}

static bool is_date(const char **at) {
  int year, month, day;
  return number(at, 4, &year) && take(at, '-') && number(at, 2, &month) && take(at, '-') &&
         number(at, 2, &day) && year >= 1583 && month >= 1 && month <= 12 && day >= 1 &&
         day <= days_in(month, year);
}

/* Z, or an offset as the world's time zones have them: from -12:00 to +14:00. */
static bool is_offset(const char **at) {
  int hours, minutes;
  if (take(at, 'Z') || take(at, 'z'))
    return true;
  return (take(at, '+') || take(at, '-')) && number(at, 2, &hours) && take(at, ':') &&
         number(at, 2, &minutes) && minutes < 60 && hours * 60 + minutes <= 14 * 60;
}

static bool is_time(const char **at) {
  int hour, minute, second;
  if (!(take(at, 'T') || take(at, 't')) || !number(at, 2, &hour) || hour >= 24 || !take(at, ':') ||
      !number(at, 2, &minute) || minute >= 60)
    return false;
  if (take(at, ':')) {
    if (!number(at, 2, &second) || second >= 60)
      return false;
    if (take(at, '.')) {
      if (!pk_is_digit(**at))
        return false;
      while (pk_is_digit(**at))
        (*at)++;
    }
  }
  return is_offset(at) && !**at;
}

bool pk_is_datetime(const char *typed) {
  char text[TIME_CAPACITY + 1];
  const char *at = text;
  return plain_time(typed, text) && is_date(&at) && (!*at || is_time(&at));
}
