/* SPDX-License-Identifier: MIT */
#include "account.h"

#include <stdint.h>
#include <unistd.h>

#include "clock.h"
#include "file.h"
#include "jsonwriter.h"
#include "lock.h"

enum { LOCK_WAIT_MS = 10 * 1000 };

static void
write_time(struct json_writer *json, const char *name, int64_t time_ms)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_ms, text);
	json_name(json, name);
	json_string(json, text);
}

static void
write_text(struct json_writer *json, const char *name, const char *text)
{
	if (text[0] == '\0')
		return;
	json_name(json, name);
	json_string(json, text);
}

static void
write_answer(struct json_writer *json, const char *name,
	enum account_answer answer)
{
	if (answer == ACCOUNT_UNKNOWN)
		return;
	json_name(json, name);
	if (answer == ACCOUNT_YES)
		json_raw(json, "true", 4);
	else
		json_raw(json, "false", 5);
}

static void
write_limits(struct json_writer *json, const struct account *account)
{
	if (account->messages_per_second > 0) {
		json_name(json, "messages_per_second");
		json_integer(json, account->messages_per_second);
	}
	if (account->people_per_day != 0)
		json_name(json, "people_per_day");
	if (account->people_per_day > 0)
		json_integer(json, account->people_per_day);
	else if (account->people_per_day < 0)
		json_string(json, NULL);
}

void
account_write_json(const struct account *account, struct json_writer *json)
{
	json_open(json, '{');
	json_name(json, "v");
	json_integer(json, 1);
	write_time(json, "at", account->looked_ms);
	write_text(json, "place", account->place);
	write_text(json, "number", account->number);
	write_text(json, "name", account->name);
	write_text(json, "quality", account->quality);
	write_limits(json, account);
	write_answer(json, "token_is_valid", account->token_is_valid);
	if (account->token_expires_ms > 0) {
		write_time(json, "token_expires_at", account->token_expires_ms);
	} else if (account->token_expires_ms == 0) {
		json_name(json, "token_expires_at");
		json_string(json, "never");
	}
	write_answer(json, "may_send", account->may_send);
	write_answer(json, "may_manage", account->may_manage);
	write_answer(json, "is_connected", account->is_connected);
	write_answer(json, "can_send", account->can_send);
	write_answer(json, "is_subscribed", account->is_subscribed);
	write_text(json, "api_version", account->api_version);
	json_close(json, '}');
}

int
account_store(const struct account *account, const char *directory,
	struct fault *why)
{
	struct json_writer json = {0};
	struct buf path, text;
	int lock, result = -1;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/account.lock", directory);
	lock = lock_open(buf_string(&path), why);
	buf_init(&text, 16 * 1024);
	json.out = &text;
	account_write_json(account, &json);
	buf_add_byte(&text, '\n');
	if (lock >= 0 && lock_acquire(lock, path.data, LOCK_WAIT_MS, why) == 0)
		result = file_replace(directory, "account.json", text.data,
			text.len, why);
	if (lock >= 0)
		close(lock);
	buf_release(&text);
	buf_release(&path);
	return result;
}
