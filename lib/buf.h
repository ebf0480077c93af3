/*
 * buf: a byte string that grows.
 *
 * Invariant: p[0..len) are the bytes, len <= cap, and p is NULL only while
 * cap is 0.  A buf of all zeroes is empty and ready for use.  The bytes are
 * no C string: NUL is a byte like any other, and none is added at the end.
 */
#ifndef HIKKOSHI_BUF_H
#define HIKKOSHI_BUF_H

#include <stddef.h>

struct buf {
	char *p;
	size_t len, cap;
};

/* Make room for `more` bytes behind len.  0, or -1 with errno ENOMEM and the
 * buf as it was. */
int buf_reserve(struct buf *b, size_t more);

/* Append n bytes, or one.  0, or -1 as above. */
int buf_put(struct buf *b, const void *bytes, size_t n);
int buf_putc(struct buf *b, int byte);

/* Append a C string without its NUL.  0, or -1 as above. */
int buf_puts(struct buf *b, const char *s);

/* Forget the bytes, keep the memory. */
void buf_clear(struct buf *b);

/* Give the memory back; the buf is empty and ready again. */
void buf_free(struct buf *b);

#endif
