/* SPDX-License-Identifier: MIT */
/* The commands of csr-ledger that change something. */
#include <inttypes.h>
#include <pwd.h>
#include <stdint.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "ask.h"
#include "csr-ledger.h"
#include "ledger-forget.h"
#include "ledger-person.h"
#include "ledger-resolve.h"
#include "msg.h"
#include "options.h"

static const char *
user_name(void)
{
	const struct passwd *user = getpwuid(getuid());

	return user != NULL ? user->pw_name : "unknown";
}

/* Whether to go on; if not, the exit status is set. */
static bool
is_agreed(struct job *job, const char *question)
{
	if (job->is_sure)
		return true;
	switch (ask(question)) {
	case ASK_YES:
		return true;
	case ASK_NO:
		msg_warn("nothing was changed");
		job->status = 1;
		return false;
	default:
		options_fail("%s; there is no terminal to ask on: say --yes if"
			     " you are sure",
			question);
	}
}

static enum ledger_state
wanted_state(const char *word)
{
	if (strcmp(word, "accepted") == 0)
		return LEDGER_ACCEPTED;
	if (strcmp(word, "failed") == 0)
		return LEDGER_FAILED;
	if (strcmp(word, "resend") == 0)
		return LEDGER_NOT_SENT;
	options_fail("\"%s\": take accepted, failed or resend", word);
}

/* The campaign that knows the key, or NULL. */
static const char *
find_campaign(struct job *job, const char *key)
{
	const char *found = NULL;
	struct ledger *ledger;
	struct fault ignored;

	for (size_t at = 0; at < job->names.count; at++) {
		ledger = look_into(job, job->names.list[at]);
		if (ledger == NULL)
			continue;
		if (ledger_find(ledger, key).state != LEDGER_NONE) {
			if (found != NULL)
				options_fail("%s: is in %s and in %s; say which"
					     " with --campaign",
					key, found, job->names.list[at]);
			found = job->names.list[at];
		}
		ledger_close(ledger, &ignored); /* was only read */
	}
	return found;
}

int
do_resolve(struct job *job, struct fault *why)
{
	const char *key = key_operand(job), *word = job->operands[1];
	enum ledger_state wanted = wanted_state(word);
	const char *campaign = find_campaign(job, key);
	struct fault warning;

	if (job->reason != NULL && strlen(job->reason) > LEDGER_REASON_MAX)
		options_fail("--reason: take at most %d bytes",
			LEDGER_REASON_MAX);
	if (campaign == NULL) {
		note_unknown(job, key);
		return 0;
	}
	if (wanted == LEDGER_NOT_SENT &&
		!is_agreed(job,
			"the next run sends this message again, and if an"
			" earlier one did arrive, the person gets it twice"))
		return 0;
	if (ledger_resolve(job->directory, campaign, key, wanted, user_name(),
		    job->reason, &warning, why) != 0)
		return -1;
	if (warning.text[0] != '\0')
		msg_warn("%s", warning.text);
	msg_info("%s of campaign %s: %s", key, campaign,
		wanted == LEDGER_NOT_SENT ? "the next run sends it again"
					  : word);
	return 0;
}

/* -1 after it has said why not. */
static int64_t
forget_in(struct job *job, const char *campaign, const char *to)
{
	unsigned char keys[LEDGER_PERSON_KEYS][LEDGER_KEY_SIZE];
	struct fault why;
	int64_t changed;

	ledger_person_keys(campaign, to, job->values, job->value_count, keys);
	changed = ledger_forget(job->directory, campaign, keys,
		LEDGER_PERSON_KEYS, &why);
	if (changed < 0)
		note_fault(job, &why);
	return changed;
}

int
do_forget(struct job *job, struct fault *why)
{
	char number[PHONE_SIZE];
	const char *to = ledger_person_parse(job->operands[0], number);
	int64_t changed, sum = 0;

	(void)why;
	if (to == NULL)
		options_fail("\"%s\" is neither a number with + and country nor"
			     " an address",
			job->operands[0]);
	if (!is_agreed(job,
		    "what was sent to this person is forgotten for ever, so"
		    " that a later run of the same campaign would send to them"
		    " again: take them out of your lists as well"))
		return 0;
	for (size_t at = 0; at < job->names.count; at++) {
		changed = forget_in(job, job->names.list[at], to);
		sum += changed > 0 ? changed : 0;
	}
	msg_info("%" PRId64 " lines forgotten; take the person out of your"
		 " lists, or a later run sends to them again",
		sum);
	if (sum == 0 && job->status == EX_OK)
		job->status = 1;
	return 0;
}
