#define _GNU_SOURCE   /* memmem (POSIX.1-2024) */
#include "perllex.h"

#include "ascii.h"
#include "perlbyte.h"
#include "perlcontext.h"
#include "perlquote.h"
#include "perlword.h"
#include "utf8.h"

#include <string.h>

#define MATCH_MODIFIERS "msixpodualngcer"

/* The longest regex that is believed where nothing but a guess says so. */
enum { TRIED_MAX = 4096 };

/* Perl has no room for a longer <...> (perldiag, "Excessively long <>"). */
enum { GLOB_MAX = 1024 };

/* --- bytes and names --- */

static int
byte(const struct perllex *lx, size_t at)
{
	return perlbyte_at(lx->text, lx->n, at);
}

static size_t
skip_space(const struct perllex *lx, size_t at)
{
	return perlbyte_skip_space(lx->text, lx->n, at);
}

static void
fail(struct perllex *lx, size_t at, const char *what)
{
	lx->trouble = what;
	lx->trouble_at = at;
	lx->at = lx->n;
}

enum { UNKNOWN, YES, NO };   /* struct perllex's utf8 */

/* Bytes above 0x7F make names only under `use utf8`. */
static bool
is_sound_name(struct perllex *lx, size_t at, size_t end)
{
	unsigned char high = 0;

	for (size_t i = at; i < end; i++)
		high |= (unsigned char)lx->text[i];
	if (high < 0x80)
		return true;
	if (lx->utf8 == UNKNOWN)
		lx->utf8 = memmem(lx->text, lx->n, "use utf8", 8) ? YES : NO;
	if (lx->utf8 == YES)
		return true;
	fail(lx, at, "a byte that is no code");
	return false;
}

/* Behind the name at `at`, with its packages, P::x or P'x. */
static size_t
skip_name(const struct perllex *lx, size_t at)
{
	for (;;) {
		int c, next;

		at = perlbyte_skip_word(lx->text, lx->n, at);
		c = byte(lx, at);
		next = byte(lx, at + 1);
		if (c == ':' && next == ':')
			at += 2;
		else if (c == '\'' && perlbyte_is_start(next))
			at++;
		else
			return at;
	}
}

/* --- tokens; each function stands at t->at --- */

/* Does => stand behind `at`, perhaps behind newlines and comments? */
static bool
is_quoted_by_comma(const struct perllex *lx, size_t at)
{
	int c = byte(lx, at);

	if (c != '=' && c != '#' && !perlbyte_is_space(c))
		return false;
	while (at = skip_space(lx, at), byte(lx, at) == '#') {
		const char *end = memchr(lx->text + at, '\n', lx->n - at);

		if (!end)
			return false;
		at = (size_t)(end - lx->text);
	}
	return byte(lx, at) == '=' && byte(lx, at + 1) == '>';
}

/* Is the word that ends at `end` no word of Perl's, because of what is around
 * it? */
static bool
is_plain_name(const struct perllex *lx, size_t end)
{
	const struct perl_token *last = perllex_last(lx, 0);

	if (last->kind == PERL_OPERATOR &&
	    perltoken_is(lx->text, last, "->"))
		return true;
	if (last->kind == PERL_WORD && (perltoken_is(lx->text, last, "sub") ||
	    perltoken_is(lx->text, last, "package")))
		return true;
	/* {so} and {-so} */
	if (last->kind == PERL_OPERATOR && perltoken_is(lx->text, last, "-"))
		last = perllex_last(lx, 1);
	if (last->kind == PERL_OPEN && lx->text[last->end - 1] == '{' &&
	    byte(lx, skip_space(lx, end)) == '}')
		return true;
	return is_quoted_by_comma(lx, end);
}

/* How many parts a quoting word has, and which modifiers; 0: it is none. */
static int
quoted_parts(const char *w, size_t n, const char **modifiers)
{
	unsigned flags;

	/* they are short, and begin with few letters */
	if (n == 0 || n > 2 || !strchr("qmsty", w[0]))
		return 0;
	flags = perlword_flags(w, n);
	*modifiers = "";
	if (w[0] == 't' || w[0] == 'y')
		*modifiers = "cdsr";
	else if (w[n - 1] == 'm' || w[n - 1] == 's' || w[n - 1] == 'r')
		*modifiers = MATCH_MODIFIERS;
	return flags & PERLWORD_QUOTE1 ? 1 : flags & PERLWORD_QUOTE2 ? 2 : 0;
}

