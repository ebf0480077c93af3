/*
 * replace: new content for a file, in its place, whole or not at all.
 *
 * The new content goes to a temporary file in the same directory (O_EXCL),
 * which gets the owner, then the mode, ACL, extended attributes and security
 * label of the old one, is synced, and takes its name by rename(2); then the
 * directory is synced.  Whatever happens at whatever instant, the name leads
 * to the old file or to the new one, whole.  The old file is never opened for
 * writing.  Every way out removes the temporary, signals included, unless it
 * is SIGKILL or the machine that stops.
 */
#ifndef HIKKOSHI_REPLACE_H
#define HIKKOSHI_REPLACE_H

#include "buf.h"
#include "out.h"

#include <stdbool.h>
#include <sys/stat.h>

/* Where a file really is: a directory, and a name in it that is no link. */
struct replace_target {
	int dirfd;         /* AT_FDCWD, or open, and closed by replace_forget
	                    * where `owned` */
	bool owned;
	struct buf name;   /* with a NUL behind it, which len does not count */
};

/* Follow the links that path is, so that they stay and what they lead to is
 * changed.  0, or -1 with errno, and nothing to forget. */
int replace_find(struct replace_target *t, const char *path);

void replace_forget(struct replace_target *t);

struct replace_options {
	bool force;               /* files that nobody may write, too */
	bool break_hardlinks;     /* files with other names, too */
	const char *suffix;       /* of a backup beside the file; NULL, or "":
	                           * none */
	const char *backup_dir;   /* where backups go instead, their names with
	                           * the suffix, if any; NULL: none.  Made where
	                           * it is not there, but not what it is in */
};

/*
 * Put what write(ctx, out) writes in place of the target.  It returns 0, or -1
 * with out->err or errno.  as_read is what fstat(2) told right after the file
 * was opened to be read: should the file have changed since then (device,
 * inode, size, mtime, ctime; a nanosecond apart is apart), it stays as it is.
 * path names it for people, and tells where below backup_dir its backup goes:
 * there without "/", "." and "..".
 *
 * Refused: what has a rule or right against it.  No file is left then, and
 * words say what is wrong and what to do about it: other names without
 * break_hardlinks; no write bit, or no right to write, without force; no right
 * to write to the directory; an owner, group, ACL, attribute or label that
 * cannot be given to the new file; not a regular file; a backup that is there
 * already, unless it is this very file.
 *
 * words are a C string, or empty where there was no memory for them or all
 * went well; to be freed by the caller with buf_free.
 *
 * Not for two threads at once: see temporary.h.
 */
enum replace_result {
	REPLACE_DONE,
	REPLACE_REFUSED,   /* words tell why; the file is as it was */
	REPLACE_FAILED     /* words tell what failed; the file is as it was, or,
	                    * where only the last sync failed, new and whole */
};

enum replace_result replace_file(const struct replace_target *t,
    const char *path, const struct stat *as_read,
    int (*write)(void *ctx, struct out *out), void *ctx,
    const struct replace_options *options, struct buf *words);

/* Would it be refused, as far as can be told before anything is made?  As
 * above. */
enum replace_result replace_check(const struct replace_target *t,
    const char *path, const struct stat *as_read,
    const struct replace_options *options, struct buf *words);

#endif
