/*
 * backup: the old file under another name, before a new one takes its name.
 *
 * Beside it, with a suffix: another link to it, so that all stays as it was, or
 * a copy with attributes and times where the file system has no links.  Or
 * below a directory of backups: always a copy, so that what the backup holds
 * does not hang on what is done to a file elsewhere.
 *
 * A backup is a temporary (temporary.h) until the new file is in its place.
 */
#ifndef HIKKOSHI_BACKUP_H
#define HIKKOSHI_BACKUP_H

#include "buf.h"

#include <stdbool.h>
#include <sys/stat.h>

/* What to back up, and where; all the caller's. */
struct backup {
	int dirfd;               /* where the file is */
	const char *name;        /* and its name there */
	const char *path;        /* where its copy goes below dir */
	const char *suffix;      /* behind the name; NULL: none */
	const char *dir;         /* NULL: beside the file */
	const struct stat *st;   /* of the file */
	/* set by backup_make */
	int into;                /* a directory; -1: none was opened */
	bool linked;             /* the file has a link more: its ctime
	                          * is another */
};

/* Neither suffix nor dir: no backup.  "" is no suffix. */
void backup_init(struct backup *b, const char *suffix, const char *dir);

/* Is the file's only other name that of its backup?  A run that was killed
 * after it made the backup left it so. */
bool backup_is_other_name(const struct backup *b);

/*
 * Make the backup of the file that is also open at fd, at its start.  Copied to
 * `dir`, it has the owner, mode and attributes of the file if they can be given
 * to it, or else is for its owner's eyes only.  Directories below `dir`, and
 * `dir` itself, are made as needed, with mode 0700; below it no link is
 * followed.
 *
 * 0, or -1 with errno and words; EEXIST: there is one already, which stays.
 */
int backup_make(struct backup *b, int fd, struct buf *words);

/* To be called after backup_init, when the backup is kept or gone. */
void backup_end(struct backup *b);

#endif
