/* SPDX-License-Identifier: MIT */
#include "cloudapi.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "number.h"

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

/* Is what stands behind the host, up to len, a port or nothing? */
static bool
has_port(const char *host, size_t len)
{
	const char *end = memchr(host, ']', len), *colon;
	char text[8];
	int64_t port;

	if (end == NULL)
		end = host;
	colon = memchr(end, ':', len - (size_t)(end - host));
	if (colon == NULL)
		return true;
	len -= (size_t)(++colon - host);
	if (len == 0 || len >= sizeof(text))
		return false;
	memcpy(text, colon, len);
	text[len] = '\0';
	return number_parse(text, 1, 65535, &port);
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
	if (!has_port(host, (size_t)(path - host)))
		return "its port must be a number from 1 to 65535";
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
