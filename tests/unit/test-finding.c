/* SPDX-License-Identifier: MIT */
/* Findings: how they are counted, and how people and programs see them. */
#include <string.h>
#include <sysexits.h>

#include "finding.h"
#include "tap.h"

static void
looks(enum finding_state state, const char *check, const char *text,
	const char *mend, const char *want, const char *name)
{
	struct findings *findings = findings_new(NULL, NULL);
	struct buf out;

	buf_init(&out, 65536);
	findings_add(findings, state, check, mend, "%s", text);
	finding_write_text(findings_at(findings, 0), &out);
	ok_bytes(out.data, out.len, want, strlen(want), "%s", name);
	buf_release(&out);
	findings_free(findings);
}

static void
test_lines(void)
{
	looks(FINDING_OK, "token", "valid, never expires", NULL,
		"ok       token            valid, never expires\n",
		"a line with its columns");
	looks(FINDING_FAILURE, "phone number", "is gone", "take another",
		"failure  phone number     is gone\n"
		"         take another\n",
		"the mend stands below");
	looks(FINDING_SKIPPED, "a check with a long name", "no", NULL,
		"skipped  a check with a long name no\n",
		"a long name pushes the text on");
	looks(FINDING_WARNING, "disk", "", NULL, "warning  disk             \n",
		"no text at all");
}

static void
test_width(void)
{
	looks(FINDING_OK, "x",
		"1234567890 1234567890 1234567890 1234567890 1234567890", NULL,
		"ok       x                1234567890 1234567890 1234567890"
		" 1234567890 1234567890\n",
		"54 columns of text are one line");
}

static void
test_wrapping(void)
{
	looks(FINDING_WARNING, "x",
		"1234567890 1234567890 1234567890 1234567890 "
		"12345678901 2",
		"123456789 123456789 123456789 123456789 123456789 "
		"123456789 123456789 12",
		"warning  x                1234567890 1234567890 1234567890"
		" 1234567890\n"
		"                          12345678901 2\n"
		"         123456789 123456789 123456789 123456789 123456789"
		" 123456789 123456789\n"
		"         12\n",
		"what goes beyond 80 columns stands below");
	looks(FINDING_OK, "x",
		"/a/path/that/is/longer/than/any/line/may/be/and/"
		"stays/whole/though/it/does b",
		NULL,
		"ok       x                /a/path/that/is/longer/than/any/"
		"line/may/be/and/stays/whole/though/it/does\n"
		"                          b\n",
		"a word is never cut");
	looks(FINDING_OK, "x",
		"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
		"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 1234567890 1234567890"
		" 1234567890 123456789",
		NULL,
		"ok       x                "
		"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
		"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 1234567890 1234567890"
		" 1234567890 123456789\n",
		"characters are counted, not bytes");
}

static void
test_control_characters(void)
{
	looks(FINDING_OK, "x",
		"a\x1b[2J\nb\x7f\xC2\x9B"
		"c\xFF\xC3\xA9\xC2\xA0",
		"\r!",
		"ok       x                a\\x1b[2J\\x0ab\\x7f\\xc2\\x9b"
		"c\\xff\xC3\xA9\xC2\xA0\n"
		"         \\x0d!\n",
		"nothing drives the terminal");
}

static void
count(const struct finding *finding, void *context)
{
	int *counts = context;

	counts[finding->state]++;
}

static void
test_list(void)
{
	const char *want =
		"[{\"check\":\"a\",\"state\":\"ok\",\"text\":\"1 \\u001b\","
		"\"mend\":null},{\"check\":\"b\",\"state\":\"failure\","
		"\"text\":\"two\",\"mend\":\"m\"},{\"check\":\"c\","
		"\"state\":\"failure\",\"text\":\"%\",\"mend\":\"n\"}]";
	int counts[4] = {0};
	struct findings *findings = findings_new(count, counts);
	struct buf out;

	findings_add(findings, FINDING_OK, "a", NULL, "%d \x1b", 1);
	findings_add(findings, FINDING_FAILURE, "b", "m", "two");
	findings_fail(findings, EX_NOPERM, "c", "n", "%%");
	ok(counts[FINDING_OK] == 1 && counts[FINDING_FAILURE] == 2,
		"each is told of as it comes");
	ok(findings_count(findings, FINDING_FAILURE) == 2 &&
			findings_count(findings, FINDING_SKIPPED) == 0,
		"they are counted by state");
	ok(findings_at(findings, 0)->status == EX_OK &&
			findings_at(findings, 1)->status == EX_CONFIG &&
			findings_at(findings, 2)->status == EX_NOPERM,
		"a failure is of the configuration unless it says else");
	ok(findings_at(findings, 3) == NULL, "behind the last is none");
	buf_init(&out, 4096);
	findings_write_json(findings, &out);
	ok_bytes(out.data, out.len, want, strlen(want), "as JSON");
	buf_release(&out);
	findings_free(findings);
	findings_free(NULL);
}

static void
test_many(void)
{
	struct findings *findings = findings_new(NULL, NULL);
	char text[9000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 1000; i++)
		findings_add(findings, FINDING_OK, "a", NULL, "%d", i);
	ok(findings_count(findings, FINDING_OK) == 1000 &&
			strcmp(findings_at(findings, 999)->text, "999") == 0,
		"a thousand");
	findings_add(findings, FINDING_OK, "a", NULL, "%s", text);
	ok(strlen(findings_at(findings, 1000)->text) == 4095,
		"a long text is cut");
	findings_free(findings);
}

int
main(void)
{
	test_lines();
	test_width();
	test_wrapping();
	test_control_characters();
	test_list();
	test_many();
	return tap_end();
}
