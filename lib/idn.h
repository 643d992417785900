/* SPDX-License-Identifier: MIT */
#ifndef IDN_H
#define IDN_H

#include <stddef.h>

/*
 * idn: domains beyond ASCII, and the only file that knows libidn2.
 *
 * IDNA 2008 (RFC 5890 to 5893) with the mapping of Unicode TR46 in its
 * nontransitional form, as browsers have it: BÜCHER.example is
 * xn--bcher-kva.example, and straße.example stays another domain than
 * strasse.example.
 */

/*
 * The ASCII form of a domain in lower case, at most size - 1 bytes and a NUL;
 * a label that is in this form already is checked.  domain is UTF-8 without NUL
 * bytes.  NULL when it is done, else what is wrong with the domain (constant
 * text); out is then "".
 */
const char *
idn_to_ascii(const char *domain, size_t len, char *out, size_t size);

/*
 * Fold the case and the form of letters beyond ASCII as domains have them, so
 * that "JOSÉ", also with its accent as a character of its own, is "josé".  What
 * cannot be folded stays as it is but for the letters of ASCII.  text is UTF-8;
 * at most size - 1 bytes and a NUL are written; 0, or -1 when they are not
 * enough.
 */
int idn_fold(const char *text, size_t len, char *out, size_t size);

#endif
