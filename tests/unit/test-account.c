/* SPDX-License-Identifier: MIT */
/* What the API says of token, number and account, and what is made of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "account-cases.h"
#include "account-server.h"
#include "apierror.h"
#include "tap.h"

static bool
has(const struct findings *findings, enum finding_state state, int status,
	const char *check, const char *text, const char *mend)
{
	const struct finding *finding;

	for (size_t i = 0; (finding = findings_at(findings, i)) != NULL; i++)
		if (finding->state == state && finding->status == status &&
			strcmp(finding->check, check) == 0 &&
			strstr(finding->text, text) != NULL &&
			(mend == NULL) == (finding->mend == NULL) &&
			(mend == NULL || strstr(finding->mend, mend) != NULL))
			return true;
	return false;
}

/* What holds for every list. */
static bool
is_sound(const struct findings *findings)
{
	const struct finding *finding;

	for (size_t i = 0; (finding = findings_at(findings, i)) != NULL; i++) {
		if (strstr(finding->text, "EAAGm0PX4ZCp") != NULL ||
			strstr(finding->text, "EXAMPLEonly9") != NULL)
			return false;
		if ((finding->mend == NULL) != (finding->state == FINDING_OK))
			return false;
	}
	return true;
}

static void
show(const struct findings *findings)
{
	struct buf out;

	buf_init(&out, 65536);
	findings_write_json(findings, &out);
	printf("# %s\n", buf_string(&out));
	buf_release(&out);
}

static void
test_one(const struct account_case *one)
{
	struct server_answer answers[] = {{one->part, one->http, one->body,
						  HTTP_NO_TROUBLE},
		{NULL, 0, NULL, HTTP_NO_TROUBLE}};
	struct account account;
	struct findings *findings;

	findings = server_look(answers, &account, NUMBER_ID, BUSINESS_ID);
	if (!ok(has(findings, one->state, one->status, one->check, one->text,
			one->mend),
		    "%s", one->name))
		show(findings);
	ok(is_sound(findings), "%s: each that is not fine has a mend",
		one->name);
	findings_free(findings);
}

/* Every error of the table, in answer to each of the questions. */
static void
test_errors(const char *part, const char *check)
{
	char body[128];
	struct server_answer answers[] = {{part, 400, body, HTTP_NO_TROUBLE},
		{NULL, 0, NULL, HTTP_NO_TROUBLE}};
	const struct apierror *row;
	struct account account;
	struct findings *findings;
	bool is_found;

	for (size_t i = 0; (row = apierror_at(i)) != NULL; i++) {
		const struct finding *finding;

		/* These have their own words, tested above. */
		if (row->first == 1 || row->first == 100)
			continue;
		snprintf(body, sizeof(body), ERROR_BODY("\"code\":%d"),
			row->last);
		findings =
			server_look(answers, &account, NUMBER_ID, BUSINESS_ID);
		is_found = false;
		for (size_t j = 0; (finding = findings_at(findings, j)) != NULL;
			j++)
			if (strstr(finding->text, row->title) != NULL &&
				finding->mend != NULL &&
				(strstr(finding->mend, row->hint) != NULL ||
					strstr(finding->mend, "the id") !=
						NULL))
				is_found = true;
		if (!ok(is_found, "%s: %d has its cause and its cure", check,
			    row->last))
			show(findings);
		findings_free(findings);
	}
}

/* How far one came is told, and nothing more is asked. */
static void
test_troubles(void)
{
	static const char *const mends[] = {
		[HTTP_NO_NAME] = "/etc/resolv.conf",
		[HTTP_NO_CONNECTION] = "firewall",
		[HTTP_NO_TRUST] = "--ca-file",
		[HTTP_NO_TLS] = "TLS 1.2",
		[HTTP_TIMEOUT] = "whatsapp.timeout_seconds",
		[HTTP_BROKEN] = "try again",
	};
	struct server_answer answers[] = {{TOKEN, 0, NULL, HTTP_NO_TROUBLE},
		{NULL, 0, NULL, HTTP_NO_TROUBLE}};
	struct account account;
	struct findings *findings;

	for (size_t i = HTTP_NO_NAME; i <= HTTP_BROKEN; i++) {
		answers[0].trouble = (enum http_trouble)i;
		findings =
			server_look(answers, &account, NUMBER_ID, BUSINESS_ID);
		ok(has(findings, FINDING_FAILURE, EX_UNAVAILABLE, "server",
			   ": the cause", mends[i]) &&
				has(findings, FINDING_SKIPPED, 0,
					"phone number", "not known", "") &&
				has(findings, FINDING_SKIPPED, 0,
					"business account", "not known", ""),
			"trouble %zu", i);
		ok(strchr(buf_string(&server_asked), '\n') ==
				buf_string(&server_asked) + server_asked.len -
					1,
			"trouble %zu: one question is enough", i);
		findings_free(findings);
	}
}

