#include "casework.h"
#include "act_key.h"
#include "log.h"

/* What a failed act means for its case. */
enum consequence {
  READ_AGAIN,      /* somebody acted in between: the next reading sees how it stands now */
  LEAVE_TO_PEOPLE, /* this program cannot bring it on */
  TRY_LATER        /* the counter or the line failed */
};

static enum consequence consequence_of(const pishkhan_error *error) {
  switch (pishkhan_error_reason(error)) {
  case PISHKHAN_REASON_VERSION_STALE:
  case PISHKHAN_REASON_WRONG_STATE:
  case PISHKHAN_REASON_IDEMPOTENCY_KEY_REUSED: /* decided on this version already, by other rules or for
                                                  another officer */
    return READ_AGAIN;
  case PISHKHAN_REASON_NOT_CLAIMED_BY_CALLER:
  case PISHKHAN_REASON_OUT_OF_SCOPE:
  case PISHKHAN_REASON_REQUEST_UNKNOWN:
  case PISHKHAN_REASON_FIELD_INVALID: /* a rule asks for an attribute that the form does not have */
  case PISHKHAN_REASON_HISTORY_FULL:
    return LEAVE_TO_PEOPLE;
  default:
    return TRY_LATER;
  }
}

static bool leave_to_people(struct casework *casework, const char *code, uint32_t version) {
  log_event("info", "left_to_people", "request=%s version=%u", log_code(code), version);
  aside_put(casework->aside, code, version);
  if (book_find(casework->book, code))
    book_end(casework->book, code);
  return true;
}

/* After a failed act; frees the error unless it is given on. */
static bool failed(struct casework *casework, const pishkhan_request *request, pishkhan_error *failure,
                   pishkhan_error **error) {
  enum consequence consequence = consequence_of(failure);
  log_error("act_failed", request->tracking_code, failure);
  if (consequence == TRY_LATER) {
    *error = failure;
    return false;
  }
  pishkhan_error_free(failure);
  return consequence == READ_AGAIN || leave_to_people(casework, request->tracking_code, request->version);
}

static void log_outcome(const pishkhan_request *request, pishkhan_action action,
                        const pishkhan_outcome *outcome) {
  log_event("info", "acted", "request=%s service=%s action=%s version=%u state=%s repeated=%s",
            log_code(request->tracking_code), request->service, pishkhan_action_name(action),
            outcome->version, pishkhan_state_name(outcome->state), outcome->repeated_key ? "yes" : "no");
}

/* Claims the request; gives the version that the claim made. */
static bool claim(struct casework *casework, const pishkhan_request *request, uint32_t *version,
                  pishkhan_error **failure) {
  uint8_t key[PISHKHAN_KEY_SIZE];
  pishkhan_outcome *outcome;
  pishkhan_claim_request wanted = {
      .size = sizeof wanted, .idempotency_key = key, .tracking_code = request->tracking_code};
  wanted.expected_version = request->version;
  wanted.on_behalf_of = casework->officer;
  if (!act_key(request, request->version, PISHKHAN_ACTION_CLAIM, key) ||
      pishkhan_claim(casework->client, &wanted, NULL, &outcome, failure) != PISHKHAN_OK)
    return false;
  log_outcome(request, PISHKHAN_ACTION_CLAIM, outcome);
  *version = outcome->version;
  pishkhan_outcome_free(outcome);
  return true;
}

