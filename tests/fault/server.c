/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { PATIENCE_MS = 30 * 1000 };

/* Its first and only line: the URL. */
static int
read_url(int fd, char *url, size_t size, struct fault *why)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	size_t len = 0;
	ssize_t got;

	while (len < size && poll(&ready, 1, PATIENCE_MS) > 0) {
		got = read(fd, url + len, size - len);
		if (got <= 0)
			break;
		len += (size_t)got;
		if (url[len - 1] == '\n') {
			url[len - 1] = '\0';
			return 0;
		}
	}
	return fault_set(why, EX_OSERR, "csr-sandbox did not start");
}

int
server_start(struct server *server, const struct server_plan *plan,
	struct fault *why)
{
	char *const argv[] = {(char *)"csr-sandbox", (char *)"--accept-all",
		(char *)"--log", (char *)plan->log, (char *)"--latency",
		(char *)plan->latency, (char *)"--script", (char *)plan->script,
		(char *)"--", (char *)"sh", (char *)"-c",
		(char *)"echo \"$CSR_API_BASE\"; exec cat", NULL};
	struct stage_plan stage = {.argv = argv, .errors = plan->errors};
	int hold[2] = {-1, -1}, out[2] = {-1, -1};
	char url[256];
	int result = -1;

	server->hold = -1;
	if (pipe2(hold, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
		fault_errno(why, EX_OSERR, "pipe");
		goto out;
	}
	stage.input = hold[0];
	stage.output = out[1];
	if (stage_start(&server->stage, &stage, why) != 0)
		goto out;
	close(out[1]);
	out[1] = -1;
	server->hold = hold[1];
	hold[1] = -1;
	result = read_url(out[0], url, sizeof(url), why);
	if (result == 0)
		setenv("CSR_API_BASE", url, 1);
out:
	for (int i = 0; i < 2; i++) {
		if (hold[i] >= 0)
			close(hold[i]);
		if (out[i] >= 0)
			close(out[i]);
	}
	return result;
}

int
server_stop(struct server *server, struct fault *why)
{
	if (server->hold >= 0)
		close(server->hold);
	server->hold = -1;
	if (server->stage.pid == 0)
		return 0;
	if (!stage_wait(&server->stage, PATIENCE_MS))
		return fault_set(why, EX_SOFTWARE, "csr-sandbox does not end");
	if (stage_status(&server->stage) != 0)
		return fault_set(why, EX_SOFTWARE, "csr-sandbox exits %d",
			stage_status(&server->stage));
	return 0;
}
