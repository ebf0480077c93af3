#include "mime.h"

#include "ascii.h"

#include <stdbool.h>
#include <string.h>

struct word {
	const char *charset, *text;
	size_t charset_len, text_len;
	char encoding;   /* 'b' or 'q' */
	size_t end;      /* offset behind it */
};

void
mime_init(struct mime *m, const char *text, size_t n)
{
	*m = (struct mime){.text = text, .len = n};
}

void
mime_end(struct mime *m)
{
	buf_free(&m->decoded);
}

/* The '?' that ends the part of an encoded-word at i; len: there is none
 * before a white space. */
static size_t
part_end(const struct mime *m, size_t i, bool spaces)
{
	for (; i < m->len && m->text[i] != '?'; i++)
		if (m->text[i] == ' ' && !spaces)
			return m->len;
	return i;
}

/* Is there an encoded-word at i? */
static bool
parse_word(const struct mime *m, size_t i, struct word *w)
{
	size_t cs, enc, text;
	const char *star;

	if (m->len - i < 2 || m->text[i] != '=' || m->text[i + 1] != '?')
		return false;
	cs = part_end(m, i + 2, false);
	if (cs >= m->len || cs == i + 2)
		return false;
	enc = cs + 2;
	if (enc >= m->len || m->text[enc] != '?')
		return false;
	/* mailers leave spaces in Q text */
	text = part_end(m, enc + 1, true);
	if (text + 1 >= m->len || m->text[text + 1] != '=')
		return false;
	w->encoding = (char)ascii_lower(m->text[cs + 1]);
	w->charset = m->text + i + 2;
	w->charset_len = cs - (i + 2);
	star = memchr(w->charset, '*', w->charset_len);
	if (star)
		w->charset_len = (size_t)(star - w->charset);
	w->text = m->text + enc + 1;
	w->text_len = text - (enc + 1);
	w->end = text + 2;
	return w->encoding == 'b' || w->encoding == 'q';
}

static int
hex(char c)
{
	int l = ascii_lower(c);

	return c >= '0' && c <= '9' ? c - '0' :
	    l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

static int
put_q(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int c = s[i] == '_' ? ' ' : s[i];

		if (c == '=' && i + 2 < n && hex(s[i + 1]) >= 0 &&
		    hex(s[i + 2]) >= 0) {
			c = hex(s[i + 1]) << 4 | hex(s[i + 2]);
			i += 2;
		}
		if (buf_putc(out, c) != 0)
			return -1;
	}
	return 0;
}

static int
base64(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' :
	    c >= 'a' && c <= 'z' ? c - 'a' + 26 :
	    c >= '0' && c <= '9' ? c - '0' + 52 :
	    c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int
put_b(struct buf *out, const char *s, size_t n)
{
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < n; i++) {
		int v = base64(s[i]);

		if (v < 0)  /* padding, or what RFC 2045 says to pass over */
			continue;
		bits = (bits << 6 | (unsigned)v) & 0xFFFFFF;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		if (buf_putc(out, (int)(bits >> have & 0xFF)) != 0)
			return -1;
	}
	return 0;
}

static int
put_word(struct buf *out, const struct word *w)
{
	return (w->encoding == 'b' ? put_b : put_q)(out, w->text, w->text_len);
}

/* Gather the encoded-word `first` and its neighbours of the same charset. */
static int
gather(struct mime *m, struct word first, struct mime_span *s)
{
	struct word w = first;

	buf_clear(&m->decoded);
	do {
		size_t next = w.end;

		if (put_word(&m->decoded, &w) != 0)
			return -1;
		m->pos = w.end;
		while (next < m->len && m->text[next] == ' ')
			next++;
		if (next >= m->len || !parse_word(m, next, &w))
			break;
		m->pos = next;
	} while (ascii_same(w.charset, w.charset_len, first.charset,
	    first.charset_len));
	*s = (struct mime_span){first.charset, first.charset_len,
	    m->decoded.p, m->decoded.len};
	return 1;
}

int
mime_next(struct mime *m, struct mime_span *s)
{
	size_t i = m->pos;
	struct word w = {0};

	if (i >= m->len)
		return 0;
	for (; i < m->len; i++) {
		const char *eq = memchr(m->text + i, '=', m->len - i);

		i = eq ? (size_t)(eq - m->text) : m->len;
		if (!eq || parse_word(m, i, &w))
			break;
	}
	if (i == m->pos)
		return gather(m, w, s);
	*s = (struct mime_span){NULL, 0, m->text + m->pos, i - m->pos};
	m->pos = i;
	return 1;
}
