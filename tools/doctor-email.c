/* SPDX-License-Identifier: MIT */
/* csr-doctor: does the server for e-mail let us in? */
#include <stdint.h>
#include <string.h>
#include <sysexits.h>

#include "csr-doctor.h"
#include "helper.h"
#include "smtp.h"

enum { PASSWORD_TIMEOUT_MS = 60 * 1000 };

/* What to do about one of the ways in which there was no talking. */
static const char *
mend_trouble(struct doctor *doctor, enum http_trouble trouble)
{
	switch (trouble) {
	case HTTP_NO_NAME:
		return "look at the host in email.smtp_url, the network and"
		       " /etc/resolv.conf";
	case HTTP_NO_TRUST:
		return doctor_mend_trust(doctor);
	case HTTP_NO_TLS:
		return "see whether the port in email.smtp_url goes with its"
		       " scheme: smtps:// begins with TLS, mostly on port 465,"
		       " and smtp:// goes over to it, mostly on 587";
	default:
		return "look at host and port in email.smtp_url, and let"
		       " connections to them out through the firewall";
	}
}

/* It answers; the login was tried if there is all that it needs. */
static void
say_good(struct doctor *doctor, const char *check, const char *tls)
{
	const struct config *config = &doctor->setup.config;
	bool has_name = config->email.username != NULL;
	bool has_command = config->email.password_command != NULL;
	struct buf answer;

	buf_init(&answer, SIZE_MAX);
	buf_add_format(&answer, "%s answers%s%s", config->email.smtp_url,
		*tls != '\0' ? " over " : "", tls);
	buf_string(&answer);
	if (has_name == has_command)
		findings_add(doctor->findings, FINDING_OK, check, NULL, "%s%s",
			answer.data,
			has_name ? ", and takes the login"
				 : "; no login is set, and none was tried");
	else if (has_name)
		findings_add(doctor->findings, FINDING_WARNING, check,
			doctor_set(doctor, "email.password_command",
				"COMMAND THAT WRITES THE PASSWORD"),
			"%s, but no login was tried: email.username is set, and"
			" no email.password_command",
			answer.data);
	else
		findings_add(doctor->findings, FINDING_WARNING, check,
			doctor_set(doctor, "email.username",
				"NAME TO LOG IN WITH"),
			"%s, but no login was tried: email.password_command is"
			" set, and no email.username",
			answer.data);
	buf_release(&answer);
}

static void
say(struct doctor *doctor, const char *check, const struct smtp_reply *reply)
{
	const char *url = doctor->setup.config.email.smtp_url;

	switch (reply->result) {
	case SMTP_OK:
		say_good(doctor, check, reply->tls);
		break;
	case SMTP_REFUSED:
		findings_fail(doctor->findings, EX_UNAVAILABLE, check,
			"read what it says; it may not want this machine, or"
			" not now",
			"%s refuses: %s", url, reply->error);
		break;
	case SMTP_LOGIN_REFUSED:
		findings_fail(doctor->findings, EX_NOPERM, check,
			"correct email.username and what"
			" email.password_command writes",
			"%s does not take the login: %s", url, reply->error);
		break;
	case SMTP_TROUBLE:
		findings_fail(doctor->findings, EX_UNAVAILABLE, check,
			mend_trouble(doctor, reply->trouble), "%s: %s", url,
			reply->error);
		break;
	}
}

/* 0; -1 when a finding was added.  NULL in *password: there is none. */
static int
get_password(struct doctor *doctor, const char *check, struct secret **password)
{
	const char *command = doctor->setup.config.email.password_command;
	struct fault why;

	*password = NULL;
	if (command == NULL || doctor->setup.config.email.username == NULL)
		return 0;
	*password = helper_ask(command, "email.password_command",
		PASSWORD_TIMEOUT_MS, &why);
	if (*password != NULL)
		return 0;
	findings_add(doctor->findings, FINDING_FAILURE, check,
		doctor_by_hand(doctor,
			"see what it says; its first line must be the password",
			command),
		"%s", why.text);
	return -1;
}

void
doctor_email(struct doctor *doctor, const char *check)
{
	struct smtp_options options =
		{.url = doctor->setup.config.email.smtp_url,
			.username = doctor->setup.config.email.username,
			.ca_file = doctor->access.http.ca_file,
			.timeout_ms = doctor->access.http.timeout_ms};
	struct secret *password;
	struct smtp_reply reply;
	struct fault why;

	if (options.url == NULL) {
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"none is sent, as email.smtp_url is not set");
		return;
	}
	if (doctor->is_offline) {
		findings_add(doctor->findings, FINDING_SKIPPED, check,
			"run this without --offline", "it needs the network");
		return;
	}
	if (get_password(doctor, check, &password) != 0)
		return;
	options.password = password;
	if (password == NULL)
		options.username = NULL;
	if (smtp_probe(&options, &reply, &why) == 0)
		say(doctor, check, &reply);
	else
		findings_add(doctor->findings, FINDING_FAILURE, check,
			"report this", "%s", why.text);
	secret_free(password);
}
