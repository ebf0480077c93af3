#include "format.h"
#include "formats.h"
#include "vpop.h"

#include <string.h>

static format_function plain_next, pair_next;

enum {
	USERS = 1,
	FLAGS = 2,     /* which accounts are disabled */
	COLUMNS = 4,   /* options number them */
	MYSQL = 8      /* its passwords may come from there */
};

struct format {
	const char *name;
	format_function *next;
	unsigned has;
};

static const struct format formats[] = {
	{"plain", plain_next, 0},
	{"pair", pair_next, USERS},
	{"vpasswd", vpasswd_next, USERS | FLAGS | MYSQL},
	{"vuserinfo", vuserinfo_next, USERS | FLAGS | MYSQL},
	{"csv", csv_next, USERS | COLUMNS | MYSQL},
	{"tsv", tsv_next, USERS | COLUMNS | MYSQL},
};

/* vpopmail's pw_clear_passwd is a CHAR(16), and MySQL cuts without a word. */
enum { MYSQL_CUT = 16 };

void
format_state_free(struct format_state *st)
{
	keep_free(&st->secret);
	buf_free(&st->user);
	buf_free(&st->domain);
}

const struct format *
format_named(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

const char *
format_names(void)
{
	return "plain, pair, vpasswd, vuserinfo, csv, tsv";
}

const char *
format_name(const struct format *f)
{
	return f->name;
}

bool
format_has_users(const struct format *f, const struct format_options *o)
{
	return f->has & USERS && (!(f->has & COLUMNS) || o->column_user > 0);
}

bool
format_has_flags(const struct format *f)
{
	return f->has & FLAGS;
}

bool
format_has_columns(const struct format *f)
{
	return f->has & COLUMNS;
}

const struct format *
format_guess(const char *record, size_t n)
{
	size_t i;

	if (vpasswd_looks(record, n))
		return format_named("vpasswd");
	if (vuserinfo_looks(record, n))
		return format_named("vuserinfo");
	/* an empty line, or a dashed one, may be vuserinfo's */
	for (i = 0; i < n && record[i] == '-'; i++)
		;
	return i == n || memchr(record, ':', n) ? NULL : format_named("plain");
}

_Static_assert((int)FORMAT_END == (int)SECRETS_END &&
    (int)FORMAT_ACCOUNT == (int)SECRETS_RECORD &&
    (int)FORMAT_MALFORMED == (int)SECRETS_TOO_LONG &&
    (int)FORMAT_ERROR == (int)SECRETS_ERROR,
    "format_record passes on what secrets_next says");

int
format_record(struct secrets *s, struct account *a, char **p, size_t *n)
{
	int r = secrets_next(s, p, n);

	a->line = s->line;
	return r;
}

bool
format_is_name(struct span name)
{
	/* of a mailbox, none is; what has them was cut in a wrong place, and a
	 * part of a password may be in it */
	static const char never[] = "\n\r\t;";

	for (size_t i = 0; i < name.n; i++)
		if (memchr(never, name.p[i], sizeof never))
			return false;
	return name.n > 0;
}

static int
plain_next(struct format_state *st, struct secrets *s,
    const struct format_options *o, struct account *a)
{
	char *p;
	size_t n;
	int r = format_record(s, a, &p, &n);

	(void)st;
	(void)o;
	if (r == FORMAT_ACCOUNT)
		a->password = (struct span){p, n};
	return r;
}

static int
pair_next(struct format_state *st, struct secrets *s,
    const struct format_options *o, struct account *a)
{
	char *p, *colon;
	size_t n, user;
	int r = format_record(s, a, &p, &n);

	(void)st;
	(void)o;
	if (r != FORMAT_ACCOUNT)
		return r;
	colon = memchr(p, ':', n);
	if (!colon)
		return FORMAT_MALFORMED;
	user = (size_t)(colon - p);
	a->user = (struct span){p, user};
	a->password = vpop_password((struct span){colon + 1, n - user - 1});
	return FORMAT_ACCOUNT;
}

/* A user that is a whole address, as PostfixAdmin has them: its domain is the
 * account's, unless that is told. */
static void
split_address(struct account *a)
{
	size_t n = a->user.n;

	while (n > 0 && a->user.p[n - 1] != '@')
		n--;
	if (n == 0)
		return;
	if (a->domain.n == 0)
		a->domain = (struct span){a->user.p + n, a->user.n - n};
	a->user.n = n - 1;
}

/* What is the same for all formats.  False: it is malformed. */
static bool
settle(const struct format *f, const struct format_options *o,
    struct account *a)
{
	a->may_be_cut = f->has & MYSQL && a->password.n == MYSQL_CUT;
	if (a->user.p)
		split_address(a);
	if (a->user.p && o->domain)
		a->domain = (struct span){o->domain, strlen(o->domain)};
	if (a->domain.n == 0)
		a->domain.p = NULL;
	return (!a->user.p || format_is_name(a->user)) &&
	    (!a->domain.p || format_is_name(a->domain));
}

int
format_next(const struct format *f, struct format_state *st,
    struct secrets *s, const struct format_options *o, struct account *a)
{
	int r;

	if (st->secret.n > 0)
		keep_clear(&st->secret);
	*a = (struct account){0};
	r = f->next(st, s, o, a);
	if (r == FORMAT_ACCOUNT && !settle(f, o, a))
		r = FORMAT_MALFORMED;
	/* nothing of it may be shown */
	if (r != FORMAT_ACCOUNT)
		*a = (struct account){.line = a->line};
	return r;
}