static void
quote(struct perllex *lx, struct perl_token *t, int parts,
    const char *modifiers)
{
	bool substitutes = lx->text[t->at] == 's';
	size_t second = 0, ends;

	t->kind = PERL_STRING;
	if (!perlquote_words(lx, parts, modifiers, &second))
		return;
	t->part = (uint32_t)second;
	for (ends = lx->at; substitutes && ascii_alnum(byte(lx, ends - 1)); )
		if (byte(lx, --ends) == 'e')
			t->kind = PERL_EVALUATED;
}


/* `"=" x30` without the blank: x, and a number. */
static bool
is_repetition(const struct perllex *lx, const char *w, size_t n)
{
	if (w[0] != 'x' || n < 2 || lx->last_expect != EXPECT_OPERATOR)
		return false;
	while (n > 1 && perlbyte_is_digit((unsigned char)w[n - 1]))
		n--;
	return n == 1;
}

/* A word, or what a word begins.  False: nothing is left of the text. */
static bool
word(struct perllex *lx, struct perl_token *t)
{
	const char *w = lx->text + t->at, *modifiers;
	size_t end = perlbyte_skip_word(lx->text, lx->n, t->at);
	size_t n = end - t->at;
	int c = byte(lx, end), parts;

	t->kind = PERL_WORD;
	if (is_repetition(lx, w, n)) {
		lx->at++;
		return true;
	}
	if (is_plain_name(lx, end)) {
		t->kind = PERL_NAME;
		end = skip_name(lx, t->at);
	} else if (n <= 2 && (parts = quoted_parts(w, n, &modifiers)) != 0) {
		lx->at = end;
		quote(lx, t, parts, modifiers);
		return true;
	} else if ((c == ':' && byte(lx, end + 1) == ':') ||
	    (c == '\'' && perlword_flags(w, n) == 0)) {
		end = skip_name(lx, t->at);
	} else if (w[0] == '_' && ((n == 7 && memcmp(w, "__END__", n) == 0) ||
	    (n == 8 && memcmp(w, "__DATA__", n) == 0))) {
		return false;
	} else if (n == 6 && memcmp(w, "format", 6) == 0 &&
	    lx->begins) {
		lx->at = end;
		if (perlquote_is_format(lx)) {
			t->kind = PERL_SEMICOLON;
			(void)perlquote_format(lx);
			return true;
		}
	}
	if (is_sound_name(lx, t->at, end))
		lx->at = end;
	return true;
}

static size_t
skip_digits(const struct perllex *lx, size_t at, const char *more)
{
	int c;

	while (perlbyte_is_digit(c = byte(lx, at)) || c == '_' ||
	    (c > 0 && strchr(more, c)))
		at++;
	return at;
}

/* No more than the number: `1if`, `1x3` and `1..5` are two tokens. */
static void
number(struct perllex *lx, struct perl_token *t)
{
	size_t at = lx->at;
	int letter = byte(lx, at) == '0' ? ascii_lower(byte(lx, at + 1)) : 0;

	t->kind = PERL_NUMBER;
	if (letter == 'x' || letter == 'b') {
		lx->at = skip_digits(lx, at + 2, letter == 'x' ?
		    "abcdefABCDEF" : "");
		return;
	}
	at = skip_digits(lx, at, "");
	while (byte(lx, at) == '.' && byte(lx, at + 1) != '.')
		at = skip_digits(lx, at + 1, "");
	if (ascii_lower(byte(lx, at)) == 'e') {
		int sign = byte(lx, at + 1);
		size_t digits = at + 1 + (sign == '-' || sign == '+');

		if (perlbyte_is_digit(byte(lx, digits)))
			at = skip_digits(lx, digits, "");
	}
	lx->at = at;
}

