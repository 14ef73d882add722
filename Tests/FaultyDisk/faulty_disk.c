#define _POSIX_C_SOURCE 200809L /* strdup, pthread_once */

#include "faulty_disk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

typedef struct watch {
  struct watch *next;
  char *prefix;
  faulty_disk_judge judge;
  void *context;
} watch;

/* A watched file; the system's own file follows in the same memory. */
typedef struct watched_file {
  sqlite3_file base;
  faulty_disk_judge judge;
  void *context;
  const char *path; /* SQLite keeps it until xClose */
} watched_file;

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static watch *watches;
static sqlite3_vfs *system_vfs;
static sqlite3_vfs faulty_vfs;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)(void *)((watched_file *)file + 1); }

static faulty_disk_verdict judge(sqlite3_file *file, faulty_disk_operation operation, sqlite3_int64 offset,
                                 int count) {
  watched_file *watched = (watched_file *)file;
  return watched->judge(watched->context, operation, watched->path, offset, count);
}

static int close_file(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  faulty_disk_verdict verdict = judge(file, FAULTY_DISK_WRITE, offset, count);
  if (verdict.error && verdict.extent == FAULTY_DISK_NOTHING)
    return verdict.error;
  if (verdict.error && verdict.extent == FAULTY_DISK_HALF)
    count /= 2;
  int code = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
  return verdict.error ? verdict.error : code;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
  faulty_disk_verdict verdict = judge(file, FAULTY_DISK_TRUNCATE, size, 0);
  if (verdict.error && verdict.extent != FAULTY_DISK_ALL)
    return verdict.error;
  int code = real(file)->pMethods->xTruncate(real(file), size);
  return verdict.error ? verdict.error : code;
}

static int sync_file(sqlite3_file *file, int flags) {
  faulty_disk_verdict verdict = judge(file, FAULTY_DISK_SYNC, 0, 0);
  if (verdict.error && verdict.extent != FAULTY_DISK_ALL)
    return verdict.error;
  int code = real(file)->pMethods->xSync(real(file), flags);
  if (code == SQLITE_OK)
    judge(file, FAULTY_DISK_SYNCED, 0, 0);
  return verdict.error ? verdict.error : code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}

static int lock_file(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }

static int unlock_file(sqlite3_file *file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}

static int check_reserved_lock(sqlite3_file *file, int *is_reserved) {
  return real(file)->pMethods->xCheckReservedLock(real(file), is_reserved);
}

static int control_file(sqlite3_file *file, int operation, void *argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }

static int device_characteristics(sqlite3_file *file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int map_shared(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void shared_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int unmap_shared(sqlite3_file *file, int is_deleted) {
  return real(file)->pMethods->xShmUnmap(real(file), is_deleted);
}

static int fetch_page(sqlite3_file *file, sqlite3_int64 offset, int count, void **page) {
  return real(file)->pMethods->xFetch(real(file), offset, count, page);
}

static int unfetch_page(sqlite3_file *file, sqlite3_int64 offset, void *page) {
  return real(file)->pMethods->xUnfetch(real(file), offset, page);
}

static const sqlite3_io_methods watched_methods = {
    .iVersion = 3,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = shared_barrier,
    .xShmUnmap = unmap_shared,
    .xFetch = fetch_page,
    .xUnfetch = unfetch_page,
};

static int find_watch(const char *path, watch *found) {
  int is_found = 0;
  pthread_mutex_lock(&guard);
  for (const watch *each = watches; each && !is_found; each = each->next) {
    if (strncmp(path, each->prefix, strlen(each->prefix)) == 0) {
      *found = *each;
      is_found = 1;
    }
  }
  pthread_mutex_unlock(&guard);
  return is_found;
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags) {
  (void)vfs;
  watch found;
  if (!path || !find_watch(path, &found))
    return system_vfs->xOpen(system_vfs, path, file, flags, out_flags);
  watched_file *watched = (watched_file *)file;
  watched->judge = found.judge;
  watched->context = found.context;
  watched->path = path;
  file->pMethods = NULL;
  int code = system_vfs->xOpen(system_vfs, path, real(file), flags, out_flags);
  if (real(file)->pMethods)
    file->pMethods = &watched_methods;
  return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int sync_folder) {
  (void)vfs;
  watch found;
  int code = system_vfs->xDelete(system_vfs, path, sync_folder);
  if (code == SQLITE_OK && sync_folder && find_watch(path, &found))
    found.judge(found.context, FAULTY_DISK_DELETED, path, 0, 0);
  return code;
}

static int install_code;

static void install(void) {
  install_code = sqlite3_initialize();
  if (install_code != SQLITE_OK)
    return;
  system_vfs = sqlite3_vfs_find(NULL);
  faulty_vfs = *system_vfs;
  faulty_vfs.pNext = NULL;
  faulty_vfs.zName = "faulty-disk";
  faulty_vfs.szOsFile = (int)sizeof(watched_file) + system_vfs->szOsFile;
  faulty_vfs.xOpen = open_file;
  faulty_vfs.xDelete = delete_file;
  install_code = sqlite3_vfs_register(&faulty_vfs, 1);
}

int faulty_disk_install(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install);
  return install_code;
}

int faulty_disk_watch(const char *prefix, faulty_disk_judge asked, void *context) {
  watch *added = malloc(sizeof *added);
  char *copy = strdup(prefix);
  if (!added || !copy) {
    free(added);
    free(copy);
    return SQLITE_NOMEM;
  }
  *added = (watch){.prefix = copy, .judge = asked, .context = context};
  pthread_mutex_lock(&guard);
  added->next = watches;
  watches = added;
  pthread_mutex_unlock(&guard);
  return SQLITE_OK;
}

void faulty_disk_forget(const char *prefix) {
  pthread_mutex_lock(&guard);
  watch **link = &watches;
  while (*link && strcmp((*link)->prefix, prefix) != 0)
    link = &(*link)->next;
  watch *gone = *link;
  if (gone)
    *link = gone->next;
  pthread_mutex_unlock(&guard);
  if (gone)
    free(gone->prefix);
  free(gone);
}
