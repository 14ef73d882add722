#include "holding.h"
#include "counter.h"
#include "sending_thread.h"

#include <glib/gstdio.h>
#include <openssl/crypto.h>
#include <string.h>

struct holding {
  pishkhan_outbox *outbox;
  GThreadPool *desk; /* one thread */
  struct sending_thread *sending;
};

/* One thing to do with the outbox, and what came of it. */
struct job {
  struct holding *holding;
  void (*work)(struct job *job);
  holding_held held;
  holding_found found;
  void *context;
  char *service, *national_id, *number;
  struct filled_form *form;
  uint8_t key[PISHKHAN_KEY_SIZE];
  pishkhan_held_slip *slip;
  pishkhan_outbox_entry *entry;
  pishkhan_error *error;
};

static gboolean tell(gpointer context) {
  struct job *job = context;
  if (job->held)
    job->held(job->context, job->slip, job->error);
  if (job->found)
    job->found(job->context, job->entry, job->error);
  pishkhan_held_slip_free(job->slip);
  pishkhan_outbox_entry_free(job->entry);
  pishkhan_error_free(job->error);
  filled_form_free(job->form);
  g_free(job->service);
  g_free(job->national_id);
  g_free(job->number);
  g_free(job);
  return G_SOURCE_REMOVE;
}

static void run(gpointer context, gpointer unused) {
  struct job *job = context;
  (void)unused;
  job->work(job);
  sending_thread_wake(job->holding->sending);
  g_idle_add(tell, job);
}

static void hold(struct job *job) {
  pishkhan_submission submission = {
      .size = sizeof submission, .idempotency_key = job->key, .service = job->service};
  pishkhan_outbox_item item = {.size = sizeof item, .submission = &submission};
  submission.national_id = job->national_id;
  submission.form = filled_form_values(job->form, &submission.form_count);
  pishkhan_outbox_hold(job->holding->outbox, &item, &job->slip, &job->error);
}

static void find(struct job *job) {
  pishkhan_outbox_find(job->holding->outbox, job->number, &job->entry, &job->error);
}

static void remove_entry(struct job *job) {
  if (pishkhan_outbox_remove(job->holding->outbox, job->number, &job->error) != PISHKHAN_OK)
    g_printerr("pishkhan-kiosk: outbox: %s\n", pishkhan_reason_name(pishkhan_error_reason(job->error)));
}

static struct job *new_job(struct holding *holding, void (*work)(struct job *), void *context) {
  struct job *job = g_new0(struct job, 1);
  job->holding = holding;
  job->work = work;
  job->context = context;
  return job;
}

void holding_hold(struct holding *holding, const struct session *session, holding_held held, void *context) {
  struct job *job = new_job(holding, hold, context);
  job->held = held;
  job->service = g_strdup(form_definition_service(session->definition)->code);
  job->national_id = g_strdup(session->national_id);
  job->form = filled_form_copy(session->form);
  memcpy(job->key, session->key, sizeof job->key);
  g_thread_pool_push(holding->desk, job, NULL);
}

void holding_find(struct holding *holding, const char *number, holding_found found, void *context) {
  struct job *job = new_job(holding, find, context);
  job->found = found;
  job->number = g_strdup(number);
  g_thread_pool_push(holding->desk, job, NULL);
}

void holding_remove(struct holding *holding, const char *number) {
  struct job *job = new_job(holding, remove_entry, NULL);
  job->number = g_strdup(number);
  g_thread_pool_push(holding->desk, job, NULL);
}

/* The key that the file is sealed with. NULL: read; else what is wrong. */
static char *read_key(const char *path, uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE]) {
  char *content = NULL, *wrong = NULL;
  gsize size;
  GStatBuf status;
  GError *error = NULL;
  if (!g_file_get_contents(path, &content, &size, &error))
    wrong = g_strdup(error->message);
  else if (size != PISHKHAN_OUTBOX_KEY_SIZE)
    wrong = g_strdup_printf("%s: an outbox's key has %d bytes", path, PISHKHAN_OUTBOX_KEY_SIZE);
  else if (g_stat(path, &status) != 0 || (status.st_mode & 077))
    wrong = g_strdup_printf("%s: others may read it: chmod 600", path);
  else
    memcpy(key, content, PISHKHAN_OUTBOX_KEY_SIZE);
  if (content)
    OPENSSL_cleanse(content, size);
  g_free(content);
  g_clear_error(&error);
  return wrong;
}

struct holding *holding_open(const struct settings *settings, char **wrong) {
  uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE];
  pishkhan_outbox_options options = {
      .size = sizeof options, .path = settings->outbox, .key = key, .language = "fa"};
  pishkhan_outbox *outbox = NULL;
  pishkhan_error *error = NULL;
  if (!settings->outbox || (*wrong = read_key(settings->outbox_key, key)))
    return NULL;
  if (pishkhan_outbox_open(&options, &outbox, &error) != PISHKHAN_OK)
    *wrong = g_strdup_printf("%s: %s", settings->outbox, pishkhan_error_message(error));
  pishkhan_error_free(error);
  OPENSSL_cleanse(key, sizeof key);
  if (*wrong)
    return NULL;
  struct holding *holding = g_new0(struct holding, 1);
  holding->outbox = outbox;
  holding->desk = g_thread_pool_new(run, NULL, 1, TRUE, NULL);
  holding->sending = sending_thread_start(outbox, settings);
  return holding;
}

void holding_close(struct holding *holding) {
  if (!holding)
    return;
  g_thread_pool_free(holding->desk, FALSE, TRUE);
  sending_thread_end(holding->sending);
  pishkhan_outbox_close(holding->outbox);
  g_free(holding);
}
