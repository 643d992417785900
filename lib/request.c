/* SPDX-License-Identifier: MIT */
#include "request.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "campaign.h"
#include "cloudapi.h"
#include "identity.h"
#include "phone.h"
#include "secret.h"

void
request_init(struct request *request)
{
	buf_init(&request->campaign, LINE_LENGTH_MAX);
	buf_init(&request->to, LINE_LENGTH_MAX);
	buf_init(&request->body, SIZE_MAX);
	buf_init(&request->text, SIZE_MAX);
}

void
request_release(struct request *request)
{
	buf_release(&request->campaign);
	buf_release(&request->to);
	buf_release(&request->body);
	buf_release(&request->text);
}

static int
refuse(struct record_error *error, const char *code, const char *title)
{
	*error = (struct record_error){.stage = "send",
		.code = code,
		.title = title,
		.hint = "put csr-render before csr-send-wa"};
	return -1;
}

/* The text of a member of csr: "" when there is none. */
static const char *
read_text(struct buf *text, const struct record *record, const char *name)
{
	buf_clear(text);
	if (record_value_text(record_csr(record, name), text) != 0)
		buf_clear(text);
	return buf_string(text);
}

/* All zeros is what the ledger keeps of those who asked to be forgotten. */
static bool
is_key(const char *text, size_t len)
{
	return len == IDENTITY_KEY_SIZE - 1 &&
	       strspn(text, "0123456789abcdef") == len &&
	       strspn(text, "0") < len;
}

/* The key that the record has, or the one it should have. */
static void
find_key(struct request *request, const struct record *record)
{
	const char *text = read_text(&request->text, record, "key");
	struct identity identity;

	if (is_key(text, request->text.len)) {
		memcpy(request->key, text, IDENTITY_KEY_SIZE);
		return;
	}
	identity_init(&identity, request->campaign.data, "whatsapp");
	identity_begin(&identity, request->to.data, request->to.len,
		request->part);
	identity_end(&identity, request->key);
	identity_release(&identity);
}

static void
find_part(struct request *request, const struct record *record)
{
	const struct json_value *part = record_csr(record, "part");

	request->part = 0;
	if (part != NULL && part->type == JSON_NUMBER)
		request->part = strtoll(part->text, NULL, 10);
}

/* Half of the digits are enough to tell one text from a corrected one. */
void
request_content(const struct json_value *message,
	char content[REQUEST_CONTENT_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[HASH_SIZE];

	secret_hash(hash, message->text, message->len);
	for (int i = 0; i < REQUEST_CONTENT_SIZE - 1; i++)
		content[i] = digits[hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
	content[REQUEST_CONTENT_SIZE - 1] = '\0';
}

static int
read_message(struct request *request, const struct record *record,
	struct record_error *error)
{
	const struct json_value *message = record_csr(record, "message");

	if (message == NULL || message->type != JSON_OBJECT)
		return refuse(error, "no_message", "there is no csr.message");
	if (!cloudapi_is_message(message->text, message->len))
		return refuse(error, "no_message",
			"csr.message is empty, or says itself whom it is to");
	find_part(request, record);
	find_key(request, record);
	request_content(message, request->content);
	return 0;
}

int
request_read(struct request *request, const struct record *record,
	struct record_error *error)
{
	struct buf *campaign = &request->campaign, *to = &request->to;

	if (!record_has_room(record, REQUEST_RESULT_MAX)) {
		*error = (struct record_error){.stage = "send",
			.code = "too_long",
			.title = "the record has no room for a result",
			.hint = "take members away that no template needs"};
		return -1;
	}
	if (strcmp(read_text(&request->text, record, "channel"), "email") == 0)
		return refuse(error, "wrong_channel",
			"this is an e-mail, no WhatsApp message");
	read_text(campaign, record, "campaign");
	read_text(to, record, "to");
	if (!campaign_is_name(campaign->data, campaign->len))
		return refuse(error, "no_campaign",
			"csr.campaign is missing or no name");
	if (!phone_is_e164(to->data, to->len) &&
		!phone_is_user_id(to->data, to->len))
		return refuse(error, "bad_phone",
			"csr.to is missing or no recipient");
	return read_message(request, record, error);
}

void
request_write(struct request *request, const struct record *record,
	unsigned int attempt)
{
	const struct json_value *message = record_csr(record, "message");

	buf_clear(&request->body);
	cloudapi_write_request(&request->body, request->to.data,
		request->to.len, message->text, message->len, request->key,
		attempt);
}
