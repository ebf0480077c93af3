#include "reason.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

void
reason_set(struct buf *words, const char *fmt, ...)
{
	int err = errno, n;
	va_list ap;

	buf_clear(words);
	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n >= 0 && buf_reserve(words, (size_t)n + 1) == 0) {
		va_start(ap, fmt);
		(void)vsnprintf(words->p, (size_t)n + 1, fmt, ap);
		va_end(ap);
		words->len = (size_t)n;
	} else if (words->cap > 0) {
		words->p[0] = '\0';
	}
	errno = err;
}
