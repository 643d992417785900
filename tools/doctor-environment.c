/* SPDX-License-Identifier: MIT */
/* csr-doctor: what the environment holds that it should not, and proxies. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cloudapi.h"
#include "csr-doctor.h"
#include "environment.h"
#include "token.h"

/* Those that program_init() takes out, so that they must be noted before. */
static struct {
	const char *name;
	const char *text;
	bool is_set;
} noted[] = {
	{.name = "SSLKEYLOGFILE",
		.text = "is set: other programs write the keys of their"
			" connections there, from which a token can be read"},
	{.name = "CSR_APP_SECRET",
		.text = "holds a secret, and no program of this release uses"
			" it"},
	{.name = "CSR_VERIFY_TOKEN",
		.text = "holds a secret, and no program of this release uses"
			" it"},
};

enum { NOTED = sizeof(noted) / sizeof(*noted) };

void
doctor_note_environment(void)
{
	for (size_t at = 0; at < NOTED; at++)
		noted[at].is_set = environment_get(noted[at].name) != NULL;
}

static bool
is_name(const char *text, size_t len)
{
	if (len == 0 || isdigit((unsigned char)*text))
		return false;
	for (size_t at = 0; at < len; at++)
		if (!isalnum((unsigned char)text[at]) && text[at] != '_')
			return false;
	return true;
}

/* A variable of some other name that holds what looks like a token. */
static bool
check_variable(struct doctor *doctor, const char *check, const char *variable)
{
	size_t len = strcspn(variable, "=");
	char name[256];

	if (variable[len] != '=' || len >= sizeof(name) ||
		!is_name(variable, len))
		return true;
	if (!token_is_in(variable + len + 1, strlen(variable + len + 1)))
		return true;
	memcpy(name, variable, len);
	name[len] = '\0';
	findings_add(doctor->findings, FINDING_WARNING, check,
		doctor_mend(doctor, "$ unset %s", name),
		"%s holds what looks like a token, which every program that is"
		" started can read; our programs look at CSR_ACCESS_TOKEN"
		" alone",
		name);
	return false;
}

/*
 * "EST5EDT" or "<-03>3", which POSIX has, and which needs no file: letters or
 * what stands in <>, and an offset.
 */
static bool
is_posix_zone(const char *zone)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t len =
		*zone == '<' ? strcspn(zone, ">") + 1 : strspn(zone, letters);

	if (len < 3 || len > strlen(zone))
		return false;
	zone += len;
	zone += *zone == '+' || *zone == '-';
	return isdigit((unsigned char)*zone);
}

/* What the C library does not find it takes for UTC without a word. */
static bool
check_zone(struct doctor *doctor, const char *check)
{
	const char *zone = environment_get("TZ");
	const struct config_row *row = config_find("whatsapp.timezone");

	if (zone == NULL || environment_get("TZDIR") != NULL)
		return true;
	zone += *zone == ':';
	if (*zone == '/' ? access(zone, R_OK) == 0
			 : *zone == '\0' || is_posix_zone(zone) ||
				   strcmp(zone, "UTC") == 0 ||
				   row->refuse(zone) == NULL)
		return true;
	findings_add(doctor->findings, FINDING_WARNING, check,
		"write whatsapp.timezone into config.yaml, or set TZ to a name"
		" such as America/Recife\n$ unset TZ",
		"TZ is \"%.100s\", a zone that this system does not know: days"
		" end and times are shown as in UTC",
		zone);
	return false;
}

void
doctor_environment(struct doctor *doctor, const char *check)
{
	extern char **environ;
	bool is_good = true;

	for (size_t at = 0; at < NOTED; at++) {
		if (!noted[at].is_set)
			continue;
		is_good = false;
		findings_add(doctor->findings, FINDING_WARNING, check,
			doctor_mend(doctor, "$ unset %s", noted[at].name),
			"%s %s", noted[at].name, noted[at].text);
	}
	for (size_t at = 0; environ[at] != NULL; at++)
		is_good &= check_variable(doctor, check, environ[at]);
	is_good &= check_zone(doctor, check);
	if (is_good)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"no stray secret in it");
}

/* An URL without the name and password that may stand in it. */
static const char *
add_without_password(struct buf *out, const char *url)
{
	const char *scheme = strstr(url, "://");
	const char *host = scheme != NULL ? scheme + 3 : url;
	const char *at = strrchr(host, '@');

	buf_add(out, url, (size_t)(host - url));
	buf_add_text(out, at != NULL ? at + 1 : host);
	return buf_string(out);
}

const char *
doctor_proxy_variable(void)
{
	static const char *const variables[] = {"https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY"};

	for (size_t at = 0; at < 4; at++)
		if (environment_get(variables[at]) != NULL)
			return variables[at];
	return NULL;
}

void
doctor_add_proxy(struct buf *out)
{
	const char *variable = doctor_proxy_variable();

	buf_add_format(out, "%s=", variable);
	add_without_password(out, environment_get(variable));
}

void
doctor_proxy(struct doctor *doctor, const char *check)
{
	const char *variable = doctor_proxy_variable();
	struct buf text;

	if (variable == NULL) {
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"none is set");
		return;
	}
	buf_init(&text, SIZE_MAX);
	add_without_password(&text, environment_get(variable));
	findings_add(doctor->findings, FINDING_OK, check, NULL,
		"%s leads through %s%s%s", variable, text.data,
		environment_get("no_proxy") != NULL ? ", but to no_proxy" : "",
		doctor->has_server && doctor->access.http.is_plain
			? "; plain http on this machine goes without"
			: "");
	buf_release(&text);
}
