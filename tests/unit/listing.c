/* listing: lines never need more memory than was reserved for them, whatever
 * stands in them. */
#include "vpwcheck/listing.h"
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST = 200 };

/* A string of its own size, with NUL behind it, of bytes that are escaped, or
 * not. */
static struct span
any(int kind)
{
	size_t n = (size_t)rand() % MOST;
	char *p = malloc(n + 1);

	if (!p)
		exit(1);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(kind == 0 ? 1 : kind == 1 ? ',' : kind == 2 ?
		    'a' : 1 + rand() % 255);
	p[n] = '\0';
	return (struct span){p, n};
}

static void
test_bounds(void)
{
	static char mem[1 << 16];
	struct out out;
	struct listing l = {.out = &out};

	srand(1);
	out_init(&out, open("/dev/null", O_WRONLY), mem, sizeof mem);
	for (int k = 0; k < 20000; k++) {
		struct verdict v = {.kind = (enum verdict_kind)(rand() % 3),
		    .codes = (unsigned)rand() & ((1U << (POLICY_REASONS +
		    VERDICT_CODES)) - 1)};
		struct span file = any(rand() % 4), user = any(rand() % 4),
		    domain = any(rand() % 4), text[3];
		struct subject s = {file, k % 3 ? UINT64_MAX : 0, user, domain};

		/* with no room in the output, in memory that is just enough */
		out_init(&out, out.fd, mem, k % 2 ? sizeof mem : 0);
		listing_free(&l);
		l = (struct listing){.out = &out, .tsv = rand() % 2,
		    .names_files = rand() % 2};
		if (rand() % 2)
			s.domain = (struct span){0};
		if (rand() % 4 == 0)
			s.user = s.domain = (struct span){0};
		v.message_count = (size_t)rand() % 4;
		for (size_t i = 0; i < 3; i++) {
			text[i] = any(rand() % 4);
			v.messages[i] = text[i].p;
		}
		CHECK(listing_print(&l, &s, &v) == 0);
		CHECK(k % 2 ? out.len > 0 && mem[out.len - 1] == '\n' :
		    l.line.len > 0 && l.line.p[l.line.len - 1] == '\n');
		for (size_t i = 0; i < 3; i++)
			free((char *)(uintptr_t)text[i].p);
		free((char *)(uintptr_t)file.p);
		free((char *)(uintptr_t)user.p);
		free((char *)(uintptr_t)domain.p);
	}
	(void)close(out.fd);
	listing_free(&l);
}

static void
test_numbers(void)
{
	static const struct {
		uint64_t n;
		const char *text;
	} rows[] = {
		{0, "line 0: good\n"}, {9, "line 9: good\n"},
		{10, "line 10: good\n"}, {99, "line 99: good\n"},
		{100, "line 100: good\n"}, {1234567890, "line 1234567890: good\n"},
		{UINT64_MAX, "line 18446744073709551615: good\n"},
		{UINT64_C(10000000000000000000),
		    "line 10000000000000000000: good\n"}
	};
	static const struct verdict v = {.kind = VERDICT_GOOD};
	char mem[4096];
	struct out out;
	struct listing l = {.out = &out};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct subject s = {.line = rows[i].n};

		out_init(&out, -1, mem, sizeof mem);
		CHECK(listing_print(&l, &s, &v) == 0);
		CHECK(IS(out.mem, out.len, rows[i].text));
	}
	listing_free(&l);
}

int
main(void)
{
	test_bounds();
	test_numbers();
	return unit_end();
}
