/* address: what may be shown to a shell; addrlist at hostile sizes. */
#include "address.h"
#include "addrlist.h"
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

static struct address
of(const char *s)
{
	struct address a = {0};

	CHECK(addr_split(&a, s, strlen(s)));
	return a;
}

static int
plain(const char *s)
{
	struct address a = of(s);

	return addr_plain(&a);
}

static int
extended(const char *s)
{
	struct address a = of(s);

	return addr_extended(&a);
}

static int
trims(const char *s, const char *expected)
{
	struct address a = of(s);
	struct buf b = {0};
	int ok = addr_trim(&a, true) && addr_put(&b, &a) == 0 &&
	    IS(b.p, b.len, expected);

	buf_free(&b);
	return ok;
}

static void
test_safety(void)
{
	CHECK(plain("a.b_c-d=e+f@x-y_z.example"));
	CHECK(!plain("a'b@x") && !plain("a@x=y") && !plain("a b@x") &&
	    !plain("a@x\n") && !plain("\"a\"@x") && !plain("@x") && !plain("a@"));
	CHECK(extended("a'b/c#d!@x") && extended("\"a b\"@x") &&
	    extended("a@[192.0.2.1]") && extended("\xE8\xA1\xA8@x") &&
	    extended("a@[IPv6:2001:db8::1]"));
	CHECK(!extended("a b@x") && !extended("\"a\nb\"@x") &&
	    !extended("\"a\tb\"@x") && !extended("a\x1b@x") &&
	    !extended("a@x\x7f") && !extended("\x95\x5c@x") &&
	    !extended("a@[1]2]") && !extended("a@x y") && !extended("@x") &&
	    !extended("\xC2\x9B@x"));
	CHECK(!addr_stands_alone("-rf", 3) && addr_stands_alone("a-", 2));
	CHECK(!addr_stands_alone(".", 1) && !addr_stands_alone("..", 2) &&
	    addr_stands_alone("...", 3) && addr_stands_alone(".a", 2) &&
	    addr_stands_alone("", 0));
}

static void
test_trim(void)
{
	char longest[400];

	CHECK(trims("a@b.example.", "a@b.example"));
	CHECK(trims("..=a@b.example.-_", "a@b.example"));
	CHECK(trims("_a.@b", "_a.@b"));   /* docomo; an underscore may begin */
	CHECK(!trims("=@b", "") && !trims("a@..", ""));
	memset(longest, 'a', sizeof longest);
	memcpy(longest + 64, "@b", 3);
	CHECK(trims(longest, longest));
	memcpy(longest + 64, "a@b", 4);
	CHECK(!trims(longest, ""));
}

/* A body of n copies of a piece must not take the square of its length: a
 * megabyte of each is done at once, or the test is killed. */
static void
test_hostile(void)
{
	static const char *const pieces[] = {"(", ")", "\"", "\\\"", "<", ">",
	    "@", ",", ":", ";", "[", "]", "a", "a ", "a@b ", "a@b,", "<a@b",
	    "(a", "=?", "=?a?q?", "\033$B", "\033", "\033$B00\033(B", "\033$B0", ".", "a.", "\"a\" ", "<@a,",
	    "a@b@", "(\")", "\x95\x5c", "<(", "a. ", "[a", "\"a"};
	enum { SIZE = 1 << 20 };
	char *body = malloc(SIZE);
	struct buf name = {0};

	(void)alarm(120);
	CHECK(body != NULL);
	for (size_t k = 0; body && k < sizeof pieces / sizeof pieces[0]; k++) {
		size_t n = 0, len = strlen(pieces[k]);
		struct addrlist l;
		struct mailbox m;

		for (; n + len <= SIZE; n += len)
			memcpy(body + n, pieces[k], len);
		addrlist_init(&l, body, n, MULTIBYTE_SJIS);
		while (addrlist_next(&l, &m) > 0) {
			buf_clear(&name);
			CHECK(addrlist_name(&l, &m, &name) == 0);
			CHECK(m.offset < m.end && m.end <= n);
			CHECK(m.name <= m.name_end && m.name_end <= n);
		}
		addrlist_end(&l);
	}
	buf_free(&name);
	free(body);
	(void)alarm(0);
}

int
main(void)
{
	struct address a = of("\"foo..bar\"@x");

	addr_unquote(&a);
	CHECK(IS(a.local, a.local_len, "foo..bar"));
	a = of("\"a b\"@x");
	addr_unquote(&a);
	CHECK(IS(a.local, a.local_len, "\"a b\""));
	CHECK(!addr_split(&a, "abc", 3));
	test_safety();
	test_trim();
	test_hostile();
	return unit_end();
}
