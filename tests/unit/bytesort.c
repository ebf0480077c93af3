/* bytesort against qsort with memcmp, on strings that share prefixes. */
#include "bytesort.h"
#include "unit.h"

#include <stdlib.h>
#include <time.h>

enum { MOST = 4000 };

static char text[MOST * 64];
static struct bytesort_item items[MOST], expected[MOST];
static unsigned long seed = 1;

static unsigned
roll(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (unsigned)(seed >> 16 & 0x7FFF) % n;
}

static int
compare(const void *a, const void *b)
{
	const struct bytesort_item *x = a, *y = b;

	return bytesort_compare(text + x->at, x->len, text + y->at, y->len);
}

/* n strings of up to `most` bytes of the alphabet; no NUL at their ends, and
 * none twice in a row, as in paths. */
static void
make(size_t n, unsigned most, const char *alphabet, unsigned letters)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned len = roll(most + 1);

		items[i] = (struct bytesort_item){.at = at, .len = len,
		    .tag = (unsigned)i};
		for (unsigned k = 0; k < len; k++) {
			char c = alphabet[roll(letters)];

			if (c == '\0' && (k == 0 || k + 1 == len ||
			    text[at - 1] == '\0'))
				c = 'z';
			text[at++] = c;
		}
	}
	memcpy(expected, items, n * sizeof items[0]);
	qsort(expected, n, sizeof expected[0], compare);
}

static int
is_sorted(size_t n)
{
	static char seen[MOST];

	memset(seen, 0, sizeof seen);
	for (size_t i = 0; i < n; i++) {
		if (compare(&items[i], &expected[i]) != 0)
			return 0;
		/* each is there once, with its tag */
		if (seen[items[i].tag]++)
			return 0;
	}
	return 1;
}

static void
test_random(void)
{
	static const struct {
		unsigned most, letters;
		const char *alphabet;
	} kinds[] = {
		{3, 2, "ab"}, {20, 1, "a"}, {40, 2, "ab"}, {30, 3, "a\0b"},
		{12, 6, "a-.\xFF\x01\x80"}, {60, 2, "\0a"}
	};

	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
		for (size_t n = 0; n < MOST; n = n * 3 / 2 + 1) {
			make(n, kinds[k].most, kinds[k].alphabet,
			    kinds[k].letters);
			bytesort(items, n, text);
			CHECK(is_sorted(n));
		}
}

static void
test_compare(void)
{
	CHECK(bytesort_compare("", 0, "", 0) == 0);
	CHECK(bytesort_compare("", 0, "a", 1) < 0);
	CHECK(bytesort_compare("a\xFF", 2, "ab", 2) > 0);
	CHECK(bytesort_compare("a", 1, "a\0", 2) < 0);
	CHECK(bytesort_compare("a\0b", 3, "a-", 2) < 0);
}

/* Orders that are bad for a quicksort that picks its pivots badly. */
static void
test_orders(void)
{
	enum { N = 200000, LEN = 8 };
	char *s = malloc(N * LEN);
	struct bytesort_item *v = malloc(N * sizeof *v);
	clock_t began = clock();
	size_t wrong = 0;

	CHECK(s && v);
	if (!s || !v)
		return;
	for (int order = 0; order < 4; order++) {
		for (unsigned i = 0; i < N; i++) {
			unsigned number = order == 0 ? i : order == 1 ? N - i :
			    order == 2 ? (i < N / 2 ? i : N - i) : 7;

			(void)snprintf(s + i * LEN, LEN, "%07u", number);
			v[i] = (struct bytesort_item){.at = i * LEN,
			    .len = LEN - 1};
		}
		bytesort(v, N, s);
		for (unsigned i = 1; i < N; i++)
			wrong += memcmp(s + v[i - 1].at, s + v[i].at, LEN) > 0;
	}
	CHECK(wrong == 0);
	/* 0.1 s, and 300 times that if one were quadratic */
	CHECK(clock() - began < 10 * CLOCKS_PER_SEC);
	free(s);
	free(v);
}

int
main(void)
{
	test_compare();
	test_random();
	test_orders();
	return unit_end();
}
