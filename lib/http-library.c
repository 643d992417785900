/* SPDX-License-Identifier: MIT */
#include "http-library.h"

#include <curl/curl.h>

enum { VERSION_LEAST = 0x075500 /* HTTP_LIBRARY_LEAST */ };

const char *
http_library_describe(struct buf *out)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	buf_add_format(out, "libcurl %s (%s)", info->version,
		info->ssl_version != NULL ? info->ssl_version : "without TLS");
	if (info->ssl_version == NULL)
		return "it cannot speak TLS";
	if (info->version_num < VERSION_LEAST)
		return "it is older than " HTTP_LIBRARY_LEAST;
	return NULL;
}
