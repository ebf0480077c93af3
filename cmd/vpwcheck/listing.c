#include "listing.h"

#include "diag.h"
#include "escape.h"
#include "policy.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const kinds[VERDICT_KINDS] = {"good", "bad", "unknown"};

static int
put_text(struct buf *line, const char *s, size_t n)
{
	if (!s)
		return 0;
	return escape_plain(s, n) ? buf_put(line, s, n) :
	    escape_put(line, s, n);
}

/* Append one of several, with `between` before all but the first. */
static int
put_one(struct buf *line, size_t begin, const char *between, const char *text)
{
	if (line->len > begin && buf_puts(line, between) != 0)
		return -1;
	return put_text(line, text, strlen(text));
}

static int
put_reasons(struct buf *line, const struct verdict *v, const char *between)
{
	size_t begin = line->len;
	int r = 0;

	for (size_t i = 0; i < POLICY_REASONS && r == 0; i++)
		if (v->reasons >> i & 1)
			r = put_one(line, begin, between, policy_codes[i]);
	for (size_t i = 0; i < v->message_count && r == 0; i++)
		r = put_one(line, begin, between, v->messages[i]);
	if (r == 0 && v->rule_failed)
		r = put_one(line, begin, between, "rule-failed");
	if (r == 0 && v->duplicate)
		r = put_one(line, begin, between, "duplicate");
	if (r == 0 && v->missing)
		r = put_one(line, begin, between, "missing");
	return r;
}

/* There is one on each line of `plain`: snprintf would take most of the
 * time. */
static int
put_number(struct buf *line, uint64_t n)
{
	char digits[20], *p = digits + sizeof digits;

	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	return buf_put(line, p, (size_t)(digits + sizeof digits - p));
}

/* user@domain, or the line of a file. */
static int
put_subject(struct listing *l, const struct subject *s)
{
	struct buf *line = &l->line;

	if (s->user) {
		if (put_text(line, s->user, s->user_len) != 0)
			return -1;
		return !s->domain ? 0 : buf_putc(line, '@') == 0 ?
		    put_text(line, s->domain, s->domain_len) : -1;
	}
	if (l->names_files && (put_text(line, s->file, strlen(s->file)) != 0 ||
	    buf_puts(line, ": ") != 0))
		return -1;
	return buf_puts(line, "line ") == 0 ? put_number(line, s->line) : -1;
}

static int
put_line(struct listing *l, const struct subject *s, const struct verdict *v)
{
	struct buf *line = &l->line;
	size_t begin;

	if (put_subject(l, s) != 0 || buf_puts(line, ": ") != 0)
		return -1;
	begin = line->len;
	if (v->kind == VERDICT_UNKNOWN && buf_puts(line, "unknown") != 0)
		return -1;
	if (v->duplicate && v->kind == VERDICT_UNKNOWN &&
	    buf_puts(line, ", ") != 0)
		return -1;
	if (put_reasons(line, v, ", ") != 0)
		return -1;
	if (line->len == begin && buf_puts(line, kinds[v->kind]) != 0)
		return -1;
	if (v->disabled && buf_puts(line, " (disabled)") != 0)
		return -1;
	return v->may_be_cut ? buf_puts(line, " (may be cut)") : 0;
}

/* Reasons, and what else there is to know. */
static int
put_notes(struct buf *line, const struct verdict *v)
{
	size_t begin = line->len;

	if (put_reasons(line, v, ",") != 0 || (v->disabled &&
	    put_one(line, begin, ",", "disabled") != 0))
		return -1;
	return v->may_be_cut ? put_one(line, begin, ",", "may-be-cut") : 0;
}

static int
put_tsv(struct listing *l, const struct subject *s, const struct verdict *v)
{
	struct buf *line = &l->line;

	return put_text(line, s->file, strlen(s->file)) == 0 &&
	    buf_putc(line, '\t') == 0 && put_number(line, s->line) == 0 &&
	    buf_putc(line, '\t') == 0 &&
	    put_text(line, s->user, s->user_len) == 0 &&
	    buf_putc(line, '\t') == 0 &&
	    put_text(line, s->domain, s->domain_len) == 0 &&
	    buf_putc(line, '\t') == 0 &&
	    buf_puts(line, kinds[v->kind]) == 0 &&
	    buf_putc(line, '\t') == 0 ? put_notes(line, v) : -1;
}

int
listing_put(struct listing *l, const struct subject *s,
    const struct verdict *v)
{
	bool flaw = v->duplicate || v->missing;

	l->flaws += flaw;
	if (!v->missing)
		l->kinds[v->kind]++;
	if (l->quiet || (!l->all && v->kind == VERDICT_GOOD && !flaw))
		return 0;
	buf_clear(&l->line);
	if ((l->tsv ? put_tsv(l, s, v) : put_line(l, s, v)) != 0 ||
	    buf_putc(&l->line, '\n') != 0)
		return -1;
	if (out_put(l->out, l->line.p, l->line.len) == 0)
		return 0;
	errno = l->out->err;
	return -1;
}

void
listing_summary(const struct listing *l)
{
	uint64_t all = 0;

	for (size_t i = 0; i < VERDICT_KINDS; i++)
		all += l->kinds[i];
	diag(NULL, "checked: %" PRIu64 ", good: %" PRIu64 ", bad: %" PRIu64
	    ", unknown: %" PRIu64 ", malformed: %" PRIu64, all,
	    l->kinds[VERDICT_GOOD], l->kinds[VERDICT_BAD],
	    l->kinds[VERDICT_UNKNOWN], l->malformed);
}

void
listing_free(struct listing *l)
{
	buf_free(&l->line);
}
