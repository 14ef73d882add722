#include "field.h"
#include "jalali.h"
#include "style.h"
#include "words.h"

struct field {
  const pishkhan_attribute *attribute;
  GtkWidget *widget;  /* entry, text view, or NULL */
  GPtrArray *choices; /* of the lists: a button each, in the order of the allowed values */
  GtkWidget *fault;
};

static void add(GtkWidget *column, GtkWidget *widget) {
  gtk_box_pack_start(GTK_BOX(column), widget, FALSE, FALSE, 0);
}

/* Enter goes on to the next field, as Tab does: a form is sent by its button alone. */
static void go_on(GtkWidget *entry, gpointer context) {
  (void)context;
  gtk_widget_child_focus(gtk_widget_get_toplevel(entry), GTK_DIR_TAB_FORWARD);
}

/* A fault stands until something is typed. */
static void on_typed(GtkWidget *widget, gpointer field) {
  (void)widget;
  field_set_fault(field, "");
}

static void add_entry(struct field *field, GtkWidget *column, const char *label, char *const *filled) {
  field->widget = style_entry(column, label, field->attribute->code, G_CALLBACK(go_on), NULL);
  if (filled && filled[0])
    gtk_entry_set_text(GTK_ENTRY(field->widget), filled[0]);
  g_signal_connect(field->widget, "changed", G_CALLBACK(on_typed), field);
}

static void add_text(struct field *field, GtkWidget *column, const char *label, char *const *filled) {
  GtkWidget *frame = gtk_frame_new(NULL), *name = style_label(label, "name");
  field->widget = gtk_text_view_new();
  gtk_widget_set_name(field->widget, field->attribute->code);
  gtk_text_view_set_accepts_tab(GTK_TEXT_VIEW(field->widget), FALSE);
  gtk_text_view_set_wrap_mode(GTK_TEXT_VIEW(field->widget), GTK_WRAP_WORD_CHAR);
  gtk_widget_set_size_request(field->widget, -1, 110);
  gtk_style_context_add_class(gtk_widget_get_style_context(frame), "paper");
  gtk_label_set_mnemonic_widget(GTK_LABEL(name), field->widget);
  if (filled && filled[0])
    gtk_text_buffer_set_text(gtk_text_view_get_buffer(GTK_TEXT_VIEW(field->widget)), filled[0], -1);
  g_signal_connect(gtk_text_view_get_buffer(GTK_TEXT_VIEW(field->widget)), "changed", G_CALLBACK(on_typed),
                   field);
  gtk_container_add(GTK_CONTAINER(frame), field->widget);
  add(column, name);
  add(column, frame);
}

static void add_choices(struct field *field, const struct names *names, GtkWidget *column, const char *label,
                        char *const *filled) {
  const pishkhan_attribute *attribute = field->attribute;
  gboolean many = attribute->type == PISHKHAN_ATTRIBUTE_MULTI_VALUE_LIST;
  GtkWidget *group = NULL;
  add(column, style_label(label, "name"));
  if (many)
    add(column, style_label(WORDS_MANY_HELP, "help"));
  else
    group = gtk_radio_button_new(NULL); /* not shown: with it none of the others is chosen from the start */
  if (group)
    g_object_set_data_full(G_OBJECT(field->fault), "unchosen", g_object_ref_sink(group), g_object_unref);
  for (size_t i = 0; i < attribute->allowed_value_count; i++) {
    const char *value = attribute->allowed_values[i], *name = names_value(names, attribute, value);
    GtkWidget *choice = many ? gtk_check_button_new_with_label(name)
                             : gtk_radio_button_new_with_label_from_widget(GTK_RADIO_BUTTON(group), name);
    gtk_widget_set_name(choice, value);
    gtk_widget_set_halign(choice, GTK_ALIGN_START);
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(choice),
                                 filled && g_strv_contains((const char *const *)filled, value));
    g_signal_connect(choice, "toggled", G_CALLBACK(on_typed), field);
    g_ptr_array_add(field->choices, choice);
    add(column, choice);
  }
}

static void add_widget(struct field *field, const struct names *names, GtkWidget *column,
                       char *const *filled) {
  const pishkhan_attribute *attribute = field->attribute;
  const char *name = names_attribute(names, attribute);
  char *label = attribute->required ? g_strdup_printf("%s %s", name, WORDS_REQUIRED) : g_strdup(name);
  const char *help = pishkhan_text_in(attribute->help, attribute->help_count, "fa");
  switch (attribute->type) {
  case PISHKHAN_ATTRIBUTE_TEXT:
    add_text(field, column, label, filled);
    break;
  case PISHKHAN_ATTRIBUTE_SINGLE_VALUE_LIST:
  case PISHKHAN_ATTRIBUTE_MULTI_VALUE_LIST:
    add_choices(field, names, column, label, filled);
    break;
  case PISHKHAN_ATTRIBUTE_FILE:
    add(column, style_label(label, "name"));
    add(column, style_label(WORDS_FILE_HELP, "help"));
    break;
  default:
    add_entry(field, column, label, filled);
  }
  if (attribute->type == PISHKHAN_ATTRIBUTE_DATETIME)
    add(column, style_label(WORDS_DATE_HELP, "help"));
  if (help)
    add(column, style_label(help, "help"));
  g_free(label);
}

struct field *field_new(GtkWidget *column, const struct names *names, const pishkhan_attribute *attribute,
                        char *const *filled) {
  struct field *field = g_new0(struct field, 1);
  field->attribute = attribute;
  field->choices = g_ptr_array_new();
  field->fault = style_fault(column);
  add_widget(field, names, column, filled);
  gtk_box_reorder_child(GTK_BOX(column), field->fault, -1); /* below the widget */
  return field;
}

void field_free(struct field *field) {
  g_ptr_array_free(field->choices, TRUE);
  g_free(field);
}

static void add_typed(const struct field *field, struct filled_form *form, char *typed) {
  if (*g_strchug(typed)) {
    char *value =
        field->attribute->type == PISHKHAN_ATTRIBUTE_DATETIME ? jalali_typed_to_iso(typed) : g_strdup(typed);
    filled_form_add(form, field->attribute->code, value);
    g_free(value);
  }
  g_free(typed);
}

void field_read(const struct field *field, struct filled_form *form) {
  for (guint i = 0; i < field->choices->len; i++)
    if (gtk_toggle_button_get_active(field->choices->pdata[i]))
      filled_form_add(form, field->attribute->code, field->attribute->allowed_values[i]);
  if (GTK_IS_TEXT_VIEW(field->widget)) {
    GtkTextIter start, end;
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(field->widget));
    gtk_text_buffer_get_bounds(buffer, &start, &end);
    add_typed(field, form, gtk_text_buffer_get_text(buffer, &start, &end, FALSE));
  } else if (GTK_IS_ENTRY(field->widget)) {
    add_typed(field, form, g_strdup(gtk_entry_get_text(GTK_ENTRY(field->widget))));
  }
}

const char *field_attribute(const struct field *field) { return field->attribute->code; }

void field_set_fault(struct field *field, const char *text) { style_tell(field->fault, text); }

void field_focus(const struct field *field) {
  GtkWidget *widget = field->choices->len ? field->choices->pdata[0] : field->widget;
  if (GTK_IS_ENTRY(widget))
    style_mend(widget);
  else if (widget)
    gtk_widget_grab_focus(widget);
}
