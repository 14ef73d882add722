#include "form_definition.h"

#include <glib.h>

struct form_definition {
  Pishkhan__V1__Service *message; /* owns all strings */
  GPtrArray *texts;               /* arrays of pishkhan_text and of labels */
  pishkhan_attribute *attributes;
  const pishkhan_attribute **order;
  pishkhan_service service;
};

static pishkhan_text *texts_of(struct form_definition *definition,
                               Pishkhan__V1__LocalizedText *const *messages, size_t count) {
  pishkhan_text *texts = g_new(pishkhan_text, count + 1);
  for (size_t i = 0; i < count; i++)
    texts[i] = (pishkhan_text){messages[i]->language, messages[i]->text};
  g_ptr_array_add(definition->texts, texts);
  return texts;
}

static const pishkhan_value_label *value_labels_of(struct form_definition *definition,
                                                   const Pishkhan__V1__Attribute *message) {
  pishkhan_value_label *labels = g_new(pishkhan_value_label, message->n_value_labels + 1);
  for (size_t i = 0; i < message->n_value_labels; i++) {
    const Pishkhan__V1__ValueLabel *label = message->value_labels[i];
    labels[i] = (pishkhan_value_label){label->value, texts_of(definition, label->labels, label->n_labels),
                                       label->n_labels};
  }
  g_ptr_array_add(definition->texts, labels);
  return labels;
}

static pishkhan_attribute attribute_of(struct form_definition *definition,
                                       const Pishkhan__V1__Attribute *message) {
  return (pishkhan_attribute){.size = sizeof(pishkhan_attribute),
                              .code = message->code,
                              .type = (pishkhan_attribute_type)message->type,
                              .format = (pishkhan_attribute_format)message->format,
                              .required = message->required,
                              .allowed_values = (const char *const *)message->allowed_values,
                              .allowed_value_count = message->n_allowed_values,
                              .labels = texts_of(definition, message->labels, message->n_labels),
                              .label_count = message->n_labels,
                              .order = message->order,
                              .help = texts_of(definition, message->help, message->n_help),
                              .help_count = message->n_help,
                              .length_max = message->length_max,
                              .value_labels = value_labels_of(definition, message),
                              .value_label_count = message->n_value_labels};
}

static Pishkhan__V1__Service *copy_message(const Pishkhan__V1__Service *message) {
  size_t size = pishkhan__v1__service__get_packed_size(message);
  uint8_t *bytes = g_malloc(size);
  pishkhan__v1__service__pack(message, bytes);
  Pishkhan__V1__Service *copy = pishkhan__v1__service__unpack(NULL, size, bytes);
  g_free(bytes);
  return copy;
}

/* By the form's order; without one, as the catalogue has them. */
static int by_order(gconstpointer left, gconstpointer right, gpointer context) {
  const pishkhan_attribute *a = *(const pishkhan_attribute *const *)left,
                           *b = *(const pishkhan_attribute *const *)right;
  (void)context;
  return a->order != b->order ? (a->order < b->order ? -1 : 1) : (a < b ? -1 : a > b);
}

struct form_definition *form_definition_new(const Pishkhan__V1__Service *original) {
  Pishkhan__V1__Service *message = copy_message(original);
  if (!message)
    return NULL;
  struct form_definition *definition = g_new0(struct form_definition, 1);
  size_t count = message->n_attributes;
  definition->message = message;
  definition->texts = g_ptr_array_new_with_free_func(g_free);
  definition->attributes = g_new0(pishkhan_attribute, count + 1);
  definition->order = g_new0(const pishkhan_attribute *, count + 1);
  for (size_t i = 0; i < count; i++) {
    definition->attributes[i] = attribute_of(definition, message->attributes[i]);
    definition->order[i] = &definition->attributes[i];
  }
  g_qsort_with_data(definition->order, (int)count, sizeof *definition->order, by_order, NULL);
  definition->service = (pishkhan_service){.size = sizeof(pishkhan_service),
                                           .code = message->code,
                                           .version = message->version,
                                           .agency = message->agency,
                                           .names = texts_of(definition, message->names, message->n_names),
                                           .name_count = message->n_names,
                                           .decide_working_days = message->decide_working_days,
                                           .fee_rial = message->fee_rial,
                                           .attributes = definition->order,
                                           .attribute_count = count};
  return definition;
}

void form_definition_free(struct form_definition *definition) {
  if (!definition)
    return;
  pishkhan__v1__service__free_unpacked(definition->message, NULL);
  g_ptr_array_free(definition->texts, TRUE);
  g_free(definition->attributes);
  g_free(definition->order);
  g_free(definition);
}

const pishkhan_service *form_definition_service(const struct form_definition *definition) {
  return &definition->service;
}
