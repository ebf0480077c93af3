/* regex: what PCRE2 is asked for. */
#include "regex.h"
#include "unit.h"

#include <stdlib.h>

static void
test_regex(void)
{
	struct regex_error e;
	struct regex *re = regex_compile("[a-z]+@[a-z]+", REGEX_BYTES, &e);
	size_t s, t;
	char *text = calloc(1, 9000);

	CHECK(re && text && regex_required_byte(re) == '@');
	CHECK(regex_match(re, "\xFF a@b", 5, 0, &s, &t) == REGEX_MATCH &&
	    s == 2 && t == 5);
	CHECK(regex_match(re, "a@b", 3, 1, &s, &t) == REGEX_NO_MATCH);
	memset(text, ' ', 9000);   /* long enough for the JIT */
	memcpy(text + 8990, "a@b", 3);
	for (int i = 0; i < 3; i++)
		CHECK(regex_match(re, text, 9000, 0, &s, &t) == REGEX_MATCH &&
		    s == 8990);
	regex_free(re);
	CHECK(!regex_compile("a(b", REGEX_BYTES, &e) && e.offset == 3 &&
	    e.what[0]);
	CHECK(!regex_compile("(*UTF)a", REGEX_BYTES, &e));
	re = regex_compile("(?i)x", REGEX_BYTES, &e);
	CHECK(re && regex_required_byte(re) == -1);
	regex_free(re);
	re = regex_compile("^.@", REGEX_UTF8, &e);
	CHECK(re && regex_match(re, "\xE8\xA1\xA8@", 4, 0, &s, &t) == REGEX_MATCH);
	CHECK(regex_match(re, "\xE8\xA1@", 3, 0, &s, &t) == REGEX_NO_MATCH);
	regex_free(re);
	re = regex_compile("(a+)+$", REGEX_BYTES, &e);
	memset(text, 'a', 60);
	text[60] = 'b';
	CHECK(re && regex_match(re, text, 61, 0, &s, &t) == REGEX_TOO_HARD);
	regex_free(re);
	free(text);
}

int
main(void)
{
	test_regex();
	return unit_end();
}
