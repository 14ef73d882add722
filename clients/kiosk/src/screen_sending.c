/* Sending the request: the same key however often. What is not accepted never looks accepted. */
#include "screens.h"
#include "style.h"
#include "submission.h"
#include "words.h"

static void back_to_form(struct terminal *terminal) { screen_form(terminal, NULL); }

/* Fields that the counter finds wrong go back to the form; all else is told. Where nobody knows whether the
 * request arrived, only the same request may be sent again, or none. */
static void failed(struct terminal *terminal, const pishkhan_error *error) {
  pishkhan_durable durable = pishkhan_error_durable(error);
  gboolean by_line = pishkhan_error_at(error) == PISHKHAN_AT_CLIENT;
  struct notice notice = {.title = WORDS_PROBLEM,
                          .error = error,
                          .again_label = WORDS_SEND_AGAIN,
                          .again = screen_sending,
                          .back = back_to_form};
  if (pishkhan_error_reason(error) == PISHKHAN_REASON_FIELD_INVALID) {
    screen_form(terminal, error);
    return;
  }
  if (durable == PISHKHAN_DURABLE_UNKNOWN || durable == PISHKHAN_DURABLE_UNSPECIFIED) {
    notice.title = WORDS_UNKNOWN_TITLE;
    notice.text = WORDS_UNKNOWN;
    notice.back = terminal_forget;
  } else if (by_line) {
    notice.text = WORDS_NOT_SENT;
  }
  if (terminal->holding && (by_line || !error))
    notice.hold_label = WORDS_HOLD;
  screen_notice(terminal, &notice);
}

static void on_answer(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  struct terminal *terminal = context;
  const Pishkhan__V1__SubmitResponse *response = (const Pishkhan__V1__SubmitResponse *)answer;
  if (!response || !response->receipt) {
    failed(terminal, error);
    return;
  }
  session_take_code(&terminal->session, response->receipt->tracking_code, response->receipt->secret);
  terminal->session.accepted_ms = response->receipt->time_ms;
  screen_slip(terminal);
}

static void on_cancel(GtkWidget *button, gpointer context) {
  struct terminal *terminal = context;
  (void)button;
  terminal->back(terminal);
}

/* The citizen does not want to wait: the request may have arrived already. */
static void leave(struct terminal *terminal) { failed(terminal, NULL); }

void screen_sending(struct terminal *terminal) {
  GtkWidget *column, *page = style_page(&column);
  GtkWidget *cancel = style_button(WORDS_CANCEL, "cancel", NULL, G_CALLBACK(on_cancel), terminal);
  if (!session_make_key(&terminal->session)) {
    screen_notice(terminal,
                  &(struct notice){.title = WORDS_PROBLEM, .text = WORDS_NOT_SENT, .back = back_to_form});
    return;
  }
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_NOT_ACCEPTED_YET, "pending"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), style_label(WORDS_WAIT, "big"), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), style_row(cancel, NULL), FALSE, FALSE, 0);
  terminal_show(terminal, &(struct screen){"sending", WORDS_SENDING, page, cancel, leave});
  Pishkhan__V1__SubmitRequest *message = submission_message(&terminal->session);
  counter_call(terminal->counter, &counter_submit, &message->base, on_answer, terminal);
  submission_message_free(message);
}
