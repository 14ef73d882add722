#pragma once
#include <stdint.h>

/* <fcntl.h> declares it for _GNU_SOURCE alone, without which Swift imports the C library. sync_file_range(2). */
int sync_file_range(int descriptor, int64_t offset, int64_t count, unsigned flags);

static const unsigned shim_sync_file_range_write = 2; /* SYNC_FILE_RANGE_WRITE */
