#include "sending_thread.h"
#include "counter.h"

/* How often a line that is down is tried, and how long one pass may take (and the terminal's end with it). */
enum { PAUSE_S = 15, PASS_MS = 5000 };

struct sending_thread {
  pishkhan_outbox *outbox;
  const struct settings *settings;
  GThread *thread;
  GMutex mutex;
  GCond changed;
  gboolean woken, ending; /* under the mutex */
};

static gboolean anything_held(pishkhan_outbox *outbox) {
  pishkhan_outbox_counts counts = {0};
  return pishkhan_outbox_count(outbox, &counts, NULL) == PISHKHAN_OK && counts.held + counts.sending > 0;
}

/* With a line of its own, which is closed afterwards: its buffers would keep what was sent. The line comes
 * first: nothing is unsealed before it stands. */
static void pass(struct sending_thread *thread) {
  char *wrong = NULL;
  pishkhan_error *error = NULL;
  pishkhan_client *client = counter_open_client(thread->settings, &wrong);
  if (client && pishkhan_connect(client, PASS_MS, &error) == PISHKHAN_OK)
    pishkhan_outbox_send(thread->outbox, client, PASS_MS, NULL, &error);
  if (wrong || error)
    g_printerr("pishkhan-kiosk: outbox: %s\n",
               wrong ? wrong : pishkhan_reason_name(pishkhan_error_reason(error)));
  pishkhan_error_free(error);
  pishkhan_close(client);
  g_free(wrong);
}

static gpointer run(gpointer context) {
  struct sending_thread *thread = context;
  g_mutex_lock(&thread->mutex);
  while (!thread->ending) {
    thread->woken = FALSE;
    g_mutex_unlock(&thread->mutex);
    if (anything_held(thread->outbox))
      pass(thread);
    g_mutex_lock(&thread->mutex);
    gint64 until = g_get_monotonic_time() + PAUSE_S * G_TIME_SPAN_SECOND;
    while (!thread->woken && !thread->ending && g_cond_wait_until(&thread->changed, &thread->mutex, until)) {
    }
  }
  g_mutex_unlock(&thread->mutex);
  return NULL;
}

struct sending_thread *sending_thread_start(pishkhan_outbox *outbox, const struct settings *settings) {
  struct sending_thread *thread = g_new0(struct sending_thread, 1);
  thread->outbox = outbox;
  thread->settings = settings;
  g_mutex_init(&thread->mutex);
  g_cond_init(&thread->changed);
  thread->thread = g_thread_new("sending", run, thread);
  return thread;
}

static void set(struct sending_thread *thread, gboolean *flag) {
  g_mutex_lock(&thread->mutex);
  *flag = TRUE;
  g_cond_signal(&thread->changed);
  g_mutex_unlock(&thread->mutex);
}

void sending_thread_wake(struct sending_thread *thread) { set(thread, &thread->woken); }

void sending_thread_end(struct sending_thread *thread) {
  set(thread, &thread->ending);
  g_thread_join(thread->thread);
  g_mutex_clear(&thread->mutex);
  g_cond_clear(&thread->changed);
  g_free(thread);
}
