#include "show.h"

#include "escape.h"
#include "multibyte.h"

#include <string.h>

/* So much tells a file's charset. */
enum { SAMPLE = 256 * 1024 };

void
show_begin(struct show *s, const char *text, size_t n)
{
	const char *name = multibyte_guess(text, n < SAMPLE ? n : SAMPLE);

	memset(s, 0, sizeof *s);
	if (!name && n > SAMPLE)
		name = multibyte_guess(text, n);
	s->decodes = name && charset_open(&s->from, name, strlen(name)) == 0;
	if (s->decodes && charset_ready(&s->from) != 0) {
		charset_close(&s->from);
		s->decodes = false;
	}
}

/* escape_put, but that tabs stay. */
static int
put_safe(struct buf *out, const char *p, size_t n)
{
	for (;;) {
		const char *tab = n > 0 ? memchr(p, '\t', n) : NULL;
		size_t len = tab ? (size_t)(tab - p) : n;

		if (escape_put(out, p, len) != 0)
			return -1;
		if (!tab)
			return 0;
		if (buf_putc(out, '\t') != 0)
			return -1;
		p += len + 1;
		n -= len + 1;
	}
}

int
show_put(struct show *s, struct buf *out, const char *bytes, size_t n)
{
	size_t used;

	if (!s->decodes)
		return put_safe(out, bytes, n);
	buf_clear(&s->decoded);
	if (charset_decode(&s->from, &s->decoded, bytes, n, true, &used) < 0)
		return put_safe(out, bytes, n);
	return put_safe(out, s->decoded.p, s->decoded.len);
}

void
show_end(struct show *s)
{
	if (s->decodes)
		charset_close(&s->from);
	buf_free(&s->decoded);
}
