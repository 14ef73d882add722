#include "shapes.h"

typedef struct health_given {
  const char *service;
} health_given;

typedef struct health_found {
  pishkhan_health status;
} health_found;

static const pk_field health_request_fields[] = {PK_MEMBER(1, PK_TEXT, health_given, service)};
static PK_SHAPE(health_request, health_given, false, 0);
static const pk_field health_response_fields[] = {PK_MEMBER(1, PK_NUMBER, health_found, status)};
static PK_SHAPE(health_response, health_found, false, 0);
static const pk_method check =
    PK_READING("/grpc.health.v1.Health/Check", health_request, health_response, 0, NULL);

pishkhan_status pishkhan_check_health(pishkhan_client *client, const char *service,
                                      const pishkhan_call_options *options, pishkhan_health *health,
                                      pishkhan_error **error) {
  const health_given given = {service};
  health_found *found = NULL;
  if (!health)
    return pk_refuse_argument(client, "no place for the result", NULL, error);
  pishkhan_status status = pk_typed(client, &check, &given, options, &found, error);
  *health = found ? found->status : PISHKHAN_HEALTH_UNKNOWN;
  pk_result_free(found);
  return status;
}
