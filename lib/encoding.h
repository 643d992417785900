/* SPDX-License-Identifier: MIT */
#ifndef ENCODING_H
#define ENCODING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * encoding: which encoding a text is in, told from its first bytes.
 *
 * In this order:
 * - A byte order mark decides: UTF-8, UTF-16, UTF-32.
 * - Where at least a third of the units of two bytes have a NUL, most of them
 *   at the same place, and one of the units is a newline, it is UTF-16 without
 *   a mark.  Digits and separators alone make a third in lists of any script.
 * - What is well-formed UTF-8 is UTF-8.  A character that is cut at the end is
 *   no fault unless the text ends there.
 * - What is not well formed but has more characters of several bytes that are
 *   than bytes that are not, is UTF-8 with damage: in other encodings such
 *   characters are rare accidents, while reading UTF-8 as one of them would
 *   spoil every name in the list for the sake of a few.
 * - All else is taken for Windows-1252, which is what a spreadsheet writes in
 *   western Europe and the Americas.
 */

enum encoding_reason {
	ENCODING_TOLD,   /* the operator named it */
	ENCODING_MARKED, /* a byte order mark */
	ENCODING_VALID,  /* it is UTF-8 */
	ENCODING_GUESSED /* Windows-1252, or UTF-16 without a mark */
};

/*
 * The name, as iconv has it, of what the text is in.  is_all: it ends where
 * the bytes do.
 */
const char *encoding_find(const char *bytes, size_t len, bool is_all,
	enum encoding_reason *reason);

/*
 * A name that was told, as iconv has it, where people spell it in other ways:
 * "utf8" and Python's "utf-8-sig" are "UTF-8".  Where the order of bytes is
 * left open ("UTF-16", "UCS-2", "UTF-32") the bytes decide; if they do not, it
 * is little-endian, as Windows has it. Other names are returned as they are.
 */
const char *encoding_settle(const char *told, const char *bytes, size_t len);

#endif