/* Push a bracket; it is `length` bytes long. */
static void
open_bracket(struct perllex *lx, struct perl_token *t, size_t length,
    enum perl_bracket b)
{
	t->kind = PERL_OPEN;
	t->bracket = (unsigned char)b;
	if (lx->depth == PERLLEX_DEPTH) {
		fail(lx, lx->at, "more than 1000 brackets in each other");
		return;
	}
	lx->brackets[lx->depth++] = t->bracket;
	lx->at += length;
}

/* ${name}, ${^NAME}: the name's variable; behind it, or 0. */
static size_t
braced_name(const struct perllex *lx, size_t at)
{
	size_t begin = skip_space(lx, at + 1), end;

	if (byte(lx, begin) == '^')
		begin++;
	end = skip_name(lx, begin);
	if (end == begin)
		return 0;
	end = skip_space(lx, end);
	return byte(lx, end) == '}' ? end + 1 : 0;
}

/* One byte that may be a variable's whole name. */
static bool
is_special(int sigil, int c)
{
	if (sigil == '$' || sigil == '*')
		return c > ' ' && c < 0x7F;
	if (sigil == '@' || sigil == '%')
		return c == '+' || c == '-' || (c == '!' && sigil == '%') ||
		    c == '*';
	return false;
}

/* Is the $ at `at` one before the name of a reference, $$x? */
static bool
is_reference(const struct perllex *lx, size_t at)
{
	int c = byte(lx, at + 1);

	return byte(lx, at) == '$' && (perlbyte_is_start(c) ||
	    perlbyte_is_digit(c) || c == '{' || c == '$' || (c == ':' && byte(lx, at + 2) == ':'));
}

/* A variable, or ${ and the like; `length` bytes are its sigil.  False: it is
 * none. */
static bool
variable(struct perllex *lx, struct perl_token *t, size_t length)
{
	int sigil = byte(lx, lx->at);
	size_t name = skip_space(lx, lx->at + length), end;

	while (is_reference(lx, name))
		name++;
	t->kind = PERL_VARIABLE;
	if (byte(lx, name) == '{') {
		end = braced_name(lx, name);
		if (end == 0) {
			open_bracket(lx, t, name + 1 - lx->at, PERL_DEREF);
			return true;
		}
		lx->at = end;
		return true;
	}
	/* $1 is all of $1x */
	for (end = name; perlbyte_is_digit(byte(lx, end)); end++)
		;
	if (end == name)
		end = skip_name(lx, name);
	if (end == name && byte(lx, name) == '^' && byte(lx, name + 1) >= '?' &&
	    byte(lx, name + 1) <= '_' && sigil != '&' && sigil != '*')
		end = name + 2;
	if (end == name && name == lx->at + length &&
	    is_special(sigil, byte(lx, name)))
		end = name + 1;
	/* $$, the process's number: `name` went on to no other sigil */
	if (end == name && byte(lx, name) == '$')
		end = name + 1;
	if (end == name)
		return false;
	if (is_sound_name(lx, name, end))
		lx->at = end;
	return true;
}

static void
parenthesis(struct perllex *lx, struct perl_token *t)
{
	const struct perl_token *last = perllex_last(lx, 0);
	size_t end = perlcontext_prototype(lx);
	bool call = (last->kind == PERL_OPERATOR &&
	    perltoken_is(lx->text, last, "->")) || (last->kind == PERL_CLOSE &&
	    (last->bracket == PERL_SUBSCRIPT || last->bracket == PERL_LIST ||
	    last->bracket == PERL_CALL));

	if (end == 0) {
		open_bracket(lx, t, 1, call ? PERL_CALL :
		    last->kind == PERL_WORD &&
		    perltoken_is(lx->text, last, "sub") ? PERL_SIGNATURE :
		    PERL_GROUP);
		return;
	}
	t->kind = PERL_STRING;
	lx->at = end;
}

/* Closing brackets without an opening one are a fragment's. */
static void
close_bracket(struct perllex *lx, struct perl_token *t, int c)
{
	enum perl_bracket b = c == ')' ? PERL_GROUP : c == ']' ? PERL_LIST :
	    PERL_BLOCK;

	if (lx->depth > 0) {
		enum perl_bracket open = lx->brackets[lx->depth - 1];
		bool same = c == ')' ? open <= PERL_CALL :
		    c == ']' ? open == PERL_LIST : open >= PERL_SUBSCRIPT;

		if (!same) {
			fail(lx, lx->at, "a bracket that does not match");
			return;
		}
		b = open;
		lx->depth--;
	}
	t->kind = PERL_CLOSE;
	t->bracket = (unsigned char)b;
	lx->at++;
}

