/* udiff: by hand, and random texts against the system's diff and patch. */
#include "buf.h"
#include "jcodefix/udiff.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Of the slowest build on the slowest machine, where the square of what is
 * asked would take minutes. */
#define QUICK (10 * CLOCKS_PER_SEC)

#define NO_NEWLINE "\\ No newline at end of file\n"

static void
slurp(struct buf *to, const char *file)
{
	char block[4096];
	int fd = open(file, O_RDONLY);
	ssize_t n;

	buf_clear(to);
	CHECK(fd >= 0);
	while ((n = read(fd, block, sizeof block)) > 0)
		(void)buf_put(to, block, (size_t)n);
	(void)close(fd);
}

static void
open_out(struct out *o, const char *file)
{
	static char mem[4096];

	out_init(o, open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600), mem,
	    sizeof mem);
}

static void
print(struct buf *to, const char *text, size_t n, const struct edit *edits,
    size_t count, udiff_show *show)
{
	struct out o;

	open_out(&o, "udiff.diff");
	CHECK(udiff_print(&o, "f", text, n, edits, count, show, NULL) == 0);
	CHECK(out_close(&o) == 0);
	slurp(to, "udiff.diff");
}

/* Is this what the diff says below its first two lines? */
static void
check_diff(const char *text, const struct edit *edits, size_t count,
    udiff_show *show, const char *want)
{
	static const char top[] = "--- f\n+++ f\n";
	struct buf got = {0};
	size_t skip = sizeof top - 1;
	bool is;

	print(&got, text, strlen(text), edits, count, show);
	is = got.len > skip && memcmp(got.p, top, skip) == 0 &&
	    IS(got.p + skip, got.len - skip, want);
	CHECK(is);
	if (!is)
		(void)printf("%.*s\nwanted:\n%s", (int)got.len, got.p, want);
	buf_free(&got);
}

static void
test_hunks(void)
{
	static const struct edit near[] = {{0, 1, "A", 1}, {14, 1, "H", 1}};
	static const struct edit far[] = {{0, 1, "A", 1}, {16, 1, "I", 1}};
	static const struct edit run[] = {{8, 0, "<", 1}, {9, 0, ">", 1},
	    {10, 1, "F", 1}, {14, 1, "", 0}};
	const char *text = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";

	check_diff(text, near, 2, NULL, "@@ -1,10 +1,10 @@\n-a\n+A\n b\n c\n"
	    " d\n e\n f\n g\n-h\n+H\n i\n j\n");
	check_diff(text, far, 2, NULL, "@@ -1,4 +1,4 @@\n-a\n+A\n b\n c\n d\n"
	    "@@ -6,5 +6,5 @@\n f\n g\n h\n-i\n+I\n j\n");
	check_diff(text, run, 4, NULL, "@@ -2,9 +2,9 @@\n b\n c\n d\n-e\n-f\n"
	    "+<e>\n+F\n g\n-h\n+\n i\n j\n");
}

static void
test_ends(void)
{
	static const struct edit first = {0, 0, "x", 1}, all = {0, 1, "", 0},
	    third = {2, 0, "x", 1};
	struct buf got = {0};

	check_diff("a", &first, 1, NULL, "@@ -1 +1 @@\n-a\n" NO_NEWLINE "+xa\n"
	    NO_NEWLINE);
	check_diff("\n\n", &first, 1, NULL, "@@ -1,2 +1,2 @@\n-\n+x\n \n");
	/* a last line that comes to be, and one that ceases to be */
	check_diff("", &first, 1, NULL, "@@ -0,0 +1 @@\n+x\n" NO_NEWLINE);
	check_diff("a", &all, 1, NULL, "@@ -1 +0,0 @@\n-a\n" NO_NEWLINE);
	check_diff("a\n", &third, 1, NULL, "@@ -1 +1,2 @@\n a\n+x\n"
	    NO_NEWLINE);
	print(&got, NULL, 0, &first, 1, NULL);
	CHECK(IS(got.p, got.len, "--- f\n+++ f\n@@ -0,0 +1 @@\n+x\n"
	    NO_NEWLINE));
	print(&got, NULL, 0, NULL, 0, NULL);
	CHECK(got.len == 0);
	buf_free(&got);
}

static int
in_brackets(void *ctx, struct buf *out, const char *line, size_t n)
{
	(void)ctx;
	if (n > 0 && line[0] == '!') {
		errno = ENOMEM;
		return -1;
	}
	return buf_putc(out, '[') != 0 || buf_put(out, line, n) != 0 ||
	    buf_putc(out, ']') != 0 ? -1 : 0;
}

static void
test_show(void)
{
	static const struct edit second = {3, 1, "new", 3},
	    fatal = {4, 1, "!", 1};
	struct out o;

	check_diff("\n\r\nb", &second, 1, in_brackets, "@@ -1,3 +1,3 @@\n []\n"
	    " [\r]\n-[b]\n" NO_NEWLINE "+[new]\n" NO_NEWLINE);
	open_out(&o, "udiff.diff");
	CHECK(udiff_print(&o, "f", "a\nb\na", 5, &fatal, 1, in_brackets,
	    NULL) == -1 && errno == ENOMEM && !o.err);
	CHECK(out_close(&o) == 0);
	open_out(&o, "/dev/full");
	o.cap = 4;
	CHECK(udiff_print(&o, "f", "a\n", 2, &second, 0, NULL, NULL) == 0);
	errno = 0;
	CHECK(udiff_print(&o, "f", "b\n\nb", 4, &second, 1, NULL, NULL) == -1 &&
	    errno == ENOSPC && o.err == ENOSPC);
	errno = 0;
	CHECK(udiff_print(&o, "f", "b\n\nb", 4, &second, 1, NULL, NULL) == -1 &&
	    errno == ENOSPC);
	(void)out_close(&o);
}

