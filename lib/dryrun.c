/* SPDX-License-Identifier: MIT */
#include "dryrun.h"

#include <stdint.h>

#include "jsonwriter.h"
#include "request.h"

struct dryrun {
	const char *url;
	size_t url_len;
	struct request request;
	struct buf text;
};

/* The request as the API would get it, but for the token. */
static void
write_request(struct dryrun *run)
{
	struct json_writer json = {.out = &run->text};

	json_open(&json, '{');
	json_name(&json, "method");
	json_string(&json, "POST");
	json_name(&json, "url");
	json_text(&json, run->url, run->url_len);
	json_name(&json, "body");
	json_raw(&json, run->request.body.data, run->request.body.len);
	json_close(&json, '}');
}

static int
show(struct record *record, void *context, struct fault *why)
{
	struct dryrun *run = context;
	struct record_error error;

	(void)why;
	if (request_read(&run->request, record, &error) != 0) {
		record_stop(record, STATUS_INVALID, &error);
		return 0;
	}
	request_write(&run->request, record, 1);
	buf_clear(&run->text);
	write_request(run);
	record_csr_set_raw(record, "request", run->text.data, run->text.len);
	return 0;
}

int
dryrun_run(const char *url, size_t url_len,
	const struct filter_options *options)
{
	struct filter_options dry = *options;
	struct dryrun run = {.url = url, .url_len = url_len};
	struct filter *filter;

	request_init(&run.request);
	buf_init(&run.text, SIZE_MAX);
	dry.label = "would be sent";
	filter = filter_open(&dry);
	filter_run(filter, show, &run);
	request_release(&run.request);
	buf_release(&run.text);
	return filter_close(filter, NULL);
}
