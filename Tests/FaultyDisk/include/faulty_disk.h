/* A disk that fails when a test says so: an SQLite VFS over the system's own. SQLite's documentation calls
 * such a VFS a shim (sqlite.org/vfs.html). */
#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

#ifdef __cplusplus
extern "C" {
#endif

/* What SQLite does to a file that changes it or makes it durable. */
typedef enum faulty_disk_operation {
  FAULTY_DISK_WRITE = 0,
  FAULTY_DISK_TRUNCATE = 1,
  FAULTY_DISK_SYNC = 2,
  FAULTY_DISK_SYNCED = 3,  /* told after a sync that was done; the answer is ignored */
  FAULTY_DISK_DELETED = 4, /* told after a file was deleted and its folder synced; the answer is ignored */
} faulty_disk_operation;

/* How much of an operation is done that is said to have failed. */
typedef enum faulty_disk_extent {
  FAULTY_DISK_NOTHING = 0,
  FAULTY_DISK_HALF = 1, /* of a write's bytes; of anything else nothing */
  FAULTY_DISK_ALL = 2,
} faulty_disk_extent;

/* What becomes of the operation. */
typedef struct faulty_disk_verdict {
  int error;                 /* the SQLite code that is given back; 0: as the system answers */
  faulty_disk_extent extent; /* with an error */
} faulty_disk_verdict;

/* Asked before each operation, on the thread that does it. `offset` and `count` say which bytes a write
 * changes; of a truncation `offset` is the new size. */
typedef faulty_disk_verdict (*faulty_disk_judge)(void *context, faulty_disk_operation operation,
                                                 const char *path, long long offset, int count);

/* Puts the disk under every connection that is opened from now on; safe to repeat. Returns an SQLite code. */
int faulty_disk_install(void);

/* Has `judge` asked about the files whose path begins with `prefix` and that are opened from now on. Both
 * must outlive those files. Any thread. Returns 0, or SQLITE_NOMEM. */
int faulty_disk_watch(const char *prefix, faulty_disk_judge judge, void *context);

/* Ends a watch for files that are opened from now on. */
void faulty_disk_forget(const char *prefix);

#ifdef __cplusplus
}
#endif

#endif
