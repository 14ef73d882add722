/* Latencies, counted in buckets whose width grows with the value: 1/32 of an octave, so a percentile read
   from it is at most 3.2 % too high. */
#pragma once

#include <stdint.h>

enum { histogram_steps = 32, histogram_octaves = 40 };

typedef struct histogram {
  uint64_t count;
  uint64_t buckets[histogram_octaves * histogram_steps];
} histogram;

void histogram_add(histogram *histogram, uint64_t nanoseconds);

/* The latency that `share` (0 to 1) of all calls did not exceed, in microseconds; 0 when nothing was counted.
 */
double histogram_percentile_us(const histogram *histogram, double share);
