#include "text.h"

#include "candidate.h"
#include "in.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What is read at once: it holds most files, and the head of all. */
#ifndef BLOCK_SIZE
#define BLOCK_SIZE (64 * 1024)
#endif

enum {
	HEAD = 64 * 1024,   /* so much is kept of a file that is skimmed */
	OVERLAP = 1024      /* and looked at again with what comes next */
};

/* One read, behind what is in b, with a byte to spare.  As in_fill. */
static ssize_t
fill(struct buf *b, int fd)
{
	ssize_t n;

	if (b->cap - b->len <= BLOCK_SIZE &&
	    buf_reserve(b, BLOCK_SIZE + 1) != 0)
		return -1;
	n = in_fill(fd, b->p + b->len, b->cap - b->len - 1);
	if (n > 0)
		b->len += (size_t)n;
	return n;
}

/* What began in the last bytes of one piece is seen as a whole in the next; at
 * the end of the last nothing is cut off, which a byte more says. */
static bool
holds_candidate(struct buf *b, size_t from, bool last)
{
	size_t n = b->len, to = last ? n : n - OVERLAP;

	if (last)
		b->p[n++] = ';';
	return candidate_next(b->p, n, from, to) < to;
}

/* Look through the rest of a file whose head b holds, in pieces behind it: 1
 * where there is a candidate, or it cannot be told, and fd is where it was; 0
 * where there is none; -1 with errno. */
static int
skim(struct buf *b, int fd)
{
	size_t head = b->len, from = head - OVERLAP;
	off_t here = lseek(fd, 0, SEEK_CUR);
	bool found = here == -1 || holds_candidate(b, 0, false);
	ssize_t n = 1;

	while (!found && n > 0) {
		/* the last bytes of the piece before, then another */
		if (b->len > head + OVERLAP) {
			memmove(b->p + head, b->p + b->len - OVERLAP, OVERLAP);
			b->len = head + OVERLAP;
			from = head;
		}
		n = fill(b, fd);
		if (n < 0)
			return -1;
		found = holds_candidate(b, from, n == 0);
	}
	b->len = head;
	if (found && here != -1 && lseek(fd, here, SEEK_SET) == -1)
		return -1;
	return found;
}

int
text_read(struct buf *b, int fd, const struct text_options *o)
{
	bool skims = o->skims;
	ssize_t n;

	buf_clear(b);
	while ((n = fill(b, fd)) > 0) {
		if (o->enough && b->len == (size_t)n && o->enough(b->p, b->len))
			return TEXT_HEAD;
		if (skims && b->len >= HEAD) {
			int r = skim(b, fd);

			if (r <= 0)
				return r == 0 ? TEXT_SKIMMED : TEXT_ERROR;
			skims = false;
		}
		if (b->len > o->max) {
			errno = EFBIG;
			return TEXT_ERROR;
		}
	}
	return n == 0 ? TEXT_WHOLE : TEXT_ERROR;
}

int
text_copy(int fd, off_t from, struct buf *b, struct out *out)
{
	ssize_t n;

	if (lseek(fd, from, SEEK_SET) == -1)
		return -1;
	do {
		buf_clear(b);
		n = fill(b, fd);
		if (n > 0)
			(void)out_put(out, b->p, (size_t)n);
	} while (n > 0 && !out->err);
	return n < 0 ? -1 : 0;
}
