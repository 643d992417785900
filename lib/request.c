/* SPDX-License-Identifier: MIT */
#include "request.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "campaign.h"
#include "cloudapi.h"
#include "identity.h"
#include "phone.h"

void
request_init(struct request *request)
{
	buf_init(&request->body, SIZE_MAX);
	buf_init(&request->text, SIZE_MAX);
}

void
request_release(struct request *request)
{
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

static bool
is_key(const char *text, size_t len)
{
	return len == IDENTITY_KEY_SIZE - 1 &&
	       strspn(text, "0123456789abcdef") == len;
}

/* The key that the record has, or the one it should have. */
static void
find_key(struct request *request, const struct record *record,
	const char *campaign, const struct buf *to, char key[IDENTITY_KEY_SIZE])
{
	const char *text = read_text(&request->text, record, "key");
	const struct json_value *part = record_csr(record, "part");
	struct identity identity;
	int64_t number = 0;

	if (is_key(text, request->text.len)) {
		memcpy(key, text, IDENTITY_KEY_SIZE);
		return;
	}
	if (part != NULL && part->type == JSON_NUMBER)
		number = strtoll(part->text, NULL, 10);
	identity_init(&identity, campaign, "whatsapp");
	identity_begin(&identity, to->data, to->len, number);
	identity_end(&identity, key);
	identity_release(&identity);
}

static int
make_body(struct request *request, const struct record *record,
	const char *campaign, const struct buf *to, struct record_error *error)
{
	const struct json_value *message = record_csr(record, "message");
	char key[IDENTITY_KEY_SIZE];

	if (message == NULL || message->type != JSON_OBJECT)
		return refuse(error, "no_message", "there is no csr.message");
	find_key(request, record, campaign, to, key);
	buf_clear(&request->body);
	if (cloudapi_write_request(&request->body, to->data, to->len,
		    message->text, message->len, key, 1) != 0)
		return refuse(error, "no_message",
			"csr.message is empty, or says itself whom it is to");
	return 0;
}

int
request_make(struct request *request, const struct record *record,
	struct record_error *error)
{
	struct buf campaign, to;
	int result;

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
	buf_init(&campaign, LINE_LENGTH_MAX);
	buf_init(&to, LINE_LENGTH_MAX);
	read_text(&campaign, record, "campaign");
	read_text(&to, record, "to");
	if (!campaign_is_name(campaign.data, campaign.len))
		result = refuse(error, "no_campaign",
			"csr.campaign is missing or no name");
	else if (!phone_is_e164(to.data, to.len) &&
		 !phone_is_user_id(to.data, to.len))
		result = refuse(error, "bad_phone",
			"csr.to is missing or no recipient");
	else
		result = make_body(request, record, campaign.data, &to, error);
	buf_release(&campaign);
	buf_release(&to);
	return result;
}
