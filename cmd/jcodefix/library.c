#include "library.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

void
library_enter(struct library *l, const char *path, size_t root_len)
{
	l->path = path;
	l->root_len = root_len;
	l->changes_inc = false;
	l->error = 0;
}

int
library_leave(struct library *l)
{
	errno = l->error;
	return l->error ? -1 : 0;
}

/* Does that say that Perl would not find it either? */
static bool
is_absence(int err)
{
	return err == ENOENT || err == ENOTDIR || err == EACCES ||
	    err == ELOOP || err == ENAMETOOLONG;
}

static bool
is_file(struct library *l, const char *dir, size_t dir_len, const char *name,
    size_t n)
{
	struct stat st;

	buf_clear(&l->scratch);
	if (buf_put(&l->scratch, dir, dir_len) == 0 &&
	    buf_put(&l->scratch, name, n) == 0 &&
	    buf_putc(&l->scratch, '\0') == 0 && stat(l->scratch.p, &st) == 0)
		return S_ISREG(st.st_mode);
	if (!is_absence(errno))
		l->error = errno;
	return false;
}

/* The length of a path's directory, with its slash. */
static size_t
dir_length(const char *path, size_t n)
{
	while (n > 0 && path[n - 1] != '/')
		n--;
	return n;
}

bool
library_has(struct library *l, const char *name, size_t n)
{
	size_t dir = dir_length(l->path, strlen(l->path));

	if (n == 0 || memchr(name, '\0', n))
		return false;
	if (name[0] == '/')
		return is_file(l, "", 0, name, n);
	for (;;) {
		if (is_file(l, l->path, dir, name, n))
			return true;
		if (dir <= l->root_len)
			return false;
		dir = dir_length(l->path, dir - 1);
	}
}

enum library_answer
library_may_change(struct library *l, const char *name, size_t n)
{
	if (!(l->state == LIBRARY_GATHERING ? library_has(l, name, n) :
	    tally_has(&l->found, name, n)))
		return LIBRARY_UNKNOWN;
	return l->incomplete || tally_has(&l->blocked, name, n) ?
	    LIBRARY_MUST_NOT : LIBRARY_MAY;
}

int
library_note(struct library *l, const char *name, size_t n, bool may)
{
	bool found = library_has(l, name, n);
	bool blocks = !found || !may || l->changes_inc;

	if (found && tally_add(&l->found, name, n, "", 0) < 0)
		return -1;
	return blocks && tally_add(&l->blocked, name, n, "", 0) < 0 ? -1 : 0;
}

void
library_settle(struct library *l, bool complete)
{
	l->state = LIBRARY_SETTLED;
	l->incomplete = !complete;
}

void
library_free(struct library *l)
{
	tally_free(&l->found);
	tally_free(&l->blocked);
	buf_free(&l->scratch);
}
