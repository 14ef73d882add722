#include "shapes.h"

static const pk_field pk_text_shape_fields[] = {PK_MEMBER(1, PK_TEXT, pishkhan_text, language),
                                                PK_MEMBER(2, PK_TEXT, pishkhan_text, text)};
PK_SHAPE(pk_text_shape, pishkhan_text, false, 0);

static const pk_field pk_form_value_shape_fields[] = {PK_MEMBER(1, PK_TEXT, pishkhan_form_value, attribute),
                                                      PK_MEMBER(2, PK_TEXTS, pishkhan_form_value, values)};
PK_SHAPE(pk_form_value_shape, pishkhan_form_value, false, 0);

static const pk_field pk_question_shape_fields[] = {PK_MEMBER(1, PK_TEXT, pishkhan_question, attribute),
                                                    PK_MEMBER(2, PK_TEXT, pishkhan_question, text)};
PK_SHAPE(pk_question_shape, pishkhan_question, false, 0);

static const pk_field pk_representation_shape_fields[] = {
    PK_MEMBER(1, PK_NUMBER, pishkhan_representation, kind),
    PK_MEMBER(2, PK_TEXT, pishkhan_representation, id), PK_MEMBER(3, PK_TEXT, pishkhan_representation, name),
    PK_MEMBER(4, PK_TEXT, pishkhan_representation, document),
    PK_MEMBER(5, PK_NUMBER, pishkhan_representation, until_ms)};
PK_SHAPE(pk_representation_shape, pishkhan_representation, true, 0);

static const pk_field pk_attachment_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_attachment, id),
    PK_MEMBER(2, PK_TEXT, pishkhan_attachment, attribute),
    PK_MEMBER(3, PK_TEXT, pishkhan_attachment, name),
    PK_MEMBER(4, PK_TEXT, pishkhan_attachment, media_type),
    PK_MEMBER(5, PK_NUMBER, pishkhan_attachment, file_size),
    PK_MEMBER_OF(6, PK_FIXED, PISHKHAN_HASH_SIZE, pishkhan_attachment, sha256)};
PK_SHAPE(pk_attachment_shape, pishkhan_attachment, false, 0);

static const pk_field pk_request_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_request, tracking_code),
    PK_MEMBER(2, PK_NUMBER, pishkhan_request, version),
    PK_MEMBER(3, PK_NUMBER, pishkhan_request, state),
    PK_MEMBER(4, PK_TEXT, pishkhan_request, service),
    PK_MEMBER(5, PK_NUMBER, pishkhan_request, service_version),
    PK_MEMBER(6, PK_TEXT, pishkhan_request, agency),
    PK_MEMBER(7, PK_TEXT, pishkhan_request, office),
    PK_MEMBER(8, PK_NUMBER, pishkhan_request, channel),
    PK_MEMBER(9, PK_TRUTH, pishkhan_request, assisted),
    PK_MEMBER(10, PK_TEXT, pishkhan_request, region),
    PK_MEMBER(11, PK_NUMBER, pishkhan_request, submitted_ms),
    PK_MEMBER(12, PK_NUMBER, pishkhan_request, changed_ms),
    PK_MEMBER(13, PK_NUMBER, pishkhan_request, acknowledge_working_days),
    PK_MEMBER(14, PK_NUMBER, pishkhan_request, decide_working_days),
    PK_MEMBER(15, PK_TEXT, pishkhan_request, assignee),
    PK_MEMBER(16, PK_TEXT, pishkhan_request, national_id),
    PK_MEMBER(17, PK_TEXT, pishkhan_request, given_name),
    PK_MEMBER(18, PK_TEXT, pishkhan_request, family_name),
    PK_MEMBER(19, PK_TEXT, pishkhan_request, mobile),
    PK_PART(20, PK_VALUES, pishkhan_request, form, pk_form_value_shape),
    PK_PART(21, PK_VALUES, pishkhan_request, open_questions, pk_question_shape),
    PK_MEMBER(22, PK_TEXT, pishkhan_request, reason),
    PK_MEMBER(23, PK_TEXT, pishkhan_request, note),
    PK_MEMBER(24, PK_TRUTH, pishkhan_request, feedback_given),
    PK_MEMBER(25, PK_NUMBER, pishkhan_request, acknowledge_due_ms),
    PK_MEMBER(26, PK_NUMBER, pishkhan_request, decide_due_ms),
    PK_MEMBER(27, PK_TRUTH, pishkhan_request, overdue),
    PK_MEMBER(28, PK_NUMBER, pishkhan_request, escalation_level),
    PK_MEMBER(29, PK_NUMBER, pishkhan_request, paused_ms),
    PK_MEMBER(30, PK_NUMBER, pishkhan_request, pause_cap_ms),
    PK_MEMBER(31, PK_NUMBER, pishkhan_request, transfers),
    PK_MEMBER(32, PK_NUMBER, pishkhan_request, appeal_level),
    PK_MEMBER(33, PK_NUMBER, pishkhan_request, remedy_until_ms),
    PK_MEMBER(34, PK_TEXT, pishkhan_request, duplicate_of),
    PK_MEMBER(35, PK_NUMBER, pishkhan_request, tariff_rial),
    PK_MEMBER(36, PK_NUMBER, pishkhan_request, fee_charged_rial),
    PK_MEMBER(37, PK_TEXT, pishkhan_request, payment_reference),
    PK_MEMBER(38, PK_TRUTH, pishkhan_request, fee_exceeds_tariff),
    PK_PART(39, PK_ONE, pishkhan_request, representation, pk_representation_shape),
    PK_PART(40, PK_POINTERS, pishkhan_request, attachments, pk_attachment_shape),
    PK_MEMBER(41, PK_TRUTH, pishkhan_request, result_collected),
    PK_MEMBER(42, PK_NUMBER, pishkhan_request, lease_until_ms),
    PK_MEMBER(43, PK_NUMBER, pishkhan_request, calendar_version),
    PK_MEMBER(44, PK_NUMBER, pishkhan_request, working_ms),
    PK_MEMBER(45, PK_NUMBER, pishkhan_request, wall_ms)};
