#include "shapes.h"

static const pk_field hours_shape_fields[] = {PK_MEMBER(1, PK_NUMBER, pishkhan_hours, weekday),
                                              PK_MEMBER(2, PK_NUMBER, pishkhan_hours, from),
                                              PK_MEMBER(3, PK_NUMBER, pishkhan_hours, until)};
static PK_SHAPE(hours_shape, pishkhan_hours, false, 0);

static const pk_field day_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_calendar_day, date),
    PK_PART(2, PK_VALUES, pishkhan_calendar_day, names, pk_text_shape),
    PK_PART(3, PK_VALUES, pishkhan_calendar_day, hours, hours_shape)};
static PK_SHAPE(day_shape, pishkhan_calendar_day, true, 0);

static const pk_field calendar_shape_fields[] = {PK_MEMBER(1, PK_TEXT, pishkhan_calendar, region),
                                                 PK_MEMBER(2, PK_NUMBER, pishkhan_calendar, version),
                                                 PK_MEMBER(3, PK_NUMBER, pishkhan_calendar, put_ms),
                                                 PK_MEMBER(4, PK_SIGNED, pishkhan_calendar, offset_minutes),
                                                 PK_MEMBER(5, PK_NUMBER, pishkhan_calendar, minutes_per_day),
                                                 PK_PART(6, PK_VALUES, pishkhan_calendar, hours, hours_shape),
                                                 PK_PART(7, PK_POINTERS, pishkhan_calendar, days, day_shape),
                                                 PK_MEMBER(8, PK_TEXT, pishkhan_calendar, from),
                                                 PK_MEMBER(9, PK_TEXT, pishkhan_calendar, until)};
static PK_SHAPE(calendar_shape, pishkhan_calendar, true, 0);

typedef struct region_and_version {
  const char *region;
  uint32_t version;
} region_and_version;

static const pk_field get_calendar_request_fields[] = {PK_MEMBER(1, PK_TEXT, region_and_version, region),
                                                       PK_MEMBER(2, PK_NUMBER, region_and_version, version)};
static PK_SHAPE(get_calendar_request, region_and_version, false, 0);

PK_PART_ALONE(get_calendar_response, pishkhan_calendar);
const pk_method pk_get_calendar = PK_READING("/pishkhan.v1.Catalog/GetCalendar", get_calendar_request,
                                             get_calendar_response, 1, &calendar_shape);

pishkhan_status pishkhan_get_calendar(pishkhan_client *client, const char *region, uint32_t version,
                                      const pishkhan_call_options *options, pishkhan_calendar **calendar,
                                      pishkhan_error **error) {
  const region_and_version given = {region, version};
  return pk_typed(client, &pk_get_calendar, &given, options, calendar, error);
}

static const pk_field put_calendar_request_fields[] = {
    PK_KEY(pishkhan_calendar_put), PK_PART(2, PK_ONE, pishkhan_calendar_put, calendar, calendar_shape),
    PK_MEMBER(3, PK_NUMBER, pishkhan_calendar_put, expected_version)};
static PK_SHAPE(put_calendar_request, pishkhan_calendar_put, true, 0);

PK_NUMBERED_CHANGE_SHAPE(put_calendar_response);
const pk_method pk_put_calendar = PK_KEYED("/pishkhan.v1.Catalog/PutCalendar", put_calendar_request,
                                           put_calendar_response, 0, NULL, pishkhan_change);

pishkhan_status pishkhan_put_calendar(pishkhan_client *client, const pishkhan_calendar_put *put,
                                      const pishkhan_call_options *options, pishkhan_change **change,
                                      pishkhan_error **error) {
  return pk_typed(client, &pk_put_calendar, put, options, change, error);
}

void pishkhan_calendar_free(pishkhan_calendar *calendar) { pk_result_free(calendar); }
