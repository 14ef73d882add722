/* A kiosk that is killed: it holds and sends as it is told on standard input, and dies at the nth thing that
 * it does to a file or a socket.
 *
 *   outbox_kiosk FOLDER host:port ca.pem cert.pem key.pem
 *
 * In: "hold N FILE|- [NATIONAL-ID]", "send MILLISECONDS", "collect", each answered by lines that end with
 * "done"; at the end of the input it says how many such things it did. KILL_AT=n: before the nth of them, or
 * with AFTER=1 behind it, SIGKILL.
 */
#define _GNU_SOURCE /* syscall, pwrite64 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pishkhan/outbox.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- dying ---- */

static long done, kill_at = -1;
static bool behind;

static void before(void) {
  if (++done == kill_at && !behind)
    kill(getpid(), SIGKILL);
}

static long after(long result) {
  if (done == kill_at && behind)
    kill(getpid(), SIGKILL);
  if (result >= 0)
    return result;
  errno = (int)-result;
  return -1;
}

/* These stand in front of the C library's: SQLite and OpenSSL call them. */
#define WATCHED(result_type, name, parameters, ...)                                                          \
  result_type name parameters {                                                                              \
    before();                                                                                                \
    long result = syscall(__VA_ARGS__);                                                                      \
    return (result_type)after(result < 0 ? -errno : result);                                                 \
  }

WATCHED(ssize_t, write, (int file, const void *bytes, size_t size), SYS_write, file, bytes, size)
WATCHED(ssize_t, pwrite64, (int file, const void *bytes, size_t size, off64_t at), SYS_pwrite64, file, bytes,
        size, at)
WATCHED(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at), SYS_pwrite64, file, bytes,
        size, at)
WATCHED(int, fsync, (int file), SYS_fsync, file)
WATCHED(int, fdatasync, (int file), SYS_fdatasync, file)
WATCHED(int, ftruncate64, (int file, off64_t size), SYS_ftruncate, file, size)
WATCHED(int, ftruncate, (int file, off_t size), SYS_ftruncate, file, size)
WATCHED(int, unlink, (const char *path), SYS_unlink, path)
WATCHED(ssize_t, read, (int file, void *bytes, size_t size), SYS_read, file, bytes, size)

/* ---- the kiosk ---- */

static pishkhan_outbox *outbox;
static pishkhan_client *client;

static void explain(const char *what, pishkhan_error *error) {
  char paragraph[2048];
  pishkhan_error_explain(error, "en", paragraph, sizeof paragraph);
  printf("%s %s\n", what, paragraph);
  pishkhan_error_free(error);
}

/* The key depends on the number alone: what was not answered is held again with it. */
static void hold(int number, const char *photo, const char *national_id) {
  static const char *const latitude[] = {"35.7"}, *const longitude[] = {"51.4"};
  const pishkhan_form_value form[] = {{"lat", latitude, 1}, {"lon", longitude, 1}};
  uint8_t key[PISHKHAN_KEY_SIZE] = "kill-test";
  char note[32];
  int descriptor = open(photo, O_RDONLY);
  snprintf(note, sizeof note, "number %d", number);
  snprintf((char *)key + 9, sizeof key - 9, "%06d", number);
  const pishkhan_submission submission = {.size = sizeof submission,
                                          .idempotency_key = key,
                                          .service = "city-pothole",
                                          .national_id = national_id,
                                          .form = form,
                                          .form_count = 2,
                                          .note = note};
  const pishkhan_held_file file = {"photo", "photo.jpg", pishkhan_read_descriptor, &descriptor};
  const pishkhan_outbox_item item = {
      .size = sizeof item, .submission = &submission, .files = &file, .file_count = descriptor >= 0};
  pishkhan_held_slip *slip;
  pishkhan_error *error;
  if (pishkhan_outbox_hold(outbox, &item, &slip, &error) == PISHKHAN_OK)
    printf("held %d %s\n", number, slip->number);
  else
    explain("failed", error);
  pishkhan_held_slip_free(slip);
  if (descriptor >= 0)
    close(descriptor);
}

static void send_all(uint32_t milliseconds) {
  pishkhan_outbox_progress progress;
  pishkhan_error *error;
  if (pishkhan_outbox_send(outbox, client, milliseconds, &progress, &error) != PISHKHAN_OK)
    explain("stopped", error);
  printf("sent accepted=%u refused=%u expired=%u damaged=%u left=%u\n", progress.accepted, progress.refused,
         progress.expired, progress.damaged, progress.left);
}

static void print_entry(const pishkhan_outbox_entry *entry) {
  const pishkhan_receipt *receipt = entry->receipt;
  printf("%s %s %s %s\n", pishkhan_outbox_state_name(entry->state),
         entry->submission ? entry->submission->note : "number ?", receipt ? receipt->tracking_code : "-",
         receipt ? receipt->secret : "-");
  if (entry->error)
    printf("because %s %s\n", pishkhan_reason_name(pishkhan_error_reason(entry->error)),
           pishkhan_error_message(entry->error));
  fflush(stdout);
}

/* Says what became of the settled ones, and then removes them. */
static void collect(void) {
  pishkhan_outbox_entry *entry;
  pishkhan_error *error;
  for (int state = PISHKHAN_OUTBOX_ACCEPTED; state <= PISHKHAN_OUTBOX_DAMAGED; state++)
    while (pishkhan_outbox_next(outbox, (pishkhan_outbox_state)state, NULL, &entry, &error) == PISHKHAN_OK &&
           entry) {
      print_entry(entry);
      if (pishkhan_outbox_remove(outbox, entry->slip->number, &error) != PISHKHAN_OK)
        explain("failed", error);
      pishkhan_outbox_entry_free(entry);
    }
}

static void obey(const char *line) {
  int number;
  unsigned milliseconds;
  char photo[256], national_id[16] = "0499370899";
  if (sscanf(line, "hold %d %255s %15s", &number, photo, national_id) >= 2)
    hold(number, photo, national_id);
  else if (sscanf(line, "send %u", &milliseconds) == 1)
    send_all(milliseconds);
  else
    collect();
  puts("done");
  fflush(stdout);
}

int main(int argc, char **argv) {
  static const uint8_t key[PISHKHAN_OUTBOX_KEY_SIZE] = "the key of a kiosk in a test, 32";
  char path[512], line[512];
  pishkhan_error *error;
  if (argc != 6)
    return 2;
  const char *nth = getenv("KILL_AT");
  behind = getenv("AFTER") != NULL;
  kill_at = nth ? atol(nth) : -1;
  snprintf(path, sizeof path, "%s/outbox", argv[1]);
  const pishkhan_outbox_options kept = {.size = sizeof kept, .path = path, .key = key};
  const pishkhan_options options = {.size = sizeof options,
                                    .target = argv[2],
                                    .ca_file = argv[3],
                                    .certificate_file = argv[4],
                                    .key_file = argv[5]};
  if (pishkhan_outbox_open(&kept, &outbox, &error) != PISHKHAN_OK ||
      pishkhan_open(&options, &client, &error) != PISHKHAN_OK) {
    explain("failed", error);
    return 1;
  }
  while (fgets(line, sizeof line, stdin))
    obey(line);
  pishkhan_close(client);
  pishkhan_outbox_close(outbox);
  printf("did %ld\n", done);
  return 0;
}