/* A random text with edits of it. */
struct sample {
	struct buf text, with;
	struct edit edits[200];
	size_t count;
};

/* An edit of `len` bytes whose new ones, if it has some, are found nowhere
 * else: then no diff can take one line for another. */
static void
add_edit(struct sample *s, size_t len, bool some)
{
	char tag[32];
	int n = some ? snprintf(tag, sizeof tag, "<%zu>", s->count) : 0;

	s->edits[s->count++] = (struct edit){s->text.len, len,
	    s->with.p + s->with.len, (size_t)n};
	(void)buf_put(&s->with, tag, (size_t)n);
}

static void
add_bytes(struct sample *s)
{
	static const char bytes[] = "ab \t\r\0\377\201-+@\\";

	for (int n = rand() % 8; n > 0; n--)
		(void)buf_putc(&s->text, bytes[(size_t)rand() % sizeof bytes]);
}

static void
add_line(struct sample *s, int number, int edits)
{
	char name[16];
	size_t n = (size_t)snprintf(name, sizeof name, "%d:", number);

	if (edits > 0)
		add_edit(s, (size_t)rand() % n, true);
	(void)buf_put(&s->text, name, n);
	add_bytes(s);
	for (; edits > 1; edits--) {
		size_t len = (size_t)rand() % 3;

		add_edit(s, len, true);
		for (; len > 0; len--)
			(void)buf_putc(&s->text, "xyz"[rand() % 3]);
		add_bytes(s);
	}
}

static void
make_sample(struct sample *s)
{
	int lines = rand() % 40, rare = 1 + rand() % 12, last;

	buf_clear(&s->text);
	buf_clear(&s->with);
	s->count = 0;
	(void)buf_reserve(&s->with, 4096);
	for (int i = 0; i < lines; i++) {
		add_line(s, i, rand() % rare ? 0 : 1 + rand() % 4);
		(void)buf_putc(&s->text, '\n');
	}
	last = rand() % 5;
	if (last == 0) {
		add_edit(s, 0, true);   /* comes to be */
	} else if (last == 1) {
		add_edit(s, 4, false);  /* ceases to be */
		(void)buf_puts(&s->text, "last");
	} else if (last == 2) {
		add_line(s, lines, rand() % rare ? 0 : 1 + rand() % 4);
	}
}

static void
write_file(const char *file, const struct sample *s, size_t count)
{
	struct out o;

	open_out(&o, file);
	CHECK(edit_write(&o, s->text.p, s->text.len, s->edits, count) == 0);
	CHECK(out_close(&o) == 0);
}

/* What the system's diff prints below its first two lines. */
static void
real_diff(struct buf *to)
{
	FILE *f = popen("LC_ALL=C diff -a -u udiff.old udiff.new", "r");
	int c, top = 2;

	buf_clear(to);
	CHECK(f);
	while (f && (c = getc(f)) != EOF) {
		if (top == 0)
			(void)buf_putc(to, c);
		top -= top > 0 && c == '\n';
	}
	if (f)
		(void)pclose(f);
}

static void
check_sample(const struct sample *s, bool patch)
{
	struct buf got = {0}, want = {0};
	size_t skip = s->count ? 12 : 0;

	write_file("udiff.old", s, 0);
	write_file("udiff.new", s, s->count);
	print(&got, s->text.p, s->text.len, s->edits, s->count, NULL);
	real_diff(&want);
	CHECK(got.len == skip + want.len &&
	    (want.len == 0 || memcmp(got.p + skip, want.p, want.len) == 0));
	if (patch && s->count > 0) {
		CHECK(system("patch -s --binary -o udiff.patched udiff.old "
		    "udiff.diff") == 0);
		CHECK(system("cmp udiff.patched udiff.new") == 0);
	}
	buf_free(&got);
	buf_free(&want);
}

static void
test_against_diff(void)
{
	static struct sample s;
	bool patch = system("patch --version >/dev/null 2>&1") == 0;

	if (system("diff --version 2>/dev/null | grep -q GNU") != 0) {
		(void)printf("not compared with diff: not GNU's\n");
		return;
	}
	srand(1);
	for (int k = 0; k < 400; k++) {
		make_sample(&s);
		check_sample(&s, patch && k % 4 == 0);
	}
	buf_free(&s.text);
	buf_free(&s.with);
}

/* An edit of every `step`th byte of a megabyte of one byte. */
static void
check_quick(char of, size_t step)
{
	size_t n = 1000000, count = n / step;
	char *text = malloc(n);
	struct edit *edits = calloc(count, sizeof *edits);
	clock_t before = clock();
	struct out o;

	CHECK(text && edits);
	if (!text || !edits)
		exit(1);
	memset(text, of, n);
	for (size_t i = 0; i < count; i++)
		edits[i] = (struct edit){i * step, 0, "x", 1};
	open_out(&o, "/dev/null");
	CHECK(udiff_print(&o, "f", text, n, edits, count, NULL, NULL) == 0);
	CHECK(udiff_print(&o, "f", text, n, edits, count, in_brackets,
	    NULL) == 0);
	CHECK(out_close(&o) == 0 && clock() - before < QUICK);
	free(text);
	free(edits);
}

static void
test_time(void)
{
	check_quick('\n', 1);
	check_quick('\n', 7);
	check_quick('\n', 8);
	check_quick('\n', 1000000);
	check_quick('a', 1);
	check_quick('a', 1000000);
}

int
main(void)
{
	test_hunks();
	test_ends();
	test_show();
	test_against_diff();
	test_time();
	return unit_end();
}
