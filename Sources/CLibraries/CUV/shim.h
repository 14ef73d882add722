#pragma once
#include <pthread.h>
#include <sys/socket.h>
#include <uv.h>

/* glibc declares these under _GNU_SOURCE alone (accept(2), pthread_setname_np(3)), which a module does not set. */
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
extern int pthread_setname_np(pthread_t thread, const char *name);