PK_SHAPE(pk_request_shape, pishkhan_request, false, 0);

static const pk_field pk_event_shape_fields[] = {
    PK_MEMBER(1, PK_NUMBER, pishkhan_event, number),
    PK_MEMBER(2, PK_NUMBER, pishkhan_event, action),
    PK_MEMBER(3, PK_NUMBER, pishkhan_event, from),
    PK_MEMBER(4, PK_NUMBER, pishkhan_event, to),
    PK_MEMBER(5, PK_NUMBER, pishkhan_event, time_ms),
    PK_MEMBER(6, PK_NUMBER, pishkhan_event, role),
    PK_MEMBER(7, PK_TEXT, pishkhan_event, actor),
    PK_MEMBER(8, PK_TEXT, pishkhan_event, office),
    PK_MEMBER(9, PK_NUMBER, pishkhan_event, channel),
    PK_MEMBER(10, PK_TRUTH, pishkhan_event, assisted),
    PK_MEMBER(11, PK_TEXT, pishkhan_event, reason),
    PK_MEMBER(12, PK_TEXT, pishkhan_event, note),
    PK_MEMBER(13, PK_TEXT, pishkhan_event, on_behalf_of),
    PK_PART(14, PK_VALUES, pishkhan_event, questions, pk_question_shape),
    PK_PART(15, PK_VALUES, pishkhan_event, answers, pk_form_value_shape),
    PK_MEMBER(16, PK_BYTES, pishkhan_event, hash),
    PK_MEMBER(17, PK_NUMBER, pishkhan_event, acknowledge_due_ms),
    PK_MEMBER(18, PK_NUMBER, pishkhan_event, decide_due_ms),
    PK_MEMBER(19, PK_NUMBER, pishkhan_event, paused_ms),
    PK_MEMBER(20, PK_NUMBER, pishkhan_event, escalation_level),
    PK_MEMBER(21, PK_NUMBER, pishkhan_event, calendar_version),
    PK_MEMBER(22, PK_TEXT, pishkhan_event, assignee),
    PK_MEMBER(23, PK_TEXT, pishkhan_event, linked_code),
    PK_MEMBER(24, PK_TEXT, pishkhan_event, service),
    PK_MEMBER(25, PK_NUMBER, pishkhan_event, service_version),
    PK_MEMBER(26, PK_TEXT, pishkhan_event, other_body),
    PK_PART(27, PK_POINTERS, pishkhan_event, attachments, pk_attachment_shape),
    PK_MEMBER(28, PK_NUMBER, pishkhan_event, lease_until_ms),
    PK_MEMBER(29, PK_NUMBER, pishkhan_event, appeal_level)};
PK_SHAPE(pk_event_shape, pishkhan_event, false, 0);

static const pk_field pk_receipt_shape_fields[] = {
    PK_MEMBER(1, PK_TEXT, pishkhan_receipt, tracking_code),
    PK_MEMBER(2, PK_TEXT, pishkhan_receipt, secret),
    PK_MEMBER(3, PK_NUMBER, pishkhan_receipt, time_ms),
    PK_MEMBER(4, PK_NUMBER, pishkhan_receipt, event_number),
    PK_MEMBER(5, PK_BYTES, pishkhan_receipt, event_hash),
    PK_MEMBER(16, PK_NUMBER, pishkhan_receipt, tariff_rial),
    PK_MEMBER(17, PK_NUMBER, pishkhan_receipt, fee_charged_rial),
    PK_MEMBER(18, PK_TEXT, pishkhan_receipt, payment_reference),
    PK_MEMBER(19, PK_TRUTH, pishkhan_receipt, fee_exceeds_tariff),
    PK_MEMBER(20, PK_NUMBER, pishkhan_receipt, acknowledge_due_ms),
    PK_MEMBER(21, PK_NUMBER, pishkhan_receipt, decide_due_ms)};
PK_SHAPE(pk_receipt_shape, pishkhan_receipt, false, 0);
