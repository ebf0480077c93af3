#include "scan.h"

#include "ascii.h"
#include "candidate.h"
#include "perlbyte.h"
#include "report.h"
#include "statement.h"

#include <stdlib.h>
#include <string.h>

struct scan {
	const struct scan_options *o;
	const char *text;
	size_t n;
	struct sites *sites, emptied;
};

bool
scan_needs_candidates(rule_set set)
{
	for (size_t i = 0; i < RULES; i++)
		if ((set >> i & 1) && !rules[i].word)
			return false;
	return true;
}

/* Does the token hang on a number, 2defined, or on $1?  No Perl takes that, and it
 * is no candidate. */
static bool
is_glued(const struct statement *st, const struct perl_token *t)
{
	return t->at > 0 && (unsigned char)st->text[t->at - 1] < 0x80 &&
	    perlbyte_is_word((unsigned char)st->text[t->at - 1]);
}

/* Is token i that word of Perl's, perhaps as CORE::word? */
static bool
is_word(const struct statement *st, size_t i, const char *word)
{
	const struct perl_token *t = &st->t[i];
	size_t n = t->end - t->at, len = strlen(word);
	const char *p = st->text + t->at;

	return t->kind == PERL_WORD && n >= len && !is_glued(st, t) &&
	    memcmp(p + n - len, word, len) == 0 &&
	    (n == len || (n == len + 6 && memcmp(p, "CORE::", 6) == 0));
}

static int
look_at(struct scan *s, const struct statement *st, size_t i)
{
	struct look l = {.st = st, .i = i, .sites = s->sites,
	    .emptied = &s->emptied, .lib = s->o->library};

	for (size_t r = 0; r < RULES && !l.failed; r++) {
		l.rule = &rules[r];
		if (!(s->o->rules >> r & 1) ||
		    (l.done && l.rule->use != RULE_REPORT))
			continue;
		if (!l.rule->word || is_word(st, i, l.rule->word))
			l.done = l.rule->find(&l) || l.done;
	}
	return l.failed ? -1 : 0;
}

/* Sites from number `first` on must be left. */
static void
leave_all(struct sites *sites, size_t first, const char *why, size_t about)
{
	for (; first < sites->count; first++)
		if (sites->v[first].rule->use != RULE_REPORT &&
		    !sites->v[first].left) {
			sites->v[first].left = why;
			sites->v[first].left_at = about;
		}
}

/* The rule that a candidate is for; NULL: none that is on. */
static const struct rule *
candidate_rule(const struct scan *s, size_t at)
{
	const struct rule *found = NULL;

	for (size_t r = 0; r < RULES; r++)
		if ((s->o->rules >> r & 1) && rules[r].word &&
		    s->n - at >= strlen(rules[r].word) &&
		    memcmp(s->text + at, rules[r].word,
		    strlen(rules[r].word)) == 0)
			found = &rules[r];
	return found;
}

/* Candidates from..to, which nobody could look at. */
static int
leave_candidates(struct scan *s, size_t from, size_t to, const char *why,
    size_t about)
{
	size_t at = candidate_next(s->text, s->n, from, to);

	for (; at < to; at = candidate_next(s->text, s->n, at + 1, to)) {
		const struct rule *rule = candidate_rule(s, at);
		struct site site = {.at = at, .rule = rule, .left = why,
		    .left_at = about, .edit = {at, 0, "", 0}};

		site.end = rule ? at + strlen(rule->word) : at;
		if (rule && site_add(s->sites, site) != 0)
			return -1;
	}
	return 0;
}

static int scan_part(struct scan *s, size_t from, size_t to, bool whole);

/* The second part of s///e is code, in a text that is quoted: what is found
 * there is told, and left. */
static int
look_into(struct scan *s, const struct perl_token *t, bool whole)
{
	static const char why[] = "it is in the replacement of s///e";
	size_t first = s->sites->count, end = t->end;

	if (candidate_next(s->text, t->end, t->part, t->end) == t->end)
		return 0;
	/* not the delimiter, nor the modifiers behind it */
	while (ascii_alnum((unsigned char)s->text[end - 1]))
		end--;
	/* one within another is not looked at closely */
	if (!whole)
		return leave_candidates(s, t->part + 1, end - 1, why, SIZE_MAX);
	if (scan_part(s, t->part + 1, end - 1, false) != 0)
		return -1;
	leave_all(s->sites, first, why, SIZE_MAX);
	return 0;
}

/* A way through a string that interpolates: the next byte to look at, and how
 * many braces of @{ } or ${ } are open before it. */
struct interpolated {
	size_t at, depth;
	bool sigil;
};

/* Is the place `to`, which is not before the last one, in such braces? */
static bool
is_interpolated(struct interpolated *in, const char *text, size_t to)
{
	for (; in->at < to; in->at++) {
		if (text[in->at] == '{' && (in->depth > 0 || in->sigil))
			in->depth++;
		else if (text[in->at] == '}' && in->depth > 0)
			in->depth--;
		in->sigil = text[in->at] == '@' || text[in->at] == '$';
		if (text[in->at] == '\\')
			in->at++;
	}
	return in->depth > 0;
}

