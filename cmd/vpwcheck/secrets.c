#include "secrets.h"

#include "in.h"
#include "progress.h"
#include "secret.h"

#include <errno.h>
#include <string.h>

#ifndef BLOCK_SIZE
#define BLOCK_SIZE (64 * 1024)  /* what a pipe holds */
#endif

static const char mark[] = {'\xEF', '\xBB', '\xBF'};
enum {
	AROUND = sizeof mark + 2,  /* a mark before, CR and LF behind */
	LONGEST = SECRETS_RECORD_MAX + AROUND,
	CAP_MAX = SECRETS_RECORD_MAX +
	    (BLOCK_SIZE > AROUND ? BLOCK_SIZE : AROUND)
};

int
secrets_open(struct secrets *s, int fd, char delim)
{
	*s = (struct secrets){.fd = fd, .delim = delim, .cap = BLOCK_SIZE};
	s->mem = secret_map(s->cap);
	return s->mem ? 0 : -1;
}

void
secrets_close(struct secrets *s)
{
	secret_unmap(s->mem, s->cap);
	s->mem = NULL;
	s->cap = s->clean = s->begin = s->end = 0;
}

/* Wipe what was given. */
static void
forget(struct secrets *s)
{
	secret_wipe(s->mem + s->clean, s->begin - s->clean);
	if (s->begin == s->end)
		s->begin = s->end = 0;
	s->clean = s->begin;
}

/* Nothing was given that is not wiped: move what is held to the beginning. */
static void
move_down(struct secrets *s)
{
	size_t held = s->end - s->begin;
	size_t old = held > s->begin ? held : s->begin;

	memmove(s->mem, s->mem + s->begin, held);
	secret_wipe(s->mem + old, s->end - old);
	s->clean = s->begin = 0;
	s->end = held;
}

/* find never asks for more than CAP_MAX. */
static int
grow(struct secrets *s)
{
	size_t cap = s->cap > CAP_MAX / 2 ? CAP_MAX : s->cap * 2;
	char *mem = secret_map(cap);

	if (!mem)
		return -1;
	memcpy(mem, s->mem, s->end);
	secret_unmap(s->mem, s->cap);
	s->mem = mem;
	s->cap = cap;
	return 0;
}

/* Read once; 0, or -1 with errno.  While it waits for input, nothing that was
 * given is there any more. */
static int
more(struct secrets *s)
{
	ssize_t n = -1;

	forget(s);
	/* moved only when full: each byte once, or just before a growth */
	if (s->end == s->cap && s->begin > 0)
		move_down(s);
	if (s->end < s->cap || grow(s) == 0)
		n = in_fill(s->fd, s->mem + s->end, s->cap - s->end);
	if (n < 0) {
		s->error = errno;
		return -1;
	}
	progress_add((uint64_t)n);
	s->ended = n == 0;
	s->end += (size_t)n;
	return 0;
}

/* Here is a record: n bytes, and then its delimiter or the end. */
static int
measure(struct secrets *s, size_t n, bool delimited)
{
	const char *held = s->mem + s->begin;

	s->whole = n + delimited;
	s->before = 0;
	if (s->line == 0 && n >= sizeof mark &&
	    memcmp(held, mark, sizeof mark) == 0)
		s->before = sizeof mark;
	if (n == s->before && !delimited)
		return SECRETS_END;
	s->cr = delimited && s->delim == '\n' && n > 0 && held[n - 1] == '\r';
	n -= s->cr;
	s->n = n - s->before;
	return s->n > SECRETS_RECORD_MAX ? SECRETS_TOO_LONG : SECRETS_RECORD;
}

/* Read until the next record is held, or enough to know that it is too long. */
static int
find(struct secrets *s)
{
	const char *held, *d;
	size_t n, seen = 0;

	if (s->error) {
		errno = s->error;
		return SECRETS_ERROR;
	}
	for (;;) {
		held = s->mem + s->begin;
		n = s->end - s->begin;
		d = memchr(held + seen, s->delim, n - seen);
		if (d || s->ended)
			break;
		if (n >= LONGEST)
			return SECRETS_TOO_LONG;
		seen = n;
		if (more(s) != 0)
			return SECRETS_ERROR;
	}
	return measure(s, d ? (size_t)(d - held) : n, d);
}

/* Forget all up to the next delimiter, in the memory that there is. */
static int
skip(struct secrets *s)
{
	for (;;) {
		const char *d = memchr(s->mem + s->begin, s->delim,
		    s->end - s->begin);

		s->begin = d ? (size_t)(d - s->mem) + 1 : s->end;
		if (d || s->ended) {
			forget(s);
			return SECRETS_TOO_LONG;
		}
		if (more(s) != 0)
			return SECRETS_ERROR;
	}
}

int
secrets_peek(struct secrets *s, char **record, size_t *n)
{
	int r = find(s);

	if (r == SECRETS_RECORD) {
		*record = s->mem + s->begin + s->before;
		*n = s->n;
	}
	return r;
}

int
secrets_next(struct secrets *s, char **record, size_t *n)
{
	int r = find(s);

	if (r == SECRETS_RECORD) {
		*record = s->mem + s->begin + s->before;
		*n = s->n;
		s->begin += s->whole;
	} else if (r == SECRETS_TOO_LONG) {
		r = skip(s);
	} else {
		forget(s);
	}
	if (r == SECRETS_RECORD || r == SECRETS_TOO_LONG)
		s->line++;
	return r;
}
