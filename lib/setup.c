/* SPDX-License-Identifier: MIT */
#include "setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "environment.h"
#include "logfile.h"
#include "msg.h"
#include "profile.h"

/* For this program and those that it starts. */
static int
set_zone(const char *zone, struct fault *why)
{
	if (zone != NULL && setenv("TZ", zone, 1) != 0)
		return fault_errno(why, EX_OSERR, "TZ");
	tzset();
	return 0;
}

int
setup_take_environment(struct setup *setup, const char **variable,
	struct fault *why)
{
	const struct config_row *row;
	const char *text;

	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		*variable = row->variable;
		text = *variable != NULL ? environment_get(*variable) : NULL;
		if (text != NULL &&
			config_set(&setup->config, row, text,
				CONFIG_ENVIRONMENT, *variable, why) != 0)
			return -1;
	}
	*variable = NULL;
	return set_zone(setup->config.whatsapp.timezone, why);
}

int
setup_open(struct setup *setup, const char *profile, enum setup_need need,
	struct fault *why)
{
	struct config *config = &setup->config;
	const char *variable;

	if (profile == NULL)
		profile = environment_get("CSR_PROFILE");
	*setup = (struct setup){.profile = profile};
	config_init(config);
	setup->directory = need == SETUP_MAKE ? profile_open(profile, why)
					      : profile_path(profile, why);
	if (setup->directory == NULL ||
		config_read(config, setup->directory, why) != 0 ||
		setup_take_environment(setup, &variable, why) != 0)
		return -1;
	if (config->log.file)
		logfile_attach(setup->directory, config->log.level);
	if (config->ignored != NULL)
		msg_detail(1,
			"%s/config.yaml: of the desktop application, and of no"
			" use here: %s",
			setup->directory, config->ignored);
	return 0;
}

void
setup_close(struct setup *setup)
{
	config_release(&setup->config);
	free(setup->directory);
	setup->directory = NULL;
}

void
setup_complete(const struct setup *setup, struct fault *why)
{
	static const char *const ends[] = {"csr-auth login",
		"csr-auth migrate"};
	size_t len = strlen(why->text), end;

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		end = strlen(ends[i]);
		if (setup->profile != NULL && len >= end &&
			strcmp(why->text + len - end, ends[i]) == 0)
			snprintf(why->text + len, sizeof(why->text) - len,
				" --profile %s", setup->profile);
	}
}
