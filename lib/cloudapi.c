/* SPDX-License-Identifier: MIT */
#include "cloudapi.h"

#include <arpa/inet.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "doc.h"
#include "jsonwriter.h"
#include "phone.h"

/*
 * The codes and their meanings are Meta's ("Error codes" of the WhatsApp
 * Business Platform, September 2026); the classes are ours.  Ranges stand
 * where Meta gives a range.  In the order of the codes.
 */
static const struct cloudapi_error errors[] = {
	{0, 0, CLOUDAPI_CREDENTIALS, "the token was not recognised",
		"make a new system user token"},
	{1, 2, CLOUDAPI_RETRY, "the API had a fault or is overloaded",
		"wait, see metastatus.com, and run again"},
	{3, 3, CLOUDAPI_CREDENTIALS, "the app lacks a capability or permission",
		"give the app whatsapp_business_messaging"},
	{4, 4, CLOUDAPI_PAUSE_ALL, "the app calls too often",
		"lower --rate and run again later"},
	{10, 10, CLOUDAPI_CREDENTIALS, "the permission was not granted",
		"grant whatsapp_business_messaging to the token and assign the"
		" account to the system user"},
	{17, 17, CLOUDAPI_PAUSE_ALL, "the user calls too often",
		"lower --rate and run again later"},
	{33, 33, CLOUDAPI_ACCOUNT, "the phone number id is not known",
		"use the phone number id of WhatsApp Manager, not the number"},
	{100, 100, CLOUDAPI_MESSAGE, "a parameter is wrong",
		"read the detail, mend the template"},
	{104, 104, CLOUDAPI_CREDENTIALS, "no token was sent",
		"set CSR_ACCESS_TOKEN or store the token"},
	{190, 190, CLOUDAPI_CREDENTIALS, "the token has expired or is invalid",
		"make a new system user token"},
	{200, 299, CLOUDAPI_CREDENTIALS, "the token may not use this account",
		"assign the WhatsApp account to the system user"},
	{368, 368, CLOUDAPI_ACCOUNT, "the account is blocked for a violation",
		"see WhatsApp Manager, policy"},
	{506, 506, CLOUDAPI_MESSAGE, "the same post was made before",
		"change the message"},
	{613, 613, CLOUDAPI_PAUSE_ALL, "a rate limit is reached",
		"lower --rate and run again later"},
	{803, 803, CLOUDAPI_ACCOUNT, "the object is not known",
		"check the phone number id"},
	{80007, 80008, CLOUDAPI_PAUSE_ALL, "the account calls too often",
		"wait an hour and run again"},
	{130403, 130403, CLOUDAPI_SUPPRESS, "your business blocked this person",
		"unblock the person, or take the row out"},
	{130429, 130429, CLOUDAPI_PAUSE_ALL,
		"the number sends faster than it may",
		"lower --rate and run again"},
	{130472, 130472, CLOUDAPI_MESSAGE,
		"Meta keeps this person out of marketing messages",
		"do not try again; this message was not charged"},
	{130497, 130497, CLOUDAPI_PERSON,
		"the account may not write to this country",
		"compare your business category with the policy of the"
		" country"},
	{131000, 131000, CLOUDAPI_RETRY, "the API failed for an unknown reason",
		"run again; if it stays, tell Meta the trace"},
	{131005, 131005, CLOUDAPI_CREDENTIALS, "access was denied",
		"check the permissions of the token"},
	{131008, 131008, CLOUDAPI_MESSAGE, "a required parameter is missing",
		"fill in what the detail names"},
	{131009, 131009, CLOUDAPI_MESSAGE, "a parameter has a bad value",
		"read the detail, mend the row or the template"},
	{131016, 131016, CLOUDAPI_RETRY, "the service is not available",
		"wait and run again"},
	{131020, 131020, CLOUDAPI_MESSAGE, "a group cannot be written to",
		"take the row out"},
	{131021, 131021, CLOUDAPI_PERSON, "recipient and sender are the same",
		"take your own number out of the list"},
	{131026, 131026, CLOUDAPI_PERSON, "the message cannot be delivered",
		"the person may not be on WhatsApp: try another channel"},
	{131030, 131030, CLOUDAPI_ACCOUNT,
		"a test number may not write to this recipient",
		"add the recipient in the app's API setup, or use a real"
		" number"},
	{131031, 131031, CLOUDAPI_ACCOUNT, "the account is locked",
		"see WhatsApp Manager and appeal"},
	{131037, 131037, CLOUDAPI_ACCOUNT,
		"the display name of the number is not approved",
		"get the name approved"},
	{131041, 131041, CLOUDAPI_MESSAGE, "a group cannot be written to",
		"take the row out"},
	{131042, 131042, CLOUDAPI_ACCOUNT,
		"the account cannot pay or is not eligible",
		"see payment settings in WhatsApp Manager"},
	{131045, 131045, CLOUDAPI_ACCOUNT, "the number is not registered",
		"register the number in WhatsApp Manager"},
	{131047, 131047, CLOUDAPI_MESSAGE,
		"the person has not written within 24 hours",
		"send an approved template"},
	{131048, 131048, CLOUDAPI_ACCOUNT,
		"the number is restricted after complaints",
		"stop; look at its quality in WhatsApp Manager"},
	{131049, 131049, CLOUDAPI_LATER,
		"Meta held this marketing message back",
		"wait a day; earlier tries make it longer"},
	{131050, 131050, CLOUDAPI_SUPPRESS,
		"the person has stopped your marketing messages",
		"do not send marketing to this person"},
	{131051, 131051, CLOUDAPI_MESSAGE, "the message type is not supported",
		"change the type in the template"},
	{131052, 131053, CLOUDAPI_MESSAGE, "the media could not be used",
		"check its address, type and size"},
	{131055, 131055, CLOUDAPI_TEMPLATE,
		"this endpoint takes marketing templates only",
		"use another template"},
	{131056, 131056, CLOUDAPI_PAUSE_PERSON,
		"too many messages to this person",
		"wait a few minutes and run again"},
	{131057, 131057, CLOUDAPI_PAUSE_ALL, "the account is in maintenance",
		"wait a minute and run again"},
	{131062, 131062, CLOUDAPI_MESSAGE,
		"this template wants a phone number, not a user id",
		"fill in the phone"},
	{131063, 131063, CLOUDAPI_TEMPLATE,
		"marketing templates are switched off for this account",
		"switch them on in WhatsApp Manager"},
	{131064, 131064, CLOUDAPI_ACCOUNT,
		"the account is limited for wrong template categories",
		"mend the categories and wait"},
	{132000, 132000, CLOUDAPI_MESSAGE,
		"the number of template parameters is wrong",
		"give the template as many as it has places"},
	{132001, 132001, CLOUDAPI_TEMPLATE,
		"the template does not exist in this language",
		"check its name, language and approval"},
	{132005, 132005, CLOUDAPI_MESSAGE, "the finished text is too long",
		"shorten the values"},
	{132007, 132007, CLOUDAPI_TEMPLATE, "the content violates a policy",
		"change the template"},
	{132008, 132012, CLOUDAPI_MESSAGE,
		"a parameter does not fit the template",
		"compare the parameters with the template"},
	{132015, 132015, CLOUDAPI_TEMPLATE, "the template is paused",
		"stop, and improve its quality"},
	{132016, 132016, CLOUDAPI_TEMPLATE, "the template is disabled for good",
		"make a new template"},
	{132018, 132018, CLOUDAPI_MESSAGE,
		"a template parameter has a newline, a tab or five blanks",
		"take them out of the value"},
	{132068, 132069, CLOUDAPI_TEMPLATE, "the flow is blocked or throttled",
		"mend the flow, or wait an hour"},
	{133004, 133004, CLOUDAPI_RETRY, "the server is not available",
		"wait and run again"},
	{133000, 133016, CLOUDAPI_ACCOUNT,
		"the number is not registered for the API",
		"register the number in WhatsApp Manager"},
	{134011, 134011, CLOUDAPI_ACCOUNT,
		"the terms of WhatsApp Payments are not accepted",
		"accept them"},
	{134100, 134100, CLOUDAPI_TEMPLATE, "the template is not for marketing",
		"use another template"},
	{134101, 134101, CLOUDAPI_PAUSE_ALL, "the template is being prepared",
		"wait ten minutes and run again"},
	{134102, 134102, CLOUDAPI_TEMPLATE, "the template cannot be used",
		"see WhatsApp Manager"},
	{135000, 135000, CLOUDAPI_MESSAGE, "a parameter is wrong",
		"check the template"},
	{137000, 137000, CLOUDAPI_PERSON,
		"the person's identity could not be confirmed",
		"verify the person again"},
	{141000, 141999, CLOUDAPI_ACCOUNT, "the account is not healthy",
		"see the detail, and WhatsApp Manager"},
	{2494100, 2494100, CLOUDAPI_PAUSE_ALL, "the account is in maintenance",
		"wait some minutes and run again"},
};

