/* buf, utf8, escape, ascii, siphash: floor 1. */
#include "ascii.h"
#include "buf.h"
#include "escape.h"
#include "siphash.h"
#include "unit.h"
#include "utf8.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

/* CPython's hash of bytes, PYTHONHASHSEED=0: sys.hash_info says siphash13. */
static void
test_siphash(void)
{
	static const struct {
		const char *s;
		int64_t hash;
	} rows[] = {
		{"a", 4644417185603328019}, {"abc", -4594863902769663758},
		{"abcdefgh", 4574395652268504554},
		{"abcdefghi", -532774252720507163},
		{"0123456789abcdef0", -632549798855044568}
	};
	static const uint64_t zero[2], one[2] = {1, 0};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t n = strlen(rows[i].s);

		CHECK(siphash(zero, rows[i].s, n) == (uint64_t)rows[i].hash);
		CHECK(siphash(one, rows[i].s, n) != (uint64_t)rows[i].hash);
	}
}

static void
test_buf(void)
{
	struct buf b = {0};

	CHECK(buf_put(&b, NULL, 0) == 0 && b.len == 0);
	for (int i = 0; i < 1000; i++)
		CHECK(buf_putc(&b, i & 0xFF) == 0);
	CHECK(b.len == 1000 && b.cap >= 1000 && (unsigned char)b.p[511] == 255);
	errno = 0;
	CHECK(buf_reserve(&b, SIZE_MAX - 10) == -1 && errno == ENOMEM);
	CHECK(b.len == 1000);
	buf_clear(&b);
	CHECK(b.len == 0 && b.p);
	CHECK(buf_puts(&b, "abc") == 0 && IS(b.p, b.len, "abc"));
	buf_free(&b);
	CHECK(!b.p && b.cap == 0);
}

static void
test_utf8(void)
{
	uint32_t cp;

	CHECK(utf8_next("a", 1, &cp) == 1 && cp == 'a');
	CHECK(utf8_next("\xE8\xA1\xA8", 3, &cp) == 3 && cp == 0x8868);
	CHECK(utf8_next("\xF0\x9F\x93\xA7", 4, &cp) == 4 && cp == 0x1F4E7);
	CHECK(utf8_next("\xE8\xA1", 2, &cp) == 0);           /* cut */
	CHECK(utf8_next("\xC0\xAF", 2, &cp) == 0);           /* overlong */
	CHECK(utf8_next("\xE0\x80\xAF", 3, &cp) == 0);
	CHECK(utf8_next("\xED\xA0\x80", 3, &cp) == 0);       /* surrogate */
	CHECK(utf8_next("\xF4\x90\x80\x80", 4, &cp) == 0);   /* > U+10FFFF */
	CHECK(utf8_next("\x80", 1, &cp) == 0);
	CHECK(utf8_valid("a\xC3\xA9", 3) && !utf8_valid("a\xC3", 2));
}

static int
shows(const char *in, size_t n, const char *out)
{
	struct buf b = {0};
	int r = escape_put(&b, in, n) == 0 && IS(b.p, b.len, out);

	buf_free(&b);
	return r;
}

static void
test_escape(void)
{
	CHECK(shows("a\tb\n", 4, "a\\011b\\012"));
	CHECK(shows("\0", 1, "\\000"));
	CHECK(shows("\x1b[31m\x7f", 6, "\\033[31m\\177"));
	CHECK(shows("\xC2\x9B", 2, "\\302\\233"));            /* C1 */
	CHECK(shows("\x95\x5C", 2, "\\225\\"));               /* Shift_JIS */
	CHECK(shows("\xE8\xA1\xA8", 3, "\xE8\xA1\xA8"));
	CHECK(shows("\\x2d", 4, "\\x2d"));
	CHECK(shows("\\033", 4, "\\134033"));                 /* reads back */
	CHECK(shows("\\03", 3, "\\03"));
	CHECK(shows("\xE2\x80\xAE", 3, "\\342\\200\\256"));    /* U+202E */
	CHECK(escape_needless("a\\033", 5) && !escape_needless("a\n", 2));
}

/* The quick answer is that of the slow one, wherever the odd byte stands. */
static void
test_plain(void)
{
	char s[24];

	for (int c = 0; c < 256; c++)
		for (size_t n = 1; n <= 20; n++)
			for (size_t at = 0; at < n; at++) {
				memset(s, 'a', n);
				s[at] = (char)c;
				CHECK(escape_plain(s, n) == (c >= ' ' &&
				    c < 0x7F && c != '\\'));
			}
	/* borrows of one byte must not hide another */
	CHECK(!escape_plain("\0\x1F     \\", 8));
	CHECK(!escape_plain("\x80       ", 8) && escape_plain("", 0));
}

int
main(void)
{
	test_siphash();
	test_buf();
	test_utf8();
	test_escape();
	test_plain();
	CHECK(ascii_same("Return-Path", 11, "return-path", 11));
	CHECK(!ascii_same("a", 1, "ab", 2) && !ascii_same("[", 1, "{", 1));
	CHECK(ascii_alnum('9') && !ascii_alnum('_') && !ascii_alnum(0xE9));
	return unit_end();
}
