/* SPDX-License-Identifier: MIT */
#ifndef HTTP_LIBRARY_H
#define HTTP_LIBRARY_H

#include <stdbool.h>

#include "buf.h"

/*
 * http-library: which libcurl this program has found.  It need not be the one
 * that it was built with.
 */

/* The oldest that will do; configure.ac asks for it too. */
#define HTTP_LIBRARY_LEAST "7.85.0"

/*
 * Add "libcurl 7.88.1 (OpenSSL/3.0.15)".  NULL when it will do, else what is
 * wrong with it, a constant string.
 */
const char *http_library_describe(struct buf *out);

#endif
