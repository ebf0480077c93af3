/*
 * window: records of a stream that comes in pieces.
 *
 * They are those of the whole, in order; one that is longer than what may be
 * held is told, and the next one found.
 */
#include "fuzz.h"

#include "window.h"

struct whole {
	const char *p;
	size_t n;
};

static ssize_t
fill(void *ctx, void *mem, size_t cap)
{
	return (ssize_t)fuzz_piece(ctx, mem, cap);
}

/* The length of the next record of the whole, with what ends it. */
static size_t
record(const struct whole *all, int delim)
{
	const char *d = memchr(all->p, delim, all->n);

	return d ? (size_t)(d - all->p) + 1 : all->n;
}

static void
take(struct whole *all, size_t n)
{
	HOLDS(n <= all->n);
	all->p += n;
	all->n -= n;
}

/* The window ends behind whole records, or all; these are the same. */
static void
check_records(struct whole *all, const char *recs, size_t len, int delim)
{
	HOLDS(len > 0 && len <= all->n && memcmp(recs, all->p, len) == 0);
	HOLDS(len == all->n || recs[len - 1] == (char)delim);
	take(all, len);
}

/* The first record does not fit: pass over it. */
static void
check_full(struct window *w, struct whole *all, size_t max, int delim)
{
	size_t n = record(all, delim);
	int r = window_skip(w, delim);

	HOLDS(n >= max);
	HOLDS(r == (all->p[n - 1] == (char)delim ? WINDOW_OK : WINDOW_END));
	take(all, n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned choice = fuzz_choice(&data, &size);
	int delim = choice & 1 ? '\0' : '\n', r;
	size_t max = 4 + choice / 2, seen = 0, len;
	struct fuzz_pieces in = {data, size};
	struct whole all = {(const char *)data, size};
	struct window w;
	char small[4], *recs;

	window_init(&w, fill, &in, small, sizeof small, max);
	while ((r = window_records(&w, delim, &seen, &recs, &len)) !=
	    WINDOW_END) {
		HOLDS(r == WINDOW_OK || r == WINDOW_FULL);
		HOLDS(w.start <= w.end && w.end <= w.cap && w.cap <= w.max);
		if (r == WINDOW_OK) {
			check_records(&all, recs, len, delim);
			w.start += len;
		} else {
			check_full(&w, &all, max, delim);
			seen = 0;
		}
	}
	HOLDS(all.n == 0);
	window_end(&w);
	return 0;
}
