/* SPDX-License-Identifier: MIT */
#ifndef DRYRUN_H
#define DRYRUN_H

#include <stddef.h>

#include "filter.h"

/*
 * dryrun: the requests that would be made, shown and not made.
 */

/*
 * Give each pending record csr.request, with method, url and body, as
 * csr-send-wa(1) describes it.  url need not end with a NUL.  The exit status
 * of the program.
 */
int dryrun_run(const char *url, size_t url_len,
	const struct filter_options *options);

#endif
