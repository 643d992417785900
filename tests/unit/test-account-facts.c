/* SPDX-License-Identifier: MIT */
/* The facts of an account, the holds they end, and that no token leaks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "account-parts.h"
#include "account-server.h"
#include "clock.h"
#include "doc.h"
#include "tap.h"

/* Texts of a server, as they may be shown. */
static void
test_texts(void)
{
	static const struct {
		const char *name, *text, *want;
	} texts[] = {
		{"plain", "Rate limit hit", "Rate limit hit"},
		{"the token", "Bad EAAGm0PX4ZCps|BAKqEXAMPLEonly9ZA!",
			"Bad [token]!"},
		{"the token alone", "EAAGm0PX4ZCps|BAKqEXAMPLEonly9ZA",
			"[token]"},
		{"twice",
			"EAAGm0PX4ZCps|BAKqEXAMPLEonly9ZA"
			"EAAGm0PX4ZCps|BAKqEXAMPLEonly9ZA",
			"[token][token]"},
		{"its beginning", "Malformed access token EAAGm0PX4ZCp...",
			"Malformed access token [token]..."},
		{"its end", "...EXAMPLEonly9ZA", "...[token]"},
		{"less than a dozen bytes", "EAAGm0PX4ZC", "EAAGm0PX4ZC"},
		{"as in a URL",
			"/debug_token?input_token="
			"EAAGm0PX4ZCps%7CBAKqEXAMPLEonly9ZA",
			"/debug_token?input_token=[token]%7C[token]"},
		{"with escapes for all", "%45%41%41%47%6d%30%50%58%34%5a%43%70",
			"(what was said has the token in it)"},
		{"control characters",
			"a\r\n\t b\x1b[2J\x7f"
			"c\xC2\x9B"
			"d\xFF.",
			"a b [2J c d ."},
		{"another direction of writing",
			"a\xE2\x80\xAE"
			"b\xE2\x81\xA6"
			"c",
			"a b c"},
		{"blanks", "  a  ", "a"},
		{"nothing", "", ""},
	};
	struct access access = {0};
	struct look look = {.access = &access};
	char out[LOOK_TEXT_SIZE], text[60000];
	struct fault why;

	access.credentials.token =
		secret_new(server_token, strlen(server_token), &why);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		look_clean(&look, texts[i].text, out);
		ok_bytes(out, strlen(out), texts[i].want, strlen(texts[i].want),
			"%s", texts[i].name);
	}
	for (size_t i = 0; i < sizeof(text) - 1; i += 2)
		memcpy(text + i, "\xC3\xA9", 2);
	text[sizeof(text) - 2] = text[sizeof(text) - 1] = '\0';
	look_clean(&look, text, out);
	ok(strlen(out) == 255 && memcmp(out + 250, "\xC3\xA9...", 5) == 0,
		"a long text is cut between characters");
	/* Whatever is cut off, no token comes through. */
	memset(text, 'x', 240);
	strcpy(text + 240, server_token);
	look_clean(&look, text, out);
	ok(strstr(out, "EAAG") == NULL, "a token where the text is cut");
	secret_free(access.credentials.token);
	access.credentials.token = secret_new("token", 5, &why);
	look_clean(&look, "Bad token.", out);
	ok(strcmp(out, "Bad [token].") == 0, "a token that is called so");
	secret_free(access.credentials.token);
	access.credentials.token = secret_new("t", 1, &why);
	look_clean(&look, "not this", out);
	ok(strcmp(out, "not this") == 0, "a token of one byte");
	secret_free(access.credentials.token);
	access.credentials.token = NULL;
	look_clean(&look, "abc", out);
	ok(strcmp(out, "abc") == 0, "without a token nothing is blanked");
}

