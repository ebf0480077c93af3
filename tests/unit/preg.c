/* preg: what PHP's preg_match does, and that PCRE2's memory is wiped. */
#include "unit.h"
#include "vpwcheck/preg.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* A string with its length, NULs included. */
#define S(s) s, sizeof(s) - 1

enum { MATCH = PREG_MATCH, NOT = PREG_NO_MATCH, FAILED = PREG_FAILED };

static void
test_verdicts(void)
{
	static const struct {
		const char *pattern;
		size_t pattern_len;
		const char *subject;
		size_t n;
		int want;
	} cases[] = {
		/* $ stands before a final newline too, but for D */
		{S("/^.{6,}$/"), S("abcdef\n"), MATCH},
		{S("/^.{6,}$/D"), S("abcdef\n"), NOT},
		{S("/^.{6,}$/D"), S("abcdef"), MATCH},
		{S("/^.{6,}$/"), S("abcdef\n\n"), NOT},
		{S("/^a$/"), S("a\r\n"), NOT},
		/* every flag */
		{S("/ABC/"), S("abc"), NOT},
		{S("/ABC/i"), S("abc"), MATCH},
		{S("/^b/"), S("a\nb"), NOT},
		{S("/^b/m"), S("a\nb"), MATCH},
		{S("/a.b/"), S("a\nb"), NOT},
		{S("/a.b/"), S("a\rb"), MATCH},
		{S("/a.b/s"), S("a\nb"), MATCH},
		{S("/a b # c/"), S("ab"), NOT},
		{S("/a b # c/x"), S("ab"), MATCH},
		{S("/b/A"), S("ab"), NOT},
		{S("/^(a+)\\1$/U"), S("aaaa"), MATCH},
		{S("/a(?=b)/SX"), S("ab"), MATCH},
		{S("/^.$/"), S("\xC3\xA4"), NOT},
		{S("/^.$/u"), S("\xC3\xA4"), MATCH},
		{S("/^\\w$/u"), S("\xC3\xA4"), MATCH},
		{S("/^\\d$/u"), S("\xD9\xA1"), MATCH},
		{S("/\xC3\x84/iu"), S("\xC3\xA4"), MATCH},
		{S("/^\\w\\w$/"), S("\xC3\xA4"), NOT},
		{S("/./u"), S("a\xFF"), FAILED},
		{S("/a/u"), S("a\xC3"), FAILED},
		{S("/./u"), S("\xED\xA0\x80"), FAILED},
		{S("/(*UTF)./"), S("\xFF"), FAILED},
		{S("/./"), S("\xFF"), MATCH},
		{S("/A/ \n\r i\n"), S("a"), MATCH},
		/* delimiters */
		{S(" \t\n\v\f\r/a/"), S("a"), MATCH},
		{S("#a/b#"), S("a/b"), MATCH},
		{S("~a~i"), S("A"), MATCH},
		{S("!a!"), S("a"), MATCH},
		{S("\"a\""), S("a"), MATCH},
		{S("=a="), S("a"), MATCH},
		{S(")a)"), S("a"), MATCH},
		{S("\x80" "a\x80i"), S("A"), MATCH},
		{S("\x01" "a\x01"), S("a"), MATCH},
		{S("(a)i"), S("A"), MATCH},
		{S("((a)(b))"), S("ab"), MATCH},
		{S("(a\\)b)"), S("a)b"), MATCH},
		{S("{a{2}}"), S("aa"), MATCH},
		{S("[[abc]d]i"), S("BD"), MATCH},
		{S("<(?<n>a)>"), S("a"), MATCH},
		{S("/a\\/b/"), S("a/b"), MATCH},
		{S("/a\\\\/i"), S("A\\"), MATCH},
		/* NULs and nothing at all */
		{S("//"), S(""), MATCH},
		{S("//"), NULL, 0, MATCH},
		{S("/a/"), NULL, 0, NOT},
		{S("/(*NO_JIT)^$/"), NULL, 0, MATCH},
		{S("/a\0b/"), S("a\0b"), MATCH},
		{S("/^.{3}$/"), S("a\0b"), MATCH},
		{S("/b/"), S("a\0b"), MATCH},
		/* without machine code */
		{S("/(*NO_JIT)^.{3}$/u"), S("\xC3\xA4xy"), MATCH},
		{S("/(*NO_JIT)a/u"), S("a\xFF"), FAILED},
		/* PHP allows \K there */
		{S("/(?<=a\\Kb)c/"), S("abc"), MATCH},
		{S("/^(.)(.)(.)\\3\\2\\1$/"), S("abccba"), MATCH}
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct preg_error e = {""};
		struct preg *p = preg_compile(cases[i].pattern,
		    cases[i].pattern_len, &e);
		int r = p ? preg_match(p, cases[i].subject, cases[i].n) :
		    FAILED;

		if (r != cases[i].want)
			(void)printf("%s: %d, %s\n", cases[i].pattern, r,
			    e.what);
		CHECK(r == cases[i].want);
		preg_free(p);
	}
}

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool
ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

