#include "literal.h"

#include "in.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* The piece of input that is read at once.  The tests build with others, down
 * to a byte, so that every boundary is crossed. */
#ifndef BLOCK_SIZE
#define BLOCK_SIZE (256 * 1024)
#endif

/* Its last byte is the rare one, and stands nowhere else in it. */
#define NEEDLE LITERAL_OLD
#define NEEDLE_LEN (sizeof NEEDLE - 1)

/* A block is read behind room for the begun needle that the one before it may
 * end with.  The kernel copies faster to the beginning of a page. */
#define ROOM 4096
static _Alignas(4096) char memory[ROOM + BLOCK_SIZE];

/*
 * Where the first needle in the n bytes at p begins; n where there is none.
 * A `%` that ends none is no part of another, so the next is looked for a
 * needle's length behind it: text full of `%` costs no more than other text.
 */
static size_t
find(const char *p, size_t n)
{
	size_t last = NEEDLE_LEN - 1;

	while (last < n) {
		const char *found = memchr(p + last, '%', n - last);

		if (!found)
			break;
		last = (size_t)(found - p);
		if (memcmp(found - (NEEDLE_LEN - 1), NEEDLE, NEEDLE_LEN) == 0)
			return last - (NEEDLE_LEN - 1);
		last += NEEDLE_LEN;
	}
	return n;
}

size_t
literal_next(const char *p, size_t n, size_t from)
{
	return from + find(p + from, n - from);
}

/* How many bytes at the end of the n at p may begin a needle? */
static size_t
begun(const char *p, size_t n)
{
	size_t len = n < NEEDLE_LEN ? n : NEEDLE_LEN - 1;

	while (len > 0 && memcmp(p + n - len, NEEDLE, len) != 0)
		len--;
	return len;
}

/* Put the n bytes at p but those, of which the number is returned, that may
 * begin a needle. */
static size_t
rewrite(struct out *out, const char *p, size_t n, uint64_t *count)
{
	size_t at, kept;

	while ((at = find(p, n)) < n) {
		(void)out_put(out, p, at);
		(void)out_puts(out, LITERAL_NEW);
		p += at + NEEDLE_LEN;
		n -= at + NEEDLE_LEN;
		++*count;
	}
	kept = begun(p, n);
	(void)out_put(out, p, n - kept);
	return kept;
}

/* Nobody shall wait for what is known while more input is waited for. */
static ssize_t
fill(int fd, struct out *out)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	if (out->len > 0 && poll(&p, 1, 0) == 0)
		(void)out_flush(out);
	return in_fill(fd, memory + ROOM, BLOCK_SIZE);
}

int
literal_copy(int fd, struct out *out, uint64_t *count)
{
	size_t kept = 0;
	ssize_t n = 0;
	int err;

	while (!out->err && (n = fill(fd, out)) > 0) {
		char *begin = memory + ROOM - kept;

		memcpy(begin, NEEDLE, kept);
		kept = rewrite(out, begin, kept + (size_t)n, count);
	}
	err = errno;
	(void)out_put(out, NEEDLE, kept);
	errno = err;
	return n < 0 ? -1 : 0;
}
