/*
 * out: buffered output of which every byte is checked.
 *
 * The first failure is kept: whatever is put afterwards is dropped and every
 * call fails, so that a caller may check once, at out_close.  Nothing that was
 * accepted is lost silently.
 */
#ifndef HIKKOSHI_OUT_H
#define HIKKOSHI_OUT_H

#include <stddef.h>
#include <stdint.h>

struct out {
	int fd;
	int err;     /* errno of the first failure, 0 while all is well */
	char *mem;   /* the caller's, mem[0..len) not yet written */
	size_t cap, len;
	int64_t late;  /* when out_flush_late flushes, by tick_ms */
};

/* In the place of a descriptor: nothing is written. */
enum { OUT_NOWHERE = -1 };

/* Write to fd through cap bytes at mem, which stay the caller's. */
void out_init(struct out *o, int fd, void *mem, size_t cap);

/* Each returns 0, or -1 with the reason in o->err. */
int out_put(struct out *o, const void *bytes, size_t n);
int out_puts(struct out *o, const char *s);
int out_flush(struct out *o);

/* Room for n bytes that are to come next, to be written there by the caller, who
 * adds their number to o->len; NULL where there is none at once: put them. */
static inline char *
out_room(struct out *o, size_t n)
{
	return !o->err && n <= o->cap - o->len ? o->mem + o->len : NULL;
}

/* Flush, unless this was done less than a tenth of a second ago: for a reader
 * who waits. */
int out_flush_late(struct out *o);

/* Flush, and close the descriptor: only now is it known that a full disk or a
 * file server took everything. */
int out_close(struct out *o);

/* out_close for standard output, with a message where it fails; none for
 * EPIPE, a reader that has seen enough. */
int out_finish(struct out *o);

#endif
