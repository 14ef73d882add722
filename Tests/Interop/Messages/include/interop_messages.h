/* Generated from ../proto by ../generate-messages; never edited. */
#pragma once
#include <stddef.h>
#include "grpc/testing/test.pb-c.h"
/* The FileDescriptorSet of these messages, serialised. */
extern const unsigned char *const interop_descriptor_set;
extern const size_t interop_descriptor_set_size;