static bool carry_out(struct casework *casework, const pishkhan_request *request, uint32_t version,
                      const struct decision *decision, pishkhan_error **failure) {
  uint8_t key[PISHKHAN_KEY_SIZE];
  pishkhan_outcome *outcome;
  pishkhan_question question = {decision->word, decision->text};
  pishkhan_agency_act wanted = {
      .size = sizeof wanted, .idempotency_key = key, .tracking_code = request->tracking_code};
  wanted.expected_version = version;
  wanted.action = decision->action;
  wanted.on_behalf_of = casework->officer;
  if (decision->action == PISHKHAN_ACTION_ASK_CITIZEN) {
    wanted.questions = &question;
    wanted.question_count = 1;
  } else {
    wanted.reason = decision->action == PISHKHAN_ACTION_REFUSE ? decision->word : NULL;
    wanted.note = decision->text;
  }
  if (!act_key(request, version, decision->action, key) ||
      pishkhan_act_as_agency(casework->client, &wanted, NULL, &outcome, failure) != PISHKHAN_OK)
    return false;
  log_outcome(request, decision->action, outcome);
  pishkhan_outcome_free(outcome);
  return true;
}

/* The case in the book for a request that has none, or one that was asked and is now answered: only a
 * question is thought over anew. NULL: left to people, or the book cannot be written (`*later`). */
static struct book_case *decide(struct casework *casework, const pishkhan_request *request, bool *later) {
  struct book_case *open_case = book_find(casework->book, request->tracking_code);
  if (open_case && open_case->decision.action != PISHKHAN_ACTION_ASK_CITIZEN)
    return open_case;
  struct decision decision = rules_decide(casework->rules, request);
  if (decision.action == PISHKHAN_ACTION_UNSPECIFIED) {
    leave_to_people(casework, request->tracking_code, request->version);
    return NULL;
  }
  open_case = book_take(casework->book, request->tracking_code, &decision);
  *later = !open_case;
  return open_case;
}

/* An open request that is nobody's, or this program's: claim it if need be, and act. */
static bool act(struct casework *casework, const pishkhan_request *request, pishkhan_error **error) {
  bool later = false;
  uint32_t version = request->version;
  pishkhan_error *failure = NULL;
  const struct book_case *open_case = decide(casework, request, &later);
  if (!open_case)
    return !later;
  struct decision decision = open_case->decision;
  if (request->state != PISHKHAN_STATE_ASSIGNED && !claim(casework, request, &version, &failure))
    return failed(casework, request, failure, error);
  if (!carry_out(casework, request, version, &decision, &failure))
    return failed(casework, request, failure, error);
  if (decision.action != PISHKHAN_ACTION_ASK_CITIZEN)
    book_end(casework->book, request->tracking_code);
  return true;
}

bool casework_bring_on(struct casework *casework, const char *tracking_code, pishkhan_error **error) {
  pishkhan_request *request;
  pishkhan_error *failure;
  char code[TRACKING_CODE_SIZE] = ""; /* the caller's may be the book's own, which moves */
  for (size_t i = 0; i + 1 < sizeof code && tracking_code[i]; i++)
    code[i] = tracking_code[i];
  if (pishkhan_get(casework->client, code, NULL, &request, &failure) != PISHKHAN_OK) {
    log_error("read_failed", code, failure);
    if (consequence_of(failure) == LEAVE_TO_PEOPLE) {
      pishkhan_error_free(failure);
      return leave_to_people(casework, code, 0);
    }
    *error = failure;
    return false;
  }
  bool done = true;
  switch (request->state) {
  case PISHKHAN_STATE_SUBMITTED:
  case PISHKHAN_STATE_ACKNOWLEDGED:
    done = act(casework, request, error);
    break;
  case PISHKHAN_STATE_ASSIGNED:
    if (book_find(casework->book, code)) /* else a person's */
      done = act(casework, request, error);
    break;
  case PISHKHAN_STATE_FULFILLED:
  case PISHKHAN_STATE_REFUSED: /* by the act whose answer was lost */
  case PISHKHAN_STATE_CLOSED:
  case PISHKHAN_STATE_WITHDRAWN:
  case PISHKHAN_STATE_DUPLICATE:
  case PISHKHAN_STATE_EXPIRED:
    book_end(casework->book, code);
    break;
  default: /* somebody else's turn */
    break;
  }
  pishkhan_request_free(request);
  return done;
}
