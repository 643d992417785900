/* SPDX-License-Identifier: MIT */
/* csr-auth status: what is set up, and where it comes from. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "csr-auth.h"
#include "environment.h"
#include "jsonwriter.h"
#include "output.h"
#include "visible.h"
#include "when.h"
#include "xalloc.h"

/*
 * What there is to tell: what holds, the environment going before the file,
 * and what the file is.
 */
struct status {
	const struct auth *auth;
	struct credentials holds;
	enum cred_form form;
};

static const char *const form_words[] = {[CRED_MISSING] = "none",
	[CRED_PLAIN] = "plain",
	[CRED_KEY_FILE] = "key file",
	[CRED_PASSPHRASE] = "passphrase"};

static const char *const source_words[] = {[CONFIG_DEFAULT] = "default",
	[CONFIG_FILE] = "config.yaml",
	[CONFIG_ENVIRONMENT] = "environment"};

static void
add_line(struct buf *out, const char *label, const char *text)
{
	buf_add_format(out, "%-23s ", label);
	/* The file may hold anything that its key has not yet proved. */
	visible_add(out, text, strlen(text));
	buf_add_byte(out, '\n');
}

static void
add_time(struct buf *out, const char *label, int64_t time_ms,
	const char *otherwise)
{
	char text[WHEN_TEXT_SIZE];

	if (time_ms > 0)
		when_format(time_ms, text);
	add_line(out, label, time_ms > 0 ? text : otherwise);
}

static bool
has_token(const struct status *status)
{
	return status->auth->access.credentials.token != NULL;
}

static void
add_token(struct buf *out, const struct status *status)
{
	const struct config *config = &status->auth->setup.config;
	const char *key_path = status->auth->access.key_path;
	struct buf text;

	buf_init(&text, SIZE_MAX);
	if (has_token(status))
		buf_add_text(&text, "from CSR_ACCESS_TOKEN, which goes before"
				    " what is stored");
	else if (status->form == CRED_MISSING)
		buf_add_text(&text, "none: csr-auth login");
	else if (status->form == CRED_PLAIN)
		buf_add_text(&text,
			"in the clear; encrypt it: csr-auth migrate");
	else if (status->form == CRED_KEY_FILE)
		buf_add_format(&text, "encrypted, with the key file %s",
			key_path != NULL ? key_path : "");
	else
		buf_add_format(&text, "encrypted, with a passphrase%s",
			config->credentials.passphrase_command != NULL
				? " of passphrase_command"
				: "");
	if (status->auth->profile != NULL && !has_token(status) &&
		(status->form == CRED_MISSING || status->form == CRED_PLAIN))
		buf_add_format(&text, " --profile %s", status->auth->profile);
	add_line(out, "token", buf_string(&text));
	buf_release(&text);
}

static void
add_id(struct buf *out, const char *label, const char *id, const char *variable)
{
	struct buf text;

	buf_init(&text, SIZE_MAX);
	/* It may be a token that came to the wrong place. */
	if (id[strspn(id, "0123456789")] != '\0')
		id = "no number";
	buf_add_format(&text, "%s%s%s%s", id,
		environment_get(variable) != NULL ? " (" : "",
		environment_get(variable) != NULL ? variable : "",
		environment_get(variable) != NULL ? ")" : "");
	add_line(out, label, buf_string(&text));
	buf_release(&text);
}

static void
add_credentials(struct buf *out, const struct status *status)
{
	const struct credentials *holds = &status->holds;

	if (holds->number != NULL)
		add_line(out, "number", holds->number);
	if (holds->name != NULL)
		add_line(out, "name", holds->name);
	if (holds->phone_number_id != NULL)
		add_id(out, "phone number id", holds->phone_number_id,
			"CSR_PHONE_NUMBER_ID");
	if (holds->business_account_id != NULL)
		add_id(out, "business account id", holds->business_account_id,
			"CSR_BUSINESS_ACCOUNT_ID");
	add_token(out, status);
	if (has_token(status) || status->form == CRED_MISSING)
		return;
	add_time(out, "token expires", holds->expires_ms,
		holds->expires_ms == 0 ? "never" : "not known");
	add_time(out, "stored", holds->stored_ms, "not known");
}