static void
test_errors(void)
{
	static const struct {
		const char *pattern;
		size_t n;
		const char *begin, *end;
	} cases[] = {
		{S(""), "it is empty", "valid is '/regex/flags'"},
		{S(" \n"), "it is empty", "valid is '/regex/flags'"},
		{S("a.a"), "the delimiter 'a' is alphanumeric, ", "flags'"},
		{S("9.9"), "the delimiter '9' is alphanumeric, ", "flags'"},
		{S("\\.\\"), "the delimiter '\\' is ", "flags'"},
		{S("\0.\0"), "the delimiter '\\000' is ", "flags'"},
		{S("/"), "no closing delimiter '/'", ""},
		{S("/a"), "no closing delimiter '/'", ""},
		{S("/a\\/"), "no closing delimiter '/'", ""},
		{S("(a"), "no closing delimiter ')'", ""},
		{S("((a)"), "no closing delimiter ')'", ""},
		{S("{a\\}"), "no closing delimiter '}'", ""},
		{S("\x1B" "a"), "no closing delimiter '\\033'", ""},
		{S("/a/e"), "'e' is no flag here; valid are "
		    "i m s x A D U u, ", "without effect S X"},
		{S("/a/in"), "'n' is no flag here;", ""},
		{S("/a/J"), "'J' is no flag here;", ""},
		{S("/a/r"), "'r' is no flag here;", ""},
		{S("/a/b/"), "'b' is no flag here;", ""},
		{S("/a/\t"), "'\\011' is no flag here;", ""},
		{S("/a/\0"), "'\\000' is no flag here;", ""},
		{S("/a/\xFF"), "'\\377' is no flag here;", ""},
		/* PCRE2's words are its own */
		{S("/(/"), "missing ", " at offset 1"},
		{S(" {abc[}"), "missing ", " at offset 4"},
		{S("/ab*+*/"), "quantifier ", " at offset 4"},
		{S("/\\y/X"), "unrecognized ", " at offset 1"},
		{S("/a\xFF/u"), "UTF-8 error: ", " at offset 1"}
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct preg_error e = {""};

		CHECK(!preg_compile(cases[i].pattern, cases[i].n, &e));
		if (!starts(e.what, cases[i].begin) ||
		    !ends(e.what, cases[i].end))
			(void)printf("%s\n", e.what);
		CHECK(starts(e.what, cases[i].begin));
		CHECK(ends(e.what, cases[i].end));
	}
}

static void
test_close(void)
{
	CHECK(preg_close(S("/a/i=/b/")) == 2);
	CHECK(preg_close(S(" (a(b)c)x)")) == 7);
	CHECK(preg_close(S("/a\\/b")) == 5);
	CHECK(preg_close(S("")) == 0 && preg_close(NULL, 0) == 0);
	CHECK(preg_close(S("  ")) == 2);
}

/* Patterns whose time doubles with each byte, unless a release of PCRE2 sees
 * through them; of the first two none has. */
