/* Memory that forgets: what is freed is overwritten.
 *
 * A citizen's data pass through the memory of GTK, Pango, X and OpenSSL, which free it without wiping. So the
 * C library is told to overwrite each block as it is freed (glibc.malloc.perturb), which holds only for
 * blocks that no thread keeps for itself (glibc.malloc.tcache_count=0), and GLib to take its small blocks
 * from there too (G_SLICE). All three are read before main(), so the program starts itself once more with
 * them. */
#ifndef KIOSK_FORGETFUL_MEMORY_H
#define KIOSK_FORGETFUL_MEMORY_H

/* Starts the program again with forgetful memory, unless it has it; returns only if it has it. Also forbids
 * core dumps. */
void forgetful_memory(char **argv);

#endif
