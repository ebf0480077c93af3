#include "temporary.h"

#include "deadly.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SUFFIX ".jcodefix"
enum {
	LETTERS = 10,
	AROUND = 1 + 1 + LETTERS + sizeof SUFFIX - 1,
	MOST_TRIES = 100
};

/*
 * A signal handler is told nothing, so this cannot be anywhere else.  It is
 * changed only while the deadly signals are blocked: the handler never sees a
 * name half written, nor a file that has no name here.
 */
static struct temporary made[TEMPORARY_MOST];
static size_t made_count;
static struct sigaction before[DEADLY_MOST];

static void
remove_made(void)
{
	for (size_t i = 0; i < made_count; i++)
		(void)unlinkat(made[i].dirfd, made[i].name, 0);
}

/* Calls nothing that is not async-signal-safe. */
static void
remove_and_die(int sig)
{
	remove_made();
	/* SA_RESETHAND took this handler away, and the signal is blocked until
	 * this returns: then it comes again and ends the process */
	(void)raise(sig);
}

static void
catch_deadly(void)
{
	struct sigaction act = {.sa_handler = remove_and_die,
	    .sa_flags = (int)SA_RESETHAND};

	deadly_fill(&act.sa_mask);
	for (size_t i = 0; i < deadly_count; i++) {
		(void)sigaction(deadly_signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			(void)sigaction(deadly_signals[i], &act, NULL);
	}
}

/* What is changed between begin and end is, for a signal, changed at once. */
static void
begin(sigset_t *mask)
{
	sigset_t set;

	deadly_fill(&set);
	(void)sigprocmask(SIG_BLOCK, &set, mask);
	if (made_count == 0)
		catch_deadly();
}

static void
end(const sigset_t *mask)
{
	int err = errno;

	if (made_count == 0)
		for (size_t i = 0; i < deadly_count; i++)
			(void)sigaction(deadly_signals[i], &before[i], NULL);
	(void)sigprocmask(SIG_SETMASK, mask, NULL);
	errno = err;
}

/* The next free place, for a name of n bytes, or NULL with errno. */
static struct temporary *
place_for(int dirfd, size_t n)
{
	if (made_count == TEMPORARY_MOST || n > NAME_MAX) {
		errno = n > NAME_MAX ? ENAMETOOLONG : ENOSPC;
		return NULL;
	}
	made[made_count].dirfd = dirfd;
	return &made[made_count];
}

/* Hard enough to hit upon by chance: O_EXCL sees to the rest. */
static void
put_letters(char *p, int salt)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	struct timespec now = {0};
	uint64_t x;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	x = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
	x ^= (uint64_t)getpid() << 40 ^ (uint64_t)salt << 32;
	/* every bit comes to count for every letter */
	for (int round = 0; round < 2; round++) {
		x ^= x >> 32;
		x *= 0x9E3779B97F4A7C15u;
	}
	for (size_t i = 0; i < LETTERS; i++) {
		x ^= x >> 29;
		p[i] = letters[x >> 59];
		x *= 0x9E3779B97F4A7C15u;
	}
	p[LETTERS] = '\0';
}

/* Open one whose name begins with n bytes of `name`. */
static int
try_open(struct temporary *t, const char *name, size_t n, int salt)
{
	char letters[LETTERS + 1];

	put_letters(letters, salt);
	(void)snprintf(t->name, sizeof t->name, ".%.*s.%s" SUFFIX, (int)n,
	    name, letters);
	return openat(t->dirfd, t->name, O_RDWR | O_CREAT | O_EXCL |
	    O_NOFOLLOW | O_CLOEXEC, 0600);
}

int
temporary_open(int dirfd, const char *name, struct temporary **t)
{
	size_t n = strnlen(name, NAME_MAX - AROUND);
	struct temporary *new;
	sigset_t mask;
	int fd = -1;

	begin(&mask);
	new = place_for(dirfd, n + AROUND);
	for (int i = 0; new && fd == -1 && i < MOST_TRIES; i++) {
		fd = try_open(new, name, n, i);
		if (fd != -1)
			made_count++;
		else if (errno == ENAMETOOLONG && n > 0)
			n = 0;   /* this file system holds less than NAME_MAX */
		else if (errno != EEXIST && errno != EINTR)
			break;
	}
	end(&mask);
	*t = new;
	return fd;
}

int
temporary_link(int dirfd, const char *old, const char *name)
{
	size_t n = strlen(name);
	struct temporary *new;
	sigset_t mask;
	int r = -1;

	begin(&mask);
	new = place_for(dirfd, n);
	if (new) {
		memcpy(new->name, name, n + 1);
		r = linkat(dirfd, old, dirfd, name, 0);
		if (r == 0)
			made_count++;
	}
	end(&mask);
	return r;
}

/* Give the temporary a name that is free, and no other. */
static int
link_free(const struct temporary *t, const char *name)
{
	int err;

	if (linkat(t->dirfd, t->name, t->dirfd, name, 0) != 0)
		return -1;
	if (unlinkat(t->dirfd, t->name, 0) == 0)
		return 0;
	err = errno;
	(void)unlinkat(t->dirfd, name, 0);
	errno = err;
	return -1;
}

/* Take a name that is free by an empty file. */
static int
claim(int dirfd, const char *name)
{
	int fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);

	if (fd == -1)
		return -1;
	(void)close(fd);
	return 0;
}

static int
rename_free(const struct temporary *t, const char *name)
{
	int err;

	if (claim(t->dirfd, name) != 0)
		return -1;
	if (renameat(t->dirfd, t->name, t->dirfd, name) == 0)
		return 0;
	err = errno;
	(void)unlinkat(t->dirfd, name, 0);
	errno = err;
	return -1;
}

int
temporary_rename(struct temporary *t, const char *name)
{
	size_t n = strlen(name);
	sigset_t mask;
	int r;

	if (n > NAME_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	begin(&mask);
	r = link_free(t, name);
	/* there are file systems without links */
	if (r != 0 && errno != EEXIST)
		r = rename_free(t, name);
	if (r == 0)
		memcpy(t->name, name, n + 1);
	end(&mask);
	return r;
}

int
temporary_keep(struct temporary *t, const char *name)
{
	sigset_t mask;
	int r;

	begin(&mask);
	r = renameat(t->dirfd, t->name, t->dirfd, name);
	if (r == 0)
		made_count = 0;
	end(&mask);
	return r;
}

void
temporary_remove(void)
{
	int err = errno;
	sigset_t mask;

	begin(&mask);
	remove_made();
	made_count = 0;
	errno = err;
	end(&mask);
}

int
temporary_sync(int fd)
{
	int r;

	do {
		r = fsync(fd);
	} while (r != 0 && errno == EINTR);
	if (r != 0 && (errno == EINVAL || errno == ENOTSUP || errno == ENOSYS))
		return 0;
	return r;
}
