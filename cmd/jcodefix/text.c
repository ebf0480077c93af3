#include "text.h"

#include "in.h"

#include <errno.h>

/* What is read first holds most files, and the head of all. */
#ifndef BLOCK_SIZE
#define BLOCK_SIZE (64 * 1024)
#endif

int
text_read(struct buf *b, int fd, size_t max,
    bool (*enough)(const char *p, size_t n))
{
	buf_clear(b);
	for (;;) {
		ssize_t n;

		if (b->len == b->cap && buf_reserve(b, BLOCK_SIZE) != 0)
			return -1;
		n = in_fill(fd, b->p + b->len, b->cap - b->len);
		if (n <= 0)
			return (int)n;
		b->len += (size_t)n;
		if (b->len > max) {
			errno = EFBIG;
			return -1;
		}
		if (enough && enough(b->p, b->len))
			return 0;
		enough = NULL;
	}
}
