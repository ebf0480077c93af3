/* edit: bytes that stand for others, against a plain copy. */
#include "buf.h"
#include "jcodefix/edit.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* What edit_write writes, read back from a pipe that holds it all. */
static size_t
written(char *back, size_t room, size_t cap, const char *text, size_t n,
    const struct edit *edits, size_t count)
{
	char mem[64];
	struct out o;
	size_t len = 0;
	ssize_t r;
	int p[2];

	CHECK(pipe(p) == 0);
	out_init(&o, p[1], mem, cap);
	CHECK(edit_write(&o, text, n, edits, count) == 0);
	CHECK(out_close(&o) == 0);
	while ((r = read(p[0], back + len, room - len)) > 0)
		len += (size_t)r;
	(void)close(p[0]);
	return len;
}

static void
test_places(void)
{
	static const struct edit edits[] = {
		{0, 0, "<", 1}, {0, 1, "", 0}, {1, 0, "i", 1}, {1, 2, "\0", 1},
		{3, 1, NULL, 0}, {6, 0, ">", 1}
	};
	char back[32];

	CHECK(written(back, sizeof back, 4, "abcdef", 6, edits, 6) == 6 &&
	    memcmp(back, "<i\0ef>", 6) == 0);
	CHECK(written(back, sizeof back, 4, "a\r\n\0b", 5, NULL, 0) == 5 &&
	    memcmp(back, "a\r\n\0b", 5) == 0);
	CHECK(written(back, sizeof back, 4, NULL, 0, NULL, 0) == 0);
	CHECK(written(back, sizeof back, 4, NULL, 0, edits, 1) == 1 &&
	    back[0] == '<');
}

/* A random text and edits of it, and what becomes of it, byte by byte. */
static void
test_random(void)
{
	char text[40], with[40], back[2000];
	struct buf want = {0};

	srand(1);
	for (int k = 0; k < 20000; k++) {
		struct edit edits[40];
		size_t n = (size_t)rand() % sizeof text, count = 0, at = 0;

		buf_clear(&want);
		for (size_t i = 0; i < sizeof text; i++) {
			text[i] = (char)rand();
			with[i] = (char)rand();
		}
		while (at < n) {
			struct edit *e = &edits[count];

			if (rand() % 3 > 0) {
				(void)buf_putc(&want, text[at++]);
				continue;
			}
			*e = (struct edit){at, (size_t)rand() % (n - at + 1),
			    with, (size_t)rand() % sizeof with};
			(void)buf_put(&want, e->with, e->with_len);
			if (e->len == 0)
				(void)buf_putc(&want, text[at]);
			at += e->len + (e->len == 0);
			count++;
		}
		CHECK(written(back, sizeof back, 1 + (size_t)rand() % 64, text,
		    n, edits, count) == want.len &&
		    (want.len == 0 || memcmp(back, want.p, want.len) == 0));
	}
	buf_free(&want);
}

static void
test_failure(void)
{
	static const struct edit late = {8, 1, "x", 1};
	char mem[4];
	struct out o;

	out_init(&o, open("/dev/full", O_WRONLY), mem, sizeof mem);
	CHECK(edit_write(&o, "0123456789", 10, &late, 1) == -1 &&
	    o.err == ENOSPC);
	(void)out_close(&o);
}

int
main(void)
{
	test_places();
	test_random();
	test_failure();
	return unit_end();
}
