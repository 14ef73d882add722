/* Checks without a connection: what a person typed is judged at once, by the server's own rules.
 *
 * They spare a journey over a bad line, and they make what is held in an outbox (outbox.h) worth holding.
 * They never replace the server's: it checks everything again, with the definitions that are in force then.
 * The same vectors are tested on both sides.
 *
 * Functions of this file may be called from any thread; they need no client.
 */
#ifndef PISHKHAN_CHECKS_H
#define PISHKHAN_CHECKS_H

#include <pishkhan/catalog.h>
#include <pishkhan/requests.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Room for the one form of any identifier, NUL included. */
#define PISHKHAN_IDENTIFIER_SIZE 33

/* Checks an identifier as typed: Persian, Arabic-Indic or Latin digits, with blanks and hyphens or without.
 * Returns NULL for a valid one, else the stable word of what is wrong, as in pishkhan_violation: "length",
 * "character", "check_digit", "repeated_digit", "digit", "country", "prefix"; for what has no rule, or a
 * NULL, "unknown". `normal` (may be NULL) is given the one form that the server keeps; an empty text where it
 * is not valid. */
PISHKHAN_API const char *pishkhan_check_identifier(pishkhan_attribute_format format, const char *typed,
                                                   char normal[PISHKHAN_IDENTIFIER_SIZE]);

/* The same for a tracking code: 16 digits, of which the last two are check digits (ISO 7064 MOD 97-10). They
 * show every wrong digit and every two neighbours that changed places; whether there is such a request only
 * the server knows. */
PISHKHAN_API const char *pishkhan_check_tracking_code(const char *typed,
                                                      char normal[PISHKHAN_IDENTIFIER_SIZE]);

/* The same for a citizen's secret: six digits, without a check digit. */
PISHKHAN_API const char *pishkhan_check_secret(const char *typed, char normal[PISHKHAN_IDENTIFIER_SIZE]);

/* Checks what was filled in for one attribute. Nothing, or blanks alone, is "required" for a required
 * attribute and NULL for another. Of a FILE it is only
 * checked that it is one id as an upload gives it. */
PISHKHAN_API const char *pishkhan_check_values(const pishkhan_attribute *attribute, const char *const *values,
                                               size_t value_count);

/* What a word of these checks means, as one sentence: `language` "fa" for Persian, anything else for English.
 * A constant; empty for a word that this version does not know. */
PISHKHAN_API const char *pishkhan_check_text(const char *word, const char *language);

/* Checks a whole submission against the definition of its service, which the caller keeps from
 * pishkhan_get_service. OK, or INVALID_ARGUMENT with the same error that the server would give:
 * FIELD_INVALID, all that is wrong as violations (at most 16), each with its texts; but AT_CLIENT and without
 * a trace id. `language`: of pishkhan_error_text. */
PISHKHAN_API pishkhan_status pishkhan_check_submission(const pishkhan_service *service,
                                                       const pishkhan_submission *submission,
                                                       const char *language, pishkhan_error **error);

/* The same for the citizen's answers to questions: each attribute that was asked needs a value, and no other
 * is taken. */
PISHKHAN_API pishkhan_status pishkhan_check_answers(const pishkhan_service *service,
                                                    const pishkhan_question *questions, size_t question_count,
                                                    const pishkhan_form_value *answers, size_t answer_count,
                                                    const char *language, pishkhan_error **error);

/* A definition as bytes to be kept on disk, so that a machine that starts without a line has its forms. The
 * bytes belong to the caller. */
PISHKHAN_API pishkhan_status pishkhan_service_to_bytes(const pishkhan_service *service,
                                                       pishkhan_bytes **bytes, pishkhan_error **error);

/* The definition again; a newer library reads what an older one kept. INVALID_ARGUMENT: the bytes are none.
 */
PISHKHAN_API pishkhan_status pishkhan_service_from_bytes(const void *bytes, size_t size,
                                                         pishkhan_service **service, pishkhan_error **error);

#ifdef __cplusplus
}
#endif

#endif
