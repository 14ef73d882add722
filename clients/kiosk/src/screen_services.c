/* Choosing a service. */
#include "catalogue.h"
#include "numerals.h"
#include "screens.h"
#include "style.h"
#include "words.h"

static void back(struct terminal *terminal) { terminal_forget(terminal); }

static const char *persian(Pishkhan__V1__LocalizedText *const *texts, size_t count, const char *otherwise) {
  for (size_t i = 0; i < count; i++)
    if (g_str_equal(texts[i]->language, "fa"))
      return texts[i]->text;
  return count ? texts[0]->text : otherwise;
}

static void failed(struct terminal *terminal, const pishkhan_error *error) {
  screen_notice(terminal, &(struct notice){.title = WORDS_PROBLEM,
                                           .error = error,
                                           .again_label = WORDS_AGAIN,
                                           .again = screen_services,
                                           .back = back});
}

static void choose(struct terminal *terminal, const Pishkhan__V1__Service *service) {
  form_definition_free(terminal->session.definition);
  terminal->session.definition = service ? form_definition_new(service) : NULL;
  if (terminal->session.definition)
    screen_national_id(terminal);
  else
    failed(terminal, NULL);
}

static void on_service(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  if (error || !answer)
    failed(context, error);
  else
    choose(context, ((const Pishkhan__V1__GetServiceResponse *)answer)->service);
}

/* From what is kept; where that is not told yet, from the counter. */
static void on_chosen(GtkListBox *list, GtkListBoxRow *row, gpointer context) {
  struct terminal *terminal = context;
  Pishkhan__V1__GetServiceRequest request = PISHKHAN__V1__GET_SERVICE_REQUEST__INIT;
  char *code = g_strdup(g_object_get_data(G_OBJECT(row), "code"));
  const Pishkhan__V1__Service *kept = catalogue_form(terminal->catalogue, code);
  (void)list;
  if (kept) {
    choose(terminal, kept);
  } else {
    request.code = code;
    screen_waiting(terminal, WORDS_FETCHING, screen_services);
    counter_call(terminal->counter, &counter_get_service, &request.base, on_service, terminal);
  }
  g_free(code);
}

static GtkWidget *row_of(const Pishkhan__V1__Service *service) {
  GtkWidget *row = gtk_list_box_row_new(), *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 20);
  char *money = numerals_money(service->fee_rial), *fee = g_strdup_printf(WORDS_FEE, money);
  gtk_box_pack_start(GTK_BOX(line),
                     style_label(persian(service->names, service->n_names, service->code), "big"), FALSE,
                     FALSE, 0);
  gtk_box_pack_end(GTK_BOX(line), style_label(service->fee_rial ? fee : WORDS_FREE, "help"), FALSE, FALSE, 0);
  gtk_container_add(GTK_CONTAINER(row), line);
  gtk_widget_set_name(row, service->code);
  g_object_set_data_full(G_OBJECT(row), "code", g_strdup(service->code), g_free);
  g_free(money);
  g_free(fee);
  return row;
}

static void show(struct terminal *terminal, const Pishkhan__V1__ListServicesResponse *response) {
  GtkWidget *column, *page = style_page(&column), *list = gtk_list_box_new();
  gtk_list_box_set_activate_on_single_click(GTK_LIST_BOX(list), TRUE);
  gtk_widget_set_name(list, "services");
  g_signal_connect(list, "row-activated", G_CALLBACK(on_chosen), terminal);
  for (size_t i = 0; i < response->n_services; i++)
    gtk_list_box_insert(GTK_LIST_BOX(list), row_of(response->services[i]), -1);
  gtk_list_box_set_placeholder(GTK_LIST_BOX(list), style_label(WORDS_NO_SERVICES, "big"));
  gtk_container_set_focus_vadjustment(GTK_CONTAINER(list),
                                      gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(page)));
  gtk_box_pack_start(GTK_BOX(column), list, FALSE, FALSE, 0);
  GtkListBoxRow *first = gtk_list_box_get_row_at_index(GTK_LIST_BOX(list), 0);
  terminal_show(terminal, &(struct screen){"services", WORDS_CHOOSE_SERVICE, page,
                                           first ? GTK_WIDGET(first) : NULL, back});
}

static void on_services(void *context, const ProtobufCMessage *answer, const pishkhan_error *error) {
  if (error || !answer)
    failed(context, error);
  else
    show(context, (const Pishkhan__V1__ListServicesResponse *)answer);
}

void screen_services(struct terminal *terminal) {
  Pishkhan__V1__ListServicesRequest request = PISHKHAN__V1__LIST_SERVICES_REQUEST__INIT;
  const Pishkhan__V1__ListServicesResponse *kept = catalogue_services(terminal->catalogue);
  if (kept) {
    show(terminal, kept);
    return;
  }
  request.page_size = 500; /* the most that the counter gives */
  screen_waiting(terminal, WORDS_FETCHING, back);
  counter_call(terminal->counter, &counter_list_services, &request.base, on_services, terminal);
}
