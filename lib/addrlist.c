/*
 * Two layers above the tokens:
 *   spans      where local part, domain, name and comment of a mailbox stand
 *   canonical  those spans as bytes of an address or a name
 * Only offsets are kept until the last; nothing is copied before it is known
 * to be an address.
 */
#include "addrlist.h"

#include "jis.h"

#include <string.h>

void
addrlist_init(struct addrlist *l, const char *body, size_t len,
    enum multibyte kind)
{
	*l = (struct addrlist){.pos = 0};
	addrlex_init(&l->lex, body, len, kind);
}

void
addrlist_end(struct addrlist *l)
{
	buf_free(&l->local);
	buf_free(&l->domain);
}

/* --- spans --- */

static bool
is_gap(struct addrlex_token t)
{
	return t.kind == LEX_SPACE || t.kind == LEX_COMMENT ||
	    t.kind == LEX_STRAY;
}

static bool
is_word(struct addrlex_token t)
{
	return t.kind == LEX_ATOM || t.kind == LEX_QUOTED;
}

/* Is there a stray quote or parenthesis at i, with a word glued behind it?  In
 * the middle of a word it spoils the address: neither half is one. */
static bool
strays_on(struct addrlist *l, size_t i)
{
	struct addrlex_token t = addrlex(&l->lex, i);

	return t.kind == LEX_STRAY && is_word(addrlex(&l->lex, t.end));
}

static struct addrlex_token
lex_past_gap(struct addrlist *l, size_t i)
{
	struct addrlex_token t = addrlex(&l->lex, i);

	while (is_gap(t))
		t = addrlex(&l->lex, t.end);
	return t;
}

/* White space and comments may stand around the dots of a local part or a
 * domain (obs-local-part, obs-domain). */
static bool
dot_joins(const struct addrlist *l, size_t prev_end, size_t next)
{
	return l->lex.body[prev_end - 1] == '.' || l->lex.body[next] == '.';
}

/* The end of the domain that begins at or behind `at_end`; 0: none does. */
static size_t
domain_end(struct addrlist *l, size_t at_end)
{
	struct addrlex_token t = lex_past_gap(l, at_end), next;
	size_t end;

	if (t.kind == LEX_LITERAL)
		return t.end;
	if (t.kind != LEX_ATOM)
		return 0;
	for (end = t.end;; end = next.end) {
		next = lex_past_gap(l, end);
		if (next.kind != LEX_ATOM || strays_on(l, end))
			return end;
		if (next.pos > end && (!dot_joins(l, end, next.pos) ||
		    addrlex(&l->lex, next.end).kind == LEX_AT))
			return end;
	}
}

/* An addr-spec whose local part begins at `local` and ends before the '@' at
 * `at`: fill in m, and tell where to go on. */
static size_t
addr_spec(struct addrlist *l, struct mailbox *m, size_t local, size_t at)
{
	size_t end = domain_end(l, at + 1);
	struct addrlex_token t;

	m->kind = end ? ADDRLIST_MAILBOX : ADDRLIST_BROKEN;
	m->offset = local;
	m->at = at;
	m->end = end ? end : at + 1;
	/* what is glued on must not be cut off: a second '@', `b[...]`, `b:25` */
	while ((t = lex_past_gap(l, m->end)).kind == LEX_AT ||
	    strays_on(l, m->end) || (t.pos == m->end && (is_word(t) || t.kind == LEX_LITERAL ||
	    ((t.kind == LEX_COLON || t.kind == LEX_JAPANESE) &&
	    is_word(addrlex(&l->lex, t.end)))))) {
		m->kind = ADDRLIST_BROKEN;
		end = t.kind == LEX_AT ? domain_end(l, t.end) : t.end;
		m->end = end ? end : t.end;
	}
	return m->end;
}

/* An address without a name is often followed by one in a comment. */
static void
name_behind(struct addrlist *l, struct mailbox *m, size_t i)
{
	struct addrlex_token t = addrlex(&l->lex, i);

	while (t.kind == LEX_SPACE)
		t = addrlex(&l->lex, t.end);
	if (t.kind != LEX_COMMENT)
		return;
	m->name = t.pos + 1;
	m->name_end = t.end - 1;
	m->name_is_comment = true;
}

/* What stands between the brackets of an angle-addr that opens at `lt`. */
struct angle {
	size_t begin;   /* behind a route or scheme */
	size_t at;      /* the first '@' behind begin */
	size_t end;
	size_t comma;   /* one before anything else; 0: none */
	bool has_at, has_words, closed;
};

