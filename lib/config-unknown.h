/* SPDX-License-Identifier: MIT */
#ifndef CONFIG_UNKNOWN_H
#define CONFIG_UNKNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * config-unknown: what to say to a name in config.yaml that nobody knows.
 */

/* Is that the name of a section, such as "whatsapp"? */
bool config_is_section(const char *name, size_t len);

/*
 * Say that the name on that line of the file is not known, which one may have
 * been meant, and which there are.  Always -1, with EX_CONFIG.
 */
int config_refuse_unknown(const char *name, size_t line, const char *file,
	struct fault *why);

#endif
