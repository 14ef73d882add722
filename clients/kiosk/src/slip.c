#include "slip.h"
#include "jalali.h"
#include "numerals.h"
#include "words.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

enum { MARGIN = 22, FIRST_LINE = 14 };
#define TITLE_FONT "Vazirmatn,Noto Sans Arabic Bold 14"
#define TEXT_FONT "Vazirmatn,Noto Sans Arabic 9"
static const double width_points = 298, height_points = 420; /* A6: 105 mm by 148 mm */

static cairo_status_t append(void *bytes, const unsigned char *data, unsigned length) {
  g_byte_array_append(bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* One paragraph over the whole width; gives the place below it. */
static double put(cairo_t *page, double top, const char *text, const char *font, gboolean centred) {
  PangoLayout *layout = pango_cairo_create_layout(page);
  PangoFontDescription *description = pango_font_description_from_string(font);
  int height;
  pango_layout_set_font_description(layout, description);
  pango_layout_set_width(layout, (int)(width_points - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_context_set_base_dir(pango_layout_get_context(layout), PANGO_DIRECTION_RTL);
  pango_layout_set_alignment(layout, centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_RIGHT);
  pango_layout_set_text(layout, text, -1);
  cairo_move_to(page, MARGIN, top);
  pango_cairo_show_layout(page, layout);
  pango_layout_get_pixel_size(layout, NULL, &height);
  pango_font_description_free(description);
  g_object_unref(layout);
  return top + height;
}

/* Code or secret: in Persian digits to read, and in Latin ones for a machine that knows no others. */
static double put_code(cairo_t *page, double top, const char *name, const char *digits, size_t group) {
  char *persian = numerals_isolated(digits, group, TRUE), *latin = numerals_isolated(digits, group, FALSE);
  top = put(page, top, name, TEXT_FONT, FALSE);
  top = put(page, top, persian, "Vazirmatn,Noto Sans Arabic Bold 16", TRUE);
  top = put(page, top, latin, "Noto Sans,DejaVu Sans 11", TRUE);
  g_free(persian);
  g_free(latin);
  return top + 4;
}

static void draw_accepted(cairo_t *page, const struct session *session) {
  char *time = jalali_time_text(session->accepted_ms);
  char *lines =
      g_strdup_printf("%s: %s\n%s: %s", WORDS_SERVICE, session_service_name(session), WORDS_TIME, time);
  double top = put(page, FIRST_LINE, WORDS_SLIP_TITLE, TITLE_FONT, TRUE);
  top = put(page, top, lines, TEXT_FONT, FALSE) + 6;
  top = put_code(page, top, WORDS_TRACKING_CODE, session->tracking_code, 4);
  top = put_code(page, top, WORDS_SECRET, session->secret, 0);
  put(page, top, WORDS_KEEP_SLIP, TEXT_FONT, FALSE);
  g_free(lines);
  g_free(time);
}

/* A frame of dashes around it all, and no digit: nobody takes it for a receipt. */
static void draw_held(cairo_t *page, const char *number, const char *text) {
  const double dashes[] = {8, 5};
  cairo_set_dash(page, dashes, 2, 0);
  cairo_set_line_width(page, 2);
  cairo_rectangle(page, 10, 10, width_points - 20, height_points - 20);
  cairo_stroke(page);
  double top = put(page, FIRST_LINE + 10, WORDS_HELD_TITLE, TITLE_FONT, TRUE);
  top = put(page, top, WORDS_HELD, "Vazirmatn,Noto Sans Arabic Bold 10", FALSE) + 10;
  top = put(page, top, number, "Noto Sans,DejaVu Sans Bold 16", TRUE) + 10;
  put(page, top, text, TEXT_FONT, FALSE);
}

struct drawing {
  cairo_surface_t *surface;
  cairo_t *page;
  GByteArray *bytes;
};

static struct drawing begin(void) {
  GByteArray *bytes = g_byte_array_new();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, bytes, width_points, height_points);
  return (struct drawing){surface, cairo_create(surface), bytes};
}

static GBytes *finish(struct drawing *drawing) {
  cairo_show_page(drawing->page);
  cairo_destroy(drawing->page);
  cairo_surface_finish(drawing->surface);
  gboolean drawn = cairo_surface_status(drawing->surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy(drawing->surface);
  GBytes *slip = g_byte_array_free_to_bytes(drawing->bytes);
  if (drawn)
    return slip;
  g_bytes_unref(slip);
  return NULL;
}

GBytes *slip_draw(const struct session *session) {
  struct drawing drawing = begin();
  draw_accepted(drawing.page, session);
  return finish(&drawing);
}

GBytes *slip_draw_held(const char *number, const char *text) {
  struct drawing drawing = begin();
  draw_held(drawing.page, number, text);
  return finish(&drawing);
}

struct printing {
  slip_printed printed;
  void *context;
};

static void on_end(GObject *process, GAsyncResult *result, gpointer context) {
  struct printing *printing = context;
  GError *error = NULL;
  gboolean ended = g_subprocess_communicate_finish(G_SUBPROCESS(process), result, NULL, NULL, &error);
  if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    printing->printed(printing->context, ended && g_subprocess_get_successful(G_SUBPROCESS(process)));
  g_clear_error(&error);
  g_free(printing);
}

void slip_print(const char *command, GBytes *slip, GCancellable *cancellable, slip_printed printed,
                void *context) {
  GSubprocess *process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, "sh", "-c", command, NULL);
  if (!process) {
    printed(context, FALSE);
    return;
  }
  struct printing *printing = g_new(struct printing, 1);
  *printing = (struct printing){printed, context};
  g_subprocess_communicate_async(process, slip, cancellable, on_end, printing);
  g_object_unref(process);
}
