/* SPDX-License-Identifier: MIT */
#include "campaign-files.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "slurp.h"
#include "stage.h"

enum { PATIENCE_MS = 60 * 1000 };

static const char template[] =
	"{\"id\": \"" CAMPAIGN "\", \"channels\": [\"whatsapp\"],"
	" \"whatsapp_content\": \"Hello {name}\"}\n";

/*
 * Answers that are lost, of messages that were taken; errors that can pass;
 * and people who cannot be reached.  None of them is of a kind that pauses or
 * stops a campaign.
 */
static const char script[] = "{\"to\": \"*26\", \"error\": 131026}\n"
			     "{\"chance\": 0.04, \"error\": 131016}\n"
			     "{\"chance\": 0.02, \"answer\": \"cut\"}\n"
			     "{\"chance\": 0.01, \"answer\": \"half\"}\n"
			     "{\"chance\": 0.005, \"answer\": \"silence\"}\n";

/* +1 AAA 555 0100 to 0199 of area codes 202, 303 to 909. */
static int
make_list(unsigned int people, struct fault *why)
{
	struct buf list;
	int result;

	buf_init(&list, SIZE_MAX);
	for (unsigned int i = 0; i < people; i++)
		buf_add_format(&list,
			"{\"name\":\"P%u\",\"phone\":\"+1%u55501%02u\"}\n", i,
			202 + i / 100 * 101, i % 100);
	result = spit("list.ndjson", list.data, list.len, why);
	buf_release(&list);
	return result;
}

static int
render(struct fault *why)
{
	char *const argv[] = {(char *)"csr-render", (char *)"-q",
		(char *)"--strict", (char *)"hello.json", (char *)"list.ndjson",
		NULL};
	struct stage_plan plan = {.argv = argv, .input = -1};
	struct stage stage = {0};
	int result;

	plan.output = open("messages.ndjson",
		O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (plan.output < 0)
		return fault_errno(why, EX_CANTCREAT, "messages.ndjson");
	result = stage_start(&stage, &plan, why);
	close(plan.output);
	if (result != 0)
		return -1;
	if (!stage_wait(&stage, PATIENCE_MS) || stage_status(&stage) != 0)
		return fault_set(why, EX_SOFTWARE, "csr-render exits %d",
			stage_status(&stage));
	return 0;
}

int
campaign_files_make(unsigned int people, struct fault *why)
{
	if (make_list(people, why) != 0 ||
		spit("hello.json", template, strlen(template), why) != 0 ||
		spit("script.ndjson", script, strlen(script), why) != 0)
		return -1;
	return render(why);
}
