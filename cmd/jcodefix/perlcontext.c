#include "perlcontext.h"

#include "perlbyte.h"
#include "perlquote.h"
#include "perlword.h"

#include <string.h>

static int
byte(const struct perllex *lx, size_t at)
{
	return perlbyte_at(lx->text, lx->n, at);
}

/* Is the last token, a word, a file handle, behind print or print( ? */
static bool
is_handle(const struct perllex *lx)
{
	const struct perl_token *before = perllex_last(lx, 1);

	if (before->kind == PERL_OPEN && before->bracket == PERL_GROUP)
		before = perllex_last(lx, 2);
	return (perltoken_flags(lx->text, before) & PERLWORD_HANDLE) != 0;
}

/* Is lx->at behind `print $fh `, and what is there looks like a term to Perl?
 * (toke.c, case '$') */
static bool
is_behind_handle(const struct perllex *lx)
{
	const struct perl_token *last = perllex_last(lx, 0);
	const struct perl_token *before = perllex_last(lx, 1);
	int c = byte(lx, lx->at), next = byte(lx, lx->at + 1);

	if (before->kind == PERL_OPEN && before->bracket == PERL_GROUP)
		before = perllex_last(lx, 2);
	if (last->kind != PERL_VARIABLE || lx->text[last->at] != '$' ||
	    last->end == lx->at || !(perltoken_flags(lx->text, before) &
	    (PERLWORD_HANDLE | PERLWORD_BLOCK_LIST)))
		return false;
	if (c == '<' && next == '<')
		return perlquote_is_here(lx, false);
	if (c == '/' || c == '?')
		return next > ' ' && next != '=' && next != '/';
	return perlbyte_is_start(next);
}

/* Is lx->at behind `name $x`, which may be `$x->name(...)`, or name($x ...)? */
static bool
is_behind_object(const struct perllex *lx)
{
	const struct perl_token *name = perllex_last(lx, 1);

	return perllex_last(lx, 0)->kind == PERL_VARIABLE &&
	    name->kind == PERL_WORD && perltoken_flags(lx->text, name) == 0 &&
	    lx->text[perllex_last(lx, 0)->at] == '$';
}

int
perlcontext_known(const struct perllex *lx)
{
	const struct perl_token *last = perllex_last(lx, 0);
	unsigned flags;

	if (lx->last_expect == EXPECT_TERM)
		return last->kind == PERL_CLOSE &&
		    last->bracket == PERL_EITHER ? EXPECT_ASK : EXPECT_TERM;
	if (lx->last_expect == EXPECT_OPERATOR) {
		if (is_behind_object(lx))
			return EXPECT_ASK;
		return is_behind_handle(lx) ? EXPECT_TERM : EXPECT_OPERATOR;
	}
	flags = perltoken_flags(lx->text, last);
	if (flags & PERLWORD_DOR && byte(lx, lx->at) == '/' &&
	    byte(lx, lx->at + 1) == '/')
		return EXPECT_OPERATOR;
	if (flags & PERLWORD_OPERATOR)
		return EXPECT_OPERATOR;
	if (flags != 0)
		return EXPECT_TERM;
	return is_handle(lx) ? EXPECT_TERM : EXPECT_ASK;
}

int
perlcontext_guess(struct perllex *lx, int usual)
{
	if (lx->forced_at == lx->at)
		return lx->forced;
	lx->guess_at = lx->at;
	if (lx->other) {
		*lx->other = *lx;
		lx->other->other = NULL;
		lx->other->guess_at = SIZE_MAX;
		lx->other->forced_at = lx->at;
		lx->other->forced = usual == EXPECT_TERM ? EXPECT_OPERATOR :
		    EXPECT_TERM;
		lx->other = NULL;
	}
	return usual;
}

int
perlcontext_expect(struct perllex *lx)
{
	int e = perlcontext_known(lx);

	if (e != EXPECT_ASK)
		return e;
	if (perllex_last(lx, 0)->kind == PERL_CLOSE ||
	    (byte(lx, lx->at) == '<' && perlquote_is_here(lx, false)))
		return perlcontext_guess(lx, EXPECT_TERM);
	return perlcontext_guess(lx, EXPECT_OPERATOR);
}

enum perl_bracket
perlcontext_brace(const struct perllex *lx)
{
	const struct perl_token *last = perllex_last(lx, 0);
	unsigned flags = perltoken_flags(lx->text, last);
	int c = last->end > 0 ? byte(lx, last->end - 1) : -1;

	switch (last->kind) {
	case PERL_STRING:   /* a prototype, or qw() of foreach */
		return perltoken_is(lx->text, perllex_last(lx, 1), "sub") ?
		    PERL_BLOCK_TERM : PERL_BLOCK;
	case PERL_END: case PERL_SEMICOLON: case PERL_EVALUATED:
	case PERL_NUMBER:
		return PERL_BLOCK;
	case PERL_VARIABLE:
		return byte(lx, last->at) == '&' ? PERL_EITHER : PERL_SUBSCRIPT;
	case PERL_OPEN:
		return perl_is_block(last->bracket) ? PERL_BLOCK : PERL_HASH;
	case PERL_CLOSE:
		if (last->bracket == PERL_SIGNATURE)
			return PERL_BLOCK_TERM;
		return perl_is_block(last->bracket) ||
		    last->bracket == PERL_GROUP ? PERL_BLOCK : PERL_SUBSCRIPT;
	case PERL_OPERATOR:
		if (perltoken_is(lx->text, last, "->"))
			return PERL_SUBSCRIPT;
		return c == ':' ? PERL_EITHER : PERL_HASH;
	case PERL_NAME:
		return perltoken_is(lx->text, perllex_last(lx, 1), "sub") ||
		    perltoken_is(lx->text, perllex_last(lx, 1), "package") ?
		    PERL_BLOCK : PERL_EITHER;
	default:
		break;
	}
	if (flags & PERLWORD_BLOCK_TERM)
		return PERL_BLOCK_TERM;
	if (flags & PERLWORD_BLOCK_LIST)
		return PERL_BLOCK_LIST;
	if (flags & PERLWORD_BLOCK)
		return PERL_BLOCK;
	return flags ? PERL_HASH : PERL_EITHER;
}

size_t
perlcontext_prototype(const struct perllex *lx)
{
	size_t at = lx->at + 1;
	const struct perl_token *word = perllex_last(lx, 0);

	if (word->kind == PERL_NAME)
		word = perllex_last(lx, 1);
	if (word->kind != PERL_WORD || (!perltoken_is(lx->text, word, "sub") &&
	    !perltoken_is(lx->text, word, "prototype")))
		return 0;
	while (byte(lx, at) > 0 && strchr("$@%&*;\\[]+_ \t\r\n", byte(lx, at)))
		at++;
	return byte(lx, at) == ')' ? at + 1 : 0;
}
