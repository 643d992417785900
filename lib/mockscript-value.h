/* SPDX-License-Identifier: MIT */
#ifndef MOCKSCRIPT_VALUE_H
#define MOCKSCRIPT_VALUE_H

#include <stdint.h>

#include "fault.h"
#include "mockdoc.h"
#include "mockfault.h"

/*
 * mockscript-value: what a member of a script's line says, by its kind.
 *
 * Each reads the member called name.  0, or -1 with EX_DATAERR and what it
 * must be; *out is then as it was.
 */
int mockscript_value_count(const struct mockdoc *doc, const char *name,
	int64_t least, int64_t most, int64_t *out, struct fault *why);

/* From 0 to 1. */
int mockscript_value_fraction(const struct mockdoc *doc, const char *name,
	double *out, struct fault *why);

/* "200ms", in milliseconds, and at least so many. */
int mockscript_value_duration(const struct mockdoc *doc, const char *name,
	int64_t least_ms, int64_t *out_ms, struct fault *why);

/* The same, or "-200ms". */
int mockscript_value_shift(const struct mockdoc *doc, const char *name,
	int64_t *out_ms, struct fault *why);

/* true is 1, false 0. */
int mockscript_value_yes_no(const struct mockdoc *doc, const char *name,
	int64_t *out, struct fault *why);

/* The value of the word.  One without a text ends the words. */
struct mockscript_word {
	const char *text;
	int64_t value;
};
int mockscript_value_word(const struct mockdoc *doc, const char *name,
	const struct mockscript_word *words, int64_t *out, struct fault *why);

/* A recipient, or "*" and how they end.  *out, which may be NULL before, is
 * freed and then allocated. */
int mockscript_value_recipient(const struct mockdoc *doc, const char *name,
	char **out, struct fault *why);

/* A number is seconds; a string goes out as it stands, a date for instance. */
int mockscript_value_retry_after(const struct mockdoc *doc, const char *name,
	char out[MOCKFAULT_RETRY_AFTER_SIZE], struct fault *why);

#endif
