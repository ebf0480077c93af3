/* keys: what is in an ordered set, above and below, against a plain search. */
#include "addrcmp/keys.h"
#include "unit.h"

#include <stdlib.h>

static bool
below(struct key s, struct key above)
{
	return s.len >= above.len &&
	    (above.len == 0 || memcmp(s.p, above.p, above.len) == 0) &&
	    (s.len == above.len || s.p[above.len] == KEYS_STEP);
}

static bool
same(struct key a, struct key b)
{
	return a.len == b.len && below(a, b);
}

/* Strings of a few bytes, steps among them, many of them alike. */
static void
add_random(struct keys *k)
{
	static const char bytes[] = {KEYS_STEP, 'a', 'b', '\377', 1};

	for (int n = rand() % 7; n > 0; n--)
		CHECK(buf_putc(&k->bytes, bytes[rand() % 5]) == 0);
	CHECK(keys_end(k) == 0);
}

static void
test_against_search(unsigned seed)
{
	struct keys k = {0}, asked = {0};

	srand(seed);
	for (int n = rand() % 30; n > 0; n--)
		add_random(&k);
	for (int n = 50; n > 0; n--)
		add_random(&asked);
	CHECK(keys_sort(&k) == 0);
	for (size_t i = 0; i < asked.count; i++) {
		struct key s = keys_at(&asked, i);
		bool have = false, kin = false;

		for (size_t j = 0; j < k.count; j++) {
			struct key other = keys_at(&k, j);

			have = have || same(s, other);
			kin = kin || below(s, other) || below(other, s);
		}
		CHECK(keys_have(&k, s) == have);
		CHECK(keys_have_kin(&k, s) == kin);
	}
	keys_free(&k);
	keys_free(&asked);
}

int
main(void)
{
	for (unsigned seed = 0; seed < 500; seed++)
		test_against_search(seed);
	return unit_end();
}
