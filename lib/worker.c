/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "xalloc.h"

struct worker {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	int pipe[2]; /* a byte in it: the work is done */
	bool has_thread;
	bool is_busy; /* known to the caller's thread alone */

	/* Under the mutex. */
	int (*work)(void *context, struct fault *why); /* NULL: none */
	void *context;
	bool is_done, is_ending;
	int result;
	struct fault why;
};

static void
do_work(struct worker *worker)
{
	int (*work)(void *, struct fault *) = worker->work;
	struct fault why = {0};
	int result;

	pthread_mutex_unlock(&worker->mutex);
	result = work(worker->context, &why);
	pthread_mutex_lock(&worker->mutex);
	worker->work = NULL;
	worker->result = result;
	worker->why = why;
	worker->is_done = true;
	pthread_cond_broadcast(&worker->changed);
	/* The pipe is empty, so this cannot but succeed. */
	while (write(worker->pipe[1], "", 1) < 0 && errno == EINTR)
		continue;
}

static void *
run(void *argument)
{
	struct worker *worker = argument;

	pthread_mutex_lock(&worker->mutex);
	for (;;) {
		if (worker->work != NULL)
			do_work(worker);
		else if (worker->is_ending)
			break;
		else
			pthread_cond_wait(&worker->changed, &worker->mutex);
	}
	pthread_mutex_unlock(&worker->mutex);
	return NULL;
}

/* Signals are for the caller's thread, so they are blocked in this one. */
static int
start(struct worker *worker)
{
	sigset_t all, old;
	int error;

	sigfillset(&all);
	error = pthread_sigmask(SIG_BLOCK, &all, &old);
	if (error == 0) {
		error = pthread_create(&worker->thread, NULL, run, worker);
		pthread_sigmask(SIG_SETMASK, &old, NULL);
	}
	worker->has_thread = error == 0;
	errno = error;
	return error == 0 ? 0 : -1;
}

struct worker *
worker_open(struct fault *why)
{
	struct worker *worker = xcalloc(1, sizeof(*worker));

	pthread_mutex_init(&worker->mutex, NULL);
	pthread_cond_init(&worker->changed, NULL);
	worker->pipe[0] = worker->pipe[1] = -1;
	if (pipe(worker->pipe) != 0) {
		fault_errno(why, EX_OSERR, "a pipe");
		worker_close(worker);
		return NULL;
	}
	fcntl(worker->pipe[0], F_SETFD, FD_CLOEXEC);
	fcntl(worker->pipe[1], F_SETFD, FD_CLOEXEC);
	if (start(worker) != 0) {
		fault_errno(why, EX_OSERR, "a second thread");
		worker_close(worker);
		return NULL;
	}
	return worker;
}

void
worker_close(struct worker *worker)
{
	if (worker == NULL)
		return;
	if (worker->has_thread) {
		pthread_mutex_lock(&worker->mutex);
		worker->is_ending = true;
		pthread_cond_broadcast(&worker->changed);
		pthread_mutex_unlock(&worker->mutex);
		pthread_join(worker->thread, NULL);
	}
	for (int end = 0; end < 2; end++)
		if (worker->pipe[end] >= 0)
			close(worker->pipe[end]);
	pthread_cond_destroy(&worker->changed);
	pthread_mutex_destroy(&worker->mutex);
	free(worker);
}

void
worker_begin(struct worker *worker,
	int (*work)(void *context, struct fault *why), void *context)
{
	assert(!worker->is_busy);
	worker->is_busy = true;
	pthread_mutex_lock(&worker->mutex);
	worker->context = context;
	worker->work = work;
	pthread_cond_broadcast(&worker->changed);
	pthread_mutex_unlock(&worker->mutex);
}

bool
worker_is_busy(const struct worker *worker)
{
	return worker->is_busy;
}

bool
worker_is_done(struct worker *worker)
{
	bool is_done;

	pthread_mutex_lock(&worker->mutex);
	is_done = worker->is_done;
	pthread_mutex_unlock(&worker->mutex);
	return is_done;
}

int
worker_fd(const struct worker *worker)
{
	return worker->pipe[0];
}

int
worker_end(struct worker *worker, struct fault *why)
{
	int result;
	char byte;

	assert(worker->is_busy);
	/* Waits for the byte, so the pipe is empty again afterwards. */
	while (read(worker->pipe[0], &byte, 1) < 0 && errno == EINTR)
		continue;
	pthread_mutex_lock(&worker->mutex);
	worker->is_done = false;
	result = worker->result;
	if (result != 0)
		*why = worker->why;
	pthread_mutex_unlock(&worker->mutex);
	worker->is_busy = false;
	return result;
}
