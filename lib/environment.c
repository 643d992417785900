/* SPDX-License-Identifier: MIT */
#include "environment.h"

#include <stdlib.h>
#include <string.h>

#include "wipe.h"

const char *
environment_get(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

void
environment_remove(const char *name)
{
	char *value = getenv(name);

	if (value == NULL)
		return;
	wipe(value, strlen(value));
	unsetenv(name);
}

void
environment_wipe(void)
{
	static const char *const secrets[] = {"CSR_ACCESS_TOKEN",
		"CSR_APP_SECRET", "CSR_VERIFY_TOKEN",
		/* libcurl would write the keys of its connections there. */
		"SSLKEYLOGFILE"};

	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		environment_remove(secrets[i]);
}
