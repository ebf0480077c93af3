/* glob: patterns by hand, and against the platform's fnmatch(3). */
#include "glob.h"
#include "unit.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <time.h>

/* Of the suite's slowest build on its slowest machine, where the square of
 * what is asked would take minutes. */
#define QUICK (10 * CLOCKS_PER_SEC)

static bool
match(const char *pattern, const char *name)
{
	return glob_match(pattern, strlen(pattern), name, strlen(name));
}

struct pair {
	const char *pattern, *name;
};

static const struct pair matches[] = {
	{"", ""}, {"*", ""}, {"**", ""}, {"*", ".hidden"},
	{"?hidden", ".hidden"},
	{"a*c", "a/b/c"}, {"a?c", "a/c"}, {"a[/]c", "a/c"},
	{"*.[ch]", "main.c"},
	{"a*b*c", "aXbXbXc"}, {"*a*", "a"}, {"?*?", "ab"}, {"ab", "ab"},
	/* characters of UTF-8, and bytes that are none */
	{"?", "日"}, {"日?語.*", "日本語.txt"}, {"*語*", "日本語.txt"},
	{"[日月]", "月"}, {"[!日]", "月"}, {"[ぁ-ん]", "か"}, {"[^ぁ-ん]", "カ"},
	{"??", "\343\201"}, {"[!a]", "\377"}, {"\343\201?", "\343\201x"},
	{"?x*", "\377x\376\375"}, {"[\376-\377]", "\377"}, {"[a-\377]", "\376"},
	{"\\\377", "\377"}, {"\\日", "日"}, {"[\\日]", "日"},
	/* brackets */
	{"[]]", "]"}, {"[]a]", "a"}, {"[!]]", "a"}, {"[^]a-]", "b"},
	{"[]-a]", "^"}, {"[a-]", "-"}, {"[-a]", "-"}, {"[!-]", "a"},
	{"[--/]", "."}, {"[a\\]b]", "]"}, {"[\\!a]", "!"}, {"[a\\-c]", "-"},
	{"[\\a-\\c]", "b"}, {"[a!]", "!"}, {"[a^]", "^"}, {"[*?]", "*"},
	{"[a-c-e]", "-"}, {"[[]", "["}, {"[[?*\\]]", "]"}, {"[\\]", "[]"},
	{"[[:alpha:][:digit:]_]x", "_x"}, {"[![:space:]]", "é"},
	{"[[:alpha:]-]", "-"}, {"[[.-.]-/]", "."}, {"[[=a=]]", "a"},
	{"[[.日.]]", "日"}, {"[[.].]]", "]"}, {"[[a]", "["},
	/* what no bracket closes */
	{"[", "["}, {"[a", "[a"}, {"[]", "[]"}, {"[!]", "[!]"}, {"[?", "[x"},
	{"[a\\]", "[a]"}, {"[a-", "[a-"}, {"x[[:alpha:]", "x[a"},
	{"[[.a.]", "[."},
	{"[[.].]", "[..]"}, {"[=[=]=]=a", "[===]=a"},
	{"[ab*", "[abc"}, {"[[:alpha:][a-", "[l[a-"},
	/* alternatives */
	{"a|b", "a"}, {"a|b", "b"}, {"*.c|*.h|Makefile", "x.h"},
	{"a\\|b", "a|b"}, {"[|]", "|"}, {"[a|b]c|d", "|c"}, {"[a|b]c|d", "d"},
	{"[a|b", "[a"}, {"[a|b", "b"}, {"a||b", ""}, {"a|", ""}, {"|a", "a"},
	{"表|予", "予"}, {"a\\\\|b", "a\\"}, {"\\[|]", "]"},
};

