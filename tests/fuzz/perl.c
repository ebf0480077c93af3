/*
 * perl: what the rules find in Perl source.
 *
 * Sites lie in the text, in order; their edits do not overlap, and bytes outside
 * them stay.  A second pass over what the first has made finds nothing to do.
 * Nothing is to be done where there is no candidate.  What edit_write makes of
 * the edits is what they say.  Where files are asked for by another spelling, the
 * tokens stay what they were.  The more a reader knows, the less is taken for
 * Perl.
 */
#include "fuzz.h"

#include "buf.h"

#include "jcodefix/candidate.h"
#include "jcodefix/edit.h"
#include "jcodefix/isperl.h"
#include "jcodefix/library.h"
#include "jcodefix/perllex.h"
#include "jcodefix/scan.h"

/* Tokens go forward, and end. */
static void
check_tokens(const char *text, size_t n)
{
	struct perllex lx;
	size_t before = 0, count = 0;
	const struct perl_token *t;

	perllex_begin(&lx, text, n);
	while ((t = perllex_next(&lx))->kind != PERL_END) {
		HOLDS(t->at >= before && t->at < n && t->end <= n);
		before = t->at;
		HOLDS(++count <= n);
	}
	HOLDS(perllex_next(&lx)->kind == PERL_END);
}

static void
check_isperl(const char *text, size_t n)
{
	bool walked = isperl("a.cgi", text, n, ISPERL_WALKED);
	bool named = isperl("a.cgi", text, n, ISPERL_NAMED);
	bool piped = isperl("a.cgi", text, n, ISPERL_PIPED);

	HOLDS(walked == named && (!named || piped));
	HOLDS(!isperl("a.txt", text, n, ISPERL_WALKED) || walked);
}

/* The same by the filter's own writer. */
static void
check_written(const char *text, size_t n, const struct edit *edits,
    size_t count, const struct buf *want)
{
	char *mem = malloc(want->len + 1);
	struct out o;

	HOLDS(mem);
	/* nothing is flushed, so that all of it stays there */
	out_init(&o, OUT_NOWHERE, mem, want->len + 1);
	HOLDS(edit_write(&o, text, n, edits, count) == 0);
	HOLDS(o.len == want->len &&
	    (o.len == 0 || memcmp(mem, want->p, o.len) == 0));
	free(mem);
}

/* The text with all done that may be; how many edits that took. */
static size_t
fix(const char *text, size_t n, const struct scan_options *o, struct buf *out)
{
	struct sites sites = {0};
	struct edit *v;
	size_t at = 0, edits = 0, site = 0;

	HOLDS(scan_text(&sites, text, n, o) == 0);
	v = calloc(sites.count + 1, sizeof *v);
	HOLDS(v);
	for (size_t i = 0; i < sites.count; i++) {
		const struct site *s = &sites.v[i];
		const struct edit *e = &s->edit;

		HOLDS(s->at >= site && s->at < s->end && s->end <= n);
		site = s->at;
		HOLDS(!s->left || s->left_at == SIZE_MAX || s->left_at <= n);
		if (s->left || s->rule->use == RULE_REPORT)
			continue;
		HOLDS(s->at <= e->at && e->at + e->len <= s->end);
		HOLDS(e->at >= at);
		HOLDS(buf_put(out, text + at, e->at - at) == 0);
		HOLDS(buf_put(out, e->with, e->with_len) == 0);
		at = e->at + e->len;
		v[edits++] = *e;
	}
	HOLDS(buf_put(out, text + at, n - at) == 0);
	check_written(text, n, v, edits, out);
	free(v);
	site_free(&sites);
	return edits;
}

/* Files of these names are there; nothing is for who looks at the disk. */
static void
library_begin(struct library *l)
{
	static const char nowhere[] = "/dev/null/";
	static const char *const names[] = {"a", "x.pl", "f.p"};

	library_enter(l, nowhere, strlen(nowhere));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		HOLDS(tally_add(&l->found, names[i], strlen(names[i]), "",
		    0) == 1);
	library_settle(l, true);
}

/* "./" in a string is all that require-dot adds. */
static void
check_required(const char *text, size_t n, struct library *l)
{
	struct scan_options o = {rules_gathered(), l};
	struct perllex before, after;
	struct buf dotted = {0};
	const struct perl_token *t, *u;

	if (fix(text, n, &o, &dotted) > 0) {
		perllex_begin(&before, text, n);
		perllex_begin(&after, dotted.p, dotted.len);
		do {
			t = perllex_next(&before);
			u = perllex_next(&after);
			HOLDS(t->kind == u->kind);
		} while (t->kind != PERL_END);
	}
	buf_free(&dotted);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned choice = fuzz_choice(&data, &size);
	const char *text = (const char *)data;
	struct library library = {0};
	struct scan_options o = {rules_default(), NULL};
	struct buf once = {0}, twice = {0};
	size_t edits;

	if (size == 0)
		return 0;
	library_begin(&library);
	if (choice & 1)
		o.rules |= rules_reporting();
	if (choice & 2)
		o = (struct scan_options){o.rules | rules_gathered(), &library};
	check_tokens(text, size);
	check_isperl(text, size);
	check_required(text, size, &library);
	edits = fix(text, size, &o, &once);
	HOLDS(edits == 0 || !scan_needs_candidates(o.rules) ||
	    candidate_next(text, size, 0, size) < size);
	HOLDS(edits > 0 || (once.len == size &&
	    memcmp(once.p, text, size) == 0));
	HOLDS(fix(once.p, once.len, &o, &twice) == 0);
	buf_free(&twice);
	buf_free(&once);
	library_free(&library);
	return 0;
}
