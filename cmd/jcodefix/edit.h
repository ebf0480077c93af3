/*
 * edit: bytes that stand for others.
 *
 * Edits of a text are in the order of their places, lie in it, and do not
 * overlap.  Those at one place come out in their order.
 */
#ifndef HIKKOSHI_EDIT_H
#define HIKKOSHI_EDIT_H

#include "out.h"

#include <stddef.h>

struct edit {
	size_t at, len;     /* the bytes to go */
	const char *with;   /* those that come, not owned; may be empty */
	size_t with_len;
};

/* Write the n bytes at text with the edits made, all else byte for byte.
 * As out_put. */
int edit_write(struct out *o, const char *text, size_t n,
    const struct edit *edits, size_t count);

#endif