static const struct pair mismatches[] = {
	{"", "a"}, {"?", ""}, {"a", ""}, {"a", "A"}, {"a*b", "abc"},
	{"*a", "ab"},
	{"?", "日本"}, {"??", "日"}, {"[日]", "月"}, {"[!日]", "日"},
	{"?", "\343\201"},
	{"[a-z]", "日"}, {"[a-\364\217\277\277]", "\377"}, {"\343*", "か"},
	{"[\343]\201\213", "か"}, {"\377", "\376"}, {"[\377]", "ÿ"},
	{"[!]]", "]"}, {"[^]]", "]"}, {"[c-a]", "b"}, {"[c-a]", "c"},
	{"[\\!a]", "\\"}, {"[a\\-c]", "b"}, {"[!a-c]", "b"}, {"[a-]", "b"},
	{"[[:alpha:]]", "é"}, {"[[:alpha:]]", "\351"}, {"[[:upper:]]", "a"},
	{"a\\", "a\\"}, {"a\\", "a"}, {"\\", ""}, {"*\\", "\\"}, {"\\*", "a"},
	{"[[:alpha:]", "[b"}, {"a|b", "a|b"}, {"a\\|b", "a"}, {"[a|b]", "a|b"},
	{"a|b", ""}, {"[[:foo:]]", "f"},
};

/* Is it so?  If not, show the case too. */
static void
check_case(bool is, const char *pattern, const char *name)
{
	CHECK(is);
	if (!is)
		(void)printf("\tpattern %s name %s\n", pattern, name);
}

static void
test_tables(void)
{
	const struct pair *m = matches, *x = mismatches;

	for (size_t i = 0; i < sizeof matches / sizeof *m; i++)
		check_case(match(m[i].pattern, m[i].name),
		    m[i].pattern, m[i].name);
	for (size_t i = 0; i < sizeof mismatches / sizeof *x; i++)
		check_case(!match(x[i].pattern, x[i].name),
		    x[i].pattern, x[i].name);
}

static void
test_nul_is_a_byte(void)
{
	CHECK(glob_match("a?b", 3, "a\0b", 3));
	CHECK(glob_match("a\0b", 3, "a\0b", 3));
	CHECK(glob_match("[\0]", 3, "\0", 1));
	CHECK(glob_match("[[\0]", 4, "\0", 1));
	CHECK(glob_match("[[:cntrl:]]", 11, "\0", 1));
	CHECK(!glob_match("a\0b", 3, "a", 1));
}

static void
test_sound(void)
{
	static const char *const sound[] = {"*", "a|b", "\\|", "[|]", "[",
	    "[a-", "[]", "\\\\", "[a-a]", "[[:digit:]a-]", "[[.a.]-[=c=]]",
	    "[a\\]", "[:a:]", "[[]", "[a[]", "日*|[あ-ん]", "[\\[:]", "x|[",
	    "[[:a"};
	static const char *const unsound[] = {"", "|", "a|", "|a", "a||b",
	    "[b-a]", "a\\", "[[:foo:]]", "[[:foo:]", "[[:alpha]]", "[[.ab.]]",
	    "[[=]", "[[:]", "[a-[:digit:]]", "[ん-あ]", "[\377-a]", "\\"};

	for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++)
		check_case(glob_sound(sound[i]), sound[i], "sound");
	for (size_t i = 0; i < sizeof unsound / sizeof unsound[0]; i++)
		check_case(!glob_sound(unsound[i]), unsound[i], "unsound");
}

/* Each class, for each byte of ASCII but NUL. */
static void
test_classes(void)
{
	static const char *const names[] = {"alnum", "alpha", "blank", "cntrl",
	    "digit", "graph", "lower", "print", "punct", "space", "upper",
	    "xdigit"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char pattern[20];

		(void)snprintf(pattern, sizeof pattern, "[[:%s:]]", names[i]);
		CHECK(glob_sound(pattern));
		for (int c = 1; c < 128; c++) {
			char name[2] = {(char)c, '\0'};

			CHECK(match(pattern, name) ==
			    (fnmatch(pattern, name, 0) == 0));
		}
	}
}

static void
random_string(char *to, size_t most, const char *alphabet)
{
	size_t n = (size_t)rand() % (most + 1), of = strlen(alphabet);

	for (size_t i = 0; i < n; i++)
		to[i] = alphabet[(size_t)rand() % of];
	to[n] = '\0';
}

