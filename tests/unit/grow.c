/* grow, and the hold of ctree that is made of it. */
#include "ctree/hold.h"
#include "grow.h"
#include "unit.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

static void
test_grow(void)
{
	size_t cap = 0;
	int *v = NULL;

	for (size_t i = 0; i < 1000; i++) {
		int *grown = grow_array(v, i, &cap, sizeof *v);

		CHECK(grown && cap > i);
		if (!grown)
			return;
		v = grown;
		v[i] = (int)i;
	}
	CHECK(v[0] == 0 && v[999] == 999 && cap < 2048);
	CHECK(grow_array(v, 5, &cap, sizeof *v) == v);
	errno = 0;
	CHECK(!grow_array(v, SIZE_MAX - 1, &cap, sizeof *v) && errno == ENOMEM);
	errno = 0;
	CHECK(!grow_array(v, SIZE_MAX / 4, &cap, sizeof *v) && errno == ENOMEM);
	CHECK(cap < 2048);
	free(v);
}

/* A pruned tree goes through one hold: what is cut off must not stay. */
static void
test_hold(void)
{
	struct hold h = {.which = 0};
	struct entry e = {.name = "name", .len = 4, .bytes = "by", .nbytes = 2,
	    .type = WALK_DIR, .depth = 3}, got;
	struct facts facts = {.dirfd = -1};

	e.facts = &facts;
	for (int i = 0; i < 100; i++) {
		CHECK(hold_add(&h, &e) == 0);
		CHECK(hold_add(&h, &e) == 0);
		hold_get(&h, 1, &got, &facts);
		CHECK(IS(got.name, got.len, "name"));
		CHECK(IS(got.bytes, got.nbytes, "by") && got.depth == 3);
		hold_cut(&h, 1);
		CHECK(h.n == 1 && h.text.len == 6);
		hold_cut(&h, 0);
		CHECK(h.n == 0 && h.text.len == 0);
	}
	hold_free(&h);
}

int
main(void)
{
	test_grow();
	test_hold();
	return unit_end();
}
