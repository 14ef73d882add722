#include "style.h"

static const char sheet[] =
    "window { background: #ffffff; color: #000000; font-family: 'Vazirmatn', 'Noto Sans Arabic', 'Noto "
    "Sans', sans-serif;"
    "  font-size: 22px; }"
    "label { color: #000000; }"
    ".title { background: #10305c; color: #ffffff; font-size: 34px; font-weight: bold; padding: 18px 40px; }"
    ".hint { background: #e8edf4; color: #10305c; font-size: 20px; padding: 10px 40px; }"
    ".page { padding: 26px 40px; }"
    ".name { font-weight: bold; margin-top: 8px; }"
    ".help { color: #333333; font-size: 19px; }"
    ".fault { color: #a30000; font-weight: bold; }"
    ".big { font-size: 28px; font-weight: bold; }"
    ".code { font-size: 50px; font-weight: bold; }"
    ".code-latin { font-size: 30px; }"
    ".held-number { font-size: 42px; font-weight: bold; padding: 4px 30px; border: 4px dashed #8a5a00; "
    "background: #fff4cc; }"
    ".accepted { background: #0b5d2a; color: #ffffff; font-size: 28px; font-weight: bold; padding: 12px "
    "20px; }"
    ".pending { background: #fff4cc; color: #000000; font-size: 26px; padding: 16px 20px; border: 4px dashed "
    "#8a5a00; }"
    "button { background: #ffffff; color: #000000; border: 3px solid #10305c; border-radius: 8px; padding: "
    "12px 26px;"
    "  font-size: 24px; box-shadow: none; text-shadow: none; }"
    "button label { color: #000000; }"
    "button.main { background: #10305c; }"
    "button.main label { color: #ffffff; font-weight: bold; }"
    "button.tall { padding: 44px 60px; font-size: 34px; }"
    "entry, textview, textview text, spinbutton { background: #ffffff; color: #000000; font-size: 26px; }"
    "entry, .paper { border: 3px solid #10305c; border-radius: 8px; padding: 10px 14px; caret-color: "
    "#000000; }"
    ".paper > border { border: none; }"
    "checkbutton, radiobutton { padding: 8px 10px; font-size: 24px; border: 3px solid transparent; "
    "border-radius: 8px; }"
    "check, radio { min-width: 26px; min-height: 26px; margin-left: 14px; border: 3px solid #10305c; "
    "background: #ffffff; color: #10305c; }"
    "list row { padding: 12px 18px; border-bottom: 2px solid #c4cedb; background: #ffffff; }"
    "list row:selected { background: #e8edf4; }"
    "button:focus, entry:focus, .paper:focus-within, list row:focus, checkbutton:focus, radiobutton:focus {"
    "  outline: none; border-color: #d35400; box-shadow: 0 0 0 4px #ffb000; }"
    "list row:focus { background: #fff4cc; box-shadow: inset 0 0 0 4px #d35400; }";

void style_install(void) {
  GtkCssProvider *provider = gtk_css_provider_new();
  gtk_widget_set_default_direction(GTK_TEXT_DIR_RTL);
  g_object_set(gtk_settings_get_default(), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  gtk_css_provider_load_from_data(provider, sheet, -1, NULL);
  gtk_style_context_add_provider_for_screen(gdk_screen_get_default(), GTK_STYLE_PROVIDER(provider),
                                            GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref(provider);
}

static void add_class(GtkWidget *widget, const char *class) {
  if (class)
    gtk_style_context_add_class(gtk_widget_get_style_context(widget), class);
}

GtkWidget *style_label(const char *text, const char *class) {
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  add_class(label, class);
  return label;
}

GtkWidget *style_page(GtkWidget **column) {
  GtkWidget *page = gtk_scrolled_window_new(NULL, NULL);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
  GtkAdjustment *position = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(page));
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(page), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  add_class(box, "page");
  gtk_container_set_focus_vadjustment(GTK_CONTAINER(box), position); /* what has the keyboard is in sight */
  gtk_container_add(GTK_CONTAINER(page), box);
  *column = box;
  return page;
}

GtkWidget *style_button(const char *text, const char *name, const char *class, GCallback clicked,
                        gpointer context) {
  GtkWidget *button = gtk_button_new_with_label(text);
  gtk_widget_set_name(button, name);
  add_class(button, class);
  g_signal_connect(button, "clicked", clicked, context);
  return button;
}

GtkWidget *style_row(GtkWidget *first, GtkWidget *second) {
  GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 24);
  gtk_widget_set_margin_top(row, 16);
  gtk_box_pack_start(GTK_BOX(row), first, FALSE, FALSE, 0);
  if (second)
    gtk_box_pack_start(GTK_BOX(row), second, FALSE, FALSE, 0);
  return row;
}

void style_row_add(GtkWidget *row, GtkWidget *button) {
  gtk_box_pack_start(GTK_BOX(row), button, FALSE, FALSE, 0);
}

GtkWidget *style_entry(GtkWidget *column, const char *label, const char *name, GCallback activated,
                       gpointer context) {
  GtkWidget *entry = gtk_entry_new(), *above = style_label(label, "name");
  gtk_widget_set_name(entry, name);
  gtk_label_set_mnemonic_widget(GTK_LABEL(above), entry); /* the name that a screen reader says */
  gtk_widget_set_halign(entry, GTK_ALIGN_START);
  gtk_entry_set_width_chars(GTK_ENTRY(entry), 34);
  g_signal_connect(entry, "activate", activated, context);
  gtk_box_pack_start(GTK_BOX(column), above, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), entry, FALSE, FALSE, 0);
  return entry;
}

void style_mend(GtkWidget *entry) {
  gtk_entry_grab_focus_without_selecting(GTK_ENTRY(entry));
  gtk_editable_set_position(GTK_EDITABLE(entry), -1);
}

GtkWidget *style_fault(GtkWidget *column) {
  GtkWidget *fault = style_label("", "fault");
  gtk_widget_set_no_show_all(fault, TRUE);
  gtk_box_pack_start(GTK_BOX(column), fault, FALSE, FALSE, 0);
  return fault;
}

void style_tell(GtkWidget *label, const char *text) {
  gtk_label_set_text(GTK_LABEL(label), text);
  gtk_widget_set_visible(label, *text != 0);
}
