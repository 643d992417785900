/* SPDX-License-Identifier: MIT */
/* csr-auth login: nothing is stored that was not seen to work. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "account.h"
#include "csr-auth.h"
#include "finding.h"
#include "msg.h"
#include "options.h"
#include "xalloc.h"

enum { INPUT_MAX = 64 * 1024, PER_SECOND_TO_PER_MINUTE = 60 };

/* Nor would it go there later, when it is stored. */
static int
refuse_server(const struct auth *auth, bool is_environments, struct fault *why)
{
	if (is_environments || auth->is_untested)
		return 0;
	return access_refuse_stored(&auth->access, &auth->setup, why);
}

/*
 * What is read goes before the environment.  *is_environments stays true only
 * if the token is the same.
 */
static int
read_input(struct auth *auth, bool *is_environments, struct fault *why)
{
	struct secret *text = secret_read(STDIN_FILENO, INPUT_MAX, false,
		"standard input", why);
	struct credentials read;
	int result;

	if (text == NULL)
		return -1;
	cred_init(&read);
	result = cred_parse(&read, text, "standard input", why);
	secret_free(text);
	if (result == 0)
		*is_environments =
			*is_environments &&
			strcmp(secret_text(read.token),
				secret_text(auth->access.credentials.token)) ==
				0;
	cred_release(&auth->access.credentials);
	auth->access.credentials = read;
	return result;
}

void
auth_show_progress(const char *text)
{
	if (isatty(STDERR_FILENO))
		msg_progress(text);
}

/* Those who gave the values are told what was seen, for better or worse. */
static int
tell(const struct findings *findings, const struct account *account,
	struct fault *why)
{
	const struct finding *finding;
	int status = 0;

	for (size_t i = 0; (finding = findings_at(findings, i)) != NULL; i++) {
		if (finding->state != FINDING_FAILURE &&
			finding->state != FINDING_WARNING)
			continue;
		msg_warn("%s: %s: %s; %s", finding_word(finding->state),
			finding->check, finding->text, finding->mend);
		if (finding->state == FINDING_FAILURE && status == 0)
			status = finding->status;
	}
	if (status != 0)
		return fault_set(why, status,
			"nothing was stored; mend that and log in again");
	msg_info("connected: %s, %s",
		account->number[0] != '\0' ? account->number
					   : "the number is not told",
		account->name[0] != '\0' ? account->name
					 : "its name is not told");
	return 0;
}

static void
keep_facts(struct auth *auth, const struct account *account)
{
	struct credentials *credentials = &auth->access.credentials;

	auth->account = *account;
	free(credentials->number);
	free(credentials->name);
	credentials->number =
		account->number[0] != '\0' ? xstrdup(account->number) : NULL;
	credentials->name =
		account->name[0] != '\0' ? xstrdup(account->name) : NULL;
	credentials->expires_ms = account->token_expires_ms;
}

int
auth_try(struct auth *auth, struct fault *why)
{
	struct findings *findings = findings_new(NULL, NULL);
	struct account account;
	int result;

	auth->access.is_login = true;
	result = account_look(&account, &auth->access,
		auth->access.credentials.business_account_id != NULL
			? ACCOUNT_ALL
			: ACCOUNT_NUMBER,
		findings, auth_show_progress, why);
	msg_progress(NULL);
	if (result == 0)
		result = tell(findings, &account, why);
	if (result == 0)
		keep_facts(auth, &account);
	findings_free(findings);
	return result;
}

/* The file would refuse them when all is asked and tested. */
static void
check_limits(const struct auth *auth)
{
	const struct config_row *rate =
		config_find("whatsapp.rate_limit_per_minute");
	const struct config_row *per_day =
		config_find("whatsapp.daily_message_limit");
	double per_minute =
		auth->pace.limits.rate.per_second * PER_SECOND_TO_PER_MINUTE;

	if (auth->has_rate &&
		(per_minute < rate->least || per_minute > rate->most))
		options_fail("--rate: take %g/min to %g/min", rate->least,
			rate->most);
	if (auth->has_per_day &&
		(double)auth->pace.limits.per_day > per_day->most)
		options_fail("--per-day: take 1 to %.0f", per_day->most);
}

