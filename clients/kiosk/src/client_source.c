#include "client_source.h"

struct client_source {
  GSource source;
  pishkhan_client *client;
  gpointer tag; /* of the watched descriptor; NULL: none */
  int descriptor;
};

/* Descriptor, wanted events and timeout change with each step of the client; GLib asks before each wait. */
static gboolean prepare(GSource *source, int *timeout_ms) {
  struct client_source *self = (struct client_source *)source;
  int descriptor = pishkhan_fd(self->client);
  unsigned wanted = pishkhan_wanted(self->client);
  GIOCondition events = G_IO_ERR | G_IO_HUP;
  if (wanted & PISHKHAN_WANT_READ)
    events |= G_IO_IN;
  if (wanted & PISHKHAN_WANT_WRITE)
    events |= G_IO_OUT;
  if (self->tag && descriptor != self->descriptor) {
    g_source_remove_unix_fd(source, self->tag);
    self->tag = NULL;
  }
  if (descriptor >= 0 && !self->tag)
    self->tag = g_source_add_unix_fd(source, descriptor, events);
  else if (self->tag)
    g_source_modify_unix_fd(source, self->tag, events);
  self->descriptor = descriptor;
  *timeout_ms = pishkhan_timeout_ms(self->client);
  return *timeout_ms == 0;
}

static gboolean check(GSource *source) {
  struct client_source *self = (struct client_source *)source;
  return (self->tag && g_source_query_unix_fd(source, self->tag)) || pishkhan_timeout_ms(self->client) == 0;
}

static gboolean dispatch(GSource *source, GSourceFunc callback, gpointer context) {
  (void)callback;
  (void)context;
  pishkhan_process(((struct client_source *)source)->client);
  return G_SOURCE_CONTINUE;
}

GSource *client_source_attach(pishkhan_client *client) {
  static GSourceFuncs functions = {.prepare = prepare, .check = check, .dispatch = dispatch};
  GSource *source = g_source_new(&functions, sizeof(struct client_source));
  struct client_source *self = (struct client_source *)source;
  self->client = client;
  self->tag = NULL;
  self->descriptor = -1;
  g_source_attach(source, NULL);
  return source;
}