/* How long the operator at lx->at is; only those of one letter, `x`, are not
 * told here (perlop). */
static size_t
operator_length(const struct perllex *lx)
{
	int c = byte(lx, lx->at), d = byte(lx, lx->at + 1), e;

	/* `, ` and `= ` are most of them */
	if (d <= ' ' || !strchr("&|*/<>+-=:.~", d))
		return 1;
	e = byte(lx, lx->at + 2);
	if (d == c && strchr("&|*/<>", c))
		return e == '=' ? 3 : 2;
	if (d == c && strchr("+-=:.", c))
		return c == '.' && e == '.' ? 3 : 2;
	if (d == '=' && strchr("+-*/.%x&|^<>!", c))
		return c == '<' && e == '>' ? 3 : 2;
	return (d == '>' && (c == '-' || c == '=')) ||
	    (d == '~' && (c == '=' || c == '!')) ? 2 : 1;
}

static void
operator(struct perllex *lx, struct perl_token *t)
{
	t->kind = PERL_OPERATOR;
	lx->at += operator_length(lx);
}

/* A regex.  One that is only tried must end soon, so that many guesses do not
 * read the rest of the text each. */
static void
match(struct perllex *lx, struct perl_token *t, const char *what)
{
	size_t n = lx->n;

	if (lx->forced_at == lx->at && n - lx->at > TRIED_MAX)
		lx->n = lx->at + TRIED_MAX;
	t->kind = PERL_STRING;
	if (perlquote_part(lx, what))
		while (byte(lx, lx->at) > 0 && strchr(MATCH_MODIFIERS,
		    byte(lx, lx->at)))
			lx->at++;
	lx->n = n;
}

static void
slash(struct perllex *lx, struct perl_token *t)
{
	if (perlcontext_expect(lx) == EXPECT_OPERATOR)
		operator(lx, t);
	else
		match(lx, t, "a regex that is not closed");
}

/* ?PATTERN? went with Perl 5.22, and `shift ? 1 : 0` is what people write.  Yet
 * where a term may come there may be one, in an old program. */
static void
question(struct perllex *lx, struct perl_token *t)
{
	if (perlcontext_known(lx) == EXPECT_TERM &&
	    perlcontext_guess(lx, EXPECT_OPERATOR) == EXPECT_TERM)
		match(lx, t, "a ?pattern? that is not closed");
	else
		operator(lx, t);
}

static void
less(struct perllex *lx, struct perl_token *t)
{
	size_t at = lx->at + 1;
	int c;

	if (byte(lx, at) == '=' || perlcontext_expect(lx) == EXPECT_OPERATOR) {
		operator(lx, t);
		return;
	}
	t->kind = PERL_STRING;
	if (perlquote_is_here(lx, perlcontext_known(lx) == EXPECT_TERM)) {
		(void)perlquote_here(lx);
		return;
	}
	while ((c = byte(lx, at)) != '>' && c != '\n' && c != -1 &&
	    at - lx->at < GLOB_MAX)
		at++;
	if (c == '>' && byte(lx, at + 1) == '>' && byte(lx, lx->at + 1) == '<')
		at++;
	if (c == '>')
		lx->at = at + 1;
	else
		operator(lx, t);
}

/* %, & and *: a variable where a term stands.  Behind a word that may be a sub,
 * both make tokens of the same bytes but for the first, unless a name is there
 * that quotes. */
