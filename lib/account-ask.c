/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "account-parts.h"

struct trouble {
	const char *text; /* behind the server's name */
	const char *mend;
};

static const struct trouble troubles[] = {
	[HTTP_NO_NAME] = {"has no address: its name cannot be looked up",
		"look at the network and at /etc/resolv.conf; where only a"
		" proxy reaches the outside, set https_proxy; and compare"
		" whatsapp.base_url with https://graph.facebook.com"},
	[HTTP_NO_CONNECTION] = {"takes no connection",
		"look at the network, the firewall and https_proxy; and compare"
		" whatsapp.base_url with https://graph.facebook.com"},
	[HTTP_NO_TRUST] = {"shows a certificate that does not verify",
		"somebody may be listening in: send nothing.  If it is your"
		" company's own proxy, give its certificate with --ca-file or"
		" CURL_CA_BUNDLE; else see that the clock is right and that"
		" the system's certificates are up to date"},
	[HTTP_NO_TLS] = {"agrees on no encryption",
		"look at https_proxy and at whatsapp.base_url, which may name"
		" a server or a port that does not speak TLS 1.2"},
	[HTTP_TIMEOUT] = {"does not answer in time",
		"look at the network and at metastatus.com, and try again; a"
		" slow line may want more than whatsapp.timeout_seconds"},
	[HTTP_BROKEN] = {"breaks the connection off",
		"try again; if it stays, look at https_proxy and"
		" metastatus.com"},
};

static void
lose(struct look *look, const struct trouble *trouble, const char *detail)
{
	char clean[LOOK_TEXT_SIZE];

	look_clean(look, detail, clean);
	findings_fail(look->findings, EX_UNAVAILABLE, "server", trouble->mend,
		"%s %s%s%s", look->access->base, trouble->text,
		*clean != '\0' ? ": " : "", clean);
	look->lost = "the server could not be asked";
}

/* An answer, but by whom? */
static void
lose_to_stranger(struct look *look)
{
	static const struct trouble moved = {"sends elsewhere",
		"nothing is followed, for the token would go there, too:"
		" correct whatsapp.base_url; or log in to the network, if it"
		" wants that first"};
	static const struct trouble down = {"answers, but not with the API",
		"wait, and see metastatus.com; if it stays, see whether a proxy"
		" or a firewall answers in its place: https_proxy,"
		" whatsapp.base_url"};
	char detail[64];
	int status = look->reply.status;

	snprintf(detail, sizeof(detail), "HTTP status %d", status);
	lose(look, status >= 300 && status < 400 ? &moved : &down, detail);
}

static enum look_result
read_reply(struct look *look, struct doc **doc)
{
	struct http_reply *reply = &look->reply;
	int status = reply->status < 400 ? 400 : reply->status;
	struct fault why;

	if (reply->trouble != HTTP_NO_TROUBLE) {
		lose(look, &troubles[reply->trouble], reply->error);
		return LOOK_LOST;
	}
	*doc = doc_parse(buf_string(&reply->body), reply->body.len, &why);
	if (reply->status / 100 == 2 && *doc != NULL &&
		doc_kind(*doc, "") == DOC_OBJECT &&
		doc_kind(*doc, "error") == DOC_MISSING)
		return LOOK_FINE;
	doc_free(*doc);
	*doc = NULL;
	cloudapi_read_answer(&look->answer, status, buf_string(&reply->body),
		reply->body.len);
	if (look->answer.verdict == CLOUDAPI_REFUSED)
		return LOOK_REFUSED;
	lose_to_stranger(look);
	return LOOK_LOST;
}

static void
keep_version(struct look *look)
{
	char clean[LOOK_TEXT_SIZE];

	look_clean(look, look->reply.api_version, clean);
	if (clean[0] != '\0')
		snprintf(look->account->api_version,
			sizeof(look->account->api_version), "%.15s", clean);
}

enum look_result
look_ask(struct look *look, const char *what, const char *id, const char *edge,
	const char *query, bool is_for_token, struct doc **doc,
	struct fault *why)
{
	const struct access *access = look->access;
	const struct secret *token = access->credentials.token;
	char text[96];

	*doc = NULL;
	snprintf(text, sizeof(text), "asking for the %s", what);
	if (look->progress != NULL)
		look->progress(text);
	cloudapi_node_url(&look->url, access->base, access->version, id, edge,
		query);
	if (http_getter_ask(look->getter, buf_string(&look->url),
		    is_for_token ? token : NULL, &look->reply, why) != 0)
		return LOOK_FAULT;
	keep_version(look);
	return read_reply(look, doc);
}
