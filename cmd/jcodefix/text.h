/*
 * text: files in memory, as far as they must be.
 */
#ifndef HIKKOSHI_TEXT_H
#define HIKKOSHI_TEXT_H

#include "buf.h"
#include "out.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* When to stop reading before the end. */
struct text_options {
	size_t max;    /* bytes; more are an error */
	/* Do the bytes read at first tell enough?  NULL: they do not. */
	bool (*enough)(const char *p, size_t n);
	/* Stop where no candidate (candidate.h) is in the file; only in those
	 * that can be read again are they looked for. */
	bool skims;
};

enum {
	TEXT_WHOLE = 0,
	TEXT_HEAD = 1,      /* that was enough */
	TEXT_SKIMMED = 2,   /* there is no candidate: b holds only the head, fd
	                     * is at the end */
	TEXT_ERROR = -1     /* errno tells; EFBIG: more than max bytes */
};

/* Read fd to its end into b, which is cleared first and keeps its memory, so
 * that many small files cost no allocation each. */
int text_read(struct buf *b, int fd, const struct text_options *o);

/* Copy fd, from `from` on to its end, to out.  0, or -1 with errno where
 * reading failed; out->err tells of the output. */
int text_copy(int fd, off_t from, struct buf *b, struct out *out);

#endif
