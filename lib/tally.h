/* SPDX-License-Identifier: MIT */
#ifndef TALLY_H
#define TALLY_H

#include <stddef.h>

#include "status.h"

/*
 * tally: how many records a program settled, by status, and the one line in
 * which it says so at its end.
 */
struct tally {
	unsigned long settled[STATUS_COUNT]; /* here, in this program */
	unsigned long passed;                /* had ended before they came */
};

/*
 * The closing line, without the program's name: "194 valid, 9 invalid; 4 had
 * ended before".  pending_label is what a record that moves on is called.
 */
void tally_describe(const struct tally *tally, const char *pending_label,
	char *text, size_t size);

#endif
