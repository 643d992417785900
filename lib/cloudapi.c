/* SPDX-License-Identifier: MIT */
#include "cloudapi.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "doc.h"
#include "json.h"
#include "jsonwriter.h"
#include "percent.h"
#include "phone.h"

void
cloudapi_node_url(struct buf *url, const char *base, const char *version,
	const char *id, const char *edge, const char *query)
{
	size_t len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	buf_clear(url);
	buf_add(url, base, len);
	buf_add_format(url, "/%s/", version);
	percent_encode(url, id);
	if (edge != NULL)
		buf_add_format(url, "/%s", edge);
	if (query != NULL)
		buf_add_format(url, "?%s", query);
}

void
cloudapi_messages_url(struct buf *url, const char *base, const char *version,
	const char *id)
{
	cloudapi_node_url(url, base, version, id, "messages", NULL);
}

static const char *const our_members[] = {"messaging_product", "recipient_type",
	"to", "recipient", "biz_opaque_callback_data"};

bool
cloudapi_is_ours(const char *member)
{
	for (size_t i = 0; i < sizeof(our_members) / sizeof(*our_members); i++)
		if (strcmp(our_members[i], member) == 0)
			return true;
	return false;
}

/* However the names of its members are spelt. */
bool
cloudapi_is_message(const char *message, size_t len)
{
	struct json_members members = {0};
	struct json_error error;
	bool is_good;

	is_good = json_scan_object(message, len, &members, NULL, NULL,
			  &error) == 0 &&
		  members.count > 0;
	for (size_t i = 0; i < sizeof(our_members) / sizeof(*our_members); i++)
		if (json_find(&members, our_members[i],
			    strlen(our_members[i])) != NULL)
			is_good = false;
	json_members_release(&members);
	return is_good;
}

void
cloudapi_write_request(struct buf *body, const char *to, size_t to_len,
	const char *message, size_t message_len, const char *key,
	unsigned int attempt)
{
	struct json_writer json = {.out = body};
	char callback[64];

	json_open(&json, '{');
	json_name(&json, "messaging_product");
	json_string(&json, "whatsapp");
	json_name(&json, "recipient_type");
	json_string(&json, "individual");
	json_name(&json, *to == '+' ? "to" : "recipient");
	json_text(&json, to, to_len);
	json_name(&json, "biz_opaque_callback_data");
	snprintf(callback, sizeof(callback), "csr1:%s:%u", key, attempt);
	json_string(&json, callback);
	/* The message's own members, in place of the closing brace. */
	buf_add_byte(body, ',');
	buf_add(body, message + 1, message_len - 1);
}

void
cloudapi_answer_init(struct cloudapi_answer *answer)
{
	*answer = (struct cloudapi_answer){0};
	buf_init(&answer->id, 4096);
	buf_init(&answer->wa_id, 4096);
	buf_init(&answer->held, 4096);
	buf_init(&answer->detail, 4096);
	buf_init(&answer->trace, 4096);
}

void
cloudapi_answer_release(struct cloudapi_answer *answer)
{
	buf_release(&answer->id);
	buf_release(&answer->wa_id);
	buf_release(&answer->held);
	buf_release(&answer->detail);
	buf_release(&answer->trace);
}

static bool
copy(struct buf *text, const struct doc *doc, const char *path)
{
	const char *found = doc_string(doc, path);

	if (found == NULL || *found == '\0')
		return false;
	buf_add_text(text, found);
	return !text->full;
}

/* The most telling of the texts that an error may have. */
static void
copy_detail(struct buf *detail, const struct doc *doc)
{
	static const char *const paths[] = {"error.error_data.details",
		"error.error_data", "error.error_user_msg", "error.message"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (copy(detail, doc, paths[i]))
			return;
}

static bool
copy_code(int64_t *code, const struct doc *doc, const char *path)
{
	double number;

	if (!doc_number(doc, path, &number) || floor(number) != number ||
		fabs(number) > 1e15)
		return false;
	*code = (int64_t)number;
	return true;
}

static enum cloudapi_verdict
read_error(struct cloudapi_answer *answer, const struct doc *doc)
{
	if (!copy_code(&answer->code, doc, "error.code"))
		return CLOUDAPI_UNCLEAR;
	copy_code(&answer->subcode, doc, "error.error_subcode");
	/* 100 with this subcode says what 33 says. */
	if (answer->code == 100 && answer->subcode == 33)
		answer->code = 33;
	if (doc_kind(doc, "error.is_transient") == DOC_BOOLEAN) {
		doc_write(doc, "error.is_transient", &answer->trace);
		answer->is_transient = answer->trace.len == 4;
		buf_clear(&answer->trace);
	}
	copy_detail(&answer->detail, doc);
	copy(&answer->trace, doc, "error.fbtrace_id");
	return CLOUDAPI_REFUSED;
}

/*
 * Accepted is what names the message; refused is what carries an error of
 * the API with a status of 400 or more.  Anything else proves nothing.
 */
void
cloudapi_read_answer(struct cloudapi_answer *answer, int http, const char *body,
	size_t len)
{
	struct fault why;
	struct doc *doc;

	buf_clear(&answer->id);
	buf_clear(&answer->wa_id);
	buf_clear(&answer->held);
	buf_clear(&answer->detail);
	buf_clear(&answer->trace);
	answer->code = answer->subcode = 0;
	answer->is_transient = false;
	answer->verdict = CLOUDAPI_UNCLEAR;
	doc = doc_parse(body, len, &why);
	if (doc == NULL)
		return;
	if (http == 200 && copy(&answer->id, doc, "messages.0.id")) {
		answer->verdict = CLOUDAPI_ACCEPTED;
		copy(&answer->wa_id, doc, "contacts.0.wa_id");
		copy(&answer->held, doc, "messages.0.message_status");
		if (strcmp(buf_string(&answer->held), "accepted") == 0)
			buf_clear(&answer->held);
	} else if (http >= 400) {
		answer->verdict = read_error(answer, doc);
	}
	doc_free(doc);
}
