/* csv and tsv: tables of columns, which options number. */
#include "formats.h"
#include "vpop.h"

#include <string.h>

/* The field at *p, with what quotes its bytes undone in place.  *p goes to the
 * next field, or is NULL behind the last.  false: that is no field. */
typedef bool field_function(char **p, char *end, struct span *field);

/* The bytes up to a separator. */
static struct span
bare_field(char **p, char *end, char separator)
{
	char *sep = memchr(*p, separator, (size_t)(end - *p));
	struct span field = {*p, (size_t)((sep ? sep : end) - *p)};

	*p = sep ? sep + 1 : NULL;
	return field;
}

/* As mysql prints it, and as it writes it to files. */
static bool
is_sql_null(struct span s)
{
	return (s.n == 4 && memcmp(s.p, "NULL", 4) == 0) ||
	    (s.n == 2 && memcmp(s.p, "\\N", 2) == 0);
}

static int
columns(struct format_state *st, char *p, size_t n, field_function *next,
    const struct format_options *o, struct account *a)
{
	char *end = p + n;
	size_t i = 0;

	while (p) {
		struct span field;

		if (!next(&p, end, &field))
			return FORMAT_MALFORMED;
		if (++i == o->column_user)
			a->user = field;
		if (i == o->column_password)
			a->password = vpop_password(field);
		if (i == o->column_domain)
			a->domain = field;
	}
	/* a separator in a password would put a part of it into another column,
	 * which is printed */
	if (st->columns == 0)
		st->columns = o->columns ? o->columns : i;
	if (i != st->columns || i < o->column_user || i < o->column_password ||
	    i < o->column_domain || (o->column_user && !a->user.p))
		return FORMAT_MALFORMED;
	return FORMAT_ACCOUNT;
}

/* --- csv: RFC 4180 --- */

/* Undo quotes from behind the opening one: what is behind the closing one, or
 * NULL where there is none. */
static char *
csv_unquote(char *in, char *end, struct span *field)
{
	char *out = in;

	field->p = in;
	while (in < end) {
		if (*in == '"' && (++in == end || *in != '"')) {
			field->n = (size_t)(out - field->p);
			return in;
		}
		*out++ = *in++;
	}
	return NULL;
}

static bool
csv_field(char **p, char *end, struct span *field)
{
	char *in = *p;

	if (in == end || *in != '"') {
		*field = bare_field(p, end, ',');
		/* RFC 4180 has none there: it is not that csv */
		if (field->n > 0 && memchr(field->p, '"', field->n))
			return false;
		if (is_sql_null(*field))
			*field = (struct span){0};
		return true;
	}
	in = csv_unquote(in + 1, end, field);
	if (!in || (in < end && *in != ','))
		return false;
	*p = in < end ? in + 1 : NULL;
	return true;
}

enum csv_at { CSV_BEGIN, CSV_BARE, CSV_QUOTED, CSV_QUOTE };

/* Where the bytes end, in a record that went on as `at' says. */
static enum csv_at
csv_scan(enum csv_at at, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool quote = p[i] == '"';

		if (at == CSV_QUOTED)
			at = quote ? CSV_QUOTE : CSV_QUOTED;
		else if (p[i] == ',')
			at = CSV_BEGIN;
		else if (quote && at != CSV_BARE)
			at = CSV_QUOTED;   /* it opens, or is doubled */
		else
			at = CSV_BARE;
	}
	return at;
}

/*
 * The rest of a record whose quotes a line's end left open, joined in
 * st->secret: what secrets_next gave is gone when the next line comes.  Where it
 * has no end within SECRETS_RECORD_MAX, nobody knows any more whether what comes
 * is within quotes: a password might be taken for a name.
 */
static int
csv_join(struct format_state *st, struct secrets *s, char **p, size_t *n)
{
	enum csv_at at = CSV_QUOTED;
	struct keep *k = &st->secret;
	const char *end;

	if (keep_put(k, *p, *n) != 0)
		return FORMAT_ERROR;
	while (at == CSV_QUOTED) {
		int r;

		end = s->cr ? "\r\n" : "\n";
		r = secrets_next(s, p, n);
		if (r == SECRETS_ERROR)
			return FORMAT_ERROR;
		if (r == SECRETS_END)
			return FORMAT_MALFORMED;
		if (r != SECRETS_RECORD || *n >= SECRETS_RECORD_MAX - k->n)
			return FORMAT_LOST;
		if (keep_put(k, end, strlen(end)) != 0 || keep_put(k, *p, *n) != 0)
			return FORMAT_ERROR;
		at = csv_scan(at, *p, *n);
	}
	*p = k->p;
	*n = k->n;
	return FORMAT_ACCOUNT;
}

int
csv_next(struct format_state *st, struct secrets *s,
    const struct format_options *o, struct account *a)
{
	char *p;
	size_t n;
	int r = format_record(s, a, &p, &n);

	if (r == FORMAT_MALFORMED && s->delim == '\n')
		return FORMAT_LOST;
	if (r == FORMAT_ACCOUNT && s->delim == '\n' && memchr(p, '"', n) &&
	    csv_scan(CSV_BEGIN, p, n) == CSV_QUOTED)
		r = csv_join(st, s, &p, &n);
	return r == FORMAT_ACCOUNT ? columns(st, p, n, csv_field, o, a) : r;
}

/* --- tsv: what `mysql --batch' prints --- */

/* What a backslash and c stand for, or -1. */
static int
tsv_escape(char c)
{
	switch (c) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case '0':
		return '\0';
	case '\\':
		return '\\';
	default:
		return -1;
	}
}

static bool
tsv_field(char **p, char *end, struct span *field)
{
	char *in = *p, *out = in;

	*field = bare_field(p, end, '\t');
	if (is_sql_null(*field)) {
		*field = (struct span){0};
		return true;
	}
	for (end = in + field->n; in < end; in++) {
		int c = *in == '\\' && in + 1 < end ? tsv_escape(in[1]) : -1;

		if (c >= 0)
			in++;
		*out++ = c >= 0 ? (char)c : *in;
	}
	field->n = (size_t)(out - field->p);
	return true;
}

int
tsv_next(struct format_state *st, struct secrets *s,
    const struct format_options *o, struct account *a)
{
	char *p;
	size_t n;
	int r = format_record(s, a, &p, &n);

	(void)st;
	return r == FORMAT_ACCOUNT ? columns(st, p, n, tsv_field, o, a) : r;
}
