#include "histogram.h"

/* Values below 32 have a bucket each; above, the five bits below the highest set one choose the step. */
static unsigned bucket_of(uint64_t value) {
  if (value < histogram_steps)
    return (unsigned)value;
  unsigned shift = 63U - (unsigned)__builtin_clzll(value) - 5U;
  unsigned index = (shift + 1) * histogram_steps + (unsigned)((value >> shift) - histogram_steps);
  unsigned last = histogram_octaves * histogram_steps - 1;
  return index < last ? index : last;
}

static uint64_t upper_end(unsigned bucket) {
  if (bucket < histogram_steps)
    return bucket;
  unsigned shift = bucket / histogram_steps - 1;
  return (((uint64_t)histogram_steps + bucket % histogram_steps + 1) << shift) - 1;
}

void histogram_add(histogram *histogram, uint64_t nanoseconds) {
  histogram->buckets[bucket_of(nanoseconds)] += 1;
  histogram->count += 1;
}

double histogram_percentile_us(const histogram *histogram, double share) {
  uint64_t wanted = (uint64_t)((double)histogram->count * share);
  uint64_t seen = 0;
  for (unsigned bucket = 0; bucket < histogram_octaves * histogram_steps; ++bucket) {
    seen += histogram->buckets[bucket];
    if (seen > wanted || (seen == histogram->count && seen > 0))
      return (double)upper_end(bucket) / 1000.0;
  }
  return 0;
}