const struct cloudapi_error *
cloudapi_find_error(int64_t code, int http, bool is_transient)
{
	static const struct cloudapi_error passing = {-1, -1, CLOUDAPI_RETRY,
		"the API had a fault", "run again later"};
	static const struct cloudapi_error lasting = {-1, -1, CLOUDAPI_MESSAGE,
		"the API refused the message",
		"look the code up in Meta's list of errors"};

	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (code >= errors[i].first && code <= errors[i].last)
			return &errors[i];
	return http >= 500 || is_transient ? &passing : &lasting;
}

void
cloudapi_messages_url(struct buf *url, const char *base, const char *version,
	const char *id)
{
	size_t len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	buf_clear(url);
	buf_add(url, base, len);
	buf_add_format(url, "/%s/%s/messages", version, id);
}

int
cloudapi_write_request(struct buf *body, const char *to, size_t to_len,
	const char *message, size_t message_len, const char *key, int attempt)
{
	struct json_writer json = {.out = body};
	const char *inside = message + 1;
	const char *end = message + message_len;

	while (inside < end && memchr(" \t\r\n", *inside, 4) != NULL)
		inside++;
	if (inside == end || *inside == '}')
		return -1;
	json_open(&json, '{');
	json_name(&json, "messaging_product");
	json_string(&json, "whatsapp");
	json_name(&json, "recipient_type");
	json_string(&json, "individual");
	json_name(&json, *to == '+' ? "to" : "recipient");
	json_text(&json, to, to_len);
	json_name(&json, "biz_opaque_callback_data");
	buf_add_format(body, "\"csr1:%s:%d\",", key, attempt);
	buf_add(body, inside, (size_t)(end - inside));
	return 0;
}

