/* SPDX-License-Identifier: MIT */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * loopback: a server of a test's own, a child process on a port of the
 * kernel's choice that answers one connection after the other.
 *
 *	loopback_start(&server, answer, &context);
 *	... talk to 127.0.0.1, server.port ...
 *	loopback_stop(&server);
 */
struct loopback {
	pid_t pid;
	int port;
};

/* Memory that the child writes and the test reads, zeroed. */
static inline void *
loopback_share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		exit(99);
	return memory;
}

static inline void
loopback_start(struct loopback *server, void (*answer)(int fd, void *context),
	void *context)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int fd, listener = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(listener, (struct sockaddr *)&address, len) != 0 ||
		listen(listener, 16) != 0 ||
		getsockname(listener, (struct sockaddr *)&address, &len) != 0)
		exit(99);
	server->port = ntohs(address.sin_port);
	fflush(stdout);
	server->pid = fork();
	if (server->pid == 0) {
		alarm(60); /* whatever becomes of the test */
		for (;;) {
			fd = accept(listener, NULL, NULL);
			answer(fd, context);
			close(fd);
		}
	}
	close(listener);
}

static inline void
loopback_stop(struct loopback *server)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
}

static inline void
loopback_send(int fd, const char *text, size_t len)
{
	ssize_t written = send(fd, text, len, MSG_NOSIGNAL);

	(void)written;
}

/* Whatever the environment says, nothing goes to a proxy. */
static inline void
loopback_forget_proxies(void)
{
	static const char *const names[] = {"http_proxy", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY", "smtp_proxy",
		"smtps_proxy", "no_proxy", "NO_PROXY"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unsetenv(names[i]);
}

/* A port at which nobody listens. */
static inline int
loopback_refused_port(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	/* Bound, and never listened at: it is nobody else's either. */
	if (bind(fd, (struct sockaddr *)&address, len) != 0 ||
		getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		exit(99);
	return ntohs(address.sin_port);
}

#endif