static void
sigil(struct perllex *lx, struct perl_token *t)
{
	int e = perlcontext_known(lx);
	bool apart = perllex_last(lx, 0)->end < lx->at;
	const char *word = lx->text + lx->at + 1, *modifiers;
	size_t end = perlbyte_skip_word(lx->text, lx->n, lx->at + 1);

	if (e == EXPECT_ASK) {
		e = perllex_last(lx, 0)->kind == PERL_CLOSE ||
		    (apart && byte(lx, lx->at + 1) > ' ') ? EXPECT_TERM :
		    EXPECT_OPERATOR;
		if (quoted_parts(word, end - lx->at - 1, &modifiers) != 0)
			e = perlcontext_guess(lx, e);
	}
	if (byte(lx, lx->at + 1) == '*' &&
	    perltoken_is(lx->text, perllex_last(lx, 0), "->")) {
		/* $x->&* and the like */
		t->kind = PERL_VARIABLE;
		lx->at += 2;
	} else if (e == EXPECT_OPERATOR ||
	    byte(lx, lx->at + 1) == byte(lx, lx->at) || !variable(lx, t, 1)) {
		operator(lx, t);
	}
}

static void
dollar(struct perllex *lx, struct perl_token *t)
{
	int next = byte(lx, lx->at + 2);
	bool arrow = perltoken_is(lx->text, perllex_last(lx, 0), "->");
	size_t length = byte(lx, lx->at + 1) == '#' &&
	    (perlbyte_is_start(next) || (next == '*' && arrow) ||
	    (next > 0 && strchr("{$:@+-", next))) ? 2 : 1;

	if (!variable(lx, t, length))
		fail(lx, lx->at, "a `$` without a name");
}

/* -e and the other tests of files are operators of two bytes. */
static void
minus(struct perllex *lx, struct perl_token *t)
{
	int letter = byte(lx, lx->at + 1);

	if (letter > 0 && strchr("rwxoRWXOezsfdlpSugkbctTBAMC", letter) &&
	    !perlbyte_is_word(byte(lx, lx->at + 2)) &&
	    perlcontext_known(lx) != EXPECT_OPERATOR &&
	    !is_quoted_by_comma(lx, lx->at + 2)) {
		t->kind = PERL_OPERATOR;
		lx->at += 2;
		return;
	}
	operator(lx, t);
}

/* ::name is one of main's. */
static void
colon(struct perllex *lx, struct perl_token *t)
{
	if (byte(lx, lx->at + 1) == ':' && lx->last_expect != EXPECT_OPERATOR &&
	    perlbyte_is_start(byte(lx, lx->at + 2))) {
		t->kind = PERL_WORD;
		lx->at = skip_name(lx, lx->at);
	} else {
		operator(lx, t);
	}
}

/* All other bytes.  False: nothing is left of the text. */
static bool
punctuation(struct perllex *lx, struct perl_token *t, int c)
{
	switch (c) {
	case '"': case '\'': case '`':
		t->kind = PERL_STRING;
		(void)perlquote_part(lx, "a string that is not closed");
		break;
	case '$': dollar(lx, t); break;
	case '@':
		if (!variable(lx, t, 1))
			operator(lx, t);
		break;
	case '%': case '&': case '*': sigil(lx, t); break;
	case '/': slash(lx, t); break;
	case '?': question(lx, t); break;
	case '<': less(lx, t); break;
	case '-': minus(lx, t); break;
	case '(': parenthesis(lx, t); break;
	case '[': open_bracket(lx, t, 1, PERL_LIST); break;
	case '{': open_bracket(lx, t, 1, perlcontext_brace(lx)); break;
	case ')': case ']': case '}': close_bracket(lx, t, c); break;
	case ';': t->kind = PERL_SEMICOLON; lx->at++; break;
	case ':': colon(lx, t); break;
	case 4: case 26: return false;   /* ^D, ^Z */
	default:
		if (c < ' ' || c >= 0x7F)
			fail(lx, lx->at, "a byte that is no code");
		else
			operator(lx, t);
	}
	return true;
}

/* --- the whole --- */