/* Each text of each answer is the token. */
static void
test_echo(void)
{
#define T "EAAGm0PX4ZCps|BAKqEXAMPLEonly9ZA"
	static const struct server_answer answers[] = {
		{"debug_token", 200,
			"{\"data\":{\"app_id\":\"" T "\",\"application\":\"" T
			"\",\"type\":\"" T "\",\"is_valid\":true," SCOPES "}}",
			HTTP_NO_TROUBLE},
		{"/" NUMBER_ID "?", 200,
			"{\"display_phone_number\":\"" T
			"\",\"verified_name\":\"" T "\",\"status\":\"" T
			"\",\"quality_rating\":\"" T "\",\"name_status\":\"" T
			"\",\"platform_type\":\"" T "\",\"account_mode\":\"" T
			"\",\"code_verification_status\":\"" T
			"\",\"whatsapp_business_manager_messaging_limit\":\""
			"TIER_" T "\",\"health_status\":{"
			"\"can_send_message\":\"BLOCKED\",\"entities\":[{"
			"\"entity_type\":\"" T
			"\",\"can_send_message\":\"BLOCKED\",\"errors\":[{"
			"\"error_description\":\"" T
			"\",\"possible_solution\":\"" T "\"}]}]}}",
			HTTP_NO_TROUBLE},
		{"/" BUSINESS_ID "?", 200,
			"{\"name\":\"" T "\",\"currency\":\"" T
			"\",\"account_review_status\":\"" T
			"\",\"business_verification_status\":\"" T "\"}",
			HTTP_NO_TROUBLE},
		{"/phone_numbers", 200,
			"{\"data\":[{\"id\":\"" T
			"\",\"display_phone_number\":\"" T "\"}]}",
			HTTP_NO_TROUBLE},
		{"/subscribed_apps", 401,
			ERROR_BODY("\"code\":190,\"message\":\"" T "\""),
			HTTP_NO_TROUBLE},
		{NULL, 0, NULL, HTTP_NO_TROUBLE}};
	struct json_writer json = {0};
	struct account account;
	struct findings *findings;
	struct buf out;

	findings = server_look(answers, &account, NUMBER_ID, BUSINESS_ID);
	buf_init(&out, 1024 * 1024);
	json.out = &out;
	findings_write_json(findings, &out);
	account_write_json(&account, &json);
	for (size_t i = 0; findings_at(findings, i) != NULL; i++)
		finding_write_text(findings_at(findings, i), &out);
	ok(strstr(buf_string(&out), "EAAG") == NULL &&
			strstr(buf_string(&out), "EXAMPLE") == NULL &&
			strstr(buf_string(&out), "[token]") != NULL,
		"no finding and no fact has the token in it");
	ok(strstr(buf_string(&server_asked), "EAAG") == NULL, "no address has");
	ok(strstr(buf_string(&server_asked),
		   "/v25.0/debug_token?input_token=(the token)\n") != NULL,
		"but it is asked about");
	findings_free(findings);
	buf_release(&out);
}

static const struct account healthy = {.token_is_valid = ACCOUNT_YES,
	.number = "+1 202-555-0101",
	.may_send = ACCOUNT_YES,
	.can_send = ACCOUNT_YES,
	.is_connected = ACCOUNT_YES};

