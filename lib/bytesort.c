#include "bytesort.h"

#include <stdbool.h>
#include <string.h>

enum { KEY = sizeof(uint64_t), SMALL = 12, MANY = 64 };

/* Items that are equal in their first `depth` bytes. */
struct range {
	struct bytesort_item *v;
	size_t n, depth;
};

/* The next bytes as a number that compares as they do; past the end are
 * zeroes. */
static uint64_t
load_key(const char *s, size_t n)
{
	unsigned char b[KEY] = {0};

	/* a copy of known size is one load */
	if (n >= KEY)
		memcpy(b, s, KEY);
	else
		for (size_t i = 0; i < n; i++)
			b[i] = (unsigned char)s[i];
	return (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 |
	    (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 |
	    (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16 |
	    (uint64_t)b[6] << 8 | (uint64_t)b[7];
}

int
bytesort_compare(const char *a, size_t alen, const char *b, size_t blen)
{
	size_t n = alen < blen ? alen : blen;
	int c = n > 0 ? memcmp(a, b, n) : 0;

	return c != 0 ? c : (alen > blen) - (alen < blen);
}

static bool
comes_before(const struct bytesort_item *a, const struct bytesort_item *b,
    size_t depth, const char *base)
{
	size_t from = depth + KEY;

	if (a->key != b->key)
		return a->key < b->key;
	/* one of them ends within the key: it is the shorter, or both do */
	if (a->len <= from || b->len <= from)
		return a->len < b->len;
	return bytesort_compare(base + a->at + from, a->len - from,
	    base + b->at + from, b->len - from) < 0;
}

static void
insert_each(struct range r, const char *base)
{
	for (size_t i = 1; i < r.n; i++) {
		struct bytesort_item item = r.v[i];
		size_t j = i;

		for (; j > 0 && comes_before(&item, &r.v[j - 1], r.depth, base);
		    j--)
			r.v[j] = r.v[j - 1];
		r.v[j] = item;
	}
}

static uint64_t
median(uint64_t a, uint64_t b, uint64_t c)
{
	if (a > b)
		return b > c ? b : a < c ? a : c;
	return a > c ? a : b < c ? b : c;
}

/* The middle of three keys, or of three such, from places that no input can
 * be laid out for without knowing its length. */
static uint64_t
pick_pivot(struct range r)
{
	uint64_t seed = r.n * 0x9E3779B97F4A7C15u + r.depth, m[3];

	if (r.n < MANY)
		return median(r.v[0].key, r.v[r.n / 2].key, r.v[r.n - 1].key);
	for (int i = 0; i < 3; i++) {
		uint64_t k[3];

		for (int j = 0; j < 3; j++) {
			seed = seed * 6364136223846793005u +
			    1442695040888963407u;
			k[j] = r.v[(size_t)(seed >> 33) % r.n].key;
		}
		m[i] = median(k[0], k[1], k[2]);
	}
	return median(m[0], m[1], m[2]);
}

static void
swap(struct bytesort_item *a, struct bytesort_item *b)
{
	struct bytesort_item t = *a;

	*a = *b;
	*b = t;
}

/* Of items with equal keys, those that end within the key are equal all
 * through and come first; what is left goes on with the bytes behind it. */
static struct range
go_deeper(struct range r, const char *base)
{
	size_t ended = 0;

	r.depth += KEY;
	for (size_t i = 0; i < r.n; i++)
		if (r.v[i].len <= r.depth)
			swap(&r.v[i], &r.v[ended++]);
	r.v += ended;
	r.n -= ended;
	for (size_t i = 0; i < r.n; i++)
		r.v[i].key = load_key(base + r.v[i].at + r.depth,
		    r.v[i].len - r.depth);
	return r;
}

/* Items with a lower key than the pivot, with the same, with a higher. */
static void
split(struct range r, struct range part[3])
{
	uint64_t pivot = pick_pivot(r);
	size_t low = 0, i = 0, high = r.n;

	while (i < high) {
		if (r.v[i].key < pivot)
			swap(&r.v[low++], &r.v[i++]);
		else if (r.v[i].key > pivot)
			swap(&r.v[i], &r.v[--high]);
		else
			i++;
	}
	part[0] = (struct range){r.v, low, r.depth};
	part[1] = (struct range){r.v + low, high - low, r.depth};
	part[2] = (struct range){r.v + high, r.n - high, r.depth};
}

static void
sort_range(struct range r, const char *base)
{
	while (r.n > SMALL) {
		struct range part[3];
		int largest = 0;

		split(r, part);
		part[1] = go_deeper(part[1], base);
		for (int i = 1; i < 3; i++)
			if (part[i].n > part[largest].n)
				largest = i;
		/* the others hold at most half each: the stack stays low */
		for (int i = 0; i < 3; i++)
			if (i != largest)
				sort_range(part[i], base);
		r = part[largest];
	}
	insert_each(r, base);
}

void
bytesort(struct bytesort_item *items, size_t n, const char *base)
{
	if (!base)
		base = "";   /* all are empty */
	for (size_t i = 0; i < n; i++)
		items[i].key = load_key(base + items[i].at, items[i].len);
	sort_range((struct range){items, n, 0}, base);
}
