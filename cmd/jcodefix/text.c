#include "text.h"

#include "in.h"

#include <errno.h>
#include <stdlib.h>

/* What is read first holds most files, and the head of all. */
#ifndef BLOCK_SIZE
#define BLOCK_SIZE (64 * 1024)
#endif

/* Room for more, four times as much. */
static int
enlarge(struct text *t, size_t max)
{
	size_t cap = t->cap == 0 ? BLOCK_SIZE : t->cap * 4;
	char *p;

	if (t->cap > max) {
		errno = EFBIG;
		return -1;
	}
	if (cap > max)
		cap = max + 1;
	p = realloc(t->p, cap);
	if (!p)
		return -1;
	t->p = p;
	t->cap = cap;
	return 0;
}

int
text_read(struct text *t, int fd, size_t max,
    bool (*enough)(const char *p, size_t n))
{
	t->len = 0;
	for (;;) {
		ssize_t n;

		if (t->len == t->cap && enlarge(t, max) != 0)
			return -1;
		n = in_fill(fd, t->p + t->len, t->cap - t->len);
		if (n <= 0)
			return (int)n;
		t->len += (size_t)n;
		if (t->len > max) {
			errno = EFBIG;
			return -1;
		}
		if (enough && enough(t->p, t->len))
			return 0;
		enough = NULL;
	}
}

void
text_free(struct text *t)
{
	free(t->p);
}