/* What --rate and --per-day, or the answers, say goes into config.yaml. */
static int
store_limits(const struct auth *auth, struct fault *why)
{
	const struct config_row *rate =
		config_find("whatsapp.rate_limit_per_minute");
	const struct config_row *per_day =
		config_find("whatsapp.daily_message_limit");
	struct config_change changes[2];
	char rate_text[32], day_text[32];
	size_t count = 0;

	snprintf(rate_text, sizeof(rate_text), "%g",
		auth->pace.limits.rate.per_second * PER_SECOND_TO_PER_MINUTE);
	snprintf(day_text, sizeof(day_text), "%" PRId64,
		auth->pace.limits.per_day);
	if (auth->has_rate)
		changes[count++] = (struct config_change){rate, rate_text};
	if (auth->has_per_day)
		changes[count++] = (struct config_change){per_day, day_text};
	return count > 0 ? config_store(auth->setup.directory, changes, count,
				   why)
			 : 0;
}

/* Will other programs take it? */
static int
check_stored(const struct auth *auth, struct fault *why)
{
	struct keysource source = access_keysource(&auth->access, &auth->setup);
	struct credentials stored;
	enum cred_form form;
	int result;

	cred_init(&stored);
	result = cred_look(&stored, auth->setup.directory, &form, why);
	if (result == 0 && form == CRED_KEY_FILE)
		result =
			cred_read(&stored, auth->setup.directory, &source, why);
	cred_release(&stored);
	return result;
}

/* A new token is what most holds without an end wait for. */
static void
tell_hold(const struct auth *auth)
{
	struct findings *findings = findings_new(NULL, NULL);
	const struct finding *finding;
	struct quota_hold hold;
	bool was_held = auth_settle_hold(auth, &auth->account, &hold, findings);

	finding = findings_at(findings, 0);
	if (finding->state != FINDING_OK)
		msg_warn("%s; %s", finding->text, finding->mend);
	else if (was_held)
		msg_info("%s", finding->text);
	findings_free(findings);
}

static int
store(const struct auth *auth, const struct key *key, struct fault *why)
{
	const char *directory = auth->setup.directory;

	if (store_limits(auth, why) != 0 ||
		cred_write(&auth->access.credentials, directory, key, false,
			why) != 0)
		return -1;
	/* It may be stored where others could exchange it. */
	if (check_stored(auth, why) != 0)
		return -1;
	msg_info("ready: the token is stored, encrypted with %s",
		key->passphrase != NULL ? "your passphrase"
					: auth->access.key_path);
	tell_hold(auth);
	return 0;
}

/* The token and the rest, seen to work. */
static int
get_credentials(struct auth *auth, struct fault *why)
{
	bool is_environments = auth->access.credentials.token != NULL;

	if (!auth->is_stdin) {
		/* The environment's token goes with its number. */
		if (is_environments)
			access_take_ids(&auth->access);
		if (refuse_server(auth, is_environments, why) != 0)
			return -1;
		return auth_converse(auth, why);
	}
	if (read_input(auth, &is_environments, why) != 0 ||
		cred_check(&auth->access.credentials, why) != 0 ||
		refuse_server(auth, is_environments, why) != 0)
		return -1;
	return auth->is_untested ? 0 : auth_try(auth, why);
}

int
auth_login(struct auth *auth, struct fault *why)
{
	struct key key = {0};
	int result;

	check_limits(auth);
	/* Who had a passphrase does not get a key file without a word. */
	if (!auth->wants_key_file && cred_had_passphrase(auth->setup.directory))
		auth->wants_passphrase = true;
	/* Before the token, which nobody wants to look for a second time. */
	result = auth_key(auth, false, &key, why);
	if (result == 0)
		result = get_credentials(auth, why);
	if (result == 0)
		result = store(auth, &key, why);
	key_release(&key);
	return result;
}
