#include "operand.h"

#include "perlbyte.h"
#include "perlword.h"

#include <string.h>

/* How far to look around for the truth; further, the value is kept. */
enum { STEPS_MAX = 4096 };

const struct perl_token *
operand_token(const struct statement *st, size_t i)
{
	static const struct perl_token none;

	return i < st->count ? &st->t[i] : &none;
}

bool
operand_is(const struct statement *st, size_t i, enum perl_kind kind,
    const char *text)
{
	const struct perl_token *t = operand_token(st, i);

	return t->kind == kind && perltoken_is(st->text, t, text);
}

unsigned
operand_flags(const struct statement *st, size_t i)
{
	return perltoken_flags(st->text, operand_token(st, i));
}

size_t
operand_close(const struct statement *st, size_t i)
{
	size_t depth = 0;

	for (; i < st->count; i++)
		if (st->t[i].kind == PERL_OPEN)
			depth++;
		else if (st->t[i].kind == PERL_CLOSE && --depth == 0)
			break;
	return i;
}

/* The bracket that opens the one at i, or SIZE_MAX: there is none, or not within
 * so many steps, from which those that it took are taken off. */
static size_t
opening(const struct statement *st, size_t i, int *steps)
{
	size_t depth = 0;

	do {
		if (st->t[i].kind == PERL_CLOSE)
			depth++;
		else if (st->t[i].kind == PERL_OPEN && --depth == 0)
			return i;
	} while (i-- > 0 && --*steps > 0);
	return SIZE_MAX;
}

static bool
is_operator(const struct statement *st, size_t i, const char *const *list)
{
	if (operand_token(st, i)->kind != PERL_OPERATOR)
		return false;
	for (; *list; list++)
		if (perltoken_is(st->text, &st->t[i], *list))
			return true;
	return false;
}

bool
operand_is_assignment(const struct statement *st, size_t i)
{
	static const char *const no[] = {"==", "!=", "<=", ">=", NULL};
	const struct perl_token *t = operand_token(st, i);

	return t->kind == PERL_OPERATOR && st->text[t->end - 1] == '=' &&
	    !is_operator(st, i, no);
}

const char *
operand_plain_string(const struct statement *st, size_t i, size_t *n)
{
	const struct perl_token *t = operand_token(st, i);
	const char *s = st->text + t->at, *end = st->text + t->end, *quote = s;

	if (t->kind != PERL_STRING)
		return NULL;
	if (*s == 'q')
		quote += s[1] == 'q' ? 2 : 1;
	else if (*s != '\'' && *s != '"')
		return NULL;
	for (s = quote; s < end && perlbyte_is_space((unsigned char)*s);)
		s++;
	/* qw(), qx(); a # behind a blank begins a comment */
	if (end - s < 3 ||
	    (s == quote ? perlbyte_is_word((unsigned char)*s) : *s == '#'))
		return NULL;
	*n = (size_t)(end - ++s) - 1;
	for (size_t k = 0; k < *n; k++)
		if (strchr("$@\\", s[k]) || s[k] == '\n')
			return NULL;
	return s;
}

/* --- aggregates --- */

/* Is the variable or ${ at i that of a whole hash or array, as far as its
 * sigil tells? */
static bool
is_plural(const struct statement *st, size_t i)
{
	const struct perl_token *t = operand_token(st, i);

	return (t->kind == PERL_VARIABLE || (t->kind == PERL_OPEN &&
	    t->bracket == PERL_DEREF)) &&
	    (st->text[t->at] == '%' || st->text[t->at] == '@');
}

bool
operand_is_aggregate(const struct statement *st, size_t i, size_t *end,
    bool *bare)
{
	size_t parens = 0;
	const struct perl_token *t;

	for (;; i++)
		if (operand_is(st, i, PERL_OPEN, "("))
			parens++;
		else if (!operand_is(st, i, PERL_OPERATOR, "+"))
			break;
	*bare = parens == 0;
	if (!is_plural(st, i))
		return false;
	if (st->t[i].kind == PERL_OPEN)
		i = operand_close(st, i);
	if (i >= st->count)
		return false;
	t = operand_token(st, ++i);
	if ((t->kind == PERL_OPEN && t->bracket != PERL_BLOCK) ||
	    operand_is(st, i, PERL_OPERATOR, "->"))
		return false;
	for (; parens > 0; parens--, i++)
		if (!operand_is(st, i, PERL_CLOSE, ")"))
			return false;
	*end = i;
	return true;
}

