#include "statement.h"

#include "grow.h"

#include <stdlib.h>
#include <string.h>

/* The tokens of one statement that are held; Perl itself would need more memory
 * for such a one than this does. */
enum { STATEMENT_MAX = 1 << 20 };

/* What the next call must do about the end of the last statement. */
enum { ENDED_NOT, ENDED_BY_SEMICOLON, ENDED_BY_OPEN, ENDED_BY_CLOSE };

void
statements_begin(struct statements *s, const char *text, size_t n)
{
	memset(s, 0, sizeof *s);
	perllex_begin(&s->lx, text, n);
	s->lx.other = &s->other;
	s->guess_at = s->again_at = SIZE_MAX;
}

void
statements_free(struct statements *s)
{
	free(s->tokens);
	free(s->outer);
	free(s->doubts);
}

/* --- doubt --- */

static int
add_doubt(struct statements *s, size_t from, size_t to)
{
	struct doubt *d = grow_array(s->doubts, s->doubt_count, &s->doubt_cap,
	    sizeof *d);

	if (!d)
		return -1;
	s->doubts = d;
	s->doubts[s->doubt_count++] = (struct doubt){from, to};
	return 0;
}

/* A guess made while another was followed has not been followed itself. */
static int
end_doubt(struct statements *s, bool refuted)
{
	size_t again = s->again_at;

	s->doubting = false;
	s->lx.other = &s->other;
	s->again_at = SIZE_MAX;
	if (again != SIZE_MAX)
		return add_doubt(s, refuted ? again : s->guess_at, s->lx.n);
	return refuted ? 0 : add_doubt(s, s->guess_at, s->lx.at);
}

/* Bring the other lexer to where this one is. */
static int
follow(struct statements *s)
{
	struct perl_token waste;

	if (!s->doubting) {
		if (s->lx.other)
			return 0;
		s->doubting = true;
		s->guess_at = s->lx.guess_at;
	}
	if (s->lx.guess_at != s->guess_at)
		s->again_at = s->again_at < s->lx.guess_at ? s->again_at :
		    s->lx.guess_at;
	while (s->other.at < s->lx.at && !s->other.trouble)
		perllex_next(&s->other, &waste);
	if (s->other.guess_at != SIZE_MAX && s->again_at == SIZE_MAX)
		s->again_at = s->other.guess_at;
	if (s->other.trouble)
		return end_doubt(s, true);
	return perllex_meet(&s->lx, &s->other) ? end_doubt(s, false) : 0;
}

const struct doubt *
statements_doubt(const struct statements *s, size_t from, size_t to)
{
	for (size_t i = 0; i < s->doubt_count; i++)
		if (from < s->doubts[i].to && s->doubts[i].from < to)
			return &s->doubts[i];
	return NULL;
}

/* --- statements --- */

static int
put_token(struct statements *s, const struct perl_token *t)
{
	struct perl_token *v;

	if (s->count - s->begin >= STATEMENT_MAX) {
		s->count = s->begin;
		s->cut = true;
	}
	v = grow_array(s->tokens, s->count, &s->cap, sizeof *v);
	if (!v)
		return -1;
	s->tokens = v;
	s->tokens[s->count++] = *t;
	return 0;
}

/* Begin a statement within the present one. */
static int
enter(struct statements *s)
{
	size_t *v = grow_array(s->outer, s->level, &s->outer_cap, sizeof *v);

	if (!v)
		return -1;
	s->outer = v;
	s->outer[s->level++] = s->begin;
	s->begin = s->count;
	return 0;
}

/* Forget the statement that was given last.  The `}` of a block in an
 * expression belongs to the statement around it. */
static int
leave(struct statements *s)
{
	struct perl_token last = s->tokens[s->count - 1];
	unsigned char ended = s->ended;

	s->count = s->begin;
	s->ended = ENDED_NOT;
	s->cut = false;
	if (ended == ENDED_BY_OPEN)
		return enter(s);
	if (ended == ENDED_BY_CLOSE && s->level > 0) {
		s->begin = s->outer[--s->level];
		return s->count > s->begin ? put_token(s, &last) : 0;
	}
	return 0;
}

/* Is the token in no bracket but those of blocks? */
static bool
is_among_statements(const struct statements *s)
{
	return s->lx.depth == 0 ||
	    perl_is_block(s->lx.brackets[s->lx.depth - 1]);
}

/* Does the token end a statement?  Otherwise a block within one may begin. */
static int
take(struct statements *s, const struct perl_token *t)
{
	if (put_token(s, t) != 0)
		return -1;
	if (t->kind == PERL_SEMICOLON && is_among_statements(s))
		s->ended = ENDED_BY_SEMICOLON;
	else if (t->kind == PERL_CLOSE && perl_is_block(t->bracket))
		s->ended = ENDED_BY_CLOSE;
	else if (t->kind == PERL_OPEN && t->bracket == PERL_BLOCK)
		s->ended = ENDED_BY_OPEN;
	else if (t->kind == PERL_OPEN && perl_is_block(t->bracket))
		return enter(s);
	return 0;
}

/* At the end, what is left of statements that were begun, one a call. */
static int
finish(struct statements *s, const struct perl_token *end)
{
	while (s->count == s->begin) {
		if (s->level == 0)
			return 0;
		s->begin = s->outer[--s->level];
	}
	s->ended = ENDED_BY_CLOSE;
	return put_token(s, end) == 0 ? 1 : -1;
}

int
statements_next(struct statements *s, struct statement *st)
{
	int more = 1;

	if (s->ended != ENDED_NOT && leave(s) != 0)
		return -1;
	while (s->ended == ENDED_NOT && more == 1) {
		struct perl_token t;

		perllex_next(&s->lx, &t);
		if (follow(s) != 0)
			return -1;
		if (t.kind == PERL_END)
			more = finish(s, &t);
		else if (take(s, &t) != 0)
			more = -1;
	}
	if (more == 0 && s->doubting && end_doubt(s, false) != 0)
		more = -1;
	st->text = s->lx.text;
	st->t = s->tokens + s->begin;
	st->count = s->count - s->begin;
	st->cut = s->cut;
	return more;
}