static void
test_holds(void)
{
	static const int64_t ended[] = {0, 3, 10, 33, 104, 190, 200, 299, 803,
		131005, 131031, 131037, 131042, 131045, 133010, 141002};
	static const int64_t kept[] = {-1, 1, 2, 4, 100, 368, 131026, 131030,
		131048, 131064, 130429, 134011, 999999};
	static const int64_t permissions[] = {3, 10, 200, 250, 299, 131005};
	static const int64_t accounts[] = {33, 803, 131031, 131042, 141002};
	struct account account = healthy;

	for (size_t i = 0; i < sizeof(ended) / sizeof(*ended); i++)
		ok(account_ends_hold(&healthy, ended[i]), "%d is over",
			(int)ended[i]);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		ok(!account_ends_hold(&healthy, kept[i]), "%d stays",
			(int)kept[i]);
	account.may_send = ACCOUNT_UNKNOWN;
	for (size_t i = 0; i < sizeof(permissions) / sizeof(*permissions); i++)
		ok(!account_ends_hold(&account, permissions[i]),
			"%d stays when the scopes are not known",
			(int)permissions[i]);
	ok(account_ends_hold(&account, 190), "190 is over without scopes");
	account = healthy;
	account.can_send = ACCOUNT_UNKNOWN;
	for (size_t i = 0; i < sizeof(accounts) / sizeof(*accounts); i++)
		ok(!account_ends_hold(&account, accounts[i]),
			"%d stays without health", (int)accounts[i]);
	account = healthy;
	account.is_connected = ACCOUNT_NO;
	ok(!account_ends_hold(&account, 131031), "an account that is not"
						 " connected");
	ok(account_ends_hold(&account, 190), "is of no matter to a token");
	account = healthy;
	account.number[0] = '\0';
	ok(!account_ends_hold(&account, 190), "without the number nothing is"
					      " proven");
	account = healthy;
	account.token_is_valid = ACCOUNT_UNKNOWN;
	ok(!account_ends_hold(&account, 190), "nor without the token");
}

static const char *
text_of(const struct doc *doc, const char *path)
{
	const char *text = doc_string(doc, path);

	return text != NULL ? text : "";
}

static void
test_store(void)
{
	char directory[] = "/tmp/test-account-XXXXXX", path[64];
	struct account account = healthy;
	struct doc *doc = NULL;
	struct stat status;
	struct fault why;
	double number;

	if (!ok(mkdtemp(directory) != NULL, "a directory"))
		return;
	snprintf(path, sizeof(path), "%s/account.json", directory);
	account.looked_ms = INT64_C(1764000000000);
	account.token_expires_ms = INT64_C(1764086400000);
	account.people_per_day = 2000;
	account.messages_per_second = 80;
	strcpy(account.quality, "GREEN");
	ok(account_store(&account, directory, &why) == 0, "it is stored");
	ok(stat(path, &status) == 0 && (status.st_mode & 07777) == 0600,
		"for nobody else");
	doc = doc_read(path, 65536, &why);
	if (ok(doc != NULL, "as JSON")) {
		ok(strcmp(text_of(doc, "at"), "2025-11-24T16:00:00.000Z") ==
					0 &&
				strcmp(text_of(doc, "number"),
					"+1 202-555-0101") == 0 &&
				strcmp(text_of(doc, "quality"), "GREEN") == 0 &&
				strcmp(text_of(doc, "token_expires_at"),
					"2025-11-25T16:00:00.000Z") == 0,
			"texts and times");
		ok(doc_number(doc, "people_per_day", &number) &&
				number == 2000 &&
				doc_number(doc, "messages_per_second",
					&number) &&
				number == 80,
			"limits");
		ok(look_truth(doc, "can_send") == ACCOUNT_YES &&
				doc_kind(doc, "is_subscribed") == DOC_MISSING &&
				doc_kind(doc, "name") == DOC_MISSING,
			"what is not known is left out");
	}
	doc_free(doc);
	account.people_per_day = -1;
	account.token_expires_ms = 0;
	ok(account_store(&account, directory, &why) == 0, "it is replaced");
	doc = doc_read(path, 65536, &why);
	ok(doc != NULL && doc_kind(doc, "people_per_day") == DOC_NULL &&
			strcmp(doc_string(doc, "token_expires_at"), "never") ==
				0,
		"no limit and no end");
	doc_free(doc);
	unlink(path);
	snprintf(path, sizeof(path), "%s/account.lock", directory);
	unlink(path);
	rmdir(directory);
	ok(account_store(&account, directory, &why) == -1 &&
			why.status == EX_CANTCREAT,
		"a directory that is gone");
}

