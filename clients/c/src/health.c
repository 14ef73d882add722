#include "typed.h"

static bool translate_health(pk_arena *arena, const ProtobufCMessage *base, void *result) {
  (void)arena;
  *(int *)result = (int)((const Grpc__Health__V1__HealthCheckResponse *)(const void *)base)->status;
  return true;
}

pishkhan_status pishkhan_check_health(pishkhan_client *client, const char *service,
                                      const pishkhan_call_options *options, pishkhan_health *health,
                                      pishkhan_error **error) {
  static const pk_method method = {"/grpc.health.v1.Health/Check",
                                   &grpc__health__v1__health_check_response__descriptor,
                                   PK_CALL_STORES_NOTHING};
  Grpc__Health__V1__HealthCheckRequest request = GRPC__HEALTH__V1__HEALTH_CHECK_REQUEST__INIT;
  int *result = NULL;
  if (!health)
    return pk_refuse_argument(client, "no place for the answer", NULL, error);
  *health = PISHKHAN_HEALTH_UNKNOWN;
  request.service = pk_text_field(service);
  pishkhan_status status = pk_typed(client, &method, &request.base, NULL, options, sizeof *result,
                                    translate_health, &result, error);
  if (status == PISHKHAN_OK)
    *health = (pishkhan_health)*result;
  pk_result_free(result);
  return status;
}
