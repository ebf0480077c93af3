/* policy: counting, against a plain count, at all lengths around the pieces. */
#include "vpwcheck/policy.h"
#include "unit.h"

#include <ctype.h>
#include <stdlib.h>

static unsigned
plain(const struct policy *p, const char *s, size_t n)
{
	size_t letters = 0, digits = 0;
	unsigned r = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			letters++;
		else if (c >= '0' && c <= '9')
			digits++;
		else if (c >= 0x80)
			r |= POLICY_NON_ASCII;
		else if (c < ' ' || c == 0x7F)
			r |= POLICY_CONTROL;
		else if (c == ' ')
			r |= POLICY_SPACE;
		else if (c != '_')
			r |= POLICY_SYMBOL;
	}
	return r | (n < p->min ? POLICY_SHORT : 0U) |
	    (p->max && n > p->max ? POLICY_LONG : 0U) |
	    (letters < p->letters ? POLICY_LETTERS : 0U) |
	    (digits < p->digits ? POLICY_DIGITS : 0U);
}

/* All of one byte, and another one somewhere. */
static void
test_lengths(void)
{
	static const char bytes[] = "a0_- \x01\x80";
	static char s[1024];
	struct policy p;

	policy_notice(&p);
	p.digits = 2;
	for (size_t n = 0; n < sizeof s; n += n < 20 || n % 255 < 4 ||
	    n % 255 > 250 ? 1 : 29) {
		p.letters = n;
		p.max = n > 1 ? n - 1 : 0;
		for (size_t b = 0; b < sizeof bytes - 1; b++)
			for (size_t c = 0; c < sizeof bytes - 1; c++) {
				memset(s, bytes[b], n);
				if (n > 0)
					s[c % 2 ? n - 1 : 0] = bytes[c];
				CHECK(policy_check(&p, s, n, n) ==
				    plain(&p, s, n));
			}
	}
}

static void
test_random(void)
{
	char s[600];
	struct policy p;

	srand(1);
	policy_notice(&p);
	for (int k = 0; k < 20000; k++) {
		size_t n = (size_t)rand() % (k % 2 ? 12 : sizeof s);

		p.letters = (size_t)rand() % 5;
		p.digits = (size_t)rand() % 5;
		for (size_t i = 0; i < n; i++)
			s[i] = (char)(rand() % 4 ? 'a' + rand() % 26 :
			    rand() % 256);
		CHECK(policy_check(&p, s, n, n) == plain(&p, s, n));
	}
}

static void
test_user(void)
{
	static char user[300], s[1000];

	memset(user, 'u', sizeof user);
	memset(s, 'U', sizeof s);
	CHECK(!policy_holds_user(s, 10, user, 0));
	CHECK(policy_holds_user(s, 64, user, 64));
	CHECK(policy_holds_user(s, 255, user, 255));
	CHECK(!policy_holds_user(s, 254, user, 255));
	CHECK(!policy_holds_user(s, 300, user, 256));
	s[5] = 'x';
	CHECK(!policy_holds_user(s, 10, user, 6));
	CHECK(policy_holds_user(s, 12, user, 6));
}

static void
test_allow(void)
{
	struct policy p;

	policy_notice(&p);
	p.letters = p.min = 0;
	CHECK(policy_check(&p, "_", 1, 1) == 0);
	CHECK(policy_allow(&p, "-.-"));
	CHECK(policy_check(&p, "-.", 2, 2) == 0);
	CHECK(policy_check(&p, "_", 1, 1) == POLICY_SYMBOL);
	for (int c = 1; c < 256; c++) {
		char chars[2] = {(char)c, '\0'};

		CHECK(policy_allow(&p, chars) == (c < 0x80 && ispunct(c)));
	}
	CHECK(policy_allow(&p, ""));
	CHECK(policy_check(&p, "-", 1, 1) == POLICY_SYMBOL);
}

int
main(void)
{
	test_lengths();
	test_random();
	test_user();
	test_allow();
	return unit_end();
}