/* An end within a week is warned of, whichever unit it is told in. */
static void
test_expiry(void)
{
	static const struct {
		int64_t left_s;
		enum finding_state state;
		const char *text;
	} rows[] = {
		{-10, FINDING_WARNING, "has expired on"},
		{90 * 60, FINDING_WARNING, ", in 1 hours"},
		{47 * 3600 + 60, FINDING_WARNING, ", in 47 hours"},
		{3 * 86400 + 60, FINDING_WARNING, ", in 3 days"},
		{7 * 86400 - 60, FINDING_WARNING, ", in 6 days"},
		{7 * 86400 + 600, FINDING_OK, "valid, expires on 2"},
		{400 * 86400, FINDING_OK, "valid, expires on 2"},
	};
	char body[512];
	const struct server_answer answers[] = {{"debug_token", 200, body,
							HTTP_NO_TROUBLE},
		{NULL, 0, NULL, HTTP_NO_TROUBLE}};
	const struct finding *finding;
	struct findings *findings;
	struct account account;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(body, sizeof(body),
			TOKEN_BODY("\"is_valid\":true,\"expires_at\":%lld"),
			(long long)(clock_now_ms() / 1000 + rows[i].left_s));
		findings =
			server_look(answers, &account, NUMBER_ID, BUSINESS_ID);
		finding = findings_at(findings, 0);
		ok(finding->state == rows[i].state &&
				strstr(finding->text, rows[i].text) != NULL,
			"%lld s: %s", (long long)rows[i].left_s, finding->text);
		ok(account.token_expires_ms / 1000 - clock_now_ms() / 1000 <=
				rows[i].left_s,
			"the fact");
		findings_free(findings);
	}
}

static void
test_facts(void)
{
	static const struct {
		const char *tier;
		int64_t people;
	} tiers[] = {{"TIER_250", 250}, {"TIER_1K", 1000}, {"TIER_2K", 2000},
		{"TIER_100K", 100000}, {"TIER_1M", 1000000},
		{"TIER_UNLIMITED", -1}, {"TIER_", 0}, {"TIER_0", 0},
		{"TIER_-1", 0}, {"TIER_10X", 0}, {"250", 0},
		{"TIER_99999999999999999999K", 0}};
	char body[512];
	const struct server_answer answers[] = {{"/" NUMBER_ID "?", 200, body,
							HTTP_NO_TROUBLE},
		{NULL, 0, NULL, HTTP_NO_TROUBLE}};
	struct findings *findings;
	struct account account;

	for (size_t i = 0; i < sizeof(tiers) / sizeof(*tiers); i++) {
		snprintf(body, sizeof(body),
			NUMBER_BODY("\"whatsapp_business_manager_messaging_"
				    "limit\":\"%s\""),
			tiers[i].tier);
		findings = server_look(answers, &account, NUMBER_ID, NULL);
		ok(account.people_per_day == tiers[i].people, "%s",
			tiers[i].tier);
		findings_free(findings);
	}
	findings = server_look(NULL, &account, NUMBER_ID, BUSINESS_ID);
	ok(account.token_is_valid == ACCOUNT_YES &&
			account.token_expires_ms == 0 &&
			account.may_send == ACCOUNT_YES &&
			account.may_manage == ACCOUNT_YES &&
			account.is_connected == ACCOUNT_YES &&
			account.can_send == ACCOUNT_YES &&
			account.messages_per_second == 80 &&
			account.people_per_day == 2000 &&
			account.is_subscribed == ACCOUNT_YES &&
			strcmp(account.name, "Shop") == 0 &&
			strcmp(account.api_version, "v25.0") == 0,
		"the facts when all is well");
	ok(findings_count(findings, FINDING_WARNING) +
				findings_count(findings, FINDING_FAILURE) +
				findings_count(findings, FINDING_SKIPPED) ==
			0,
		"and nothing to mend");
	findings_free(findings);
}

int
main(void)
{
	test_texts();
	test_echo();
	test_holds();
	test_store();
	test_expiry();
	test_facts();
	return tap_end();
}
