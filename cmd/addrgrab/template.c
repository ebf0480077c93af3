#include "template.h"

#include "diag.h"
#include "escape.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define VALID "%a %l %d %n %f %F %L %% \\t \\n \\0 \\\\"

bool
template_check(const char *fmt, bool names, bool fields)
{
	if (!strchr(fmt, '%')) {
		diag(NULL, "--format: '%s' names nothing; valid are %s", fmt,
		    VALID);
		return false;
	}
	for (; *fmt; fmt++) {
		const char *valid = *fmt == '%' ? "aldnfFL%" : "tn0\\";

		if (*fmt != '%' && *fmt != '\\')
			continue;
		if (fmt[1] == '\0' || !strchr(valid, fmt[1])) {
			diag(NULL, "--format: '%.2s' means nothing; valid are "
			    "%s", fmt, VALID);
			return false;
		}
		if (*fmt++ == '\\')
			continue;
		if (*fmt == 'n' && !names) {
			diag(NULL, "--format: %%n, a display name, needs "
			    "--field or --list");
			return false;
		}
		if (*fmt == 'f' && !fields) {
			diag(NULL, "--format: %%f, a field, needs --field");
			return false;
		}
	}
	return true;
}

bool
template_wants(const char *fmt, char c)
{
	for (; *fmt; fmt++) {
		if (*fmt == '%' && fmt[1] == c)
			return true;
		if (*fmt == '%' || *fmt == '\\')
			fmt++;
	}
	return false;
}

bool
template_ends(const char *fmt)
{
	bool ends = false;

	for (; *fmt; fmt++) {
		ends = *fmt == '\\' && (fmt[1] == 'n' || fmt[1] == '0');
		if (*fmt == '%' || *fmt == '\\')
			fmt++;
	}
	return ends;
}

static int
put_item(struct buf *out, char c, const struct hit *h)
{
	char number[24];

	switch (c) {
	case 'a':
		return hit_put(out, h);
	case 'l':
		return buf_put(out, h->addr.local, h->addr.local_len);
	case 'd':
		return buf_put(out, h->addr.domain, h->addr.domain_len);
	case 'n':
		return escape_put(out, h->name, h->name_len);
	case 'f':
		return buf_puts(out, h->field);
	case 'F':
		return escape_put(out, h->file, strlen(h->file));
	case 'L':
		(void)snprintf(number, sizeof number, "%" PRIu64, h->line);
		return buf_puts(out, number);
	default:
		return buf_putc(out, '%');
	}
}

int
template_put(struct buf *out, const char *fmt, const struct hit *h)
{
	for (; *fmt; fmt++) {
		int r;

		if (*fmt == '%')
			r = put_item(out, *++fmt, h);
		else if (*fmt == '\\')
			r = buf_putc(out, *++fmt == 't' ? '\t' :
			    *fmt == 'n' ? '\n' : *fmt == '0' ? '\0' : '\\');
		else
			r = buf_putc(out, *fmt);
		if (r != 0)
			return -1;
	}
	return 0;
}
