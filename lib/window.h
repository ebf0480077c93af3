/*
 * window: the part of a stream that is held in memory, and records in it.
 *
 *	mem      start         end        cap
 *	 | free    | held bytes |   free   |
 *
 * Invariant: start <= end <= cap <= max.  Held bytes are those that were read
 * and not yet released; they lie together, at mem + start.  The window begins
 * in memory that the caller owns; only where one record needs more does it
 * take its own, which window_end gives back.  Pointers into the window are
 * good until the next call that reads.
 */
#ifndef HIKKOSHI_WINDOW_H
#define HIKKOSHI_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The most that a filter holds of one record, unless its page says
 * otherwise. */
#define WINDOW_MAX ((size_t)16 << 20)

enum {
	WINDOW_END = 0,
	WINDOW_OK = 1,
	WINDOW_ERROR = -1,  /* errno tells */
	WINDOW_FULL = -2    /* more than max bytes would have to be held */
};

/* Where the bytes come from: as in_fill, with a context for a descriptor. */
typedef ssize_t window_fill(void *ctx, void *mem, size_t cap);

struct window {
	window_fill *fill;
	void *ctx;
	char *mem;
	size_t cap, max, start, end;
	bool owned;  /* mem is the window's own */
	bool eof;
};

/* Hold bytes of fill(ctx) in cap > 0 bytes at mem, growing up to max. */
void window_init(struct window *w, window_fill *fill, void *ctx, void *mem,
    size_t cap, size_t max);

/* Read more behind the held bytes: WINDOW_OK, or one of the others above with
 * the held bytes as they were. */
int window_more(struct window *w);

/*
 * All whole records that are held, at least one, so that a caller can search
 * many at once; at the end of the input, what is left.  *seen is the caller's,
 * 0 at first: how much of the held bytes is known to end no record.  The bytes
 * are not released: that is left to the caller.
 */
int window_records(struct window *w, int delim, size_t *seen, char **recs,
    size_t *len);

/* Release what is held up to the end of the present record, reading on as
 * needed: the way out of WINDOW_FULL.  WINDOW_OK, WINDOW_END, WINDOW_ERROR. */
int window_skip(struct window *w, int delim);

/* Say of the input called `where` what a result other than WINDOW_OK and
 * WINDOW_END means, with errno as it was left; `what` names the thing that had
 * to be held: "a line". */
void window_complain(const struct window *w, const char *where, int result,
    const char *what);

void window_end(struct window *w);

#endif
