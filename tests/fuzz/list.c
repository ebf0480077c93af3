/*
 * list: a list of paths as a tree.
 *
 * A list that stands twice makes the same tree.  A line is safe to show, and no
 * more than one step deeper than the line before; JSON is UTF-8, and its strings
 * and brackets close.  What is unquoted is no longer, and holds no new NUL.
 */
#include "fuzz.h"

#include "escape.h"

#include "ctree/list.h"
#include "ctree/pipeline.h"

#include <fcntl.h>
#include <unistd.h>

/* Twice that fits into a pipe; a path of that length alone is drawn in some
 * megabytes. */
enum { MOST = 4 * 1024, ROOM = 16 << 20 };

struct drawing {
	char *mem;
	size_t len;
};

/* What is drawn of the n bytes, given `times` times, in ROOM bytes at mem. */
static struct drawing
draw(char *mem, const uint8_t *data, size_t n, int times, unsigned choice)
{
	static const struct choose all;
	struct names names = {0};
	struct pipeline_options show = {.depth = SIZE_MAX, .from_list = true,
	    .json = choice & 8, .box = !(choice & 8) && (choice & 16),
	    .dirs_only = choice & 32, .prune = choice & 64, .names = &names};
	struct list_options list = {.file = "fuzz", .delim = choice & 4 ? 0 :
	    '\n', .unquote = (enum unquote)(choice % 3), .dirs_first =
	    choice & 128, .may_be_empty = true, .choose = &all,
	    .names = &names};
	struct drawing d = {mem, 0};
	struct pipeline p;
	struct out out;
	bool failed = false;
	char delim = (char)list.delim;
	int fd[2], null = open("/dev/null", O_WRONLY);

	HOLDS(null != -1 && pipe(fd) == 0);
	while (times-- > 0) {
		HOLDS(write(fd[1], data, n) == (ssize_t)n);
		if (n > 0 && (char)data[n - 1] != delim)
			HOLDS(write(fd[1], &delim, 1) == 1);
	}
	(void)close(fd[1]);
	out_init(&out, null, mem, ROOM);
	list.out = &out;
	pipeline_init(&p, &show, &out);
	(void)list_run(fd[0], &list, p.first, &failed);
	HOLDS(!failed && pipeline_end(&p, &out) == STAGE_GO);
	pipeline_free(&p);
	buf_free(&names.scratch);
	HOLDS(out.len < ROOM / 2);   /* nothing was flushed */
	d.len = out.len;
	(void)close(fd[0]);
	(void)close(null);
	return d;
}

/* Whatever is drawn, a terminal may have it. */
static void
check_safe(const char *p, size_t n)
{
	HOLDS(n == 0 || p[n - 1] == '\n');
	while (n > 0) {
		const char *nl = memchr(p, '\n', n);
		size_t len = (size_t)(nl - p);

		HOLDS_SAFE(p, len);
		n -= len + 1;
		p = nl + 1;
	}
}

/* Lines of "|--name" behind "| " for each directory above. */
static void
check_lines(const char *p, size_t n)
{
	size_t depth = 0;

	for (bool root = true; n > 0; root = false) {
		const char *nl = memchr(p, '\n', n);
		size_t len = (size_t)(nl - p), here = 0;

		while (!root && len - 2 * here >= 2 &&
		    memcmp(p + 2 * here, "| ", 2) == 0)
			here++;
		HOLDS(root || (len - 2 * here > 3 &&
		    memcmp(p + 2 * here, "|--", 3) == 0));
		HOLDS(here <= depth);
		depth = root ? 0 : here + 1;
		n -= len + 1;
		p = nl + 1;
	}
}

/* Behind the string whose first byte is at p. */
static const char *
json_string(const char *p, const char *end)
{
	while (p++, p < end && *p != '"') {
		HOLDS((unsigned char)*p >= ' ');
		if (*p == '\\')
			HOLDS(++p < end && memchr("\"\\/bfnrtu", *p, 9));
	}
	HOLDS(p < end);
	return p + 1;
}

/* A value stands behind what opens, a comma or a colon, and nowhere else; what
 * closes does not stand behind a comma or a colon. */
static void
check_json(const char *p, size_t n)
{
	static char opened[ROOM];
	const char *end = p + n;
	size_t depth = 0;
	char before = '[';

	while (p < end) {
		char c = *p;
		bool value = !strchr(" \n,:]}", c), may = strchr("[{,:", before);

		if (value)
			HOLDS(may);
		else if (c != ' ' && c != '\n')
			HOLDS(!may || (before != ',' && before != ':' &&
			    (c == ']' || c == '}')));
		if (c == '[' || c == '{')
			opened[depth++] = c;
		else if (c == ']' || c == '}')
			HOLDS(depth > 0 &&
			    opened[--depth] == (c == ']' ? '[' : '{'));
		if (c == '"')
			p = json_string(p, end);
		else if (value && c != '[' && c != '{')
			p += strcspn(p, " \n,:]}");
		else
			p++;
		if (c != ' ' && c != '\n')
			before = c;
	}
	HOLDS(depth == 0);
}

static void
check_unquote(const uint8_t *data, size_t n)
{
	for (int how = UNQUOTE_NONE; how <= UNQUOTE_TAR; how++) {
		char *copy = malloc(n + 1);
		size_t len;

		HOLDS(copy);
		memcpy(copy, data, n);
		len = unquote_path((enum unquote)how, copy, n);
		HOLDS(len <= n && (len > 0 || n == 0));
		HOLDS(memchr(data, 0, n) || !memchr(copy, 0, len));
		free(copy);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char memory[2][ROOM];
	unsigned choice = fuzz_choice(&data, &size);
	struct drawing once, twice;

	if (size == 0 || size > MOST)
		return 0;
	check_unquote(data, size);
	once = draw(memory[0], data, size, 1, choice);
	twice = draw(memory[1], data, size, 2, choice);
	HOLDS(once.len == twice.len &&
	    memcmp(once.mem, twice.mem, once.len) == 0);
	check_safe(once.mem, once.len);
	if (choice & 8)
		check_json(once.mem, once.len);
	else if (!(choice & 16))
		check_lines(once.mem, once.len);
	return 0;
}
