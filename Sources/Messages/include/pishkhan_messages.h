/* Generated from proto/ by make proto; never edited. */
#pragma once
#include <stddef.h>
#include "pishkhan/v1/admin.pb-c.h"
#include "pishkhan/v1/attachments.pb-c.h"
#include "pishkhan/v1/catalog.pb-c.h"
#include "pishkhan/v1/common.pb-c.h"
#include "pishkhan/v1/error.pb-c.h"
#include "pishkhan/v1/feedback.pb-c.h"
#include "pishkhan/v1/offices.pb-c.h"
#include "pishkhan/v1/requests.pb-c.h"
#include "pishkhan/v1/work.pb-c.h"
/* The FileDescriptorSet of these messages, serialised. */
extern const unsigned char *const pishkhan_messages_descriptor_set;
extern const size_t pishkhan_messages_descriptor_set_size;
