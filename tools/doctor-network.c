/* SPDX-License-Identifier: MIT */
/*
 * csr-doctor: from the name of the server to what it says of the account.
 *
 * What breaks is told once, by the check of the step at which it broke.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "apiversion.h"
#include "clock.h"
#include "csr-doctor.h"
#include "environment.h"

enum {
	CLOCK_WARNING_MS = 30 * 1000,
	CLOCK_FAILURE_MS = 5 * 60 * 1000,
	DATE_STEP_MS = 1000, /* the header has no fractions */
	HOST_SIZE = 256,
	PLACE_SIZE = HOST_SIZE + sizeof(":65535"),
};

/* The server's name or address alone; what is returned stands behind it. */
static const char *
get_host(const struct doctor *doctor, char host[HOST_SIZE])
{
	const char *start = strstr(doctor->access.base, "://");
	size_t len;

	start = start != NULL ? start + 3 : doctor->access.base;
	len = *start == '[' ? strcspn(start, "]") + 1 : strcspn(start, ":/");
	snprintf(host, HOST_SIZE, "%.*s", (int)len, start);
	return start + len;
}

/* The same with the port: "graph.facebook.com:443". */
static const char *
get_place(const struct doctor *doctor, char place[PLACE_SIZE])
{
	char host[HOST_SIZE];
	const char *port = get_host(doctor, host);
	int len = *port == ':' ? (int)strcspn(port, "/") : 0;

	snprintf(place, PLACE_SIZE, "%s%.*s", host, len > 1 ? len : 4,
		len > 1 ? port : ":443");
	return place;
}

/*
 * Ask without a token: what is wanted is how far one comes, and the headers,
 * which an error has too.
 */
static int
ask(struct doctor *doctor, struct fault *why)
{
	struct http_getter *getter =
		http_getter_open(&doctor->access.http, NULL, why);
	const char *id = doctor->access.credentials.phone_number_id;
	struct buf url;
	int result;

	if (getter == NULL)
		return -1;
	buf_init(&url, SIZE_MAX);
	buf_add_format(&url, "%s/%s/%s", doctor->access.base,
		doctor->setup.config.whatsapp.api_version,
		id != NULL ? id : "me");
	result = http_getter_ask(getter, buf_string(&url), NULL, &doctor->reply,
		why);
	buf_release(&url);
	http_getter_close(getter);
	return result;
}

static void
fail(struct doctor *doctor, const char *check, const char *trouble,
	const char *mend)
{
	doctor->trouble = trouble;
	findings_fail(doctor->findings, EX_UNAVAILABLE, check, mend, "%s",
		doctor->reply.error);
}

/* Is the host among those of no_proxy, which is a list of ends of names? */
static bool
goes_without(const char *host)
{
	const char *list = environment_get("no_proxy");
	size_t len, host_len = strlen(host);

	if (list == NULL)
		list = environment_get("NO_PROXY");
	for (; list != NULL && *list != '\0'; list += len) {
		list += strspn(list, ", .");
		len = strcspn(list, ", ");
		if (len == 1 && *list == '*')
			return true;
		if (len == 0 || len > host_len ||
			strncasecmp(host + host_len - len, list, len) != 0)
			continue;
		if (len == host_len || host[host_len - len - 1] == '.')
			return true;
	}
	return false;
}

static bool
is_proxied(const struct doctor *doctor)
{
	char host[HOST_SIZE];

	if (doctor->access.http.is_plain || doctor_proxy_variable() == NULL)
		return false;
	get_host(doctor, host);
	return !goes_without(host);
}

/* The same as fail(), where it is the proxy that one came to, or did not. */
static void
fail_by_proxy(struct doctor *doctor, const char *check, const char *trouble)
{
	struct buf proxy;

	doctor->trouble = trouble;
	buf_init(&proxy, SIZE_MAX);
	doctor_add_proxy(&proxy);
	findings_fail(doctor->findings, EX_UNAVAILABLE, check,
		doctor_mend(doctor,
			"correct the address of the proxy, or the proxy; where"
			" one comes out without it, unset it\n$ unset %s",
			doctor_proxy_variable()),
		"through %s: %s", buf_string(&proxy), doctor->reply.error);
	buf_release(&proxy);
}