void
cloudapi_answer_init(struct cloudapi_answer *answer)
{
	*answer = (struct cloudapi_answer){0};
	buf_init(&answer->id, 4096);
	buf_init(&answer->wa_id, 4096);
	buf_init(&answer->detail, 4096);
	buf_init(&answer->trace, 4096);
}

void
cloudapi_answer_release(struct cloudapi_answer *answer)
{
	buf_release(&answer->id);
	buf_release(&answer->wa_id);
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

static enum cloudapi_verdict
read_error(struct cloudapi_answer *answer, const struct doc *doc)
{
	double code;

	if (!doc_number(doc, "error.code", &code) || floor(code) != code ||
		fabs(code) > 1e15)
		return CLOUDAPI_UNCLEAR;
	answer->code = (int64_t)code;
	/* 100 with this subcode says what 33 says. */
	if (code == 100 && doc_number(doc, "error.error_subcode", &code) &&
		code == 33)
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
	buf_clear(&answer->detail);
	buf_clear(&answer->trace);
	answer->code = 0;
	answer->is_transient = false;
	answer->verdict = CLOUDAPI_UNCLEAR;
	doc = doc_parse(body, len, &why);
	if (doc == NULL)
		return;
	if (http == 200 && copy(&answer->id, doc, "messages.0.id")) {
		answer->verdict = CLOUDAPI_ACCEPTED;
		copy(&answer->wa_id, doc, "contacts.0.wa_id");
	} else if (http >= 400) {
		answer->verdict = read_error(answer, doc);
	}
	doc_free(doc);
}

/* Is the host that stands here literally loopback?  Names are not. */
static bool
is_loopback(const char *host)
{
	char text[64];
	struct in_addr address;
	size_t len;

	if (*host == '[')
		return strncmp(host, "[::1]", 5) == 0 &&
		       (host[5] == '\0' || host[5] == ':' || host[5] == '/');
	len = strcspn(host, ":/");
	if (len >= sizeof(text))
		return false;
	memcpy(text, host, len);
	text[len] = '\0';
	return inet_pton(AF_INET, text, &address) == 1 &&
	       (ntohl(address.s_addr) >> 24) == 127;
}

const char *
cloudapi_refuse_base(const char *base)
{
	const char *host = strstr(base, "://"), *path;

	if (host == NULL)
		return "it must be scheme, host and port, like"
		       " https://graph.facebook.com";
	host += 3;
	path = host + strcspn(host, "/");
	if (*host == '\0' || strpbrk(host, "@?# \t\r\n") != NULL ||
		path[strspn(path, "/")] != '\0')
		return "it must be scheme, host and port alone";
	if (strncmp(base, "https://", 8) == 0)
		return NULL;
	if (strncmp(base, "http://", 7) != 0)
		return "only https can be used";
	if (!is_loopback(host))
		return "plain http would show the token to everybody on the"
		       " way; it is for 127.0.0.1 and [::1] alone";
	return NULL;
}

bool
cloudapi_is_plain(const char *base)
{
	return strncmp(base, "http://", 7) == 0;
}
