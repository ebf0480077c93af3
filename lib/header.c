#include "header.h"

#include <string.h>

bool
header_is_end(const char *s, size_t n)
{
	return (n >= 1 && s[0] == '\n') ||
	    (n >= 2 && s[0] == '\r' && s[1] == '\n');
}

int
header_read(struct window *w, struct header *h)
{
	size_t line = 0;  /* offset of the line being looked at */
	size_t seen = 0;  /* its end is not before this offset */

	for (;;) {
		const char *p = w->mem + w->start;
		size_t held = w->end - w->start;
		const char *nl;
		int r;

		while (seen < held &&
		    (nl = memchr(p + seen, '\n', held - seen)) != NULL) {
			size_t len = (size_t)(nl - (p + line)) + 1;

			if (header_is_end(p + line, len)) {
				*h = (struct header){p, line};
				w->start += line + len;
				return WINDOW_OK;
			}
			seen = line += len;
		}
		seen = held;
		r = window_more(w);
		if (r == WINDOW_OK)
			continue;
		if (r != WINDOW_END)
			return r;
		*h = (struct header){w->mem + w->start, held};
		w->start = w->end;
		return held ? WINDOW_OK : WINDOW_END;
	}
}

bool
header_is_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~' || s[i] == ':')
			return false;
	return n > 0;
}

size_t
header_name_given(const char *s, size_t n)
{
	if (n > 0 && s[n - 1] == ':')
		n--;
	return header_is_name(s, n) && s[0] != '-' ? n : 0;
}

/* The offset behind the line at i and the lines that continue it. */
static size_t
fold_end(const struct header *h, size_t i)
{
	do {
		const char *nl = memchr(h->bytes + i, '\n', h->len - i);

		if (!nl)
			return h->len;
		i = (size_t)(nl - h->bytes) + 1;
	} while (i < h->len && (h->bytes[i] == ' ' || h->bytes[i] == '\t'));
	return i;
}

bool
header_field(const struct header *h, size_t *pos, struct field *f)
{
	while (*pos < h->len) {
		const char *s = h->bytes + *pos;
		size_t end = fold_end(h, *pos), n = end - *pos, name;
		const char *colon = memchr(s, ':', n);

		*pos = end;
		if (!colon)
			continue;
		name = (size_t)(colon - s);
		while (name > 0 && (s[name - 1] == ' ' || s[name - 1] == '\t'))
			name--;
		if (!header_is_name(s, name))
			continue;
		*f = (struct field){s, colon + 1, name,
		    n - (size_t)(colon + 1 - s)};
		return true;
	}
	return false;
}
