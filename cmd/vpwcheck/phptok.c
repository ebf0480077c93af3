#include "phptok.h"

#include "ascii.h"

#include <string.h>

static bool
word_byte(unsigned char c)
{
	return ascii_alnum(c) || c == '_' || c >= 0x80;
}

static bool
begins(const struct phptok *t, const char *s)
{
	size_t n = strlen(s);

	return (size_t)(t->end - t->p) >= n && memcmp(t->p, s, n) == 0;
}

static void
advance(struct phptok *t, size_t n)
{
	for (; n > 0 && t->p < t->end; n--)
		t->line += *t->p++ == '\n';
}

void
phptok_begin(struct phptok *t, const char *text, size_t n)
{
	*t = (struct phptok){.p = text, .end = text + n, .line = 1};
	if (begins(t, "\xEF\xBB\xBF"))
		advance(t, 3);
}

static void
skip_line(struct phptok *t)
{
	while (t->p < t->end && *t->p != '\n' && *t->p != '\r' &&
	    !begins(t, "?>"))
		t->p++;
}

/* False: a comment has no end. */
static bool
skip_comment(struct phptok *t)
{
	t->at = t->line;
	advance(t, 2);
	while (t->p < t->end && !begins(t, "*/"))
		advance(t, 1);
	if (t->p == t->end)
		return false;
	advance(t, 2);
	return true;
}

/* Behind ?> nothing is code, up to the next tag. */
static void
skip_html(struct phptok *t)
{
	while (t->p < t->end && !begins(t, "<?php") && !begins(t, "<?="))
		advance(t, 1);
}

/* Come to the next token.  False: a comment has no end. */
static bool
skip_blank(struct phptok *t)
{
	while (t->p < t->end) {
		if (*t->p == ' ' || (*t->p >= '\t' && *t->p <= '\r'))
			advance(t, 1);
		else if (*t->p == '#' || begins(t, "//"))
			skip_line(t);
		else if (begins(t, "<?php")) {
			advance(t, 5);
			t->tagged = true;
		} else if (begins(t, "?>"))
			skip_html(t);
		else if (!begins(t, "/*"))
			return true;
		else if (!skip_comment(t)) {
			t->why = "a comment has no end";
			return false;
		}
	}
	return true;
}

static int
digit(int c, unsigned base)
{
	int l = ascii_lower(c);
	int v = c >= '0' && c <= '9' ? c - '0' :
	    l >= 'a' && l <= 'f' ? l - 'a' + 10 : 16;

	return v < (int)base ? v : -1;
}

/* Up to `most` digits at t->p: their number in *v. */
static size_t
digits(struct phptok *t, unsigned base, size_t most, unsigned long *v)
{
	size_t n = 0;
	int d;

	for (*v = 0; n < most && t->p < t->end &&
	    (d = digit((unsigned char)*t->p, base)) >= 0; n++, t->p++)
		*v = *v * base + (unsigned)d;
	return n;
}

static int
put_utf8(struct buf *b, unsigned long c)
{
	int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const int lead[] = {0, 0xC0, 0xE0, 0xF0};
	int r = buf_putc(b, lead[more] | (int)(c >> (6 * more)));

	while (r == 0 && more-- > 0)
		r = buf_putc(b, 0x80 | (int)(c >> (6 * more) & 0x3F));
	return r;
}

/* \u{...}, behind the \u. */
static int
put_codepoint(struct phptok *t)
{
	unsigned long c;

	t->p++;
	while (begins(t, "0"))
		t->p++;   /* as many as one likes */
	if (digits(t, 16, 7, &c) == 0 && t->p[-1] != '0')
		c = 0x110000;
	if (c > 0x10FFFF || !begins(t, "}")) {
		t->why = "no character has the number in \\u{...}";
		return 0;
	}
	t->p++;
	return put_utf8(&t->value, c);
}

/* Pairs: a byte behind a backslash in "...", and what both stand for. */
static const char escapes[] = "n\nt\tr\rv\ve\033f\f\\\\$$\"\"";

