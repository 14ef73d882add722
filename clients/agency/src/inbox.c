/* Going through the inbox. */
#include "casework.h"
#include "log.h"
#include "waiting.h"

enum { PAGE_SIZE = 200 };

/* Whether an item is this program's to look at: a new one that was not left to people, or one of the book's
 * whose turn it is. */
static bool mine(struct casework *casework, const pishkhan_inbox_item *item) {
  struct book_case *open_case = book_find(casework->book, item->tracking_code);
  if (open_case) {
    open_case->seen = casework->readings;
    return item->state != PISHKHAN_STATE_WAITING_CITIZEN;
  }
  return (item->state == PISHKHAN_STATE_SUBMITTED || item->state == PISHKHAN_STATE_ACKNOWLEDGED) &&
         !aside_has(casework->aside, item->tracking_code, item->version);
}

static bool bring_page_on(struct casework *casework, const pishkhan_inbox_page *page,
                          pishkhan_error **error) {
  for (size_t i = 0; i < page->item_count && !waiting_ended(); i++)
    if (mine(casework, page->items[i]) && !casework_bring_on(casework, page->items[i]->tracking_code, error))
      return false;
  return true;
}

/* What the book has and the inbox no longer shows was decided or taken back; the counter says which. */
static bool settle_missing(struct casework *casework, pishkhan_error **error) {
  struct book_case *open_case;
  while ((open_case = book_unseen(casework->book, casework->readings)) && !waiting_ended()) {
    open_case->seen = casework->readings;
    if (!casework_bring_on(casework, open_case->code, error))
      return false;
  }
  return true;
}

bool casework_read_inbox(struct casework *casework, pishkhan_error **error) {
  pishkhan_inbox_page *page = NULL;
  pishkhan_inbox_query query = {.size = sizeof query, .page_size = PAGE_SIZE};
  bool done = true, more = true;
  casework->readings++;
  while (done && more && !waiting_ended()) {
    pishkhan_inbox_page *next;
    query.cursor = page ? page->next_cursor : NULL;
    if (pishkhan_inbox(casework->client, &query, NULL, &next, error) != PISHKHAN_OK) {
      log_error("inbox_failed", NULL, *error);
      done = false;
      break;
    }
    pishkhan_inbox_page_free(page);
    page = next;
    more = *page->next_cursor != 0;
    done = bring_page_on(casework, page, error);
  }
  pishkhan_inbox_page_free(page);
  return done && settle_missing(casework, error);
}