/* "@{[ ... ]}" is code in a text that is quoted, too. */
static int
look_into_string(struct scan *s, const struct perl_token *t)
{
	const char *p = s->text + t->at;
	size_t at = candidate_next(s->text, t->end, t->at, t->end);
	struct interpolated in = {.at = t->at + 1};

	if (p[0] != '"' && p[0] != '`' && p[0] != 'q' && p[0] != '<')
		return 0;
	for (; at < t->end; at = candidate_next(s->text, t->end, at + 1,
	    t->end))
		if (is_interpolated(&in, s->text, at) &&
		    leave_candidates(s, at, at + 1, "it is in code within a "
		    "string", SIZE_MAX) != 0)
			return -1;
	return 0;
}

static int
look_at_statement(struct scan *s, const struct statement *st, bool whole)
{
	for (size_t i = 0; i < st->count; i++) {
		if (look_at(s, st, i) != 0)
			return -1;
		if (st->t[i].kind == PERL_EVALUATED &&
		    look_into(s, &st->t[i], whole) != 0)
			return -1;
		if (st->t[i].kind == PERL_STRING &&
		    look_into_string(s, &st->t[i]) != 0)
			return -1;
	}
	return 0;
}

static const char doubtful[] = "what stands before it can be read in two ways";

/* Sites from number `first` on that are in doubt are left; and so is what only
 * the other meaning might find. */
static int
doubt_sites(struct scan *s, const struct statements *ss, size_t first)
{
	for (; first < s->sites->count; first++) {
		struct site *site = &s->sites->v[first];
		const struct doubt *d = statements_doubt(ss, site->at,
		    site->end);

		if (d && !site->left && site->rule->use != RULE_REPORT) {
			site->left = doubtful;
			site->left_at = d->from;
		}
	}
	for (size_t i = 0; i < ss->doubt_count; i++)
		if (leave_candidates(s, ss->doubts[i].from, ss->doubts[i].to,
		    doubtful, ss->doubts[i].from) != 0)
			return -1;
	return 0;
}

static int
scan_statements(struct scan *s, struct statements *ss, bool whole)
{
	bool all = !scan_needs_candidates(s->o->rules);
	size_t n = ss->lx.n, done = ss->lx.at;
	size_t next = candidate_next(s->text, n, done, n);
	struct statement st;
	int r = 1;

	while (r == 1 && (r = statements_next(ss, &st)) == 1) {
		size_t at = ss->lx.at;

		if (st.cut)
			r = leave_candidates(s, done, at, "its statement is too "
			    "long", SIZE_MAX) == 0 ? 1 : -1;
		else if (all || next < at)
			r = look_at_statement(s, &st, whole) == 0 ? 1 : -1;
		/* a statement around this one may hold the candidate */
		if (ss->level == 0 && next < at)
			next = candidate_next(s->text, n, at, n);
		done = at;
	}
	return r;
}

/* The bytes from..to: the whole, or code within a quoted text. */
static int
scan_part(struct scan *s, size_t from, size_t to, bool whole)
{
	struct statements *ss = malloc(sizeof *ss);
	size_t first = s->sites->count;
	int r;

	if (!ss)
		return -1;
	statements_begin(ss, s->text, to);
	if (from > 0)
		ss->lx.at = from;
	r = scan_statements(s, ss, whole);
	if (r == 0)
		r = doubt_sites(s, ss, first);
	if (r == 0 && ss->lx.trouble) {
		leave_all(s->sites, first, ss->lx.trouble, ss->lx.trouble_at);
		r = leave_candidates(s, ss->lx.trouble_at, to, ss->lx.trouble,
		    ss->lx.trouble_at);
	}
	statements_free(ss);
	free(ss);
	return r;
}

/* A candidate that is left may be a part of a site that is. */
static void
drop_twins(struct sites *sites)
{
	size_t kept = 0, end = 0;

	for (size_t i = 0; i < sites->count; i++) {
		const struct site *s = &sites->v[i];
		bool real = s->rule->use != RULE_REPORT;

		if (real && s->left && s->at < end)
			continue;
		if (real && s->left)
			end = s->end;
		sites->v[kept++] = *s;
	}
	sites->count = kept;
}

int
scan_text(struct sites *sites, const char *text, size_t n,
    const struct scan_options *o)
{
	struct scan s = {.o = o, .text = text, .n = n, .sites = sites};
	int r = 0;

	if (!scan_needs_candidates(o->rules) ||
	    candidate_next(text, n, 0, n) < n)
		r = scan_part(&s, 0, n, true);
	for (size_t i = 0; i < RULES && r == 0; i++)
		if ((o->rules >> i & 1) && rules[i].use == RULE_REPORT)
			r = report_whole(sites, &s.emptied, &rules[i], text, n);
	site_free(&s.emptied);
	site_sort(sites);
	drop_twins(sites);
	return r;
}
