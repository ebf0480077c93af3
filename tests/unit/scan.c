/* addrscan: forward in pieces of every size, and from the end, against one
 * pass over the whole. */
#include "addrscan.h"
#include "unit.h"

#include <stdlib.h>

enum { MOST = 4096 };

struct found {
	char text[2 * MOST];
	size_t len;
	size_t last;   /* where the last match begins in text */
};

static void
add(struct found *f, const char *p, size_t n)
{
	f->last = f->len;
	memcpy(f->text + f->len, p, n);
	f->len += n;
	f->text[f->len++] = '\n';
}

/* Scan n bytes, `step` more at a time. */
static void
scan(struct found *f, const char *text, size_t n, size_t step, int only_last)
{
	struct addrscan s;
	struct addrscan_match m;
	char mem[MOST];
	size_t held = 0, given = 0;
	int eof = 0;

	f->len = f->last = 0;
	addrscan_init(&s);
	for (;;) {
		size_t keep;

		if (only_last && addrscan_last(&s, mem, held, eof, &m))
			add(f, mem + m.start, m.end - m.start);
		while (!only_last && addrscan_next(&s, mem, held, eof, &m)) {
			CHECK(m.start < m.at && m.at + 1 < m.end);
			add(f, mem + m.start, m.end - m.start);
		}
		if (eof)
			return;
		keep = addrscan_release(&s, mem, held);
		memmove(mem, mem + keep, held - keep);
		held -= keep;
		if (step > n - given)
			step = n - given;
		eof = step == 0;
		memcpy(mem + held, text + given, step);
		held += step;
		given += step;
	}
}

static int
same_last(const struct found *a, const struct found *b)
{
	return (a->len == 0) == (b->len == 0) && (a->len == 0 ||
	    (a->len - a->last == b->len - b->last &&
	    memcmp(a->text + a->last, b->text + b->last,
	    a->len - a->last) == 0));
}

static void
test_cuts(unsigned seed)
{
	static const char *const parts[] = {"a", "b.c", "@", "@", "\n", " ", "=",
	    "+", "\033$B", "\033(B", "\033(I", "\033$@", "\033$(D", "\033", "$",
	    "(", "B", "\033(", "-", "\xE3\x81"};
	static struct found whole, piece;
	char text[600];
	size_t n = 0;

	srand(seed);
	while (n < 500) {
		const char *p = parts[(size_t)rand() %
		    (sizeof parts / sizeof parts[0])];

		memcpy(text + n, p, strlen(p));
		n += strlen(p);
	}
	scan(&whole, text, n, n, 0);
	for (size_t step = 1; step < 40; step++) {
		scan(&piece, text, n, step, 0);
		CHECK(piece.len == whole.len &&
		    memcmp(piece.text, whole.text, whole.len) == 0);
		scan(&piece, text, n, step, 1);
		CHECK(same_last(&piece, &whole));
	}
}

static int
finds(const char *text, const char *expected)
{
	static struct found f;

	scan(&f, text, strlen(text), strlen(text), 0);
	return IS(f.text, f.len, expected);
}

int
main(void)
{
	CHECK(finds("a@b@c@d", "a@b\nc@d\n"));
	CHECK(finds("a@b=c@d", "a@b\n=c@d\n"));
	CHECK(finds("a@@b a@=b@c", "=b@c\n"));
	CHECK(finds("@", "") && finds("a@", "") && finds("@b", ""));
	CHECK(finds("\033$B3ED@h\033(B x@y", "x@y\n"));
	CHECK(finds("\033(II1@2\033(Bx@y", "x@y\n"));    /* not Bx@y */
	CHECK(finds("\033$Ba@b\nc@d", "c@d\n"));          /* never undone */
	CHECK(finds("\033$@a@b\033(J c@d", "c@d\n"));
	CHECK(finds("\033(Bx@y", "Bx@y\n"));              /* no shift before */
	for (unsigned seed = 1; seed <= 60; seed++)
		test_cuts(seed);
	return unit_end();
}
