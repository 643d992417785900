/* SPDX-License-Identifier: MIT */
#include "httpanswer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct {
	unsigned status;
	const char *words;
} phrases[] = {
	{200, "OK"},
	{301, "Moved Permanently"},
	{302, "Found"},
	{303, "See Other"},
	{307, "Temporary Redirect"},
	{308, "Permanent Redirect"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{408, "Request Timeout"},
	{413, "Content Too Large"},
	{429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"},
	{501, "Not Implemented"},
	{502, "Bad Gateway"},
	{503, "Service Unavailable"},
	{504, "Gateway Timeout"},
	{505, "HTTP Version Not Supported"},
};

void
httpanswer_set_header(struct httpanswer *answer, const char *name,
	const char *format, ...)
{
	va_list arguments;

	if (answer->header_count == HTTPANSWER_HEADERS_MAX)
		return;
	answer->headers[answer->header_count].name = name;
	va_start(arguments, format);
	vsnprintf(answer->headers[answer->header_count].value,
		HTTPANSWER_HEADER_SIZE, format, arguments);
	va_end(arguments);
	answer->header_count++;
}

/* Without strftime(), whose words are those of the locale. */
void
httpanswer_format_date(int64_t time_ms, char text[HTTPANSWER_DATE_SIZE])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t whole = (time_t)(time_ms / 1000);
	struct tm parts;

	gmtime_r(&whole, &parts);
	snprintf(text, HTTPANSWER_DATE_SIZE,
		"%.3s, %02u %.3s %04u %02u:%02u:%02u GMT",
		days + parts.tm_wday * 3, (unsigned)parts.tm_mday % 100,
		months + parts.tm_mon * 3,
		((unsigned)parts.tm_year + 1900) % 10000,
		(unsigned)parts.tm_hour % 100, (unsigned)parts.tm_min % 100,
		(unsigned)parts.tm_sec % 100);
}

static const char *
find_phrase(unsigned status)
{
	for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].words;
	return "";
}

static void
write_header(struct buf *out, const char *name, const char *value)
{
	buf_add_text(out, name);
	buf_add(out, ": ", 2);
	buf_add_text(out, value);
	buf_add(out, "\r\n", 2);
}

static void
write_head(const struct httpanswer *answer,
	const struct httpanswer_frame *frame, struct buf *out)
{
	buf_add_text(out, "HTTP/1.1 ");
	buf_add_number(out, answer->status);
	buf_add_byte(out, ' ');
	buf_add_text(out, find_phrase(answer->status));
	buf_add(out, "\r\n", 2);
	write_header(out, "Date", frame->date);
	for (size_t i = 0; i < answer->header_count; i++)
		write_header(out, answer->headers[i].name,
			answer->headers[i].value);
	if (frame->is_last)
		write_header(out, "Connection", "close");
	buf_add_text(out, "Content-Length: ");
	buf_add_number(out, (int64_t)(answer->body.len + answer->blanks));
	buf_add_text(out, "\r\n\r\n");
}

void
httpanswer_write(const struct httpanswer *answer,
	const struct httpanswer_frame *frame, struct buf *out, uint64_t *blanks)
{
	uint64_t len = answer->body.len + answer->blanks;

	if (answer->fate != HTTPANSWER_BARE)
		write_head(answer, frame, out);
	if (answer->fate == HTTPANSWER_HALF)
		len /= 2;
	if (frame->is_head)
		len = 0;
	*blanks = len > answer->body.len ? len - answer->body.len : 0;
	buf_add(out, answer->body.data, (size_t)(len - *blanks));
}