static void
test_exploding(void)
{
	static const char *const patterns[] = {
		"/(a+)+$/", "/(*NO_JIT)(a+)+$/", "/^(a|a)*$/",
		"/^(?:a?){40}a{40}$/u", "/(*NO_JIT)^(a|a)*$/D"
	};
	static const char subject[] =
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
	struct preg_error e;

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct preg *p = preg_compile(patterns[i], strlen(patterns[i]),
		    &e);
		clock_t begin = clock();
		int r = p ? preg_match(p, subject, sizeof subject - 1) :
		    PREG_MATCH;

		CHECK(clock() - begin < CLOCKS_PER_SEC);
		CHECK(r == PREG_FAILED || (i > 1 && r == PREG_NO_MATCH));
		/* neither does it use PCRE2's own limit, ten times PHP's */
		CHECK(i != 1 || preg_match(p, subject + 18, sizeof subject -
		    19) == PREG_FAILED);
		/* the next subject does not suffer */
		CHECK(p && preg_match(p, "aab", 3) != PREG_FAILED);
		preg_free(p);
	}
}

/* A megabyte is neither too deep for a stack nor a crash. */
static void
test_long(void)
{
	size_t n = (size_t)1024 * 1024;
	char *s = malloc(n);
	struct preg_error e;
	struct preg *p = preg_compile(S("/(*NO_JIT)^(?:(a)|b)*$/"), &e);
	struct preg *q = preg_compile(S("/^(?:(a)|b)*$/"), &e);

	CHECK(s && p && q);
	memset(s, 'a', n);
	CHECK(preg_match(p, s, n) == PREG_FAILED);
	CHECK(preg_match(q, s, n) != PREG_NO_MATCH);
	CHECK(preg_match(p, s, 100) == PREG_MATCH);
	CHECK(preg_match(q, s, 100) == PREG_MATCH);
	preg_free(p);
	preg_free(q);
	free(s);
}

#if defined(__SANITIZE_ADDRESS__)
#define SHADOWED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SHADOWED
#endif
#endif

#ifndef SHADOWED
/* A marker that is nowhere in the program as it reads, but on the stack. */
enum { MARK = 24, KEY = 0x03 };
static const char hidden[] = "nbqhfqmlaoplnfm`ptwljjvf";

static void
reveal(char *to)
{
	for (size_t i = 0; i < MARK; i++)
		to[i] = (char)(hidden[i] ^ KEY);
}

static size_t
count_in(const char *p, const char *end)
{
	size_t count = 0, i;

	for (; end - p >= MARK; p++) {
		for (i = 0; i < MARK && p[i] == (hidden[i] ^ KEY); i++)
			continue;
		count += i == MARK;
	}
	return count;
}

/* How often does the marker stand in what can be written, the stack aside? */
static size_t
marks(void)
{
	char line[512];
	unsigned long from, to;
	size_t count = 0;
	FILE *f = fopen("/proc/self/maps", "r");

	while (f && fgets(line, sizeof line, f)) {
		uintptr_t here = (uintptr_t)line;

		if (sscanf(line, "%lx-%lx", &from, &to) == 2 &&
		    strstr(line, " rw") && (here < from || here >= to))
			count += count_in((const char *)from,
			    (const char *)to);
	}
	if (f)
		(void)fclose(f);
	return count;
}

static void
test_wiping(void)
{
	static const char *const form[] = {
		"/(*NO_JIT)^(?<%.24s>.+)x/", "/^(?<%.24s>.+)x/",
		"/^(?<%.24s>(a|.)+)+x/u"
	};
	char mark[MARK + 1] = "", pattern[80], subject[2 * MARK];
	struct preg_error e;

	reveal(mark);
	memcpy(subject, mark, MARK);
	memset(subject + MARK, 'x', MARK);
	CHECK(marks() == 0);
	for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
		int n = snprintf(pattern, sizeof pattern, form[i], mark);
		struct preg *p = preg_compile(pattern, (size_t)n, &e);

		/* the name of a group is kept: the scan sees what is there */
		CHECK(p && marks() == 1);
		CHECK(preg_match(p, subject, sizeof subject) == PREG_MATCH);
		CHECK(marks() == 1);
		preg_free(p);
		CHECK(marks() == 0);
	}
}
#endif

int
main(void)
{
#ifndef SHADOWED   /* first: nothing has been on the heap yet */
	if (access("/proc/self/maps", R_OK) == 0)
		test_wiping();
#endif
	test_verdicts();
	test_errors();
	test_close();
	test_exploding();
	test_long();
	return unit_end();
}
