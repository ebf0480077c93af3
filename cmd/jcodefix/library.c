#include "library.h"

#include <string.h>
#include <sys/stat.h>

/*
 * spellings holds, for each name that was noted, a byte of these bits, the name,
 * and a NUL.  A name is there once; a tree has some dozens.
 */
enum { NOTED = 1, FOUND = 2, BLOCKED = 4 };

void
library_enter(struct library *l, const char *path, size_t root_len)
{
	l->path = path;
	l->root_len = root_len;
	l->changes_inc = false;
}

/* The state of a name in spellings, or NULL. */
static char *
find(const struct library *l, const char *name, size_t n)
{
	char *p = l->spellings.p, *end = p + l->spellings.len;

	while (p < end) {
		size_t len = strlen(p + 1);

		if (len == n && memcmp(p + 1, name, n) == 0)
			return p;
		p += len + 2;
	}
	return NULL;
}

static bool
is_file(struct library *l, const char *dir, size_t dir_len, const char *name,
    size_t n)
{
	struct stat st;

	buf_clear(&l->scratch);
	return buf_put(&l->scratch, dir, dir_len) == 0 &&
	    buf_put(&l->scratch, name, n) == 0 &&
	    buf_putc(&l->scratch, '\0') == 0 &&
	    stat(l->scratch.p, &st) == 0 && S_ISREG(st.st_mode);
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
	const char *known;

	if (l->state == LIBRARY_GATHERING)
		return library_has(l, name, n) ? LIBRARY_MAY : LIBRARY_UNKNOWN;
	known = find(l, name, n);
	if (!known || !(*known & FOUND))
		return LIBRARY_UNKNOWN;
	return *known & BLOCKED ? LIBRARY_MUST_NOT : LIBRARY_MAY;
}

int
library_note(struct library *l, const char *name, size_t n, bool may)
{
	bool found = library_has(l, name, n);
	char bits = (char)(NOTED | (found ? FOUND : 0) |
	    (found && may && !l->changes_inc ? 0 : BLOCKED));
	char *known = find(l, name, n);

	if (known) {
		*known |= bits;
		return 0;
	}
	return buf_putc(&l->spellings, bits) == 0 &&
	    buf_put(&l->spellings, name, n) == 0 &&
	    buf_putc(&l->spellings, '\0') == 0 ? 0 : -1;
}

void
library_settle(struct library *l)
{
	l->state = LIBRARY_SETTLED;
}

void
library_free(struct library *l)
{
	buf_free(&l->spellings);
	buf_free(&l->scratch);
}
