/* From the library's structs to protobuf messages and back. */
#ifndef PK_TYPED_H
#define PK_TYPED_H

#include "client_state.h"
#include "protobuf_arena.h"

typedef struct pk_method {
  const char *path;
  const ProtobufCMessageDescriptor *response;
  unsigned flags; /* PK_CALL_SAFE_TO_REPEAT for those with a key, else PK_CALL_STORES_NOTHING */
} pk_method;

/* Fills in a result from an unpacked response, whose strings live in the same arena. False where the response
 * lacks what it must have. */
typedef bool (*pk_translate)(pk_arena *arena, const ProtobufCMessage *response, void *result);

/* One typed unary call. `out` points to the caller's result pointer. */
pishkhan_status pk_typed(pishkhan_client *client, const pk_method *method, const ProtobufCMessage *request,
                         const uint8_t *key, const pishkhan_call_options *options, size_t result_size,
                         pk_translate translate, void *out, pishkhan_error **error);

/* The same for a write whose request was built in `scratch`, which this frees; NULL or failed: out of memory.
 */
pishkhan_status pk_typed_write(pishkhan_client *client, const pk_method *method,
                               const ProtobufCMessage *request, const uint8_t *key, pk_arena *scratch,
                               const pishkhan_call_options *options, size_t result_size,
                               pk_translate translate, void *out, pishkhan_error **error);

/* The key given, or a new one. False where the system gives no random bytes; `*error` says so. */
bool pk_key_for(pishkhan_client *client, const uint8_t *given, uint8_t key[PISHKHAN_KEY_SIZE],
                pishkhan_error **error);

/* Refuses a struct of the caller whose size is not set, or whose array is missing. */
pishkhan_status pk_refuse_argument(pishkhan_client *client, const char *why, void *out,
                                   pishkhan_error **error);

/* Memory of one request. NULL where memory fails. */
pk_arena *pk_scratch_new(pishkhan_client *client);
void pk_scratch_free(pk_arena *scratch);

/* protobuf-c's structs have char * even for what they only read. */
char *pk_text_field(const char *text);
ProtobufCBinaryData pk_key_field(const uint8_t key[PISHKHAN_KEY_SIZE]);

Pishkhan__V1__FormValue **pk_form_out(pk_arena *scratch, const pishkhan_form_value *form, size_t count);
Pishkhan__V1__Question **pk_questions_out(pk_arena *scratch, const pishkhan_question *questions,
                                          size_t count);

pishkhan_text *pk_texts_in(pk_arena *arena, Pishkhan__V1__LocalizedText **texts, size_t count);
pishkhan_form_value *pk_form_in(pk_arena *arena, Pishkhan__V1__FormValue **form, size_t count);
pishkhan_question *pk_questions_in(pk_arena *arena, Pishkhan__V1__Question **questions, size_t count);
void pk_request_in(pk_arena *arena, const Pishkhan__V1__Request *message, pishkhan_request *request);
void pk_event_in(pk_arena *arena, const Pishkhan__V1__Event *message, pishkhan_event *event);

#endif
