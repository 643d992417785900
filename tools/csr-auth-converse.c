/* SPDX-License-Identifier: MIT */
/* csr-auth login: the conversation with the person who sets it up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "csr-auth.h"
#include "msg.h"
#include "number.h"
#include "terminal.h"
#include "xalloc.h"

enum { TOKEN_MAX = 8 * 1024 };

static const char app_text[] = "\n\
1 of 4: an app\n\
\n\
  In Meta for Developers (developers.facebook.com), under My Apps, make an\n\
  app for your business portfolio and add the product WhatsApp to it.  There\n\
  is one already if somebody has sent with it.\n";

static const char number_text[] = "\n\
2 of 4: the number you send from\n\
\n\
  In the app, under WhatsApp > API Setup, add your telephone number, or choose\n\
  it.  Below it stand two ids.  Neither is the telephone number itself.\n\
\n";

static const char token_text[] = "\n\
3 of 4: a token that lasts\n\
\n\
  In Meta Business Suite, under Settings > Users > System users, add a system\n\
  user.  Assign it the app and the WhatsApp account, with full control of\n\
  both.  Then generate a token for the app: expiry Never, permissions\n\
  whatsapp_business_messaging and whatsapp_business_management.\n\
  (The token on the page API Setup ends after some hours.)\n\
\n";

static const char limits_text[] = "\n\
4 of 4: how fast, and how many a day\n\
\n\
  A new number may write to few people a day, and what comes too fast is\n\
  refused.  Enter keeps what stands in brackets.\n\
\n";

/* Ask until it is an id; what Enter keeps may be there already. */
static int
ask_id(struct terminal *terminal, const char *what, bool may_be_none, char **id,
	struct fault *why)
{
	char question[128], *answer;

	for (;;) {
		snprintf(question, sizeof(question), "  %s%s%s%s: ", what,
			*id != NULL ? " [" : "", *id != NULL ? *id : "",
			*id != NULL   ? "]"
			: may_be_none ? " (Enter: none)"
				      : "");
		answer = terminal_ask(terminal, question, why);
		if (answer == NULL)
			return -1;
		if (*answer == '\0' && (*id != NULL || may_be_none)) {
			free(answer);
			return 0;
		}
		if (*answer != '\0' &&
			strspn(answer, "0123456789") == strlen(answer)) {
			free(*id);
			*id = answer;
			return 0;
		}
		terminal_say(terminal,
			"  That is no id: it has digits only, and is not the"
			" telephone number.\n");
		free(answer);
	}
}

static int
ask_token(struct terminal *terminal, struct credentials *credentials,
	struct fault *why)
{
	bool has_one = credentials->token != NULL;
	struct secret *token;

	for (;;) {
		token = terminal_ask_secret(terminal,
			has_one ? "  Access token (not shown) [as before]: "
				: "  Access token (not shown): ",
			TOKEN_MAX, why);
		if (token == NULL)
			return -1;
		if (secret_len(token) > 0 || has_one)
			break;
		secret_free(token);
		terminal_say(terminal, "  Without it nothing can be sent.\n");
	}
	if (secret_len(token) == 0) {
		secret_free(token);
		return 0;
	}
	secret_free(credentials->token);
	credentials->token = token;
	return 0;
}

/*
 * Ask for a setting, of which Enter keeps the value; true when it is to be
 * another one, *number.  Here Ctrl-D is as good as Enter: all that matters was
 * given.
 */
static bool
ask_setting(struct terminal *terminal, const struct config *config,
	const char *what, const char *name, int64_t *number)
{
	const struct config_row *row = config_find(name);
	char *present = config_text(config, row);
	char question[128], *answer;
	struct fault none;
	bool is_new = false, is_done = false;

	snprintf(question, sizeof(question), "  %s [%s]: ", what, present);
	while (!is_done) {
		answer = terminal_ask(terminal, question, &none);
		is_done = answer == NULL || *answer == '\0';
		is_new = !is_done &&
			 number_parse(answer, 1, (int64_t)row->most, number);
		free(answer);
		if (is_new)
			break;
		if (!is_done)
			terminal_say(terminal,
				"  Take a whole number from 1 to %.0f.\n",
				row->most);
	}
	free(present);
	return is_new;
}

