/*
 * path: a path of a list as its components.
 *
 *	/usr//./lib/	->	/ NUL usr NUL lib
 *
 * Components stand with a NUL between them, none at the end; empty ones and `.`
 * are gone, and `/` is the first of an absolute path.  So a path's bytes begin
 * with those of the directories that it is in, and NUL, the lowest byte, sorts
 * a directory right before what is in it, and that before all else.
 *
 * In a list that is decoded each component is two strings, its name as it reads
 * and as it is: two names may read the same.  Where directories are to come
 * first, a mark before each name sees to it.
 */
#ifndef HIKKOSHI_PATH_H
#define HIKKOSHI_PATH_H

#include "buf.h"
#include "names.h"

#include <stdbool.h>
#include <stddef.h>

struct path {
	const char *p;
	size_t n;
	bool pairs, marked;
};

enum { PATH_DIR = '\1', PATH_OTHER = '\2' };   /* marks */

struct path_component {
	const char *name, *bytes;
	size_t len, nbytes;
};

/* Append the components of a path of n bytes to out.  *is_dir: it says that it
 * is a directory, by a slash or dot at its end.  0, or -1 with errno. */
int path_split(struct buf *out, struct names *names, const char *path,
    size_t n, bool *is_dir);

/* The component at *p, which moves on; false at the end. */
bool path_next(const struct path *path, const char **p,
    struct path_component *c);

size_t path_count(const struct path *path);

/* How many components the two have in common at their beginning. */
size_t path_common(const struct path *a, const struct path *b);

bool path_same(const struct path *a, const struct path *b);

/* Is `below` in the directory `above`, or deeper?  The empty path is above all
 * relative ones. */
bool path_is_below(const struct path *above, const struct path *below);

bool path_is_absolute(const struct path *path);  /* it has no marks */

/* Append the path with marks; it has none.  0, or -1 with errno ENOMEM. */
int path_mark(struct buf *out, const struct path *path, bool is_dir);

/* Append the first k components as people write them, `.` for none: the names,
 * or the bytes.  0, or -1 with errno ENOMEM. */
int path_join(struct buf *out, const struct path *path, size_t k, bool bytes);

#endif