/* A route (obs-route), `@a,@b:`, or a scheme, `mailto:`, ends at a colon
 * before the first '@' of the address proper. */
static struct angle
survey_angle(struct addrlist *l, size_t lt)
{
	struct angle a = {.begin = lt + 1};
	bool route = false;
	struct addrlex_token t;

	for (t = addrlex(&l->lex, a.begin);; t = addrlex(&l->lex, t.end)) {
		bool restart = (t.kind == LEX_COLON && (route || !a.has_at)) ||
		    (t.kind == LEX_LT && !a.has_at);

		if (restart) {
			a = (struct angle){.begin = t.end};
			route = false;
		} else if (t.kind == LEX_AT && !a.has_at) {
			if (a.comma && a.has_words) {
				/* `<, a@b`: the bracket stands alone */
				a.end = a.comma;
				return a;
			}
			route = !a.has_words;
			a.at = t.pos;
			a.has_at = true;
		} else if (t.kind == LEX_GT || t.kind == LEX_END || t.kind == LEX_LT ||
		    (a.has_at && !route &&
		    (t.kind == LEX_COMMA || t.kind == LEX_SEMICOLON))) {
			break;
		} else if (t.kind == LEX_COMMA && !a.has_words && !a.has_at) {
			/* obs-domain-list may begin with commas */
			a.comma = t.pos;
		} else if (!is_gap(t)) {
			a.has_words = true;
		}
	}
	a.end = t.pos;
	a.closed = t.kind == LEX_GT;
	if (route)
		a.has_at = false;
	return a;
}

/* Outside quotes only atext and dots can be meant: a backslash or a bracket is
 * no part of an address, and taking it out would make another. */
static bool
is_sound(const struct addrlist *l, struct addrlex_token word)
{
	if (word.kind == LEX_ATOM)
		for (size_t i = word.pos; i < word.end; i++)
			if (!(l->lex.body[i] & 0x80) &&
			    !addr_all(l->lex.body + i, 1, ADDR_ATEXT))
				return false;
	return true;
}

/* Is [from, to) words and gaps only, with nothing glued to a quoted-string
 * but by a dot? */
static bool
is_local_part(struct addrlist *l, size_t from, size_t to)
{
	size_t word_end = 0;

	for (struct addrlex_token t = addrlex(&l->lex, from); t.pos < to;
	    t = addrlex(&l->lex, t.end)) {
		if (t.kind == LEX_STRAY && word_end == t.pos &&
		    word_end > from && strays_on(l, t.pos))
			return false;
		if (is_gap(t))
			continue;
		if (!is_word(t) || !is_sound(l, t) || (word_end == t.pos && word_end > from &&
		    !dot_joins(l, word_end, t.pos)))
			return false;
		word_end = t.end;
	}
	return true;
}

static void
angle_addr(struct addrlist *l, struct mailbox *m, size_t lt)
{
	struct angle a = survey_angle(l, lt);
	struct addrlex_token behind;
	size_t go_on = a.end;

	m->kind = a.closed && !a.has_words && !a.has_at ? ADDRLIST_NULL :
	    ADDRLIST_BROKEN;
	m->offset = lt;
	m->end = a.closed ? a.end + 1 : a.end;
	if (a.has_at) {
		go_on = addr_spec(l, m, lex_past_gap(l, a.begin).pos, a.at);
		behind = addrlex(&l->lex, go_on);
		/* `<a@b:25>`: not to be cut down to an address */
		if (!is_local_part(l, a.begin, a.at) ||
		    (go_on < a.end && !is_gap(behind)))
			m->kind = ADDRLIST_BROKEN;
		/* `<a@b c@d>`: there is a second one to come */
		if (go_on >= a.end || m->kind == ADDRLIST_BROKEN ||
		    lex_past_gap(l, go_on).kind == LEX_GT)
			go_on = a.end;
	}
	if (go_on == a.end && a.closed)
		go_on++;
	l->pos = go_on;
}