/* Those settings that are not what they are by themselves. */
static void
add_settings(struct buf *out, const struct config *config)
{
	const struct config_row *row;
	enum config_source source;
	struct buf line;
	char *text;

	buf_init(&line, SIZE_MAX);
	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		source = config_source(config, row);
		text = config_text(config, row);
		buf_clear(&line);
		buf_add_format(&line, "%s: %s (%s)", row->name,
			text != NULL ? text : "", source_words[source]);
		if (source != CONFIG_DEFAULT)
			add_line(out, "setting", buf_string(&line));
		free(text);
	}
	buf_release(&line);
}

static void
write_text(struct buf *out, const struct status *status)
{
	const struct setup *setup = &status->auth->setup;

	add_line(out, "directory", setup->directory);
	add_credentials(out, status);
	add_settings(out, &setup->config);
}

static void
member(struct json_writer *json, const char *name, const char *text)
{
	json_name(json, name);
	json_string(json, text);
}

static void
id_member(struct json_writer *json, const char *name, const char *id)
{
	bool is_number = id != NULL && id[strspn(id, "0123456789")] == '\0';

	member(json, name, is_number ? id : NULL);
}

static void
time_member(struct json_writer *json, const char *name, int64_t time_ms)
{
	char text[CLOCK_TEXT_SIZE];

	if (time_ms > 0)
		clock_format(time_ms, text);
	member(json, name, time_ms > 0 ? text : time_ms == 0 ? "never" : NULL);
}

static void
write_settings(struct json_writer *json, const struct config *config)
{
	const struct config_row *row;
	char *text;

	json_open(json, '{');
	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		text = config_text(config, row);
		json_name(json, row->name);
		json_open(json, '{');
		member(json, "value", text);
		member(json, "from", source_words[config_source(config, row)]);
		json_close(json, '}');
		free(text);
	}
	json_close(json, '}');
}

static void
write_json(struct buf *out, const struct status *status)
{
	const struct auth *auth = status->auth;
	const struct credentials *holds = &status->holds;
	struct json_writer json = {.out = out};

	json_open(&json, '{');
	member(&json, "directory", auth->setup.directory);
	member(&json, "profile", auth->profile);
	member(&json, "stored", form_words[status->form]);
	member(&json, "token_from",
		has_token(status)              ? "CSR_ACCESS_TOKEN"
		: status->form != CRED_MISSING ? "whatsapp_credentials.json"
					       : NULL);
	id_member(&json, "phone_number_id", holds->phone_number_id);
	id_member(&json, "business_account_id", holds->business_account_id);
	member(&json, "number", holds->number);
	member(&json, "name", holds->name);
	time_member(&json, "stored_at", holds->stored_ms);
	time_member(&json, "token_expires_at",
		has_token(status) ? -1 : holds->expires_ms);
	json_name(&json, "settings");
	write_settings(&json, &auth->setup.config);
	json_close(&json, '}');
	buf_add_byte(out, '\n');
}

/*
 * As access_find() has it: with a token and an id of the environment the file
 * is not looked at, and what it says of another number is not of this one.
 */
static int
find_holding(struct status *status, struct auth *auth, struct fault *why)
{
	struct credentials *holds = &status->holds;
	const char *id = environment_get("CSR_PHONE_NUMBER_ID");
	struct credentials stored;
	int result;

	cred_init(&stored);
	result = cred_look(&stored, auth->setup.directory, &status->form, why);
	if (result == 0 &&
		(id == NULL ||
			(stored.phone_number_id != NULL &&
				strcmp(id, stored.phone_number_id) == 0))) {
		*holds = stored;
		cred_init(&stored);
	} else {
		holds->stored_ms = stored.stored_ms;
		holds->expires_ms = stored.expires_ms;
	}
	cred_release(&stored);
	if (id != NULL && holds->phone_number_id == NULL)
		holds->phone_number_id = xstrdup(id);
	id = environment_get("CSR_BUSINESS_ACCOUNT_ID");
	if (id != NULL) {
		free(holds->business_account_id);
		holds->business_account_id = xstrdup(id);
	}
	return result;
}

int
auth_status(struct auth *auth, struct fault *why)
{
	struct status status = {.auth = auth};
	struct output output;
	int result;

	cred_init(&status.holds);
	result = find_holding(&status, auth, why);
	output_init(&output, STDOUT_FILENO, "standard output");
	if (result == 0 && auth->is_json)
		write_json(output_text(&output), &status);
	else if (result == 0)
		write_text(output_text(&output), &status);
	if (result == 0)
		result = output_finish(&output, why);
	output_release(&output);
	if (result == 0 && status.form == CRED_MISSING && !has_token(&status))
		result = EX_CONFIG;
	cred_release(&status.holds);
	return result;
}
