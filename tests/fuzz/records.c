/*
 * records: accounts out of all formats.
 *
 * Names hold no separator, and no byte of the password: the two lie apart.
 * Lines go forward.  What is printed is one line, safe to show, in as many
 * columns as its head has.  Nothing is left in memory that was given back.
 */
#include "fuzz.h"

#include "escape.h"

#include "vpwcheck/census.h"
#include "vpwcheck/format.h"
#include "vpwcheck/judge.h"
#include "vpwcheck/listing.h"
#include "vpwcheck/secret.h"

#include <unistd.h>

enum { MOST = 60 * 1024 };   /* fits into a pipe */

static const char *const names[] = {"plain", "pair", "vpasswd", "vuserinfo",
    "csv", "tsv"};
enum { NAMES = sizeof names / sizeof names[0] };

static bool
is_apart(struct span a, struct span b)
{
	return !a.p || !b.p || a.n == 0 || b.n == 0 || a.p + a.n <= b.p ||
	    b.p + b.n <= a.p;
}

static void
check_name(struct span name)
{
	for (size_t i = 0; i < name.n; i++)
		HOLDS(!memchr("\n\r\t;", name.p[i], 5));
	HOLDS(!name.p || name.n > 0);
}

/* file, line, user, domain, verdict, reasons */
enum { COLUMNS = 6 };

/* Between tabs, of which there are so many. */
static void
check_line(const char *p, size_t n, size_t tabs)
{
	HOLDS(n > 0 && p[n - 1] == '\n');
	for (n--;; tabs--) {
		const char *tab = memchr(p, '\t', n);
		size_t cell = tab ? (size_t)(tab - p) : n;

		HOLDS_SAFE(p, cell);
		if (!tab)
			break;
		n -= cell + 1;
		p = tab + 1;
	}
	HOLDS(tabs == 0);
}

static void
check_listing(const struct account *a, const struct verdict *v)
{
	static char mem[1 << 20];
	struct out out;
	struct subject s = {{"x\033y", 3}, a->line, a->user, a->domain};

	for (int tsv = 0; tsv < 2; tsv++) {
		struct listing l = {.out = &out, .tsv = tsv,
		    .names_files = true};

		/* nothing is flushed, so that all of it stays there */
		out_init(&out, OUT_NOWHERE, mem, sizeof mem);
		HOLDS(listing_print(&l, &s, v) == 0);
		check_line(mem, out.len, tsv ? COLUMNS - 1 : 0);
		listing_free(&l);
	}
}

static void
check_account(struct judge *j, const struct account *a)
{
	struct verdict v;

	check_name(a->user);
	check_name(a->domain);
	HOLDS(is_apart(a->user, a->password));
	HOLDS(is_apart(a->domain, a->password));
	HOLDS(judge_account(j, a, &v) == 0);
	HOLDS((v.kind == VERDICT_UNKNOWN) == !a->password.p);
	HOLDS(v.kind != VERDICT_GOOD || v.message_count == 0);
	HOLDS(v.kind != VERDICT_BAD || v.message_count > 0 ||
	    (v.codes & (VERDICT_RULE_FAILED - 1)));
	check_listing(a, &v);
}

static void
check_all(const struct format *f, struct secrets *s,
    const struct format_options *o)
{
	struct format_state st = {0};
	struct judge j = {.builtin = true, .not_user = true};
	struct census census = {0};
	struct account a;
	uint64_t line = 0;
	int r;

	policy_notice(&j.policy);
	census_begin(&census, "fuzz");
	while ((r = format_next(f, &st, s, o, &a)) != FORMAT_END &&
	    r != FORMAT_ERROR) {
		HOLDS(a.line > line);
		line = a.line;
		HOLDS(r == FORMAT_ACCOUNT || !(a.user.p || a.domain.p ||
		    a.password.p));
		if (r != FORMAT_ACCOUNT)
			continue;
		check_account(&j, &a);
		HOLDS(!a.user.p || census_add(&census, &a) >= 0);
	}
	census_free(&census);
	judge_free(&j);
	format_state_free(&st);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned choice = fuzz_choice(&data, &size);
	struct format_options o = {.path = "/x/domains/example.jp/vpasswd",
	    .column_user = 1 + (choice >> 4 & 1), .column_password = 3,
	    .column_domain = choice >> 5 & 1 ? 2 : 4, .columns = 4};
	const struct format *f = format_named(names[choice % 8 % NAMES]);
	struct secrets s;
	int fd[2];

	if (size > MOST)
		return 0;
	HOLDS(pipe(fd) == 0);
	HOLDS(size == 0 || write(fd[1], data, size) == (ssize_t)size);
	(void)close(fd[1]);
	HOLDS(secrets_open(&s, fd[0], choice & 8 ? '\0' : '\n') == 0);
	if (choice & 64) {
		char *record;
		size_t n;

		if (secrets_peek(&s, &record, &n) == SECRETS_RECORD)
			f = format_guess(record, n);
	}
	if (f)
		check_all(f, &s, &o);
	for (size_t i = 0; f && i < s.clean; i++)
		HOLDS(s.mem[i] == 0);
	secrets_close(&s);
	(void)close(fd[0]);
	secret_end();
	return 0;
}
