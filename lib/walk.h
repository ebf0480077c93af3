/*
 * walk: the entries of a directory tree, one after the other.
 *
 * A directory comes before what is in it; what is in it comes in the order of
 * bytes.  Directories are opened relative to their parent and without following
 * links (openat(2), O_NOFOLLOW), so that no path is built, none is too long,
 * and a link put in place of a directory leads nowhere.  No more than WALK_OPEN
 * descriptors are held, nor half of what the process may have, however deep
 * the tree: the shallowest directories are closed, and opened again by ".."
 * with a check of device and inode.
 *
 * Nothing is stat'ed but what readdir gives no type for, links with `follow`,
 * directories with `follow` or `one_fs`, and those closed and opened again.
 * Memory: the names kept of the directories that the present entry is in, and
 * 64 KiB.
 */
#ifndef HIKKOSHI_WALK_H
#define HIKKOSHI_WALK_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { WALK_OPEN = 32 };

enum walk_type {
	WALK_UNKNOWN, WALK_DIR, WALK_FILE, WALK_LINK, WALK_FIFO, WALK_SOCKET,
	WALK_CHAR, WALK_BLOCK
};

/* The type that a mode of stat(2) holds. */
enum walk_type walk_type_of(mode_t mode);

/* Strings are the walk's, end with NUL, and are good until the next call. */
struct walk_entry {
	const char *name;    /* as the system has it; of the root: as typed */
	size_t name_len;
	const char *label;   /* what it is sorted by: see walk_options */
	size_t label_len;
	enum walk_type type; /* with `follow`, of what a link leads to */
	bool followed;       /* a link that leads to something */
	bool unreached;      /* a link to follow, but where to cannot be told;
	                      * WALK_TROUBLE comes next.  One that leads to
	                      * nothing is only a link */
	bool last;           /* of those kept of its directory */
	size_t depth;        /* 0: the root */
	int dirfd;           /* of the directory that name is in: AT_FDCWD for
	                      * the root, -1 where somebody moved it away */
};

struct walk_options {
	bool follow;      /* go through links to directories */
	bool one_fs;      /* not into other file systems */
	bool dirs_first;  /* the directories of a directory, then the rest */
	/* Whether to keep an entry, asked before it is sorted; NULL: all. */
	bool (*keep)(void *ctx, const struct walk_entry *e);
	/* Append to out what to sort a name by, its label, without a NUL in it:
	 * 1; 0 where that is the name itself; -1 with errno.  NULL: always 0. */
	int (*label)(void *ctx, struct buf *out, const char *name, size_t n);
	void *ctx;
};

struct walk;

/* Open a root; a link is followed.  The walk, to be closed, or NULL with
 * errno. */
struct walk *walk_open(const char *root, const struct walk_options *options);

enum {
	WALK_END = 0,
	WALK_ENTRY = 1,
	WALK_TROUBLE = 2,  /* what is in the directory *e cannot be read, or not
	                    * all of it, or it is unreached: errno tells */
	WALK_LOOP = 3,     /* *e leads back to a directory that it is in */
	WALK_ERROR = -1    /* no memory: errno tells, the walk is over */
};

/* The next entry, or what came up about one already given. */
int walk_next(struct walk *w, struct walk_entry *e);

/* Do not go into the directory that was just given. */
void walk_skip(struct walk *w);

/* Append the path of the entry of that depth on the way to the one just given,
 * for messages.  0, or -1 with errno ENOMEM. */
int walk_path(const struct walk *w, size_t depth, struct buf *path);

void walk_close(struct walk *w);

#endif
