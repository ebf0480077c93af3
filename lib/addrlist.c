/*
 * Three layers, each calling only the one before it:
 *   lex       the next token of the body
 *   spans     where local part, domain, name and comment of a mailbox stand
 *   canonical those spans as bytes of an address or a name
 * Only offsets are kept until the last; nothing is copied before it is known
 * to be an address.
 */
#include "addrlist.h"

#include "ascii.h"

#include <string.h>

/* More unclosed comments than this, and parentheses are white space: looking
 * for the end of each would take the square of the body's length. */
enum { OPEN_COMMENTS = 16 };

enum token_kind {
	END = 1, SPACE, COMMENT, QUOTED, ATOM,
	JAPANESE,  /* a run of ISO-2022-JP between its shifts */
	LITERAL,   /* [...] */
	LT, GT, AT, COMMA, SEMICOLON, COLON
};

struct token {
	enum token_kind kind;
	size_t pos, end;
};

void
addrlist_init(struct addrlist *l, const char *body, size_t len,
    enum charset_kind kind)
{
	*l = (struct addrlist){.body = body, .len = len, .kind = kind,
	    .no_quote_from = len, .no_comment_from = len};
}

void
addrlist_end(struct addrlist *l)
{
	buf_free(&l->local);
	buf_free(&l->domain);
}

/* --- lex --- */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The length of the character at i, a quoted-pair included. */
static size_t
step(const struct addrlist *l, size_t i)
{
	if (l->body[i] == '\\' && i + 1 < l->len)
		return 1 + charset_step(l->kind, l->body + i + 1,
		    l->len - i - 1);
	return charset_step(l->kind, l->body + i, l->len - i);
}

/* The end of the quoted-string that opens at i, or 0: it is never closed. */
static size_t
quoted_end(const struct addrlist *l, size_t i)
{
	for (i++; i < l->len; i += step(l, i))
		if (l->body[i] == '"')
			return i + 1;
	return 0;
}