enum operand_binding
operand_binding(const struct statement *st, size_t i, bool bare)
{
	static const char *const always[] = {"->", "++", "--", "**", NULL};
	static const char *const tight[] = {
		"+", "-", ".", "*", "/", "%", "=~", "!~", "<<", ">>", NULL
	};
	static const char *const prefix[] = {"!", "\\", "~", NULL};
	unsigned flags = operand_flags(st, i);

	switch (operand_token(st, i)->kind) {
	case PERL_END: case PERL_SEMICOLON: case PERL_CLOSE:
		return OPERAND_LOOSE;
	case PERL_OPEN:
		return operand_token(st, i)->bracket == PERL_BLOCK ?
		    OPERAND_LOOSE : OPERAND_UNKNOWN;
	case PERL_WORD:
		if (operand_is(st, i, PERL_WORD, "x"))
			return bare ? OPERAND_TIGHT : OPERAND_LOOSE;
		return flags & (PERLWORD_INFIX | PERLWORD_MODIFIER) ?
		    OPERAND_LOOSE : OPERAND_UNKNOWN;
	case PERL_OPERATOR:
		if (is_operator(st, i, always))
			return bare ? OPERAND_TIGHT : OPERAND_UNKNOWN;
		if (is_operator(st, i, prefix) || operand_is_assignment(st, i))
			return OPERAND_UNKNOWN;
		return bare && is_operator(st, i, tight) ? OPERAND_TIGHT :
		    OPERAND_LOOSE;
	default:
		return OPERAND_UNKNOWN;
	}
}

/* --- the truth, or the value? --- */

static const char *const comma[] = {",", "=>", "..", "...", NULL};
static const char *const and_or[] = {"&&", "||", NULL};

/* Does what is at i leave the truth of what is before it the only thing of
 * interest, as far as that alone tells? */
static bool
ends_truth(const struct statement *st, size_t i)
{
	const struct perl_token *t = operand_token(st, i);

	return t->kind == PERL_END || t->kind == PERL_SEMICOLON ||
	    (t->kind == PERL_CLOSE && st->text[t->at] == ')') ||
	    (t->kind == PERL_CLOSE && st->text[t->at] == '}') ||
	    (t->kind == PERL_OPEN && t->bracket == PERL_BLOCK) ||
	    is_operator(st, i, and_or) ||
	    operand_flags(st, i) & PERLWORD_MODIFIER;
}

/* Would the word at i take parentheses behind it for those of its arguments? */
static bool
takes_parentheses(const struct statement *st, size_t i)
{
	return operand_flags(st, i) & PERLWORD_HANDLE ||
	    operand_is(st, i, PERL_WORD, "not");
}

/* Does the condition of ?: begin behind the token at i? */
static bool
begins_ternary(const struct statement *st, size_t i)
{
	static const char *const before[] = {
		"&&", "||", ",", "=>", "?", ":", "!", NULL
	};
	const struct perl_token *t = operand_token(st, i);

	return (t->kind == PERL_OPEN && st->text[t->end - 1] != '{') ||
	    is_operator(st, i, before) || operand_is_assignment(st, i) ||
	    operand_flags(st, i) & (PERLWORD_CONDITION | PERLWORD_LOGIC |
	    PERLWORD_HANDLE) || operand_is(st, i, PERL_WORD, "return");
}

/* Does the word at i, on the way left over `&&`, leave what is right of it
 * alone?  A list operator takes it as an argument. */
static bool
is_term_by_itself(const struct statement *st, size_t i)
{
	const struct perl_token *next = operand_token(st, i + 1);

	/* what looks like its arguments need not be all */
	if (operand_is(st, i, PERL_WORD, "return"))
		return false;
	return operand_flags(st, i) & (PERLWORD_UNARY | PERLWORD_OPERATOR |
	    PERLWORD_INFIX) || next->kind == PERL_CLOSE ||
	    next->kind == PERL_OPERATOR || (next->kind == PERL_OPEN &&
	    st->text[next->at] == '(');
}

