/* SPDX-License-Identifier: MIT */
#ifndef PHONE_H
#define PHONE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * phone: telephone numbers as E.164 writes them, "+" and 7 to 15 digits, and
 * WhatsApp's other names for a person.
 */

enum { PHONE_SIZE = sizeof("+123456789012345") };

/* Exactly "+", no zero next, 7 to 15 digits in all? */
bool phone_is_e164(const char *text, size_t len);

/*
 * A business-scoped user id, WhatsApp's name for a person who hides their
 * number: a country's two letters, a dot, up to 128 letters and digits.
 */
bool phone_is_user_id(const char *text, size_t len);

/*
 * The one form of the numbers that reach the same WhatsApp account: Brazil's
 * mobile numbers with and without their ninth digit, Mexico's with and
 * without 1, Argentina's with and without 9 behind the country.  For
 * comparing only: the number that is sent to is never changed.  to is E.164.
 */
void phone_canonical(const char *to, size_t len, char form[PHONE_SIZE]);

/* For logs: "+5511*****4321". */
void phone_mask(const char *to, size_t len, char masked[PHONE_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
