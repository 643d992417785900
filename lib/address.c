/* SPDX-License-Identifier: MIT */
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "number.h"

static bool
parse_host(const char *host, uint16_t port, struct address *out)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET,
		.sin_port = htons(port)};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6,
		.sin6_port = htons(port)};

	if (inet_pton(AF_INET, host, &v4.sin_addr) == 1) {
		memcpy(&out->socket, &v4, sizeof(v4));
		out->len = sizeof(v4);
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6.sin6_addr) == 1) {
		memcpy(&out->socket, &v6, sizeof(v6));
		out->len = sizeof(v6);
		return true;
	}
	return false;
}

bool
address_parse(const char *text, struct address *out)
{
	const char *colon = strrchr(text, ':');
	char host[INET6_ADDRSTRLEN];
	bool is_bracketed;
	int64_t port;
	size_t len;

	if (colon == NULL || colon == text ||
		!number_parse(colon + 1, 0, 65535, &port))
		return false;
	is_bracketed = *text == '[' && colon[-1] == ']';
	len = (size_t)(colon - text);
	if (is_bracketed) {
		text++;
		len -= 2;
	}
	if (len >= sizeof(host))
		return false;
	memcpy(host, text, len);
	host[len] = '\0';
	/* Without brackets nobody could tell where the port begins. */
	if (is_bracketed != (strchr(host, ':') != NULL))
		return false;
	return parse_host(host, (uint16_t)port, out);
}

bool
address_is_loopback(const struct address *address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (address->socket.ss_family == AF_INET) {
		memcpy(&v4, &address->socket, sizeof(v4));
		return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
	}
	memcpy(&v6, &address->socket, sizeof(v6));
	return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

void
address_format(const struct address *address, char text[ADDRESS_TEXT_SIZE])
{
	char host[INET6_ADDRSTRLEN] = "";
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (address->socket.ss_family == AF_INET) {
		memcpy(&v4, &address->socket, sizeof(v4));
		inet_ntop(AF_INET, &v4.sin_addr, host, sizeof(host));
		snprintf(text, ADDRESS_TEXT_SIZE, "%s:%u", host,
			(unsigned)ntohs(v4.sin_port));
		return;
	}
	memcpy(&v6, &address->socket, sizeof(v6));
	inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof(host));
	snprintf(text, ADDRESS_TEXT_SIZE, "[%s]:%u", host,
		(unsigned)ntohs(v6.sin6_port));
}
