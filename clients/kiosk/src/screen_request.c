/* How a request stands, and all that happened to it. */
#include "jalali.h"
#include "numerals.h"
#include "screens.h"
#include "style.h"
#include "words.h"

#include <pishkhan/v1/requests.pb-c.h>

/* The request, kept until its history has come too. */
struct request_view {
  struct terminal *terminal;
  GtkWidget *page, *column;
  gboolean asks_feedback;
};

static void add(GtkWidget *column, GtkWidget *widget) {
  gtk_box_pack_start(GTK_BOX(column), widget, FALSE, FALSE, 0);
}

static void add_line(GtkWidget *column, const char *name, const char *text) {
  char *line = g_strdup_printf("%s: %s", name, text);
  if (*text)
    add(column, style_label(line, NULL));
  g_free(line);
}

static gboolean at_end(Pishkhan__V1__RequestState state) {
  switch ((pishkhan_state)state) {
  case PISHKHAN_STATE_FULFILLED:
  case PISHKHAN_STATE_REFUSED:
  case PISHKHAN_STATE_CLOSED:
  case PISHKHAN_STATE_WITHDRAWN:
  case PISHKHAN_STATE_DUPLICATE:
  case PISHKHAN_STATE_EXPIRED:
    return TRUE;
  default:
    return FALSE;
  }
}

static void failed(struct terminal *terminal, const pishkhan_error *error) {
  screen_notice(terminal, &(struct notice){.title = WORDS_PROBLEM,
                                           .error = error,
                                           .again_label = WORDS_AGAIN,
                                           .again = screen_request,
                                           .back = screen_track});
}

static void on_feedback(GtkWidget *button, gpointer terminal) {
  (void)button;
  screen_feedback(terminal);
}

static void on_finish(GtkWidget *button, gpointer terminal) {
  (void)button;
  terminal_forget(terminal);
}

static void add_event(GtkWidget *column, const Pishkhan__V1__Event *event) {
  char *time = jalali_time_text(event->time_ms);
  char *line = g_strdup_printf("%s   %s", time, pishkhan_action_text((pishkhan_action)event->action, "fa"));
  add(column, style_label(line, NULL));
  g_free(line);
  g_free(time);
}

static void on_history(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  struct request_view *view = context;
  struct terminal *terminal = view->terminal;
  const Pishkhan__V1__HistoryResponse *response = (const Pishkhan__V1__HistoryResponse *)answer;
  if (error || !response) {
    failed(terminal, error);
    return;
  }
  GtkWidget *finish = style_button(WORDS_FINISH, "finish", NULL, G_CALLBACK(on_finish), terminal),
            *feedback = NULL;
  if (view->asks_feedback)
    feedback = style_button(WORDS_GIVE_FEEDBACK, "feedback", "main", G_CALLBACK(on_feedback), terminal);
  add(view->column, style_label(WORDS_HISTORY, "name"));
  for (size_t i = 0; i < response->n_events; i++)
    add_event(view->column, response->events[i]);
  add(view->column, feedback ? style_row(feedback, finish) : style_row(finish, NULL));
  GtkWidget *page = g_object_ref(view->page); /* the view goes with the waiting screen */
  terminal_show(terminal, &(struct screen){"request", WORDS_HOW_IT_STANDS, page, feedback ? feedback : finish,
                                           terminal_forget});
  g_object_unref(page);
}

static void fill(struct request_view *view, const Pishkhan__V1__Request *request) {
  GtkWidget *column = view->column;
  char *code = numerals_isolated(request->tracking_code, 4, TRUE),
       *time = jalali_time_text(request->submitted_ms);
  add(column, style_label(pishkhan_state_text((pishkhan_state)request->state, "fa"), "big"));
  add_line(column, WORDS_TRACKING_CODE, code);
  add_line(column, WORDS_TIME, time);
  add_line(column, WORDS_REASON, names_reason(view->terminal->names, request->reason));
  add_line(column, WORDS_ANSWER, request->note);
  if (request->n_open_questions)
    add(column, style_label(WORDS_ASKED, "pending"));
  for (size_t i = 0; i < request->n_open_questions; i++)
    add(column, style_label(request->open_questions[i]->text, NULL));
  view->asks_feedback = at_end(request->state) && !request->feedback_given;
  g_free(code);
  g_free(time);
}

static void free_view(gpointer context) {
  struct request_view *view = context;
  g_object_unref(view->page);
  g_free(view);
}

/* The page is not shown yet; the waiting screen keeps it, and drops it where the citizen does not wait. */
static void keep(struct terminal *terminal, struct request_view *view) {
  GList *children = gtk_container_get_children(GTK_CONTAINER(terminal->place));
  g_object_set_data_full(G_OBJECT(children->data), "view", view, free_view);
  g_list_free(children);
}

static void on_tracked(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  struct terminal *terminal = context;
  const Pishkhan__V1__TrackResponse *response = (const Pishkhan__V1__TrackResponse *)answer;
  Pishkhan__V1__HistoryRequest request = PISHKHAN__V1__HISTORY_REQUEST__INIT;
  if (error || !response || !response->details) {
    failed(terminal, error);
    return;
  }
  struct request_view *view = g_new0(struct request_view, 1);
  view->terminal = terminal;
  view->page = g_object_ref_sink(style_page(&view->column));
  fill(view, response->details);
  keep(terminal, view);
  request.tracking_code = terminal->session.tracking_code;
  request.secret = terminal->session.secret;
  counter_call(terminal->counter, &counter_history, &request.base, on_history, view);
}

void screen_request(struct terminal *terminal) {
  Pishkhan__V1__TrackRequest request = PISHKHAN__V1__TRACK_REQUEST__INIT;
  request.tracking_code = terminal->session.tracking_code;
  request.secret = terminal->session.secret;
  screen_waiting(terminal, WORDS_FETCHING, screen_track);
  counter_call(terminal->counter, &counter_track, &request.base, on_tracked, terminal);
}
