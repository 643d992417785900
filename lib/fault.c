/* SPDX-License-Identifier: MIT */
#include "fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
fault_set(struct fault *why, int status, const char *format, ...)
{
	va_list arguments;

	why->status = status;
	va_start(arguments, format);
	vsnprintf(why->text, sizeof(why->text), format, arguments);
	va_end(arguments);
	return -1;
}

int
fault_errno(struct fault *why, int status, const char *format, ...)
{
	int error = errno;
	va_list arguments;
	size_t used;

	why->status = status;
	va_start(arguments, format);
	vsnprintf(why->text, sizeof(why->text), format, arguments);
	va_end(arguments);
	used = strlen(why->text);
	snprintf(why->text + used, sizeof(why->text) - used, ": %s",
		strerror(error));
	return -1;
}