/* The first addr-spec without brackets in [l->pos, stop).  False: none. */
static bool
bare_addr(struct addrlist *l, struct mailbox *m, size_t stop)
{
	size_t unit = 0, unit_end = 0;
	bool in_unit = false, gap = false;
	bool quoted = false;  /* the unit is one quoted-string so far */
	struct addrlex_token t;

	for (t = addrlex(&l->lex, l->pos); t.pos < stop; t = addrlex(&l->lex, t.end)) {
		if (t.kind == LEX_AT && in_unit) {
			l->pos = addr_spec(l, m, unit, t.pos);
			if (!is_local_part(l, unit, t.pos))
				m->kind = ADDRLIST_BROKEN;
			return true;
		}
		if (is_gap(t)) {
			gap = gap || !in_unit || !strays_on(l, t.pos);
		} else if (is_word(t)) {
			/* `"A Name"a@b`: a name in quotes, no space behind */
			bool behind_name = in_unit && quoted && !gap &&
			    t.kind == LEX_ATOM;

			if (!in_unit || ((gap || behind_name) &&
			    !dot_joins(l, unit_end, t.pos))) {
				unit = t.pos;
				quoted = t.kind == LEX_QUOTED;
			} else {
				quoted = false;
			}
			unit_end = t.end;
			in_unit = true;
			gap = false;
		} else if (t.kind != LEX_JAPANESE || gap) {
			/* Japanese that is glued behind a word stays, and
			 * spoils it: the rest is not the address */
			in_unit = false;
		}
	}
	l->pos = stop;
	return false;
}

/* What the entry that begins at l->pos is: everything before a `<` is a
 * display name, even what looks like an address; words before a `:` are the
 * name of a group. */
static struct addrlex_token
survey_entry(struct addrlist *l)
{
	bool at = false;
	struct addrlex_token t;

	/* an entry of many addresses is surveyed once, not once for each */
	if (l->entry_kind != 0 && l->pos <= l->entry_end)
		return (struct addrlex_token){l->entry_kind, l->entry_end,
		    l->entry_end + 1};
	for (t = addrlex(&l->lex, l->pos);; t = addrlex(&l->lex, t.end)) {
		at = at || t.kind == LEX_AT;
		if (t.kind == LEX_END || t.kind == LEX_COMMA || t.kind == LEX_SEMICOLON ||
		    t.kind == LEX_GT || t.kind == LEX_LT || t.kind == LEX_COLON)
			break;
	}
	if (t.kind == LEX_COLON && at)
		t.kind = LEX_COMMA;
	l->entry_kind = t.kind;
	l->entry_end = t.pos;
	return t;
}

/* --- canonical --- */

/* Append what [i, end) means: no backslash of a quoted-pair, no line breaks,
 * and Japanese of ISO-2022-JP shifted back where the line end did that. */
static int
put_text(const struct addrlex *l, struct buf *out, size_t i, size_t end)
{
	for (size_t n; i < end; i += n) {
		const char *p = l->body + i;

		n = multibyte_step(l->kind, p, end - i);
		if (*p == '\r' || *p == '\n')
			continue;
		if (*p == '\\' && n == 1 && i + 1 < end) {
			p = l->body + ++i;
			n = multibyte_step(l->kind, p, end - i);
		}
		if (buf_put(out, p, n) != 0)
			return -1;
		if (*p == JIS_ESC && n > 1 && (n == 3 || p[n - 3] != JIS_ESC) &&
		    buf_puts(out, "\033(B") != 0)
			return -1;
	}
	return 0;
}

static int
put_meaning(const struct addrlex *l, struct buf *out, struct addrlex_token t)
{
	return t.kind == LEX_QUOTED ? put_text(l, out, t.pos + 1, t.end - 1) :
	    put_text(l, out, t.pos, t.end);
}

/* Can it stand without quotes?  Dots in odd places can only where the sender
 * left the quotes out. */
static bool
stands_alone(const struct buf *b, bool was_quoted)
{
	char before = '.';

	for (size_t i = 0; i < b->len; i++) {
		unsigned char c = (unsigned char)b->p[i];

		if (c < 0x80 && !(addr_class[c] & ADDR_ATEXT))
			return false;
		if (was_quoted && c == '.' && before == '.')
			return false;
		before = (char)c;
	}
	return b->len > 0 && !(was_quoted && before == '.');
}

static int
add_quotes(struct buf *b)
{
	struct buf q = {0};
	int r = buf_putc(&q, '"');

	for (size_t i = 0; i < b->len && r == 0; i++) {
		if (b->p[i] == '"' || b->p[i] == '\\')
			r = buf_putc(&q, '\\');
		if (r == 0)
			r = buf_putc(&q, b->p[i]);
	}
	if (r == 0)
		r = buf_putc(&q, '"');
	buf_free(b);
	*b = q;
	return r;
}

