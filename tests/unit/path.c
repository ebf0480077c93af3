/* path: paths of a list as components. */
#include "ctree/path.h"
#include "unit.h"

static struct names names;

static struct path
split(struct buf *b, const char *s, bool *is_dir)
{
	buf_clear(b);
	CHECK(path_split(b, &names, s, strlen(s), is_dir) == 0);
	return (struct path){b->p, b->len, names.from != NULL, false};
}

/* The components as "A,B,", and what the path says of itself. */
static void
test_split(void)
{
	static const struct {
		const char *path, *components;
		bool is_dir;
	} cases[] = {
		{"a", "a,", false}, {"a/", "a,", true}, {"./a", "a,", false},
		{"a//b", "a,b,", false}, {"a/./b/.", "a,b,", true},
		{".", "", true}, {"", "", false}, {"/", "/,", true},
		{"//", "/,", true}, {"/a", "/,a,", false},
		{"..", "..,", false}, {"a/../b", "a,..,b,", false},
		{"./", "", true}, {"/.", "/,", true}, {"...", "...,", false},
		{".a/.b", ".a,.b,", false}, {"./.", "", true},
		{"././a", "a,", false}, {".//a", "a,", false}, {"a/.", "a,", true},
		{"./a/", "a,", true}, {"a/b/.c/..d", "a,b,.c,..d,", false}
	};
	struct buf b = {0}, got = {0};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		bool is_dir;
		struct path path = split(&b, cases[i].path, &is_dir);
		const char *p = path.p;
		struct path_component c;
		size_t count = 0;

		buf_clear(&got);
		for (; path_next(&path, &p, &c); count++) {
			CHECK(c.bytes == c.name && c.nbytes == c.len);
			CHECK(buf_put(&got, c.name, c.len) == 0);
			CHECK(buf_putc(&got, ',') == 0);
		}
		CHECK(IS(got.p, got.len, cases[i].components));
		CHECK(is_dir == cases[i].is_dir);
		CHECK(path_count(&path) == count);
	}
	buf_free(&b);
	buf_free(&got);
}

static void
test_relations(void)
{
	static const struct {
		const char *a, *b;
		bool same, below;   /* b below a */
		size_t common;
	} cases[] = {
		{"a", "a/", true, false, 1}, {"a", "a/b", false, true, 1},
		{"a", "ab", false, false, 0}, {"a/b", "a/bc", false, false, 1},
		{"a/b", "a", false, false, 1}, {".", "a", false, true, 0},
		{".", "/a", false, false, 0}, {"/", "/a", false, true, 1},
		{"/a", "/b", false, false, 1}, {"/a", "a", false, false, 0},
		{".", ".", true, false, 0}, {"a/b/c", "a/b/d", false, false, 2}
	};
	struct buf a = {0}, b = {0};
	bool dir;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct path x = split(&a, cases[i].a, &dir);
		struct path y = split(&b, cases[i].b, &dir);

		CHECK(path_same(&x, &y) == cases[i].same);
		CHECK(path_is_below(&x, &y) == cases[i].below);
		CHECK(path_common(&x, &y) == cases[i].common);
		CHECK(path_common(&y, &x) == cases[i].common);
	}
	buf_free(&a);
	buf_free(&b);
}

static void
test_join(void)
{
	struct buf b = {0}, marked = {0}, out = {0};
	struct path path, m;
	bool dir;

	path = split(&b, "/usr//lib/x", &dir);
	CHECK(path_join(&out, &path, 9, false) == 0);
	CHECK(buf_putc(&out, ' ') == 0);
	CHECK(path_join(&out, &path, 1, false) == 0);
	CHECK(buf_putc(&out, ' ') == 0);
	CHECK(path_join(&out, &path, 0, true) == 0);
	CHECK(IS(out.p, out.len, "/usr/lib/x / ."));
	/* marks do not show */
	CHECK(path_mark(&marked, &path, false) == 0);
	CHECK(marked.len == 15 &&
	    memcmp(marked.p, "\1/\0\1usr\0\1lib\0\2x", 15) == 0);
	m = (struct path){marked.p, marked.len, false, true};
	buf_clear(&out);
	CHECK(path_join(&out, &m, 3, true) == 0);
	CHECK(IS(out.p, out.len, "/usr/lib"));
	buf_free(&b);
	buf_free(&marked);
	buf_free(&out);
}

/* Shift_JIS: a decoded component has its bytes behind it. */
static void
test_pairs(void)
{
	struct charset from;
	struct buf b = {0}, out = {0};
	struct path_component c;
	struct path path;
	const char *p;
	bool dir;

	CHECK(charset_open(&from, "shift_jis", 9) == 0);
	names.from = &from;
	path = split(&b, "/\x83\x7C/x\xFF", &dir);
	p = path.p;
	CHECK(path_count(&path) == 3);
	CHECK(path_next(&path, &p, &c) && IS(c.name, c.len, "/"));
	CHECK(path_next(&path, &p, &c) && IS(c.name, c.len, "\xE3\x83\x9D"));
	CHECK(IS(c.bytes, c.nbytes, "\x83\x7C"));
	/* what cannot be read stays as it is */
	CHECK(path_next(&path, &p, &c) && IS(c.name, c.len, "x\xFF"));
	CHECK(c.bytes == c.name && !path_next(&path, &p, &c));
	CHECK(path_join(&out, &path, 3, true) == 0);
	CHECK(IS(out.p, out.len, "/\x83\x7C/x\xFF"));
	names.from = NULL;
	charset_close(&from);
	buf_free(&b);
	buf_free(&out);
	buf_free(&names.scratch);
}

int
main(void)
{
	test_split();
	test_relations();
	test_join();
	test_pairs();
	return unit_end();
}
