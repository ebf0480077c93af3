#include "keys.h"

#include <stdlib.h>
#include <string.h>

int
keys_end(struct keys *k)
{
	if (k->count == k->cap) {
		size_t cap = k->cap ? k->cap * 2 : 16;
		size_t *ends = realloc(k->ends, cap * sizeof *ends);

		if (!ends)
			return -1;
		k->ends = ends;
		k->cap = cap;
	}
	k->ends[k->count++] = k->bytes.len;
	return 0;
}

struct key
keys_at(const struct keys *k, size_t i)
{
	size_t begin = i > 0 ? k->ends[i - 1] : 0;

	/* an empty set of empty strings has no memory to point into */
	return (struct key){k->bytes.p ? k->bytes.p + begin : "",
	    k->ends[i] - begin};
}

static int
by_bytes(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	size_t n = x->len < y->len ? x->len : y->len;
	int r = memcmp(x->p, y->p, n);

	return r != 0 ? r : (x->len > y->len) - (x->len < y->len);
}

/* Is s the same as `above`, or below it? */
static bool
is_below(struct key s, struct key above)
{
	return s.len >= above.len && memcmp(s.p, above.p, above.len) == 0 &&
	    (s.len == above.len || s.p[above.len] == KEYS_STEP);
}

int
keys_sort(struct keys *k)
{
	if (k->count == 0)
		return 0;
	k->sorted = calloc(k->count, sizeof *k->sorted);
	k->tops = calloc(k->count, sizeof *k->tops);
	if (!k->sorted || !k->tops)
		return -1;
	for (size_t i = 0; i < k->count; i++)
		k->sorted[i] = keys_at(k, i);
	qsort(k->sorted, k->count, sizeof *k->sorted, by_bytes);
	for (size_t i = 0; i < k->count; i++)
		if (k->top_count == 0 ||
		    !is_below(k->sorted[i], k->tops[k->top_count - 1]))
			k->tops[k->top_count++] = k->sorted[i];
	return 0;
}

/* How many of the n sorted strings at v are less than s. */
static size_t
rank(const struct key *v, size_t n, struct key s)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (by_bytes(&v[middle], &s) < 0)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

bool
keys_have(const struct keys *k, struct key s)
{
	size_t i = rank(k->sorted, k->count, s);

	return i < k->count && by_bytes(&k->sorted[i], &s) == 0;
}

bool
keys_have_kin(const struct keys *k, struct key s)
{
	size_t i = rank(k->sorted, k->count, s);

	/* s itself, and what lies below it, come right behind its rank */
	if (i < k->count && is_below(k->sorted[i], s))
		return true;
	/* between a top and what lies below it stands no other top */
	i = rank(k->tops, k->top_count, s);
	return i > 0 && is_below(s, k->tops[i - 1]);
}

void
keys_free(struct keys *k)
{
	buf_free(&k->bytes);
	free(k->ends);
	free(k->sorted);
	free(k->tops);
	*k = (struct keys){0};
}
