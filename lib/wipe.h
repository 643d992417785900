/* SPDX-License-Identifier: MIT */
#ifndef WIPE_H
#define WIPE_H

#include <string.h>

/*
 * wipe: overwrite what was a secret, in a way that no compiler leaves out
 * because nobody reads it afterwards.
 */
static inline void
wipe(void *bytes, size_t len)
{
#ifdef HAVE_EXPLICIT_BZERO
	if (len > 0)
		explicit_bzero(bytes, len);
#else
	volatile unsigned char *byte = bytes;

	while (len-- > 0)
		*byte++ = 0;
#endif
}

#endif
