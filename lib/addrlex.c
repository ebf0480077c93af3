#include "addrlex.h"

#include "jis.h"

#include <string.h>

void
addrlex_init(struct addrlex *l, const char *body, size_t len,
    enum multibyte kind)
{
	*l = (struct addrlex){.body = body, .len = len, .kind = kind,
	    .no_quote_from = len};
}

bool
addrlex_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

size_t
addrlex_step(const struct addrlex *l, size_t i)
{
	if (l->body[i] == '\\' && i + 1 < l->len)
		return 1 + multibyte_step(l->kind, l->body + i + 1,
		    l->len - i - 1);
	return multibyte_step(l->kind, l->body + i, l->len - i);
}

/* The end of the quoted-string that opens at i, or 0: it is never closed. */
static size_t
quoted_end(const struct addrlex *l, size_t i)
{
	for (i++; i < l->len; i += addrlex_step(l, i))
		if (l->body[i] == '"')
			return i + 1;
	return 0;
}

/* The same for a comment; comments nest. */
static size_t
comment_end(const struct addrlex *l, size_t i)
{
	size_t depth = 0;

	for (; i < l->len; i += addrlex_step(l, i)) {
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
literal_end(const struct addrlex *l, size_t i)
{
	for (i++; i < l->len; i += addrlex_step(l, i)) {
		if (l->body[i] == ']')
			return i + 1;
		if (memchr("[<>@,;\"()", l->body[i], 9))
			return 0;
	}
	return 0;
}

/* RFC 2047, 2: =?charset?encoding?text?=, without white space; the specials
 * that 5 (3) forbids in it, mailers leave in it.  0: none. */
static size_t
encoded_word_end(const struct addrlex *l, size_t i)
{
	unsigned marks = 0;

	if (l->len - i < 2 || l->body[i] != '=' || l->body[i + 1] != '?')
		return 0;
	for (i += 2; i < l->len && !addrlex_is_space(l->body[i]); i++) {
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
atom_end(const struct addrlex *l, size_t i)
{
	size_t begin = i, word;

	while (i < l->len && !addrlex_is_space(l->body[i])) {
		if ((word = encoded_word_end(l, i)) != 0) {
			i = word;
			continue;
		}
		if ((is_special(l->body[i]) || l->body[i] == JIS_ESC) &&
		    i > begin)
			break;
		i += addrlex_step(l, i);
	}
	return i;
}

static struct addrlex_token
lex_comment(struct addrlex *l, size_t i)
{
	struct addrlex_token open = {LEX_STRAY, i, i + 1};
	size_t end;

	if (l->found)
		open = (struct addrlex_token){LEX_SPACE, i, l->len};
	for (unsigned k = 0; k < l->open_count; k++)
		if (l->open[k] == i)
			return open;
	if (l->open_count == ADDRLEX_OPEN && i > l->open_to)
		return (struct addrlex_token){LEX_SPACE, i, l->len};
	end = comment_end(l, i);
	if (end)
		return (struct addrlex_token){LEX_COMMENT, i, end};
	if (l->open_count < ADDRLEX_OPEN)
		l->open[l->open_count++] = i;
	if (i > l->open_to)
		l->open_to = i;
	return open;
}

static struct addrlex_token
lex_quoted(struct addrlex *l, size_t i)
{
	size_t end = i < l->no_quote_from ? quoted_end(l, i) : 0;

	if (end)
		return (struct addrlex_token){LEX_QUOTED, i, end};
	if (i < l->no_quote_from)
		l->no_quote_from = i;
	return (struct addrlex_token){LEX_STRAY, i, i + 1};
}

struct addrlex_token
addrlex(struct addrlex *l, size_t i)
{
	size_t end;

	if (i >= l->len)
		return (struct addrlex_token){LEX_END, l->len, l->len};
	switch (l->body[i]) {
	case ' ': case '\t': case '\r': case '\n':
		return (struct addrlex_token){LEX_SPACE, i, i + 1};
	case ')':
		return (struct addrlex_token){LEX_STRAY, i, i + 1};
	case '(':
		return lex_comment(l, i);
	case '"':
		return lex_quoted(l, i);
	case '[':
		end = literal_end(l, i);
		return end ? (struct addrlex_token){LEX_LITERAL, i, end} :
		    (struct addrlex_token){LEX_ATOM, i, atom_end(l, i)};
	case '<':
		return (struct addrlex_token){LEX_LT, i, i + 1};
	case '>':
		return (struct addrlex_token){LEX_GT, i, i + 1};
	case '@':
		return (struct addrlex_token){LEX_AT, i, i + 1};
	case ',':
		return (struct addrlex_token){LEX_COMMA, i, i + 1};
	case ';':
		return (struct addrlex_token){LEX_SEMICOLON, i, i + 1};
	case ':':
		return (struct addrlex_token){LEX_COLON, i, i + 1};
	case JIS_ESC:
		end = multibyte_step(MULTIBYTE_NONE, l->body + i, l->len - i);
		if (end > 1)
			return (struct addrlex_token){LEX_JAPANESE, i, i + end};
		break;
	default:
		break;
	}
	return (struct addrlex_token){LEX_ATOM, i, atom_end(l, i)};
}
