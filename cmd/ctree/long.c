#include "long.h"

#include "escape.h"
#include "grow.h"

#include <errno.h>
#include <grp.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/sysmacros.h>
#endif
#include <time.h>

struct long_name {
	enum long_kind kind;
	unsigned long id;
	char *name;
};

/* --- owners --- */

/* Does errno say that the answer could not be had, rather than that there is
 * no such owner, for which systems have several words? */
static bool
is_failure(void)
{
	return errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
	    errno == EIO || errno == EINTR;
}

/* In memory that the caller frees; NULL with errno, which stays as it was
 * otherwise: a failure before may have left it. */
static char *
look_up(enum long_kind kind, unsigned long id)
{
	const struct passwd *user = NULL;
	const struct group *group = NULL;
	char number[24], *name;
	int err = errno;

	errno = 0;
	if (kind == LONG_USER)
		user = getpwuid((uid_t)id);
	else
		group = getgrgid((gid_t)id);
	if (!user && !group && is_failure())
		return NULL;
	(void)snprintf(number, sizeof number, "%lu", id);
	name = strdup(user ? user->pw_name : group ? group->gr_name : number);
	if (name)
		errno = err;
	return name;
}

/* Few servers have so many owners that a search costs more than a stat; the one
 * found last is the likeliest, and stands first. */
const char *
long_name(struct long_names *names, enum long_kind kind, unsigned long id)
{
	struct long_name found, *v;
	size_t i = 0;

	while (i < names->n && (names->v[i].id != id ||
	    names->v[i].kind != kind))
		i++;
	v = grow_array(names->v, i, &names->cap, sizeof *v);
	if (!v)
		return NULL;
	names->v = v;
	if (i == names->n) {
		found = (struct long_name){kind, id, look_up(kind, id)};
		if (!found.name)
			return NULL;
		names->n++;
	} else {
		found = names->v[i];
	}
	memmove(names->v + 1, names->v, i * sizeof *names->v);
	names->v[0] = found;
	return found.name;
}

void
long_free(struct long_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->v[i].name);
	free(names->v);
}

/* --- columns --- */

static char
type_char(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG: return '-';
	case S_IFDIR: return 'd';
	case S_IFLNK: return 'l';
	case S_IFIFO: return 'p';
	case S_IFSOCK: return 's';
	case S_IFCHR: return 'c';
	case S_IFBLK: return 'b';
	default: return '?';
	}
}

/* The ten characters of ls(1), and a NUL. */
static void
put_mode(mode_t mode, char mode_chars[11])
{
	static const struct {
		mode_t special, bit;
		int at;
		char with, without;
	} marks[] = {
		{S_ISUID, S_IXUSR, 3, 's', 'S'},
		{S_ISGID, S_IXGRP, 6, 's', 'S'},
		{S_ISVTX, S_IXOTH, 9, 't', 'T'}
	};

	mode_chars[0] = type_char(mode);
	for (int i = 0; i < 9; i++)
		mode_chars[1 + i] = mode & (0400u >> i) ? "rwx"[i % 3] : '-';
	for (int i = 0; i < 3; i++)
		if (mode & marks[i].special)
			mode_chars[marks[i].at] = mode & marks[i].bit ?
			    marks[i].with : marks[i].without;
	mode_chars[10] = '\0';
}

static void
print_size(const struct stat *st, char *size, size_t room)
{
	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		(void)snprintf(size, room, "%lu, %3lu",
		    (unsigned long)major(st->st_rdev),
		    (unsigned long)minor(st->st_rdev));
	else
		(void)snprintf(size, room, "%jd", (intmax_t)st->st_size);
}

static void
print_time(time_t when, char *text, size_t room)
{
	struct tm tm;

	if (!localtime_r(&when, &tm) ||
	    strftime(text, room, "%Y-%m-%d %H:%M", &tm) == 0)
		(void)snprintf(text, room, "%jd", (intmax_t)when);
}

int
long_put(struct long_names *names, struct buf *out, struct entry *e)
{
	const struct stat *st = facts_stat(e);
	const char *user = "?", *group = "?";
	char mode[11] = "??????????", size[32] = "?", when[40] = "?";
	char line[128], more[128];

	if (st) {
		put_mode(st->st_mode, mode);
		user = long_name(names, LONG_USER, st->st_uid);
		group = long_name(names, LONG_GROUP, st->st_gid);
		if (!user || !group)
			return -1;
		print_size(st, size, sizeof size);
		print_time(st->st_mtime, when, sizeof when);
	}
	(void)snprintf(line, sizeof line, "%s ", mode);
	(void)snprintf(more, sizeof more, " %11s %16s ", size, when);
	if (buf_puts(out, line) != 0)
		return -1;
	/* names of any length, from a directory service perhaps */
	for (int i = 0; i < 2; i++) {
		const char *name = i ? group : user;
		size_t n = strlen(name), from = out->len;

		if (escape_put(out, name, n) != 0)
			return -1;
		while (out->len - from < 8)
			if (buf_putc(out, ' ') != 0)
				return -1;
		if (i == 0 && buf_putc(out, ' ') != 0)
			return -1;
	}
	return buf_puts(out, more);
}
