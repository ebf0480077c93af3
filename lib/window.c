#define _GNU_SOURCE  /* memrchr */
#include "window.h"

#include "diag.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void
window_init(struct window *w, window_fill *fill, void *ctx, void *mem,
    size_t cap, size_t max)
{
	*w = (struct window){.fill = fill, .ctx = ctx, .mem = mem, .cap = cap,
	    .max = max > cap ? max : cap};
}

static int
grow(struct window *w)
{
	size_t cap = w->cap > w->max / 2 ? w->max : w->cap * 2;
	char *mem;

	if (w->cap >= w->max)
		return WINDOW_FULL;
	mem = w->owned ? realloc(w->mem, cap) : malloc(cap);
	if (!mem)
		return WINDOW_ERROR;
	if (!w->owned)
		memcpy(mem, w->mem, w->end);
	w->mem = mem;
	w->cap = cap;
	w->owned = true;
	return WINDOW_OK;
}

static void
compact(struct window *w)
{
	if (w->start == 0)
		return;
	memmove(w->mem, w->mem + w->start, w->end - w->start);
	w->end -= w->start;
	w->start = 0;
}

int
window_more(struct window *w)
{
	size_t held = w->end - w->start;
	ssize_t n;

	if (w->eof)
		return WINDOW_END;
	/* Moving costs what is held: done only where it makes room for as
	 * much, or just before the memory doubles, the whole run stays linear. */
	if (held <= w->start) {
		compact(w);
	} else if (w->end == w->cap) {
		int r;

		compact(w);
		r = grow(w);
		if (r != WINDOW_OK && w->end == w->cap)
			return r;
	}
	n = w->fill(w->ctx, w->mem + w->end, w->cap - w->end);
	if (n < 0)
		return WINDOW_ERROR;
	if (n == 0) {
		w->eof = true;
		return WINDOW_END;
	}
	w->end += (size_t)n;
	return WINDOW_OK;
}

int
window_records(struct window *w, int delim, size_t *seen, char **recs,
    size_t *len)
{
	for (;;) {
		const char *held = w->mem + w->start;
		size_t n = w->end - w->start;
		const char *d = n > *seen ?
		    memrchr(held + *seen, delim, n - *seen) : NULL;
		int r;

		*recs = w->mem + w->start;
		if (d) {
			*len = (size_t)(d - held) + 1;
			*seen = 0;
			return WINDOW_OK;
		}
		*len = *seen = n;
		r = window_more(w);
		if (r == WINDOW_END && n > 0) {
			*recs = w->mem + w->start;
			*seen = 0;
			return WINDOW_OK;
		}
		if (r != WINDOW_OK)
			return r;
	}
}

int
window_skip(struct window *w, int delim)
{
	for (;;) {
		size_t held = w->end - w->start;
		char *d = held ? memchr(w->mem + w->start, delim, held) : NULL;
		int r;

		if (d) {
			w->start = (size_t)(d - w->mem) + 1;
			return WINDOW_OK;
		}
		w->start = w->end;
		r = window_more(w);
		if (r != WINDOW_OK)
			return r;
	}
}

void
window_complain(const struct window *w, const char *where, int result,
    const char *what)
{
	if (result == WINDOW_FULL)
		diag(where, "%s of more than %zu MiB is not held", what,
		    w->max >> 20);
	else
		diag_errno(where, errno);
}

void
window_end(struct window *w)
{
	if (w->owned)
		free(w->mem);
	w->mem = NULL;
	w->owned = false;
	w->cap = w->start = w->end = 0;
}