/*
 * Left out are patterns that POSIX leaves undefined: those that are not sound,
 * and `a-b-c` in brackets; and what a C library gets wrong:
 * - glibc: an unclosed bracket that ends in `-` matches nothing;
 * - glibc before 2.33: one behind `*` does not match all that it should;
 * - musl: `[*--b]` has a second range, from `-` to `b`;
 * - musl: a backslash in brackets is no escape.
 */
static bool
is_comparable(const char *pattern)
{
	static int escapes = -1, unclosed;
	const char *p = strchr(pattern, '['), *last = strrchr(pattern, '[');

	if (escapes < 0) {
		escapes = fnmatch("[\\]]", "]", 0) == 0;
		unclosed = fnmatch("*[*[", "a[]b[", 0) == 0;
	}
	if (!glob_sound(pattern) || (last && !unclosed && !strchr(last, ']')))
		return false;
	for (; p && *p; p++)
		if ((*p == '\\' && !escapes) || (*p == '-' &&
		    (p[1] == '\0' || p[1] == '-' || p[2] == '-')))
			return false;
	return true;
}

static void
test_against_fnmatch(void)
{
	char pattern[16], name[8];
	int compared = 0, matched = 0;

	srand(1);
	for (int n = 0; n < 300000; n++) {
		bool is;

		random_string(pattern, 10,
		    n % 2 ? "ab*?[]!-\\^" : "aab**?[[]]!-");
		random_string(name, 5, "aaabb]-[!^\\");
		if (!is_comparable(pattern))
			continue;
		is = match(pattern, name);
		compared++;
		matched += is;
		check_case(is == !fnmatch(pattern, name, 0), pattern, name);
	}
	CHECK(compared > 100000 && matched > 5000);
}

/* Any bytes at all, for the sanitizers. */
static void
test_random_bytes(void)
{
	static const char bytes[] = "a[[[]]]:.==|\\*?-!\343\201\213\377";

	srand(2);
	for (int n = 0; n < 300000; n++) {
		size_t plen = (size_t)rand() % 12, nlen = (size_t)rand() % 6;
		char *pattern = malloc(plen + 1), *name = malloc(nlen + 1);

		CHECK(pattern && name);
		if (!pattern || !name)
			exit(1);
		/* they end where the memory does */
		for (size_t i = 0; i < plen; i++)
			pattern[1 + i] = bytes[(size_t)rand() % sizeof bytes];
		for (size_t i = 0; i < nlen; i++)
			name[1 + i] = bytes[(size_t)rand() % sizeof bytes];
		(void)glob_match(pattern + 1, plen, name + 1, nlen);
		free(pattern);
		free(name);
	}
}

/* A pattern of n times this before that, on 100,000 times the byte. */
static void
check_quick(const char *begin, char c, size_t n, const char *end, char of)
{
	static char pattern[2100], name[100000];
	size_t len = strlen(begin);
	clock_t before = clock();

	memcpy(pattern, begin, len);
	memset(pattern + len, c, n);
	memcpy(pattern + len + n, end, strlen(end));
	memset(name, of, sizeof name);
	CHECK(!glob_match(pattern, len + n + strlen(end), name, sizeof name));
	CHECK(clock() - before < QUICK);
}

static void
test_time(void)
{
	check_quick("*a*a*a*a*a*a*b", '*', 0, "", 'a');
	check_quick("*", '?', 500, "b", 'a');
	check_quick("*a", '*', 2000, "b", 'a');
	/* thousands of brackets that nothing closes */
	check_quick("*", '[', 500, "[:alpha:", '[');
	check_quick("*[", ':', 2000, "", 'a');
	check_quick("*b", '|', 2000, "b", 'a');
}

int
main(void)
{
	/* glibc would not take `[^` else */
	(void)unsetenv("POSIXLY_CORRECT");
	test_tables();
	test_nul_is_a_byte();
	test_sound();
	test_classes();
	test_against_fnmatch();
	test_random_bytes();
	test_time();
	return unit_end();
}
