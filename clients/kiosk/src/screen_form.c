/* The service's form. */
#include "field.h"
#include "screens.h"
#include "style.h"
#include "submission.h"
#include "words.h"

#include <string.h>

struct form_screen {
  struct terminal *terminal;
  GPtrArray *fields; /* of struct field * */
  GtkWidget *fault;  /* of the whole form */
};

static void free_field(gpointer field) { field_free(field); }

static void free_screen(gpointer context) {
  struct form_screen *screen = context;
  g_ptr_array_free(screen->fields, TRUE);
  g_free(screen);
}

static struct field *field_of(const struct form_screen *screen, const pishkhan_violation *violation) {
  static const char prefix[] = "form.";
  if (!g_str_has_prefix(violation->field, prefix))
    return NULL;
  for (guint i = 0; i < screen->fields->len; i++)
    if (g_str_equal(field_attribute(screen->fields->pdata[i]), violation->field + strlen(prefix)))
      return screen->fields->pdata[i];
  return NULL;
}

/* The sentence alone: the violation's own text names the field too. */
static const char *sentence(const pishkhan_violation *violation) {
  const char *text = pishkhan_check_text(violation->reason, "fa");
  return *text ? text : violation->text_fa;
}

/* Each fault beside its field, and the keyboard to the first of them. */
static void show_violations(struct form_screen *screen, const pishkhan_error *error) {
  struct field *first = NULL;
  size_t count = pishkhan_error_violation_count(error);
  style_tell(screen->fault, WORDS_FAULTS);
  for (guint i = 0; i < screen->fields->len; i++)
    field_set_fault(screen->fields->pdata[i], "");
  for (size_t i = 0; i < count; i++) {
    const pishkhan_violation *violation = pishkhan_error_violation(error, i);
    struct field *field = field_of(screen, violation);
    terminal_trace(screen->terminal, "fault field=%s word=%s", violation->field, violation->reason);
    if (field)
      field_set_fault(field, sentence(violation));
    else
      style_tell(screen->fault, violation->text_fa);
    first = first ? first : field;
  }
  if (first)
    field_focus(first);
}

static void keep(struct form_screen *screen) {
  struct filled_form *form = filled_form_new();
  for (guint i = 0; i < screen->fields->len; i++)
    field_read(screen->fields->pdata[i], form);
  session_take_form(&screen->terminal->session, form);
}

static void on_submit(GtkWidget *button, gpointer context) {
  struct form_screen *screen = context;
  (void)button;
  keep(screen);
  pishkhan_error *error = submission_check(&screen->terminal->session);
  if (error)
    show_violations(screen, error);
  else
    screen_sending(screen->terminal);
  pishkhan_error_free(error);
}

static void on_back(GtkWidget *button, gpointer context) {
  struct form_screen *screen = context;
  (void)button;
  keep(screen);
  screen_national_id(screen->terminal);
}

void screen_form(struct terminal *terminal, const pishkhan_error *violations) {
  struct form_screen *screen = g_new0(struct form_screen, 1);
  GtkWidget *column, *page = style_page(&column);
  const pishkhan_service *service = form_definition_service(terminal->session.definition);
  const char *name = pishkhan_text_in(service->names, service->name_count, "fa");
  screen->terminal = terminal;
  screen->fields = g_ptr_array_new_with_free_func(free_field);
  screen->fault = style_fault(column);
  for (size_t i = 0; i < service->attribute_count; i++) {
    const pishkhan_attribute *attribute = service->attributes[i];
    char *const *filled =
        terminal->session.form ? filled_form_of(terminal->session.form, attribute->code) : NULL;
    g_ptr_array_add(screen->fields, field_new(column, terminal->names, attribute, filled));
  }
  gtk_box_pack_start(GTK_BOX(column),
                     style_row(style_button(WORDS_SUBMIT, "submit", "main", G_CALLBACK(on_submit), screen),
                               style_button(WORDS_BACK, "back", NULL, G_CALLBACK(on_back), screen)),
                     FALSE, FALSE, 0);
  g_object_set_data_full(G_OBJECT(page), "screen", screen, free_screen);
  terminal_show(terminal,
                &(struct screen){"form", name ? name : service->code, page, NULL, screen_national_id});
  if (violations)
    show_violations(screen, violations);
}
