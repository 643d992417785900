/* SPDX-License-Identifier: MIT */
/* csr-render: a template and a record make a message. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "campaign.h"
#include "filter.h"
#include "identity.h"
#include "msg.h"
#include "options.h"
#include "phone.h"
#include "program.h"
#include "template.h"
#include "xalloc.h"

enum { KEY_CAMPAIGN = OPTIONS_LONG, KEY_KEY, KEY_STRICT };

static const struct option_row rows[] =
	{{KEY_CAMPAIGN, "campaign", "NAME",
		 "send once under NAME (default: the template's id)"},
		{KEY_KEY, "key", "COLUMN",
			"a message for each value of COLUMN, not person"},
		{KEY_STRICT, "strict", NULL,
			"exit 1 when a record was stopped"},
		{0}};

static const struct options_about about = {"[OPTION]... TEMPLATE [FILE]...",
	"Write the message of TEMPLATE for each record.", rows};

struct renderer {
	const char *campaign;
	size_t campaign_len;
	char **key_columns; /* in the caller's argv */
	size_t key_count;
	struct template *template;
	struct identity identity;
	struct buf to, message, text; /* of the present record */
};

static const char *
parse_options(struct renderer *renderer, struct filter_options *filter,
	int argc, char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	char **operands;
	int key;

	while ((key = options_next(options)) != OPTIONS_END) {
		if (key == KEY_CAMPAIGN) {
			renderer->campaign = options_argument(options);
		} else if (key == KEY_STRICT) {
			filter->is_strict = true;
		} else {
			renderer->key_columns =
				xreallocarray(renderer->key_columns,
					renderer->key_count + 1,
					sizeof(*renderer->key_columns));
			renderer->key_columns[renderer->key_count++] =
				options_argument(options);
		}
	}
	operands = options_operands(options, &filter->file_count);
	if (filter->file_count == 0)
		options_fail("which template?");
	filter->files = operands + 1;
	filter->file_count--;
	options_close(options);
	return operands[0];
}

static int
open_template(struct renderer *renderer, const char *path, struct fault *why)
{
	renderer->template = template_open(path, why);
	if (renderer->template == NULL)
		return -1;
	if (renderer->campaign == NULL) {
		renderer->campaign = template_id(renderer->template);
		if (!campaign_is_name(renderer->campaign,
			    strlen(renderer->campaign)))
			return fault_set(why, EX_DATAERR,
				"%s: its id \"%s\" cannot name a campaign; give"
				" one with --campaign, of letters, digits and"
				" . _ -, and not \"receipts\"",
				path, renderer->campaign);
	} else if (!campaign_is_name(renderer->campaign,
			   strlen(renderer->campaign))) {
		return fault_set(why, EX_USAGE,
			"--campaign: \"%s\" is no name; take 1 to 64 letters,"
			" digits and . _ -, and not \"receipts\"",
			renderer->campaign);
	}
	renderer->campaign_len = strlen(renderer->campaign);
	identity_init(&renderer->identity, renderer->campaign, "whatsapp");
	return 0;
}

static bool
read_recipient(struct renderer *renderer, struct record *record)
{
	struct buf *to = &renderer->to;
	const struct json_value *phone = record_member(record, "phone", 5);

	buf_clear(to);
	if (record_value_text(phone, to) == 0 &&
		(phone_is_e164(buf_string(to), to->len) ||
			phone_is_user_id(to->data, to->len)))
		return true;
	record_stop(record, STATUS_INVALID,
		&(struct record_error){.stage = "render",
			.code = "bad_phone",
			.title = phone != NULL ? "the phone is not +COUNTRY"
						 " NUMBER"
					       : "there is no phone",
			.hint = "put csr-validate before csr-render"});
	return false;
}

/* -1 when a column of --key has no text. */
static int
make_key(struct renderer *renderer, const struct record *record,
	char key[IDENTITY_KEY_SIZE])
{
	struct buf *text = &renderer->text;

	identity_begin(&renderer->identity, renderer->to.data, renderer->to.len,
		0);
	for (size_t i = 0; i < renderer->key_count; i++) {
		const char *column = renderer->key_columns[i];

		buf_clear(text);
		if (record_value_text(record_member(record, column,
					      strlen(column)),
			    text) != 0 ||
			text->len == 0) {
			buf_clear(text);
			buf_add_text(text, column);
			return -1;
		}
		identity_add(&renderer->identity, text->data, text->len);
	}
	identity_end(&renderer->identity, key);
	return 0;
}

static int
render(struct record *record, void *context, struct fault *why)
{
	struct renderer *renderer = context;
	char key[IDENTITY_KEY_SIZE];
	struct record_error error;

	(void)why;
	if (!read_recipient(renderer, record))
		return 0;
	if (make_key(renderer, record, key) != 0) {
		record_stop(record, STATUS_INVALID,
			&(struct record_error){.stage = "render",
				.code = "missing_value",
				.title = "a column of --key has no value",
				.detail = buf_string(&renderer->text),
				.hint = "fill the column in"});
		return 0;
	}
	buf_clear(&renderer->message);
	if (template_render(renderer->template, record, &renderer->message,
		    &error, &renderer->text) != 0) {
		record_stop(record, STATUS_INVALID, &error);
		return 0;
	}
	record_csr_set_plain(record, "campaign", renderer->campaign,
		renderer->campaign_len);
	record_csr_set_plain(record, "channel", "whatsapp", 8);
	record_csr_set_plain(record, "to", renderer->to.data, renderer->to.len);
	record_csr_set_plain(record, "key", key, sizeof(key) - 1);
	record_csr_set_raw(record, "message", renderer->message.data,
		renderer->message.len);
	return 0;
}

static void
release(struct renderer *renderer)
{
	template_close(renderer->template);
	free(renderer->key_columns);
	buf_release(&renderer->to);
	buf_release(&renderer->message);
	identity_release(&renderer->identity);
	buf_release(&renderer->text);
}

int
main(int argc, char *argv[])
{
	struct filter_options options = {.stage = "render",
		.label = "rendered"};
	struct renderer renderer = {0};
	struct filter *filter;
	struct fault why;
	const char *path;
	int status;

	program_init(argv[0]);
	path = parse_options(&renderer, &options, argc, argv);
	buf_init(&renderer.to, SIZE_MAX);
	buf_init(&renderer.message, SIZE_MAX);
	buf_init(&renderer.text, SIZE_MAX);
	if (open_template(&renderer, path, &why) == 0) {
		filter = filter_open(&options);
		filter_run(filter, render, &renderer);
		status = filter_close(filter, NULL);
	} else {
		status = msg_fault(&why);
	}
	release(&renderer);
	return status;
}
