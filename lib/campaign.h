/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_H
#define CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * campaign: the name under which messages are sent once.  It names files,
 * so it is 1 to 64 letters, digits, dots, underscores and hyphens, and does
 * not begin with a dot.  "receipts" is none: the file of that name beside the
 * ledgers is another program's.
 */
bool campaign_is_name(const char *text, size_t len);

/* The same for anything that names a file, where "receipts" is a name too. */
bool campaign_is_file_name(const char *text, size_t len);

#endif
