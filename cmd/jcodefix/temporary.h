/*
 * temporary: names in directories that go away again, whatever happens, unless
 * they are kept.
 *
 * While there are any, every signal that ends a process by default, and is not
 * ignored, removes them first; then the process dies by that signal.  What had
 * been set for these signals is set again once there are none.  Only SIGKILL
 * and a machine that stops leave them behind.
 *
 * There is one set of names in a process, for it has but one set of signal
 * handlers.  The directories of the names must stay open.
 */
#ifndef HIKKOSHI_TEMPORARY_H
#define HIKKOSHI_TEMPORARY_H

#include <limits.h>

/* Pathological systems leave it out. */
#ifndef NAME_MAX
#define NAME_MAX 255
#endif

struct temporary {
	int dirfd;
	char name[NAME_MAX + 1];
};

/* More than a replacement with a backup needs is an error, ENOSPC. */
enum { TEMPORARY_MOST = 2 };

/*
 * Make an empty file beside `name`, called .NAME.LETTERS.jcodefix, which nobody
 * else may read; the start of a long name must do.  A descriptor to read and
 * write, or -1 with errno.  *t is good until it is kept or removed.
 */
int temporary_open(int dirfd, const char *name, struct temporary **t);

/* Make `name` another link to `old`, both in dirfd.  0, or -1 with errno. */
int temporary_link(int dirfd, const char *old, const char *name);

/* Call a temporary `name`, which must be free (EEXIST); it may still go away.
 * No link(2) is needed.  0, or -1 with errno. */
int temporary_rename(struct temporary *t, const char *name);

/* Put a temporary in the place of `name`, and keep them all.  0, or -1 with
 * errno, and they stay temporary. */
int temporary_keep(struct temporary *t, const char *name);

/* Remove them all.  errno stays as it was. */
void temporary_remove(void);

/* fsync(2), for files and directories; a file system that knows no such thing
 * does not show.  0, or -1 with errno. */
int temporary_sync(int fd);

#endif
