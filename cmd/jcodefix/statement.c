#include "statement.h"

#include "grow.h"
#include "perlword.h"

#include <stdlib.h>
#include <string.h>

/* The tokens of one statement that are held; Perl itself would need more memory
 * for such a one than this does. */
enum { STATEMENT_MAX = 1 << 20 };

/* What the next call must do about the end of the last statement. */
enum { ENDED_NOT, ENDED_BY_SEMICOLON, ENDED_BY_OPEN, ENDED_BY_CLOSE };

/* Give the lexer somewhere to put its copy at the next guess. */
static void
provide(struct statements *s)
{
	size_t i = 0;

	while (i < STATEMENT_OTHERS && s->others[i].guess_at != SIZE_MAX)
		i++;
	s->offered = i;
	s->lx.other = i < STATEMENT_OTHERS ? &s->others[i].lx : NULL;
}

void
statements_begin(struct statements *s, const char *text, size_t n)
{
	memset(s, 0, sizeof *s);
	perllex_begin(&s->lx, text, n);
	s->guess_at = SIZE_MAX;
	for (size_t i = 0; i < STATEMENT_OTHERS; i++)
		s->others[i].guess_at = SIZE_MAX;
	provide(s);
}

void
statements_free(struct statements *s)
{
	free(s->tokens);
	free(s->outer);
	free(s->doubts);
}

/* --- doubt --- */

/* They come in the order of their ends; those that overlap become one. */
static int
add_doubt(struct statements *s, size_t from, size_t to)
{
	struct doubt *d;

	while (s->doubt_count > 0 && s->doubts[s->doubt_count - 1].to >= from) {
		s->doubt_count--;
		if (s->doubts[s->doubt_count].from < from)
			from = s->doubts[s->doubt_count].from;
		if (s->doubts[s->doubt_count].to > to)
			to = s->doubts[s->doubt_count].to;
	}
	d = grow_array(s->doubts, s->doubt_count, &s->doubt_cap, sizeof *d);
	if (!d)
		return -1;
	s->doubts = d;
	s->doubts[s->doubt_count++] = (struct doubt){from, to};
	s->lost = to == s->lx.n;
	return 0;
}

/* Can what a lexer has at t not stand behind what it was made to try?  Behind a
 * regex, that is another term; behind `/` as an operator, none.  This settles
 * nearly all guesses at once. */
static bool
is_refuted(const struct perllex *lx, const struct perl_token *t)
{
	bool ends = t->kind == PERL_CLOSE || t->kind == PERL_SEMICOLON ||
	    t->kind == PERL_END;

	if (lx->trouble)
		return true;
	if (perllex_last(lx, 1)->at != lx->forced_at)
		return false;
	if (perllex_last(lx, 1)->kind == PERL_OPERATOR)
		return ends;
	return !ends && t->kind != PERL_OPERATOR &&
	    !(perltoken_flags(lx->text, t) &
	    (PERLWORD_INFIX | PERLWORD_MODIFIER));
}

/* See to a guess just made.  One that no lexer is left for is in doubt for
 * good. */
static int
begin_doubt(struct statements *s)
{
	s->guess_at = s->lx.guess_at;
	if (s->lost)
		return 0;
	if (s->offered == STATEMENT_OTHERS)
		return add_doubt(s, s->guess_at, s->lx.n);
	s->others[s->offered].guess_at = s->guess_at;
	s->following++;
	provide(s);
	return 0;
}

/* Bring all other lexers to where this one is. */
static int
follow(struct statements *s)
{
	for (size_t i = 0; i < STATEMENT_OTHERS; i++) {
		struct perllex *other = &s->others[i].lx;
		bool refuted = false;

		if (s->others[i].guess_at == SIZE_MAX)
			continue;
		while (other->at < s->lx.at && !refuted)
			refuted = is_refuted(other, perllex_next(other));
		if (!refuted && !perllex_meet(&s->lx, other))
			continue;
		if (!refuted && add_doubt(s, s->others[i].guess_at,
		    s->lx.at) != 0)
			return -1;
		s->others[i].guess_at = SIZE_MAX;
		s->following--;
		provide(s);
	}
	return 0;
}

/* The next token, or NULL with errno. */
static const struct perl_token *
next_token(struct statements *s)
{
	const struct perl_token *t = perllex_next(&s->lx);

	if (s->lx.guess_at != s->guess_at && begin_doubt(s) != 0)
		return NULL;
	return s->following == 0 || follow(s) == 0 ? t : NULL;
}

/* What was followed to the end without an answer. */
static int
end_doubts(struct statements *s)
{
	for (size_t i = 0; i < STATEMENT_OTHERS; i++)
		if (s->others[i].guess_at != SIZE_MAX &&
		    add_doubt(s, s->others[i].guess_at, s->lx.n) != 0)
			return -1;
	return 0;
}

const struct doubt *
statements_doubt(const struct statements *s, size_t from, size_t to)
{
	size_t low = 0, high = s->doubt_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->doubts[mid].to <= from)
			low = mid + 1;
		else
			high = mid;
	}
	return low < s->doubt_count && s->doubts[low].from < to ?
	    &s->doubts[low] : NULL;
}

/* --- statements --- */

/* Room for another token. */
static int
make_room(struct statements *s)
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
	return 0;
}

static inline int
put_token(struct statements *s, const struct perl_token *t)
{
	if ((s->count == s->cap || s->count - s->begin >= STATEMENT_MAX) &&
	    make_room(s) != 0)
		return -1;
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
	if (t->kind < PERL_OPEN)
		return 0;
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
		const struct perl_token *t = next_token(s);

		if (!t)
			return -1;
		if (t->kind == PERL_END)
			more = finish(s, t);
		else if (take(s, t) != 0)
			more = -1;
	}
	if (more == 0 && end_doubts(s) != 0)
		more = -1;
	st->text = s->lx.text;
	st->t = s->tokens ? s->tokens + s->begin : NULL;
	st->count = s->count - s->begin;
	st->cut = s->cut;
	return more;
}