void
doctor_name(struct doctor *doctor, const char *check)
{
	struct http_reply *reply = &doctor->reply;
	char host[HOST_SIZE];
	struct fault why;

	if (ask(doctor, &why) != 0) {
		doctor->trouble = "no request could be made";
		findings_add(doctor->findings, FINDING_FAILURE, check,
			"report this", "%s", why.text);
		return;
	}
	get_host(doctor, host);
	if (reply->trouble == HTTP_NO_NAME && is_proxied(doctor))
		fail_by_proxy(doctor, check, "the name lookup failed");
	else if (reply->trouble == HTTP_NO_NAME)
		fail(doctor, check, "the name lookup failed",
			doctor_mend(doctor,
				"see whether this machine is on the network,"
				" and its name servers in /etc/resolv.conf\n"
				"$ getent hosts %s",
				host));
	else if (host[strspn(host, "0123456789.")] == '\0' || *host == '[')
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%s is an address", host);
	else if (is_proxied(doctor))
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"is left to the proxy");
	else
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%s has an address", host);
}

void
doctor_connection(struct doctor *doctor, const char *check)
{
	const struct http_reply *reply = &doctor->reply;
	struct buf url;

	if (reply->trouble != HTTP_NO_CONNECTION &&
		(reply->trouble != HTTP_TIMEOUT || *reply->address != '\0')) {
		findings_add(doctor->findings, FINDING_OK, check, NULL, "%s%s",
			*reply->address != '\0' ? "connected to " : "connected",
			reply->address);
		return;
	}
	if (is_proxied(doctor)) {
		fail_by_proxy(doctor, check, "the connection failed");
		return;
	}
	buf_init(&url, SIZE_MAX);
	buf_add_format(&url, "%s/", doctor->access.base);
	fail(doctor, check, "the connection failed",
		doctor_mend(doctor,
			"let connections to it out through the firewall; where"
			" there is a proxy, set https_proxy\n$ curl -sSI %s",
			buf_string(&url)));
	buf_release(&url);
}

/* What says which authorities are trusted. */
static const char *
find_ca_source(const struct doctor *doctor)
{
	if (doctor->has_ca_option)
		return "--ca-file";
	return environment_get("CURL_CA_BUNDLE") != NULL ? "CURL_CA_BUNDLE"
							 : "SSL_CERT_FILE";
}

const char *
doctor_mend_trust(struct doctor *doctor)
{
	const char *ca_file = doctor->access.http.ca_file;

	if (ca_file == NULL)
		return "install the package ca-certificates; if the authority"
		       " that signed is your own, or that of a proxy which"
		       " opens TLS, give its certificate with --ca-file or"
		       " CURL_CA_BUNDLE";
	return doctor_mend(doctor,
		"the certificate of the authority that has signed must be in"
		" the file that %s names, which now is %s; without it those of"
		" the system are trusted",
		find_ca_source(doctor), ca_file);
}

static bool
has_no_tls(const struct http_reply *reply)
{
	return reply->trouble == HTTP_NO_TLS ||
	       (reply->trouble == HTTP_TIMEOUT && *reply->tls == '\0');
}

void
doctor_tls(struct doctor *doctor, const char *check)
{
	const struct http_reply *reply = &doctor->reply;
	char host[HOST_SIZE], place[PLACE_SIZE];

	get_host(doctor, host);
	if (doctor->access.http.is_plain)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"none is needed: %s does not leave this machine",
			doctor->access.base);
	else if (reply->trouble == HTTP_NO_TRUST)
		fail(doctor, check, "TLS failed", doctor_mend_trust(doctor));
	else if (has_no_tls(reply) && is_proxied(doctor))
		fail_by_proxy(doctor, check, "TLS failed");
	else if (has_no_tls(reply))
		fail(doctor, check, "TLS failed",
			doctor_mend(doctor,
				"the other side must speak TLS 1.2 or later;"
				" see who answers\n"
				"$ openssl s_client -connect %s </dev/null",
				get_place(doctor, place)));
	else
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%s, and the certificate is that of %s",
			*reply->tls != '\0' ? reply->tls : "TLS", host);
}

