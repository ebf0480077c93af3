#include "listing.h"

#include "diag.h"
#include "escape.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

static const char *const kinds[VERDICT_KINDS] = {"good", "bad", "unknown"};

/* From VERDICT_RULE_FAILED on. */
static const struct code codes[VERDICT_CODES] = {
	CODE("rule-failed"), CODE("duplicate"), CODE("missing"),
	CODE("disabled"), CODE("may-be-cut")
};
enum {
	REASONS = VERDICT_RULE_FAILED - 1,          /* the policy's */
	NOTES = VERDICT_DISABLED | VERDICT_MAY_BE_CUT
};

/* --- a line, in memory that was reserved for all of it --- */

enum {
	/* all codes and kinds, numbers, and what stands between */
	FIXED = (POLICY_REASONS + VERDICT_CODES) * sizeof(struct code) + 128,
	SEPARATOR = 2,
	DIGITS_MOST = 20    /* of 64 bits */
};

/* Bytes that the line takes at most. */
static size_t
bound(const struct subject *s, const struct verdict *v)
{
	size_t n = s->file.n + s->user.n + s->domain.n;

	for (size_t i = 0; i < v->message_count; i++)
		n += strlen(v->messages[i]) + SEPARATOR;
	return FIXED + n * ESCAPE_MOST;
}

static void
add(struct buf *line, const char *s, size_t n)
{
	memcpy(line->p + line->len, s, n);
	line->len += n;
}

static void
adds(struct buf *line, const char *s)
{
	add(line, s, strlen(s));
}

static void
add_code(struct buf *line, const struct code *c)
{
	/* a number of bytes that the compiler knows takes no call */
	memcpy(line->p + line->len, c->text, sizeof c->text);
	line->len += c->n;
}

static void
add_text(struct buf *line, struct span s)
{
	if (s.n == 0)
		return;
	if (escape_plain(s.p, s.n))
		add(line, s.p, s.n);
	else
		(void)escape_put(line, s.p, s.n);   /* there is room */
}

/* There is one on each line of `plain': snprintf would take most of the time,
 * and digits that are read again at once a quarter. */
static void
add_number(struct buf *line, uint64_t n)
{
	size_t digits = 1;
	char *p = line->p + line->len;

	for (uint64_t ten = 10; digits < DIGITS_MOST && n >= ten; ten *= 10)
		digits++;
	line->len += digits;
	for (; digits > 0; n /= 10)
		p[--digits] = (char)('0' + n % 10);
}

/* --- its parts --- */

/* Between two reasons; the first one begins at `begin'. */
static void
separate(const struct listing *l, struct buf *line, size_t begin)
{
	if (line->len == begin)
		return;
	memcpy(line->p + line->len, ", ", SEPARATOR);
	line->len += l->tsv ? 1 : SEPARATOR;
}

static void
add_codes(const struct listing *l, struct buf *line, unsigned set,
    size_t begin)
{
	for (; set != 0; set &= set - 1) {
		unsigned i = (unsigned)ffs((int)set) - 1;

		separate(l, line, begin);
		add_code(line, i < POLICY_REASONS ? &policy_codes[i] :
		    &codes[i - POLICY_REASONS]);
	}
}

/* A comma within one is no separator: in tsv it is escaped, too. */
static void
add_message(const struct listing *l, struct buf *line, const char *message)
{
	const char *comma;

	while (l->tsv && (comma = strchr(message, ','))) {
		add_text(line, (struct span){message,
		    (size_t)(comma - message)});
		adds(line, "\\054");
		message = comma + 1;
	}
	add_text(line, (struct span){message, strlen(message)});
}

static void
add_reasons(const struct listing *l, struct buf *line,
    const struct verdict *v, size_t begin)
{
	add_codes(l, line, v->codes & REASONS, begin);
	for (size_t i = 0; i < v->message_count; i++) {
		separate(l, line, begin);
		add_message(l, line, v->messages[i]);
	}
	add_codes(l, line, v->codes & ~(unsigned)(REASONS | NOTES), begin);
}

/* user@domain, or the line of a file. */
static void
add_subject(const struct listing *l, struct buf *line,
    const struct subject *s)
{
	/* user@domain tells which account it is; else the file must */
	if (l->names_files && (!s->user.p || (!s->domain.p && s->line == 0))) {
		add_text(line, s->file);
		adds(line, ": ");
	}
	if (s->user.p) {
		add_text(line, s->user);
		if (s->domain.p)
			add(line, "@", 1);
		add_text(line, s->domain);
		return;
	}
	adds(line, "line ");
	add_number(line, s->line);
}

static void
add_line(const struct listing *l, struct buf *line, const struct subject *s,
    const struct verdict *v)
{
	size_t begin;

	add_subject(l, line, s);
	adds(line, ": ");
	begin = line->len;
	if (v->kind == VERDICT_UNKNOWN)
		adds(line, kinds[VERDICT_UNKNOWN]);
	add_reasons(l, line, v, begin);
	if (line->len == begin)
		adds(line, kinds[v->kind]);
	if (v->codes & VERDICT_DISABLED)
		adds(line, " (disabled)");
	if (v->codes & VERDICT_MAY_BE_CUT)
		adds(line, " (may be cut)");
}

static void
add_row(const struct listing *l, struct buf *line, const struct subject *s,
    const struct verdict *v)
{
	size_t begin;

	add_text(line, s->file);
	adds(line, "\t");
	add_number(line, s->line);
	adds(line, "\t");
	add_text(line, s->user);
	adds(line, "\t");
	add_text(line, s->domain);
	adds(line, "\t");
	adds(line, kinds[v->kind]);
	adds(line, "\t");
	begin = line->len;
	add_reasons(l, line, v, begin);
	add_codes(l, line, v->codes & NOTES, begin);
}

int
listing_print(struct listing *l, const struct subject *s,
    const struct verdict *v)
{
	size_t n = bound(s, v);
	char *room = out_room(l->out, n);
	struct buf there = {room, 0, n}, *line = room ? &there : &l->line;

	if (!room) {
		buf_clear(line);
		if (buf_reserve(line, n) != 0)
			return -1;
	}
	if (l->tsv)
		add_row(l, line, s, v);
	else
		add_line(l, line, s, v);
	add(line, "\n", 1);
	if (room)
		l->out->len += line->len;
	else if (out_put(l->out, line->p, line->len) != 0) {
		errno = l->out->err;
		return -1;
	}
	return 0;
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