static void
is_found(const char *name, const struct server_answer *answers,
	const char *number_id, const char *business_id,
	enum finding_state state, int status, const char *text,
	const char *mend)
{
	struct account account;
	struct findings *findings =
		server_look(answers, &account, number_id, business_id);
	const char *check = strncmp(name, "account", 7) == 0
				    ? "business account"
				    : "phone number";

	if (!ok(has(findings, state, status, check, text, mend), "%s", name))
		show(findings);
	ok(is_sound(findings), "%s: each has a mend", name);
	findings_free(findings);
}

#define END \
	{ \
		NULL, 0, NULL, HTTP_NO_TROUBLE \
	}

/* Graph answers for what has other fields than a number has. */
static const struct server_answer account_answers[] =
	{{"/" BUSINESS_ID "?", 400,
		 ERROR_BODY("\"code\":100,\"message\":\"(#100) Tried accessing"
			    " nonexisting field (status) on node type"
			    " (WhatsAppBusinessAccount)\""),
		 HTTP_NO_TROUBLE},
		END};
static const struct server_answer thing_answers[] = {{"/77?", 200,
							     "{\"id\":\"77\"}",
							     HTTP_NO_TROUBLE},
	END};

/* What people set in place of the id. */
static void
test_numbers_as_ids(void)
{
	static const char *const numbers[] = {"12025550102", "+1 202-555-0102",
		"0012025550102", "2025550102", "(202) 555-0102"};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		is_found(numbers[i], NULL, numbers[i], BUSINESS_ID,
			FINDING_FAILURE, EX_NOPERM,
			"the number itself is set as the phone number id",
			"the id of this number is 106540352242999: csr-auth"
			" login");
	is_found("a number without an account", NULL, "12025550102", NULL,
		FINDING_FAILURE, EX_NOPERM, "is not known", "not the number");
}

static void
test_ids(void)
{
	static const char is_account[] = "the id of a business account is set"
					 " as the phone number id";
	static const char its_numbers[] =
		"the ids of its numbers are " NUMBER_ID;

	is_found("none of the ids", NULL, "106540352240000", BUSINESS_ID,
		FINDING_FAILURE, EX_NOPERM,
		"the phone number id is not known, or the token may not see"
		" it (100, subcode 33): Unsupported get request.",
		"which are " NUMBER_ID " (+1 202-555-0101), 106540352242999"
		" (+1 202-555-0102)");
	is_found("the account's id", account_answers, BUSINESS_ID, NULL,
		FINDING_FAILURE, EX_NOPERM, is_account, its_numbers);
	is_found("the account's id as both", account_answers, BUSINESS_ID,
		BUSINESS_ID, FINDING_FAILURE, EX_NOPERM, is_account,
		its_numbers);
	is_found("no number at all", NULL, BUSINESS_ID, NULL, FINDING_FAILURE,
		EX_NOPERM, is_account, its_numbers);
	is_found("something else", thing_answers, "77", NULL, FINDING_FAILURE,
		EX_NOPERM, "is no phone number", "WhatsApp Manager");
	is_found("account: the number's id", NULL, NUMBER_ID, NUMBER_ID,
		FINDING_FAILURE, EX_NOPERM,
		"the id of the phone number is set as the business account id",
		"business settings");
	is_found("account: none", NULL, NUMBER_ID, NULL, FINDING_SKIPPED, 0,
		"no business account id is set", "CSR_BUSINESS_ACCOUNT_ID");
	is_found("no id", NULL, NULL, BUSINESS_ID, FINDING_FAILURE, EX_CONFIG,
		"no phone number id is set", "csr-auth login");
}

/* A field that this version of the API does not know. */
static void
test_fields(void)
{
	static const struct server_answer answers[] =
		{{"health_status", 400, ERROR_BODY("\"code\":100"),
			 HTTP_NO_TROUBLE},
			END};
	struct account account;
	struct findings *findings;

	findings = server_look(answers, &account, NUMBER_ID, BUSINESS_ID);
	ok(has(findings, FINDING_SKIPPED, 0, "phone number", "not all is shown",
		   "whatsapp.api_version") &&
			has(findings, FINDING_SKIPPED, 0, "business account",
				"not all is shown", "whatsapp.api_version") &&
			findings_count(findings, FINDING_FAILURE) == 0,
		"the few fields do");
	ok(strstr(buf_string(&server_asked),
		   "https://graph.example/v25.0/" NUMBER_ID
		   "?fields=id,display_phone_number,verified_name,"
		   "quality_rating\n") != NULL,
		"they are asked for");
	findings_free(findings);
}

int
main(void)
{
	setenv("TZ", "UTC", 1);
	for (const struct account_case *one = account_cases; one->name != NULL;
		one++)
		test_one(one);
	test_errors(TOKEN, "token");
	test_errors(NUMBER, "phone number");
	test_errors(BUSINESS, "business account");
	test_troubles();
	test_numbers_as_ids();
	test_ids();
	test_fields();
	return tap_end();
}
