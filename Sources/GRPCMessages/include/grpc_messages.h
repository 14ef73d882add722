/* Generated from proto/ by make proto; never edited. */
#pragma once
#include <stddef.h>
#include "google/protobuf/any.pb-c.h"
#include "google/rpc/status.pb-c.h"
#include "grpc/health/v1/health.pb-c.h"
#include "grpc/reflection/v1/reflection.pb-c.h"
#include "grpc/reflection/v1alpha/reflection.pb-c.h"
/* The FileDescriptorSet of these messages, serialised. */
extern const unsigned char *const grpc_messages_descriptor_set;
extern const size_t grpc_messages_descriptor_set_size;