static void
ask_limits(struct terminal *terminal, struct auth *auth)
{
	const struct config *config = &auth->setup.config;
	int64_t number;

	if (auth->has_rate && auth->has_per_day)
		return;
	terminal_say(terminal, "%s", limits_text);
	if (!auth->has_rate &&
		ask_setting(terminal, config, "Messages a minute",
			"whatsapp.rate_limit_per_minute", &number)) {
		auth->has_rate = true;
		auth->pace.limits.rate.per_second = (double)number / 60;
	}
	if (!auth->has_per_day &&
		ask_setting(terminal, config, "Messages a day",
			"whatsapp.daily_message_limit", &number)) {
		auth->has_per_day = true;
		auth->pace.limits.per_day = number;
	}
}

static int
ask_credentials(struct terminal *terminal, struct auth *auth,
	bool is_environments, struct fault *why)
{
	struct credentials *credentials = &auth->access.credentials;

	terminal_say(terminal, "%s%s", app_text, number_text);
	if (ask_id(terminal, "Phone number ID", false,
		    &credentials->phone_number_id, why) != 0 ||
		ask_id(terminal, "WhatsApp Business Account ID", true,
			&credentials->business_account_id, why) != 0)
		return -1;
	if (is_environments) {
		terminal_say(terminal,
			"\n3 of 4: the token is that of CSR_ACCESS_TOKEN\n");
		return 0;
	}
	terminal_say(terminal, "%s", token_text);
	return ask_token(terminal, credentials, why);
}

static bool
says_yes(struct terminal *terminal, const char *question, bool by_default)
{
	struct fault none;
	char *answer = terminal_ask(terminal, question, &none);
	bool is_yes = by_default;

	if (answer == NULL)
		return false;
	if (*answer != '\0')
		is_yes = *answer == 'y' || *answer == 'Y';
	free(answer);
	return is_yes;
}

/* Once there was something, it is not thrown away without a word. */
static int
check_stored(struct terminal *terminal, const struct auth *auth,
	struct fault *why)
{
	struct credentials stored;
	enum cred_form form;
	struct fault trouble;
	bool is_fine = true;

	cred_init(&stored);
	if (cred_look(&stored, auth->setup.directory, &form, &trouble) != 0) {
		terminal_say(terminal, "\n%s\n", trouble.text);
		is_fine = says_yes(terminal, "Replace it? [y/N] ", false);
	} else if (form != CRED_MISSING) {
		terminal_say(terminal, "\n%s (%s) is set up already.\n",
			stored.number != NULL ? stored.number : "A number",
			stored.name != NULL ? stored.name
			: stored.phone_number_id != NULL
				? stored.phone_number_id
				: "its id is missing");
		is_fine = says_yes(terminal, "Replace it? [y/N] ", false);
	}
	cred_release(&stored);
	return is_fine ? 0 : fault_set(why, EX_NOINPUT, "nothing was changed");
}

/* Until it works, or the person gives up. */
static int
converse(struct terminal *terminal, struct auth *auth, struct fault *why)
{
	struct credentials *credentials = &auth->access.credentials;
	bool is_environments = credentials->token != NULL;

	terminal_say(terminal, "%s; Ctrl-C ends this.\n",
		auth->is_untested
			? "What you enter is stored untested"
			: "Nothing is stored before it was seen to work");
	if (check_stored(terminal, auth, why) != 0)
		return -1;
	for (;;) {
		if (ask_credentials(terminal, auth, is_environments, why) != 0)
			return -1;
		terminal_say(terminal, "\n");
		if (cred_check(credentials, why) == 0 &&
			(auth->is_untested || auth_try(auth, why) == 0)) {
			ask_limits(terminal, auth);
			return 0;
		}
		msg_fault(why);
		if (!says_yes(terminal,
			    "\nChange something and try again? [Y/n] ", true))
			return fault_set(why, why->status,
				"nothing was stored");
	}
}

int
auth_converse(struct auth *auth, struct fault *why)
{
	struct terminal *terminal = terminal_open();
	int result;

	if (terminal == NULL)
		return fault_set(why, EX_USAGE,
			"there is no terminal to ask at; use --stdin, see"
			" csr-auth(1)");
	result = converse(terminal, auth, why);
	terminal_close(terminal);
	return result;
}