void
doctor_clock(struct doctor *doctor, const char *check)
{
	const struct http_reply *reply = &doctor->reply;
	int64_t early_ms, late_ms, off_ms = 0;
	enum finding_state state = FINDING_OK;

	if (reply->date_ms < 0) {
		findings_add(doctor->findings, FINDING_SKIPPED, check,
			"see the time with date -u", "the server says no time");
		return;
	}
	/* The server's clock was read between these, and then cut off. */
	early_ms = reply->began_ms - (reply->date_ms + DATE_STEP_MS);
	late_ms = reply->ended_ms - reply->date_ms;
	if (early_ms > 0)
		off_ms = early_ms;
	else if (late_ms < 0)
		off_ms = late_ms;
	if (llabs(off_ms) > CLOCK_FAILURE_MS)
		state = FINDING_FAILURE;
	else if (llabs(off_ms) > CLOCK_WARNING_MS)
		state = FINDING_WARNING;
	if (state == FINDING_OK)
		findings_add(doctor->findings, state, check, NULL,
			"agrees with the server's to %lld s",
			llabs(off_ms) / 1000 + 1);
	else
		findings_add(doctor->findings, state, check,
			"$ sudo timedatectl set-ntp true",
			"this machine's is %lld s %s the server's",
			llabs(off_ms) / 1000,
			off_ms > 0 ? "ahead of" : "behind");
}

/* Who knows who has sent it: what is no version goes into no advice. */
static bool
is_version(const char *text)
{
	return *text != '\0' &&
	       config_find("whatsapp.api_version")->refuse(text) == NULL;
}

void
doctor_served(struct doctor *doctor, const char *check)
{
	const char *version = doctor->setup.config.whatsapp.api_version;
	const struct http_reply *reply = &doctor->reply;
	struct apiversion_life life;

	if (reply->trouble != HTTP_NO_TROUBLE && is_proxied(doctor)) {
		fail_by_proxy(doctor, check, "no answer came");
		return;
	}
	if (reply->trouble != HTTP_NO_TROUBLE) {
		fail(doctor, check, "no answer came",
			"run this again; if it stays, see what stands between:"
			" a proxy, or base_url in config.yaml");
		return;
	}
	doctor->has_answer = true;
	life = apiversion_look(reply->api_version, clock_now_ms());
	if (!is_version(reply->api_version))
		findings_add(doctor->findings, FINDING_WARNING, check,
			"see that base_url in config.yaml is Meta's, and that"
			" no proxy answers in its place",
			"%s answers with HTTP status %d, and not as the API"
			" does",
			doctor->access.base, reply->status);
	else if (strcmp(reply->api_version, version) != 0)
		findings_add(doctor->findings, FINDING_WARNING, check,
			doctor_set(doctor, "whatsapp.api_version",
				life.state == APIVERSION_ENDED
					? apiversion_lasting()
					: reply->api_version),
			"%s was asked for, and %s answers", version,
			reply->api_version);
	else
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%s answers", version);
}

void
doctor_account(struct doctor *doctor, const char *check)
{
	struct fault why;

	if (!doctor->has_credentials) {
		findings_add(doctor->findings, FINDING_SKIPPED, check,
			"mend the credentials first", "there are none");
		return;
	}
	if (account_look(&doctor->account, &doctor->access, ACCOUNT_ALL,
		    doctor->findings, NULL, &why) == 0)
		doctor->has_account = true;
	else
		findings_fail(doctor->findings, why.status, check,
			"report this", "%s", why.text);
}
