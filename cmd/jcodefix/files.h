/*
 * files: the files to look at: operands, a list, and what is below directories.
 */
#ifndef HIKKOSHI_FILES_H
#define HIKKOSHI_FILES_H

#include "buf.h"
#include "globs.h"
#include "isperl.h"

#include <stdbool.h>
#include <stddef.h>

struct file {
	const char *path;      /* for people; it leads there, too */
	int dirfd;             /* of the directory that `name` is in */
	const char *name;
	size_t root_len;       /* of path: the root of the walk, or directory */
	bool walked;           /* so it is `name` in dirfd, and no link */
	enum isperl_source source;
};

struct files_options {
	bool recursive;
	char **operands;
	int count;
	const char *list;      /* of --files0-from, or NULL */
	struct buf names;      /* in it, each with NUL behind it */
	struct globs include, exclude;   /* names, in a walk */
	/* Backups are not looked at: names with that ending, and what is below
	 * that directory; NULL: none are made. */
	const char *backup_suffix, *backup_dir;
	bool quiet;            /* no messages: a second time will have them */
	void (*file)(void *ctx, const struct file *f);
	void *ctx;
};

/* Read the list, once for any number of files_each.  False, after a message,
 * where that fails.  The names are to be freed. */
bool files_read_list(struct files_options *o);

/*
 * Hand each file to o->file.  Links are followed where they are operands, not
 * within a walk; .git and .svn are not entered.  False: something could not be
 * read, and a message told.
 */
bool files_each(const struct files_options *o);

/* Open a file to be read; -1 with errno. */
int files_open(const struct file *f);

#endif
