/* window, header: the record layer at every small size. */
#include "header.h"
#include "unit.h"
#include "window.h"

#include <errno.h>
#include <stdlib.h>

/* A stream that gives `step` bytes at a time, then fails with `err` or ends. */
struct stream {
	const char *p;
	size_t left, step;
	int err;
};

static ssize_t
give(void *ctx, void *mem, size_t cap)
{
	struct stream *s = ctx;
	size_t n = s->step < cap ? s->step : cap;

	if (n > s->left)
		n = s->left;
	if (n == 0 && s->err) {
		errno = s->err;
		return -1;
	}
	memcpy(mem, s->p, n);
	s->p += n;
	s->left -= n;
	return (ssize_t)n;
}

static void
test_records(size_t cap, size_t step)
{
	static const char text[] = "one\n\nthree is longer\nlast";
	struct stream s = {text, sizeof text - 1, step, 0};
	struct window w;
	char mem[64], *rec, all[64];
	size_t len, n = 0;

	window_init(&w, give, &s, mem, cap, 1000);
	for (size_t seen = 0;
	    window_records(&w, '\n', &seen, &rec, &len) == WINDOW_OK;) {
		CHECK(len > 0 && (rec[len - 1] == '\n' || w.eof));
		memcpy(all + n, rec, len);
		n += len;
		w.start += len;
	}
	CHECK(IS(all, n, text));
	window_end(&w);
}

static void
test_full(void)
{
	struct stream s = {"aaaaaaaaaaaaaaaaaaaa\nb\n", 23, 3, 0};
	struct window w;
	char mem[4], *rec;
	size_t len, seen = 0;

	window_init(&w, give, &s, mem, sizeof mem, 10);
	CHECK(window_records(&w, '\n', &seen, &rec, &len) == WINDOW_FULL);
	CHECK(w.end - w.start == 10);
	CHECK(window_skip(&w, '\n') == WINDOW_OK);
	seen = 0;
	CHECK(window_records(&w, '\n', &seen, &rec, &len) == WINDOW_OK &&
	    IS(rec, len, "b\n"));
	w.start += len;
	CHECK(window_records(&w, '\n', &seen, &rec, &len) == WINDOW_END);
	CHECK(window_skip(&w, '\n') == WINDOW_END);
	window_end(&w);
}

static void
test_error(void)
{
	struct stream s = {"ab", 2, 1, EIO};
	struct window w;
	char mem[8], *rec;
	size_t len, seen = 0;

	window_init(&w, give, &s, mem, sizeof mem, 8);
	errno = 0;
	CHECK(window_records(&w, '\n', &seen, &rec, &len) == WINDOW_ERROR);
	CHECK(errno == EIO);
	window_end(&w);
}

static void
test_header(size_t cap, size_t step)
{
	static const char text[] = "From x Mon Apr  1 09:00:00 2019\r\n"
	    "Subject : a\r\n\tb: c\r\nno field\r\nTo:\r\n\r\nFrom: body\n";
	struct stream s = {text, sizeof text - 1, step, 0};
	struct window w;
	struct header h;
	struct field f;
	char mem[256];
	size_t pos = 0;

	window_init(&w, give, &s, mem, cap, 1000);
	CHECK(header_read(&w, &h) == WINDOW_OK);
	CHECK(header_field(&h, &pos, &f) && IS(f.name, f.name_len, "Subject") &&
	    IS(f.body, f.body_len, " a\r\n\tb: c\r\n"));
	CHECK(header_field(&h, &pos, &f) && IS(f.name, f.name_len, "To") &&
	    IS(f.body, f.body_len, "\r\n"));
	CHECK(!header_field(&h, &pos, &f));
	window_end(&w);
}

int
main(void)
{
	for (size_t cap = 1; cap <= 40; cap++)
		for (size_t step = 1; step <= 5; step++) {
			test_records(cap, step);
			test_header(cap, step);
		}
	test_full();
	test_error();
	CHECK(header_is_name("Return-Path", 11));
	CHECK(!header_is_name("", 0) && !header_is_name("a b", 3) &&
	    !header_is_name("a:", 2) && !header_is_name("\xE9", 1));
	return unit_end();
}