/* The same for a comment; comments nest. */
static size_t
comment_end(const struct addrlist *l, size_t i)
{
	size_t depth = 0;

	for (; i < l->len; i += step(l, i)) {
		if (l->body[i] == '(')
			depth++;
		else if (l->body[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* A domain literal, or what a mailing list puts before a subject: brackets
 * with no brackets, quotes or separators inside.  0: no such thing. */
static size_t
literal_end(const struct addrlist *l, size_t i)
{
	for (i++; i < l->len; i += step(l, i)) {
		if (l->body[i] == ']')
			return i + 1;
		if (memchr("[<>@,;\"()", l->body[i], 9))
			return 0;
	}
	return 0;
}

/* RFC 2047, 2: =?charset?encoding?text?=, without white space.  0: none. */
static size_t
encoded_word_end(const struct addrlist *l, size_t i)
{
	unsigned marks = 0;

	if (l->len - i < 2 || l->body[i] != '=' || l->body[i + 1] != '?')
		return 0;
	for (i += 2; i < l->len && !is_space(l->body[i]); i++) {
		if (l->body[i] != '?' || ++marks < 3)
			continue;
		return i + 1 < l->len && l->body[i + 1] == '=' ? i + 2 : 0;
	}
	return 0;
}

static bool
is_special(char c)
{
	return c != '\0' && strchr("()<>@,;:\"[", c);
}

static size_t
atom_end(const struct addrlist *l, size_t i)
{
	size_t begin = i, word;

	while (i < l->len && !is_space(l->body[i])) {
		if ((word = encoded_word_end(l, i)) != 0) {
			i = word;
			continue;
		}
		if ((is_special(l->body[i]) || l->body[i] == JIS_ESC) &&
		    i > begin)
			break;
		i += step(l, i);
	}
	return i < l->len ? i : l->len;
}

static struct token
lex_comment(struct addrlist *l, size_t i)
{
	size_t end = i < l->no_comment_from ? comment_end(l, i) : 0;

	if (end)
		return (struct token){COMMENT, i, end};
	if (i < l->no_comment_from && ++l->open_comments >= OPEN_COMMENTS)
		l->no_comment_from = i;
	return (struct token){SPACE, i, l->found ? l->len : i + 1};
}

static struct token
lex_quoted(struct addrlist *l, size_t i)
{
	size_t end = i < l->no_quote_from ? quoted_end(l, i) : 0;

	if (end)
		return (struct token){QUOTED, i, end};
	if (i < l->no_quote_from)
		l->no_quote_from = i;
	return (struct token){SPACE, i, i + 1};
}

static struct token
lex(struct addrlist *l, size_t i)
{
	size_t end;

	if (i >= l->len)
		return (struct token){END, l->len, l->len};
	switch (l->body[i]) {
	case ' ': case '\t': case '\r': case '\n': case ')':
		return (struct token){SPACE, i, i + 1};
	case '(':
		return lex_comment(l, i);
	case '"':
		return lex_quoted(l, i);
	case '[':
		end = literal_end(l, i);
		return end ? (struct token){LITERAL, i, end} :
		    (struct token){ATOM, i, atom_end(l, i)};
	case '<':
		return (struct token){LT, i, i + 1};
	case '>':
		return (struct token){GT, i, i + 1};
	case '@':
		return (struct token){AT, i, i + 1};
	case ',':
		return (struct token){COMMA, i, i + 1};
	case ';':
		return (struct token){SEMICOLON, i, i + 1};
	case ':':
		return (struct token){COLON, i, i + 1};
	case JIS_ESC:
		end = charset_step(CHARSET_JIS, l->body + i, l->len - i);
		if (end > 1)
			return (struct token){JAPANESE, i, i + end};
		break;
	default:
		break;
	}
	return (struct token){ATOM, i, atom_end(l, i)};
}

/* --- spans --- */

static bool
is_gap(struct token t)
{
	return t.kind == SPACE || t.kind == COMMENT;
}

static bool
is_word(struct token t)
{
	return t.kind == ATOM || t.kind == QUOTED;
}

static struct token
lex_past_gap(struct addrlist *l, size_t i)
{
	struct token t = lex(l, i);

	while (is_gap(t))
		t = lex(l, t.end);
	return t;
}

/* White space and comments may stand around the dots of a local part or a
 * domain (obs-local-part, obs-domain). */
static bool
dot_joins(const struct addrlist *l, size_t prev_end, size_t next)
{
	return l->body[prev_end - 1] == '.' || l->body[next] == '.';
}

/* The end of the domain that begins at or behind `at_end`; 0: none does. */
static size_t
domain_end(struct addrlist *l, size_t at_end)
{
	struct token t = lex_past_gap(l, at_end), next;
	size_t end;

	if (t.kind == LITERAL)
		return t.end;
	if (t.kind != ATOM)
		return 0;
	for (end = t.end;; end = next.end) {
		next = lex_past_gap(l, end);
		if (next.kind != ATOM)
			return end;
		if (next.pos > end && (!dot_joins(l, end, next.pos) ||
		    lex(l, next.end).kind == AT))
			return end;
	}
}

/* An addr-spec whose local part begins at `local` and ends before the '@' at
 * `at`: fill in m, and tell where to go on. */
static size_t
addr_spec(struct addrlist *l, struct mailbox *m, size_t local, size_t at)
{
	size_t end = domain_end(l, at + 1);
	struct token t;

	m->kind = end ? ADDRLIST_MAILBOX : ADDRLIST_BROKEN;
	m->offset = local;
	m->at = at;
	m->end = end ? end : at + 1;
	/* what is glued on must not be cut off: a second '@', or `b[...]` */
	while ((t = lex_past_gap(l, m->end)).kind == AT ||
	    (t.pos == m->end && (is_word(t) || t.kind == LITERAL))) {
		m->kind = ADDRLIST_BROKEN;
		end = t.kind == AT ? domain_end(l, t.end) : t.end;
		m->end = end ? end : t.end;
	}
	return m->end;
}

/* An address without a name is often followed by one in a comment. */
static void
name_behind(struct addrlist *l, struct mailbox *m, size_t i)
{
	struct token t = lex(l, i);

	while (t.kind == SPACE)
		t = lex(l, t.end);
	if (t.kind != COMMENT)
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
	struct token t;

	for (t = lex(l, a.begin);; t = lex(l, t.end)) {
		bool restart = (t.kind == COLON && (route || !a.has_at)) ||
		    (t.kind == LT && !a.has_at);

		if (restart) {
			a = (struct angle){.begin = t.end};
			route = false;
		} else if (t.kind == AT && !a.has_at) {
			if (a.comma && a.has_words) {
				/* `<, a@b`: the bracket stands alone */
				a.end = a.comma;
				return a;
			}
			route = !a.has_words;
			a.at = t.pos;
			a.has_at = true;
		} else if (t.kind == GT || t.kind == END || t.kind == LT ||
		    (a.has_at && !route &&
		    (t.kind == COMMA || t.kind == SEMICOLON))) {
			break;
		} else if (t.kind == COMMA && !a.has_words && !a.has_at) {
			/* obs-domain-list may begin with commas */
			a.comma = t.pos;
		} else if (!is_gap(t)) {
			a.has_words = true;
		}
	}
	a.end = t.pos;
	a.closed = t.kind == GT;
	if (route)
		a.has_at = false;
	return a;
}

/* Outside quotes only atext and dots can be meant: a backslash or a bracket is
 * no part of an address, and taking it out would make another. */
static bool
is_sound(const struct addrlist *l, struct token word)
{
	if (word.kind == ATOM)
		for (size_t i = word.pos; i < word.end; i++)
			if (!(l->body[i] & 0x80) &&
			    !addr_all(l->body + i, 1, ADDR_ATEXT))
				return false;
	return true;
}

/* Is [from, to) words and gaps only, with nothing glued to a quoted-string
 * but by a dot? */
static bool
is_local_part(struct addrlist *l, size_t from, size_t to)
{
	size_t word_end = 0;

	for (struct token t = lex(l, from); t.pos < to; t = lex(l, t.end)) {
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
	struct token behind;
	size_t go_on = a.end;

	m->kind = a.closed && !a.has_words && !a.has_at ? ADDRLIST_NULL :
	    ADDRLIST_BROKEN;
	m->offset = lt;
	m->end = a.closed ? a.end + 1 : a.end;
	if (a.has_at) {
		go_on = addr_spec(l, m, lex_past_gap(l, a.begin).pos, a.at);
		behind = lex(l, go_on);
		/* `<a@b:25>`: not to be cut down to an address */
		if (!is_local_part(l, a.begin, a.at) ||
		    (go_on < a.end && !is_gap(behind)))
			m->kind = ADDRLIST_BROKEN;
		/* `<a@b c@d>`: there is a second one to come */
		if (go_on >= a.end || m->kind == ADDRLIST_BROKEN ||
		    lex_past_gap(l, go_on).kind == GT)
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
	struct token t;

	for (t = lex(l, l->pos); t.pos < stop; t = lex(l, t.end)) {
		if (t.kind == AT && in_unit) {
			l->pos = addr_spec(l, m, unit, t.pos);
			if (!is_local_part(l, unit, t.pos))
				m->kind = ADDRLIST_BROKEN;
			return true;
		}
		if (is_gap(t)) {
			gap = true;
		} else if (is_word(t)) {
			/* `"A Name"a@b`: a name in quotes, no space behind */
			bool behind_name = in_unit && quoted && !gap &&
			    t.kind == ATOM;

			if (!in_unit || ((gap || behind_name) &&
			    !dot_joins(l, unit_end, t.pos))) {
				unit = t.pos;
				quoted = t.kind == QUOTED;
			} else {
				quoted = false;
			}
			unit_end = t.end;
			in_unit = true;
			gap = false;
		} else if (t.kind != JAPANESE || gap) {
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
static struct token
survey_entry(struct addrlist *l)
{
	bool at = false;
	struct token t;

	/* an entry of many addresses is surveyed once, not once for each */
	if (l->entry_kind && l->pos <= l->entry_end)
		return (struct token){(enum token_kind)l->entry_kind,
		    l->entry_end, l->entry_end + 1};
	for (t = lex(l, l->pos);; t = lex(l, t.end)) {
		at = at || t.kind == AT;
		if (t.kind == END || t.kind == COMMA || t.kind == SEMICOLON ||
		    t.kind == GT || t.kind == LT || t.kind == COLON)
			break;
	}
	if (t.kind == COLON && at)
		t.kind = COMMA;
	l->entry_kind = (int)t.kind;
	l->entry_end = t.pos;
	return t;
}

/* --- canonical --- */

/* Append what [i, end) means: no backslash of a quoted-pair, no line breaks,
 * and Japanese of ISO-2022-JP shifted back where the line end did that. */
static int
put_text(const struct addrlist *l, struct buf *out, size_t i, size_t end)
{
	for (size_t n; i < end; i += n) {
		const char *p = l->body + i;

		n = charset_step(l->kind, p, end - i);
		if (*p == '\r' || *p == '\n')
			continue;
		if (*p == '\\' && n == 1 && i + 1 < end) {
			p = l->body + ++i;
			n = charset_step(l->kind, p, end - i);
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
put_meaning(const struct addrlist *l, struct buf *out, struct token t)
{
	return t.kind == QUOTED ? put_text(l, out, t.pos + 1, t.end - 1) :
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
	for (struct token t = lex(l, m->offset); t.pos < m->at;
	    t = lex(l, t.end)) {
		if (!is_word(t))
			continue;
		if (prev_end && prev_end < t.pos &&
		    !dot_joins(l, prev_end, t.pos) &&
		    buf_putc(&l->local, ' ') != 0)
			return -1;
		if (put_meaning(l, &l->local, t) != 0)
			return -1;
		prev_end = t.end;
		quoted = quoted || t.kind == QUOTED;
	}
	return stands_alone(&l->local, quoted) ? 0 : add_quotes(&l->local);
}

static int
canonical_domain(struct addrlist *l, const struct mailbox *m)
{
	buf_clear(&l->domain);
	for (struct token t = lex(l, m->at + 1); t.pos < m->end;
	    t = lex(l, t.end)) {
		if (is_gap(t))
			continue;
		for (size_t i = t.pos; i < t.end; i++)
			if (!is_space(l->body[i]) &&
			    buf_putc(&l->domain, l->body[i]) != 0)
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
		struct token t = lex_past_gap(l, l->pos);

		*m = (struct mailbox){0};
		l->pos = t.pos;
		if (t.kind == END)
			return 0;
		if (t.kind == COMMA || t.kind == SEMICOLON || t.kind == GT ||
		    t.kind == COLON) {
			l->pos = t.end;
			continue;
		}
		t = survey_entry(l);
		if (t.kind == COLON) {
			l->pos = t.end;
			continue;
		}
		if (t.kind == LT) {
			m->name = l->pos;
			m->name_end = t.pos;
			angle_addr(l, m, t.pos);
		} else if (!bare_addr(l, m, t.pos)) {
			continue;
		}
		l->found = l->found || m->kind == ADDRLIST_MAILBOX;
		if (m->name == m->name_end)
			name_behind(l, m, l->pos);
		return canonical(l, m) == 0 ? 1 : -1;
	}
}

/* A comment has no words: only its white space is folded. */
static int
put_comment(const struct addrlist *l, const struct mailbox *m,
    struct buf *out)
{
	size_t begin = out->len, n;
	bool gap = false;

	for (size_t i = m->name; i < m->name_end; i += n) {
		n = step(l, i);
		if (is_space(l->body[i])) {
			gap = true;
			continue;
		}
		if (gap && out->len > begin && buf_putc(out, ' ') != 0)
			return -1;
		gap = false;
		if (put_text(l, out, i, i + n) != 0)
			return -1;
	}
	return 0;
}

int
addrlist_name(const struct addrlist *l, const struct mailbox *m,
    struct buf *out)
{
	/* the name is lexed once more, as a body of its own */
	struct addrlist n;
	size_t begin = out->len;
	bool gap = false;
	struct token t;

	if (m->name_is_comment)
		return put_comment(l, m, out);
	addrlist_init(&n, l->body + m->name, m->name_end - m->name, l->kind);
	for (t = lex(&n, 0); t.kind != END; t = lex(&n, t.end)) {
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
