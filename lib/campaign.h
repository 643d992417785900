/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_H
#define CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * campaign: the name under which messages are sent once.  It names files,
 * so it is 1 to 64 letters, digits, dots, underscores and hyphens, and does
 * not begin with a dot.
 */
bool campaign_is_name(const char *text, size_t len);

#endif
