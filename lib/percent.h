/* SPDX-License-Identifier: MIT */
#ifndef PERCENT_H
#define PERCENT_H

#include "buf.h"

/* percent: the escapes in a URL (RFC 3986, section 2.1). */

/* The value of a hexadecimal digit, or -1. */
int percent_digit(char byte);

/* In place.  What is no escape stays as it is, and so does %00. */
void percent_decode(char *text);

/* Add text with all escaped but what means nothing in a URL. */
void percent_encode(struct buf *out, const char *text);

#endif
