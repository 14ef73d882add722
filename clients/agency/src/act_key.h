/* Idempotency keys that a repeated act carries again, whoever repeats it.
 *
 * The key is made of the act itself: tracking code, the version that the act was decided on, and the action.
 * A program that is killed after it sent and before it heard makes the same key again, so the counter sees
 * the same act and answers with its first outcome; so does a second program beside it. An act on the next
 * version is another act and has another key. Nothing has to be kept for that, not even the key. (The counter
 * looks a key up among the caller's own, so a key that others can work out tells them nothing.)
 *
 * Its form is RFC 9562's UUIDv8, and like UUIDv7 it begins with a time, the submission's, since keys that
 * grow with time keep the counter's index dense.
 */
#ifndef AGENCY_ACT_KEY_H
#define AGENCY_ACT_KEY_H

#include <pishkhan/pishkhan.h>

/* False where the system's SHA-256 fails; the act must not be sent then. */
bool act_key(const pishkhan_request *request, uint32_t version, pishkhan_action action,
             uint8_t key[PISHKHAN_KEY_SIZE]);

#endif
