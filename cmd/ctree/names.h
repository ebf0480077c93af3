/*
 * names: the bytes of a file name as people read them (--from).
 */
#ifndef HIKKOSHI_NAMES_H
#define HIKKOSHI_NAMES_H

#include "buf.h"
#include "charset.h"

#include <stdbool.h>
#include <stddef.h>

struct names {
	struct charset *from;  /* NULL: names are UTF-8 */
	struct buf scratch;
};

/*
 * Append to out what a name reads in UTF-8: 1; nothing, and 0, where that is
 * what it is already, or where it cannot be read in that charset: then its
 * bytes stay, to be escaped when shown.  -1 with errno.
 */
int names_decode(struct names *n, struct buf *out, const char *name,
    size_t len);

/* Make *s, *len of a path what it reads, in memory of `room` where that is
 * something else: 1 then; 0; or -1 with errno. */
int names_read_path(struct names *n, struct buf *room, const char **s,
    size_t *len);

/* Can the name be read: in the charset, or as UTF-8 where there is none?
 * 1, 0, or -1 with errno. */
int names_readable(struct names *n, const char *name, size_t len);

#endif