static unsigned char
expect_behind(const struct perllex *lx, const struct perl_token *t)
{
	switch (t->kind) {
	case PERL_WORD:
		return EXPECT_ASK;
	case PERL_CLOSE:
		return t->bracket == PERL_BLOCK ||
		    t->bracket == PERL_BLOCK_LIST || t->bracket == PERL_EITHER ?
		    EXPECT_TERM : EXPECT_OPERATOR;
	case PERL_OPERATOR:
		/* ++ and -- behind a term leave it one */
		if (t->end - t->at == 2 && lx->last_expect == EXPECT_OPERATOR &&
		    (perltoken_is(lx->text, t, "++") ||
		    perltoken_is(lx->text, t, "--")))
			return EXPECT_OPERATOR;
		return EXPECT_TERM;
	case PERL_OPEN: case PERL_SEMICOLON:
		return EXPECT_TERM;
	default:
		return EXPECT_OPERATOR;
	}
}

/* May a statement begin behind the token, the last one? */
static bool
begins_behind(const struct perllex *lx, const struct perl_token *t)
{
	switch (t->kind) {
	case PERL_SEMICOLON:
		return true;
	case PERL_OPEN:
		return perl_is_block(t->bracket) || t->bracket == PERL_DEREF;
	case PERL_CLOSE:
		return t->bracket >= PERL_BLOCK;
	case PERL_OPERATOR:
		return lx->labels && perltoken_is(lx->text, t, ":");
	default:
		return false;
	}
}

void
perllex_begin(struct perllex *lx, const char *text, size_t n)
{
	lx->text = text;
	lx->n = n;
	lx->at = utf8_bom(text, n);
	memset(lx->tokens, 0, sizeof lx->tokens);
	lx->count = 0;
	lx->last_expect = EXPECT_TERM;
	lx->begins = true;
	lx->labels = false;
	lx->skip_from = lx->skip_to = lx->depth = 0;
	lx->utf8 = UNKNOWN;
	lx->trouble = NULL;
	lx->other = NULL;
	lx->guess_at = lx->forced_at = SIZE_MAX;
}

/* Perl takes POD only where a statement may begin; behind a brace that may be
 * that of a hash, `=` may assign. */
static bool
begins_pod(struct perllex *lx)
{
	const struct perl_token *last = perllex_last(lx, 0);

	if (last->kind == PERL_CLOSE && last->bracket == PERL_EITHER)
		return perlcontext_guess(lx, EXPECT_TERM) == EXPECT_TERM;
	return lx->begins;
}

/* White space, comments and POD. */
static void
skip_nothing(struct perllex *lx)
{
	perlquote_space(lx);
	while (byte(lx, lx->at) == '=' &&
	    (lx->at == 0 || lx->text[lx->at - 1] == '\n') &&
	    perlbyte_is_start(byte(lx, lx->at + 1)) && begins_pod(lx)) {
		perlquote_pod(lx);
		perlquote_space(lx);
	}
}

const struct perl_token *
perllex_next(struct perllex *lx)
{
	struct perl_token *t = &lx->tokens[(lx->count + 1) & 3];
	bool more = true, begins;
	int c;

	skip_nothing(lx);
	c = byte(lx, lx->at);
	*t = (struct perl_token){.at = (uint32_t)lx->at};
	if (c == -1)
		more = false;
	else if (perlbyte_is_start(c))
		more = word(lx, t);
	else if (perlbyte_is_digit(c) || (c == '.' &&
	    lx->last_expect == EXPECT_TERM &&
	    perlbyte_is_digit(byte(lx, lx->at + 1))))
		number(lx, t);
	else
		more = punctuation(lx, t, c);
	if (!more || lx->trouble) {
		lx->at = lx->n;
		t->kind = PERL_END;
	}
	t->end = (uint32_t)lx->at;
	lx->last_expect = expect_behind(lx, t);
	begins = begins_behind(lx, t);
	lx->labels = lx->begins && t->kind == PERL_WORD;
	lx->begins = begins;
	lx->count++;
	return t;
}

bool
perllex_meet(const struct perllex *a, const struct perllex *b)
{
	const struct perl_token *s = perllex_last(a, 0);
	const struct perl_token *t = perllex_last(b, 0);

	return a->at == b->at && a->last_expect == b->last_expect &&
	    a->begins == b->begins && a->labels == b->labels &&
	    s->kind == t->kind && s->at == t->at &&
	    a->skip_from == b->skip_from && a->skip_to == b->skip_to &&
	    a->depth == b->depth &&
	    memcmp(a->brackets, b->brackets, a->depth) == 0;
}