/* An escape of "...": t->p is behind the backslash. */
static int
put_escape(struct phptok *t)
{
	unsigned long v;

	if (t->p == t->end)
		return 0;
	for (const char *e = escapes; *e; e += 2) {
		if (*e == *t->p) {
			t->p++;
			return buf_putc(&t->value, e[1]);
		}
	}
	if (digits(t, 8, 3, &v) > 0)
		return buf_putc(&t->value, (int)(v & 0xFF));
	if (begins(t, "u{")) {
		t->p++;
		return put_codepoint(t);
	}
	if (ascii_lower(*t->p) == 'x' && t->end - t->p > 1 &&
	    digit((unsigned char)t->p[1], 16) >= 0) {
		t->p++;
		(void)digits(t, 16, 2, &v);
		return buf_putc(&t->value, (int)v);
	}
	if (buf_putc(&t->value, '\\') != 0)
		return -1;
	/* no variable begins with that brace */
	return *t->p == '{' ? buf_putc(&t->value, *t->p++) : 0;
}

/* Does a variable begin at t->p? */
static bool
variable(const struct phptok *t)
{
	unsigned char next = t->end - t->p > 1 ? (unsigned char)t->p[1] : 0;

	if (*t->p == '{')
		return next == '$';
	return *t->p == '$' &&
	    (next == '{' || (word_byte(next) && digit(next, 10) < 0));
}

/* A byte, or an escape, of a string that ends with `quote`. */
static int
put_piece(struct phptok *t, char quote)
{
	if (quote == '"' && variable(t))
		t->why = "a variable stands in the string";
	if (*t->p == '\\' && quote == '"') {
		t->p++;
		return put_escape(t);
	}
	if (begins(t, "\\\\") || begins(t, "\\'"))
		t->p++;
	if (*t->p == '\n')
		t->line++;
	return buf_putc(&t->value, *t->p++);
}

static int
string(struct phptok *t)
{
	char quote = *t->p++;

	buf_clear(&t->value);
	while (t->p < t->end && *t->p != quote) {
		if (put_piece(t, quote) != 0) {
			t->why = "out of memory";
			return PHPTOK_BAD;
		}
	}
	if (t->p == t->end) {
		t->why = "a string has no end";
		return PHPTOK_BAD;
	}
	t->p++;
	return PHPTOK_STRING;
}

/* A here-document: only its end is looked for, a line that begins with its
 * name. */
static int
here_document(struct phptok *t)
{
	const char *name;
	size_t n = 0;

	t->p += 3;
	while (t->p < t->end && strchr(" \t'\"", *t->p) && *t->p)
		t->p++;
	for (name = t->p; name + n < t->end &&
	    word_byte((unsigned char)name[n]); n++)
		;
	while (t->p < t->end) {
		while (t->p < t->end && *t->p != '\n')
			t->p++;
		while (t->p < t->end && (*t->p == ' ' || *t->p == '\t' ||
		    *t->p == '\n'))
			advance(t, 1);
		if (n > 0 && (size_t)(t->end - t->p) >= n &&
		    memcmp(t->p, name, n) == 0 && (t->p + n == t->end ||
		    !word_byte((unsigned char)t->p[n]))) {
			t->p += n;
			t->why = "a here-document is not understood";
			return PHPTOK_STRING;
		}
	}
	t->why = "a here-document has no end";
	return PHPTOK_BAD;
}

int
phptok_next(struct phptok *t)
{
	t->why = NULL;
	t->at = t->line;
	if (!skip_blank(t))
		return PHPTOK_BAD;
	t->at = t->line;
	if (t->p == t->end)
		return PHPTOK_END;
	if (*t->p == '\'' || *t->p == '"')
		return string(t);
	if (begins(t, "<<<")) {
		buf_clear(&t->value);
		return here_document(t);
	}
	if (begins(t, "=>")) {
		t->p += 2;
		return PHPTOK_ARROW;
	}
	if (!word_byte((unsigned char)*t->p) && *t->p != '$')
		return (unsigned char)*t->p++;
	t->word = t->p++;
	while (t->p < t->end && word_byte((unsigned char)*t->p))
		t->p++;
	t->word_len = (size_t)(t->p - t->word);
	return PHPTOK_WORD;
}

bool
phptok_is(const struct phptok *t, int token, const char *word)
{
	/* of words only the names of variables have a case */
	return token == PHPTOK_WORD && (*word == '$' ?
	    t->word_len == strlen(word) &&
	    memcmp(t->word, word, t->word_len) == 0 :
	    ascii_same(t->word, t->word_len, word, strlen(word)));
}

void
phptok_end(struct phptok *t)
{
	buf_free(&t->value);
	t->p = t->end;
}
