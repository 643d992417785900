/* SPDX-License-Identifier: MIT */
/* csr-auth test: what the API says of token, number and account. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "account.h"
#include "csr-auth.h"
#include "finding.h"
#include "hold.h"
#include "jsonwriter.h"
#include "msg.h"
#include "output.h"
#include "pace.h"

static void
write_text(const struct findings *findings, struct buf *out)
{
	const struct finding *finding;

	for (size_t i = 0; (finding = findings_at(findings, i)) != NULL; i++)
		finding_write_text(finding, out);
}

static void
write_json(const struct findings *findings, const struct account *account,
	const struct quota_hold *hold, struct buf *out)
{
	struct json_writer json = {.out = out};

	json_open(&json, '{');
	json_name(&json, "findings");
	findings_write_json(findings, out);
	json.wants_comma = true;
	json_name(&json, "account");
	account_write_json(account, &json);
	json_name(&json, "hold");
	hold_write(hold, &json);
	json_close(&json, '}');
	buf_add_byte(out, '\n');
}

static int
print(const struct auth *auth, const struct findings *findings,
	const struct account *account, const struct quota_hold *hold,
	struct fault *why)
{
	struct output output;
	int result;

	output_init(&output, STDOUT_FILENO, "standard output");
	if (auth->is_json)
		write_json(findings, account, hold, output_text(&output));
	else
		write_text(findings, output_text(&output));
	result = output_finish(&output, why);
	output_release(&output);
	return result;
}

/* The failure that most needs a person decides. */
static int
exit_status(const struct findings *findings)
{
	static const int order[] = {EX_NOPERM, EX_CONFIG, EX_UNAVAILABLE,
		EX_TEMPFAIL};
	const struct finding *finding;

	for (size_t o = 0; o < sizeof(order) / sizeof(*order); o++)
		for (size_t i = 0; (finding = findings_at(findings, i)) != NULL;
			i++)
			if (finding->state == FINDING_FAILURE &&
				finding->status == order[o])
				return order[o];
	for (size_t i = 0; (finding = findings_at(findings, i)) != NULL; i++)
		if (finding->state == FINDING_FAILURE)
			return finding->status;
	return findings_count(findings, FINDING_WARNING) > 0 ? 1 : EX_OK;
}

/* What was seen is kept, unless there is no profile to keep it in. */
static int
keep(const struct auth *auth, const struct account *account, struct fault *why)
{
	if (account->number[0] == '\0' ||
		access(auth->setup.directory, F_OK) != 0)
		return 0;
	return account_store(account, auth->setup.directory, why);
}

int
auth_test(struct auth *auth, struct fault *why)
{
	struct findings *findings = findings_new(NULL, NULL);
	struct quota_hold hold = {0};
	struct account account;
	int result = access_find(&auth->access, &auth->setup, why);

	if (result == 0)
		result = account_look(&account, &auth->access, ACCOUNT_ALL,
			findings, auth_show_progress, why);
	msg_progress(NULL);
	if (result == 0) {
		auth_settle_hold(auth, &account, &hold, findings);
		result = print(auth, findings, &account, &hold, why);
	}
	if (result == 0)
		result = keep(auth, &account, why);
	if (result == 0)
		result = exit_status(findings);
	findings_free(findings);
	return result;
}
