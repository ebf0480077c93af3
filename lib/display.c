#include "display.h"

#include "charset.h"
#include "mime.h"

#include <errno.h>
#include <string.h>

static int
put_from(struct buf *out, const char *charset, size_t charset_len,
    const char *bytes, size_t n)
{
	struct charset cs;
	size_t begin = out->len, used;
	ssize_t r;

	if (charset_open(&cs, charset, charset_len) != 0)
		return errno == ENOMEM ? -1 : buf_put(out, bytes, n);
	r = charset_decode(&cs, out, bytes, n, true, &used);
	if (r < 0 && errno != ENOMEM) {
		out->len = begin;
		r = buf_put(out, bytes, n);
	}
	charset_close(&cs);
	return r < 0 ? -1 : 0;
}

int
display_text(struct buf *out, const char *text, size_t n, const char *charset)
{
	struct mime m;
	struct mime_span s;
	int r;

	if (!charset)
		charset = multibyte_guess(text, n);
	mime_init(&m, text, n);
	while ((r = mime_next(&m, &s)) > 0) {
		int put = s.charset ?
		    put_from(out, s.charset, s.charset_len, s.bytes, s.len) :
		    charset ?
		    put_from(out, charset, strlen(charset), s.bytes, s.len) :
		    buf_put(out, s.bytes, s.len);

		if (put != 0) {
			r = -1;
			break;
		}
	}
	mime_end(&m);
	return r;
}
