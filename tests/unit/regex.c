/* regex, out, tally, template. */
#include "addrgrab/tally.h"
#include "addrgrab/template.h"
#include "out.h"
#include "regex.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

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

static void
test_out(void)
{
	char mem[4], back[16];
	struct out o;
	int p[2];

	CHECK(pipe(p) == 0);
	out_init(&o, p[1], mem, sizeof mem);
	CHECK(out_put(&o, "ab", 2) == 0 && out_put(&o, "cdefgh", 6) == 0 &&
	    out_puts(&o, "i") == 0 && out_close(&o) == 0);
	CHECK(read(p[0], back, sizeof back) == 9 && memcmp(back, "abcdefghi", 9) == 0);
	(void)close(p[0]);
	out_init(&o, open("/dev/full", O_WRONLY), mem, sizeof mem);
	CHECK(out_put(&o, "ab", 2) == 0);
	CHECK(out_put(&o, "cdef", 4) == -1 && o.err == ENOSPC);
	CHECK(out_put(&o, "x", 1) == -1 && out_flush(&o) == -1);
	CHECK(out_close(&o) == -1 && o.err == ENOSPC);
}

static void
test_tally(void)
{
	struct tally t = {0};
	char key[16];

	for (int round = 0; round < 3; round++)
		for (int i = 0; i < 5000; i++) {
			int n = snprintf(key, sizeof key, "k%d", i);

			CHECK(tally_add(&t, key, (size_t)n, "text", 4) ==
			    (round == 0));
		}
	CHECK(t.len == 5000 && t.entries[0].count == 3 &&
	    t.entries[4999].count == 3);
	CHECK(IS(t.bytes.p + t.entries[4999].key, t.entries[4999].key_len,
	    "k4999"));
	tally_free(&t);
}

static void
test_template(void)
{
	struct hit h = {{"a", "b.example", 1, 9}, "f\n", 7, "From", "N\tame", 5};
	struct buf b = {0};

	CHECK(template_check("%a%l%d%n%f%F%L%%\\t\\n\\0\\\\", true, true));
	CHECK(template_put(&b, "%a %l %d %n %f %F %L %% \\t\\\\", &h) == 0);
	CHECK(IS(b.p, b.len,
	    "a@b.example a b.example N\\011ame From f\\012 7 % \t\\"));
	buf_clear(&b);
	CHECK(template_put(&b, "\\0", &h) == 0 && b.len == 1 && b.p[0] == 0);
	CHECK(template_ends("%a\\n") && template_ends("\\0") &&
	    !template_ends("\\\\n") && !template_ends("\\n%a") &&
	    !template_ends(""));
	CHECK(template_wants("x%%n%n", 'n') && !template_wants("%%n\\n", 'n'));
	buf_free(&b);
}

int
main(void)
{
	test_regex();
	test_out();
	test_tally();
	test_template();
	return unit_end();
}
