/* The way to the server, step by step. */
#define _POSIX_C_SOURCE 200809L
#include "diagnose_steps.h"
#include "error_object.h"

#include <time.h>

static int64_t microseconds(void) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void tell(examination *exam, pishkhan_step step, pishkhan_step_result result,
                 const pishkhan_error *error) {
  const pishkhan_step_report report = {
      .step = step,
      .result = result,
      .duration_us = result == PISHKHAN_STEP_SKIPPED ? 0 : microseconds() - exam->started_us,
      .facts = exam->facts.list,
      .fact_count = exam->facts.count,
      .error = error,
  };
  exam->told(exam->context, &report);
  exam->facts.count = 0;
  exam->started_us = microseconds();
}

static void skip_from(examination *exam, int step) {
  for (; step <= PISHKHAN_STEP_CLOCK; step++)
    tell(exam, (pishkhan_step)step, PISHKHAN_STEP_SKIPPED, NULL);
}

static pishkhan_status stop(examination *exam, int step, pishkhan_error *own, pishkhan_error **error) {
  pishkhan_status status = pishkhan_error_status(own);
  tell(exam, (pishkhan_step)step, PISHKHAN_STEP_FAILED, own);
  skip_from(exam, step + 1);
  if (error)
    *error = own;
  else
    pishkhan_error_free(own);
  return status;
}

static pishkhan_status examine(examination *exam, pishkhan_error **error) {
  typedef bool (*step_function)(examination * exam, pk_failure * failure, pishkhan_step_result * result);
  static const step_function steps[] = {
      [PISHKHAN_STEP_FILES] = pk_try_files,
      [PISHKHAN_STEP_ADDRESS] = pk_try_address,
      [PISHKHAN_STEP_TCP] = pk_try_tcp,
      [PISHKHAN_STEP_TLS] = pk_try_tls,
      [PISHKHAN_STEP_CERTIFICATE] = pk_try_certificate,
      [PISHKHAN_STEP_ALPN] = pk_try_alpn,
      [PISHKHAN_STEP_CLIENT_CERTIFICATE] = pk_try_client_certificate,
      [PISHKHAN_STEP_HEALTH] = pk_try_health,
      [PISHKHAN_STEP_CLOCK] = pk_try_clock,
  };
  const pk_error_context context = {
      .allocator = &exam->config.allocator, .persian = exam->config.persian, .stores_nothing = true};
  for (int step = PISHKHAN_STEP_FILES; step <= PISHKHAN_STEP_CLOCK; step++) {
    pk_failure failure;
    pishkhan_step_result result = PISHKHAN_STEP_OK;
    if (!steps[step](exam, &failure, &result)) {
      if (!exam->raised)
        pk_raise(&context, &failure, &exam->raised);
      return stop(exam, step, exam->raised, error);
    }
    tell(exam, (pishkhan_step)step, result, NULL);
  }
  return PISHKHAN_OK;
}

pishkhan_status pishkhan_diagnose(const pishkhan_options *options, pishkhan_step_told told, void *context,
                                  pishkhan_error **error) {
  examination exam = {.options = options, .told = told, .context = context, .started_us = microseconds()};
  pk_failure failure;
  pishkhan_error *own = NULL;
  pishkhan_status status;
  if (error)
    *error = NULL;
  pk_connection_init(&exam.connection);
  bool good = pk_config_read(&exam.config, options, &failure);
  if (good && !told)
    good = pk_fail(&failure, PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID,
                   "no callback is given");
  if (good) {
    status = examine(&exam, error);
  } else {
    const pk_error_context said = {
        .allocator = &exam.config.allocator, .persian = exam.config.persian, .stores_nothing = true};
    status = pk_raise(&said, &failure, told ? &own : error);
    if (told)
      stop(&exam, PISHKHAN_STEP_FILES, own, error);
  }
  pishkhan_close(exam.client);
  pk_connection_close(&exam.connection);
  pk_release(&exam.config.allocator, exam.date);
  pk_tls_close(&exam.tls);
  pk_config_free(&exam.config);
  return status;
}
