/* SPDX-License-Identifier: MIT */
/*
 * make-ledger DIRECTORY CAMPAIGN: what a sender does to a ledger, by lines on
 * standard input: intent KEY ATTEMPT, accepted KEY ID, failed KEY CODE,
 * not_sent KEY CODE [UNTIL_MS], in_doubt KEY WHY, sync, kill; or close, which
 * is what happens at the end anyway.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger.h"
#include "msg.h"
#include "program.h"

static int
sync_all(struct ledger *ledger, struct fault *why)
{
	if (ledger_write(ledger, why) != 0)
		return -1;
	ledger_sync_begin(ledger);
	if (ledger_sync(ledger, why) != 0)
		return -1;
	ledger_sync_end(ledger);
	return 0;
}

static void
end(struct ledger *ledger, const char *word, const char *key, const char *value,
	const char *until)
{
	struct ledger_end result = {.state = LEDGER_IN_DOUBT, .why = value};

	if (strcmp(word, "accepted") == 0)
		result = (struct ledger_end){.state = LEDGER_ACCEPTED,
			.id = value};
	else if (strcmp(word, "failed") == 0)
		result = (struct ledger_end){.state = LEDGER_FAILED,
			.code = atol(value)};
	else if (strcmp(word, "not_sent") == 0)
		result = (struct ledger_end){.state = LEDGER_NOT_SENT,
			.code = atol(value),
			.until_ms =
				*until != '\0' ? atoll(until) : 4000000000000};
	ledger_settle(ledger, key, &result);
}

static int
act(struct ledger *ledger, const char *line, struct fault *why)
{
	char word[32] = "", key[IDENTITY_KEY_SIZE] = "", value[256] = "",
	     until[32] = "";

	sscanf(line, "%31s %32s %255s %31s", word, key, value, until);
	if (strcmp(word, "sync") == 0)
		return sync_all(ledger, why);
	if (strcmp(word, "kill") == 0)
		_exit(0);
	if (strcmp(word, "close") == 0)
		return 0;
	if (strcmp(word, "intent") == 0)
		ledger_intend(ledger, key, (unsigned int)atol(value),
			"0123456789abcdef");
	else
		end(ledger, word, key, value, until);
	return 0;
}

int
main(int argc, char *argv[])
{
	struct fault why, warning;
	struct ledger *ledger;
	char line[512];

	program_init(argv[0]);
	if (argc != 3)
		return 64;
	ledger = ledger_open(argv[1], argv[2], &warning, &why);
	if (ledger == NULL)
		return msg_fault(&why);
	if (warning.text[0] != '\0')
		msg_warn("%s", warning.text);
	while (fgets(line, sizeof(line), stdin) != NULL)
		if (act(ledger, line, &why) != 0)
			break;
	return ledger_close(ledger, &why) == 0 ? 0 : msg_fault(&why);
}