/*
 * From the token at i, && or `and`, to the left: where the chain of conditions
 * that it is in begins.  That is behind the token returned, an opening bracket,
 * `if` and its kin, or a semicolon of for(;;); SIZE_MAX: the value is used, or
 * the statement is all.
 */
static size_t
chain_begin(const struct statement *st, size_t i)
{
	bool strict = true;

	for (int steps = STEPS_MAX; steps > 0; steps--, i--) {
		const struct perl_token *t = operand_token(st, i);
		unsigned flags = operand_flags(st, i);

		if (t->kind == PERL_CLOSE) {
			i = opening(st, i, &steps);
			if (i == SIZE_MAX)
				return i;
		} else if (t->kind == PERL_OPEN || t->kind == PERL_SEMICOLON ||
		    flags & PERLWORD_CONDITION) {
			return i;
		} else if (flags & PERLWORD_LOGIC) {
			strict = false;
		} else if (strict && (is_operator(st, i, comma) ||
		    operand_is_assignment(st, i) || (t->kind == PERL_WORD &&
		    !is_term_by_itself(st, i)))) {
			return SIZE_MAX;
		} else if (is_operator(st, i, comma)) {
			return SIZE_MAX;
		}
		if (i == 0)
			break;
	}
	return SIZE_MAX;
}

/* From `to`, the rest of a parenthesis: where it closes, or SIZE_MAX where more
 * than its truth may be used. */
static size_t
chain_end(const struct statement *st, size_t to)
{
	size_t depth = 0;

	for (int steps = 0; steps < STEPS_MAX; steps++, to++) {
		const struct perl_token *t = operand_token(st, to);

		if (t->kind == PERL_END ||
		    (depth == 0 && is_operator(st, to, comma)))
			break;
		if (t->kind == PERL_CLOSE && depth == 0)
			return to;
		depth += t->kind == PERL_OPEN;
		depth -= t->kind == PERL_CLOSE;
	}
	return SIZE_MAX;
}

/* Is it the middle of for(;;) that begins behind the semicolon at i? */
static bool
is_middle(const struct statement *st, size_t i)
{
	for (i++; i < st->count; i++) {
		if (st->t[i].kind == PERL_SEMICOLON)
			return i + 1 < st->count;
		if (st->t[i].kind == PERL_CLOSE)
			break;
		if (st->t[i].kind == PERL_OPEN)
			i = operand_close(st, i);
	}
	return false;
}

const char *
operand_required(const struct statement *st, size_t i, size_t *string,
    size_t *n)
{
	size_t parens = 0, end;

	if (!operand_is(st, i, PERL_WORD, "require") &&
	    !operand_is(st, i, PERL_WORD, "do"))
		return NULL;
	for (i++; operand_is(st, i, PERL_OPEN, "("); i++)
		parens++;
	for (end = i + 1; parens > 0; parens--, end++)
		if (!operand_is(st, end, PERL_CLOSE, ")"))
			return NULL;
	*string = i;
	return operand_binding(st, end, true) == OPERAND_LOOSE ?
	    operand_plain_string(st, i, n) : NULL;
}

bool
operand_is_boolean(const struct statement *st, size_t from, size_t to,
    bool bare)
{
	if (!bare && from > 0 && takes_parentheses(st, from - 1))
		return false;
	for (int steps = 0; steps < STEPS_MAX && from > 0; steps++) {
		size_t begin = from - 1;

		if (operand_is(st, begin, PERL_OPERATOR, "!"))
			return true;
		if (operand_is(st, to, PERL_OPERATOR, "?"))
			return begins_ternary(st, begin);
		if (!ends_truth(st, to))
			return false;
		if (operand_is(st, begin, PERL_WORD, "not"))
			return true;
		if (is_operator(st, begin, and_or) ||
		    operand_flags(st, begin) & PERLWORD_LOGIC)
			begin = chain_begin(st, begin);
		if (operand_flags(st, begin) & PERLWORD_CONDITION)
			return true;
		if (operand_token(st, begin)->kind == PERL_SEMICOLON)
			return is_middle(st, begin);
		if (!operand_is(st, begin, PERL_OPEN, "("))
			return false;
		/* the truth of the parenthesis, then */
		to = chain_end(st, to);
		if (to == SIZE_MAX)
			return false;
		from = begin;
		to++;
	}
	return false;
}