static int
canonical_local(struct addrlist *l, const struct mailbox *m)
{
	size_t prev_end = 0;
	bool quoted = false;

	buf_clear(&l->local);
	for (struct addrlex_token t = addrlex(&l->lex, m->offset); t.pos < m->at;
	    t = addrlex(&l->lex, t.end)) {
		if (!is_word(t))
			continue;
		if (prev_end && prev_end < t.pos &&
		    !dot_joins(l, prev_end, t.pos) &&
		    buf_putc(&l->local, ' ') != 0)
			return -1;
		if (put_meaning(&l->lex, &l->local, t) != 0)
			return -1;
		prev_end = t.end;
		quoted = quoted || t.kind == LEX_QUOTED;
	}
	return stands_alone(&l->local, quoted) ? 0 : add_quotes(&l->local);
}

static int
canonical_domain(struct addrlist *l, const struct mailbox *m)
{
	buf_clear(&l->domain);
	for (struct addrlex_token t = addrlex(&l->lex, m->at + 1); t.pos < m->end;
	    t = addrlex(&l->lex, t.end)) {
		if (is_gap(t))
			continue;
		for (size_t i = t.pos; i < t.end; i++)
			if (!addrlex_is_space(l->lex.body[i]) &&
			    buf_putc(&l->domain, l->lex.body[i]) != 0)
				return -1;
	}
	return 0;
}

static int
canonical(struct addrlist *l, struct mailbox *m)
{
	if (m->kind != ADDRLIST_MAILBOX)
		return 0;
	if (canonical_local(l, m) != 0 || canonical_domain(l, m) != 0)
		return -1;
	m->addr = (struct address){l->local.p, l->domain.p, l->local.len,
	    l->domain.len};
	return 0;
}

int
addrlist_next(struct addrlist *l, struct mailbox *m)
{
	for (;;) {
		struct addrlex_token t = lex_past_gap(l, l->pos);

		*m = (struct mailbox){0};
		l->pos = t.pos;
		if (t.kind == LEX_END)
			return 0;
		if (t.kind == LEX_COMMA || t.kind == LEX_SEMICOLON || t.kind == LEX_GT ||
		    t.kind == LEX_COLON) {
			l->pos = t.end;
			continue;
		}
		t = survey_entry(l);
		if (t.kind == LEX_COLON) {
			l->pos = t.end;
			continue;
		}
		if (t.kind == LEX_LT) {
			m->name = l->pos;
			m->name_end = t.pos;
			angle_addr(l, m, t.pos);
		} else if (!bare_addr(l, m, t.pos)) {
			continue;
		}
		if (m->name == m->name_end)
			name_behind(l, m, l->pos);
		if (canonical(l, m) != 0)
			return -1;
		/* last: it changes what an open comment is taken for */
		l->lex.found = l->lex.found || m->kind == ADDRLIST_MAILBOX;
		return 1;
	}
}

const char *
addrlist_source(const struct addrlist *l, const struct mailbox *m, size_t *n)
{
	*n = m->end - m->offset;
	return l->lex.body + m->offset;
}

bool
addrlist_is_near_miss(const struct addrlist *l, const struct mailbox *m)
{
	size_t n;

	if (m->kind != ADDRLIST_BROKEN)
		return false;
	for (size_t i = m->offset; i < m->end; i += n) {
		n = multibyte_step(l->lex.kind, l->lex.body + i, m->end - i);
		if (n == 1 && l->lex.body[i] == '@')
			return true;
	}
	return false;
}

/* A comment has no words: only its white space is folded. */
static int
put_comment(const struct addrlist *l, const struct mailbox *m,
    struct buf *out)
{
	size_t begin = out->len, n;
	bool gap = false;

	for (size_t i = m->name; i < m->name_end; i += n) {
		n = addrlex_step(&l->lex, i);
		if (addrlex_is_space(l->lex.body[i])) {
			gap = true;
			continue;
		}
		if (gap && out->len > begin && buf_putc(out, ' ') != 0)
			return -1;
		gap = false;
		if (put_text(&l->lex, out, i, i + n) != 0)
			return -1;
	}
	return 0;
}

int
addrlist_name(const struct addrlist *l, const struct mailbox *m,
    struct buf *out)
{
	/* the name is lexed once more, as a body of its own */
	struct addrlex n;
	size_t begin = out->len;
	bool gap = false;
	struct addrlex_token t;

	if (m->name_is_comment)
		return put_comment(l, m, out);
	addrlex_init(&n, l->lex.body + m->name, m->name_end - m->name, l->lex.kind);
	for (t = addrlex(&n, 0); t.kind != LEX_END; t = addrlex(&n, t.end)) {
		if (is_gap(t)) {
			gap = true;
			continue;
		}
		if (gap && out->len > begin && buf_putc(out, ' ') != 0)
			return -1;
		gap = false;
		if (put_meaning(&n, out, t) != 0)
			return -1;
	}
	return 0;
}
