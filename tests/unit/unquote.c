/* unquote: what git and GNU tar print, and what they never would. */
#include "ctree/unquote.h"
#include "unit.h"

#include <stdbool.h>
#include <stdlib.h>

/* Unquote n bytes in memory that ends with them, for the sanitizers, and
 * compare with the m bytes at want, or with none if that is NULL. */
static bool
gives(enum unquote how, const char *path, size_t n, const char *want, size_t m)
{
	char *copy = malloc(n + 1);
	size_t len;
	bool same;

	if (!copy)
		exit(1);
	memcpy(copy + 1, path, n);
	len = unquote_path(how, copy + 1, n);
	same = !want ? len <= n && (len > 0 || n == 0) :
	    len == m && memcmp(copy + 1, want, m) == 0;
	free(copy);
	return same;
}

struct row {
	const char *path, *git, *tar;
};

/* NULL: as it was. */
static const struct row rows[] = {
	{"", NULL, NULL}, {"a", NULL, NULL}, {"日本", NULL, NULL},
	{"\"", NULL, NULL}, {"\"\"", NULL, NULL}, {"\"a\"", "a", NULL},
	{"\"a", NULL, NULL}, {"a\"", NULL, NULL}, {"\"a b\"", "a b", NULL},
	{"\"a\"b\"", NULL, NULL}, {"\"\"\"", NULL, NULL},
	{"\"\\\"\"", "\"", NULL}, {"\"\\\"", NULL, NULL}, {"\\\"", NULL, NULL},
	{"\"\\\\\"", "\\", "\"\\\""}, {"\"\\\\\\\"", NULL, "\"\\\\\""},
	{"\"\\346\\227\\245/x\"", "日/x", "\"日/x\""},
	{"\"\\t\\q\"", NULL, "\"\t\\q\""}, {"\"日\\n\"", "日\n", "\"日\n\""},
	{"\"\\37\"", NULL, NULL}, {"\"\\400\"", NULL, NULL},
	{"\"\\377\"", "\377", "\"\377\""}, {"\"\\189\"", NULL, NULL},
	{"\"\\0011\"", "\0011", "\"\0011\""},
	{"\"\\000\\n\"", "\\000\n", "\"\\000\n\""},
	{"\\346\\227\\245", NULL, "日"}, {"a\\tb", NULL, "a\tb"},
	{"\\\\t", NULL, "\\t"}, {"\\\\\\\\", NULL, "\\\\"}, {"\\", NULL, NULL},
	{"a\\", NULL, NULL}, {"\\\\\\", NULL, "\\\\"}, {"\\ ", NULL, NULL},
	{"\\?", NULL, NULL}, {"\\x2d", NULL, NULL}, {"\\e", NULL, NULL},
	{"\\4", NULL, NULL}, {"\\40", NULL, NULL}, {"\\477", NULL, NULL},
	{"\\\\040", NULL, "\\040"}, {"\\0\\000", NULL, NULL},
	{"\\134n", NULL, "\\n"},
};

static void
test_rows(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct row *r = &rows[i];
		const char *git = r->git ? r->git : r->path;
		const char *tar = r->tar ? r->tar : r->path;
		size_t n = strlen(r->path);
		int failures = unit_failures;

		CHECK(gives(UNQUOTE_NONE, r->path, n, r->path, n));
		CHECK(gives(UNQUOTE_GIT, r->path, n, git, strlen(git)));
		CHECK(gives(UNQUOTE_TAR, r->path, n, tar, strlen(tar)));
		if (failures != unit_failures)
			(void)printf("\t%s\n", r->path);
	}
}

static void
test_nul_is_a_byte(void)
{
	CHECK(gives(UNQUOTE_GIT, "\"\0\\\0\"", 5, "\"\0\\\0\"", 5));
	CHECK(gives(UNQUOTE_GIT, "\"\0\\n\"", 5, "\0\n", 2));
	CHECK(gives(UNQUOTE_TAR, "\0\\\0\\n", 5, "\0\\\0\n", 4));
}

/*
 * Quote as git does: what it escapes makes it put quotes around all.  GNU tar
 * escapes the same but for the quotes.  Either may leave bytes above 0x7F.
 */
static size_t
quote(enum unquote how, bool high, const char *name, size_t n, char *to)
{
	static const char letters[] = "abtnvfr";
	size_t len = 0;
	bool quoted = false;

	to[len++] = '"';
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)name[i];

		if (c >= 7 && c <= 13)
			len += (size_t)sprintf(to + len, "\\%c",
			    letters[c - 7]);
		else if (c == '\\' || (c == '"' && how == UNQUOTE_GIT))
			len += (size_t)sprintf(to + len, "\\%c", c);
		else if (c < 0x20 || c == 0x7F || (c > 0x7F && high))
			len += (size_t)sprintf(to + len, "\\%03o", c);
		else {
			to[len++] = (char)c;
			continue;
		}
		quoted = true;
	}
	if (how == UNQUOTE_GIT && quoted)
		to[len++] = '"';
	else
		memmove(to, to + 1, --len);
	return len;
}

static void
check_round_trip(const char *name, size_t n)
{
	char quoted[200];

	for (int i = 0; i < 4; i++) {
		enum unquote how = i / 2 ? UNQUOTE_GIT : UNQUOTE_TAR;
		size_t len = quote(how, i % 2, name, n, quoted);

		CHECK(gives(how, quoted, len, name, n));
	}
}

static void
test_round_trips(void)
{
	char name[40];

	for (int c = 1; c < 256; c++) {
		name[0] = (char)c;
		check_round_trip(name, 1);
	}
	srand(1);
	for (int round = 0; round < 20000; round++) {
		size_t n = 1 + (size_t)rand() % sizeof name;

		/* half of them of bytes that look like quoting */
		for (size_t i = 0; i < n; i++)
			name[i] = (char)(round % 2 ? 1 + rand() % 255 :
			    "\\\"01234567abtn"[rand() % 14]);
		check_round_trip(name, n);
	}
}

/* Bytes that nobody printed: the result never grows, nor becomes nothing. */
static void
test_random_bytes(void)
{
	static const char bytes[] = "\\\\\\\"0123478abtnvfr? \377";
	char path[12];

	srand(2);
	for (int round = 0; round < 200000; round++) {
		size_t n = (size_t)rand() % sizeof path;

		for (size_t i = 0; i < n; i++)
			path[i] = bytes[(size_t)rand() % sizeof bytes];
		if (round % 2 && n >= 2)
			path[0] = path[n - 1] = '"';
		CHECK(gives(UNQUOTE_NONE, path, n, path, n));
		CHECK(gives(UNQUOTE_GIT, path, n, NULL, 0));
		CHECK(gives(UNQUOTE_TAR, path, n, NULL, 0));
	}
}

int
main(void)
{
	test_rows();
	test_nul_is_a_byte();
	test_round_trips();
	test_random_bytes();
	return unit_end();
}
