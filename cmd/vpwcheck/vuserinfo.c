/*
 * What `vuserinfo -D DOMAIN' prints: a line a field, an account from one
 * "name:" to the next.
 *
 * gid and dir come behind the password, so the password is kept in secret
 * memory of our own until the account ends.  Its line is the only one with a
 * secret; the hash, which is almost one, is not looked at.
 */
#include "formats.h"
#include "vpop.h"

#include <string.h>

static const char first_label[] = "name:";

/* One account, as far as its lines were read. */
struct gathered {
	struct format_state *st;
	bool begun, bad;
	bool others;           /* lines besides its name */
	bool has_password;
	uint32_t flags;
};

static bool
begins(const char *p, size_t n, const char *label)
{
	size_t len = strlen(label);

	return n >= len && memcmp(p, label, len) == 0;
}

static struct span
behind_blanks(struct span s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t')) {
		s.p++;
		s.n--;
	}
	return s;
}

/* --- a function a label: 0, or -1 with errno; s is all behind the colon --- */

static int
take_name(struct gathered *g, struct span s)
{
	s = behind_blanks(s);
	if (!format_is_name(s)) {
		g->bad = true;
		return 0;
	}
	return buf_put(&g->st->user, s.p, s.n);
}

static int
take_password(struct gathered *g, struct span s)
{
	/* one blank is vuserinfo's, more are the password's */
	if (s.n > 0 && *s.p == ' ') {
		s.p++;
		s.n--;
	}
	if (g->has_password) {
		g->bad = true;
		return 0;
	}
	g->has_password = true;
	s = vpop_password(s);
	return keep_put(&g->st->secret, s.p, s.n);
}

/* gid: the account's own; flags: with those of its domain, from 5.5 on. */
static int
take_flags(struct gathered *g, struct span s)
{
	uint32_t flags;

	if (vpop_number(behind_blanks(s), &flags))
		g->flags |= flags;
	else
		g->bad = true;
	return 0;
}

static int
take_dir(struct gathered *g, struct span s)
{
	s = behind_blanks(s);
	s = vpop_domain(s.p, s.n);
	if (!s.p)
		return 0;
	if (!format_is_name(s)) {
		g->bad = true;
		return 0;
	}
	buf_clear(&g->st->domain);
	return buf_put(&g->st->domain, s.p, s.n);
}

static int
take_nothing(struct gathered *g, struct span s)
{
	(void)g;
	(void)s;
	return 0;
}

static const struct {
	const char *text;
	int (*take)(struct gathered *g, struct span s);
} labels[] = {
	{first_label, take_name},
	{"passwd:", take_nothing},
	{"clear passwd:", take_password},
	{"gid:", take_flags},
	{"flags:", take_flags},
	{"dir:", take_dir},
};

/* --- */

/* Nothing but blanks and dashes, as scripts put between accounts. */
static bool
is_rule(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != '-' && p[i] != ' ')
			return false;
	return true;
}

static int
take_line(struct gathered *g, const char *p, size_t n)
{
	if (!g->begun && !begins(p, n, first_label))
		g->bad = true;
	g->begun = true;
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		size_t len = strlen(labels[i].text);

		if (!begins(p, n, labels[i].text))
			continue;
		g->others = g->others || i > 0;
		return labels[i].take(g, (struct span){p + len, n - len});
	}
	return 0;
}

/* Take the lines of an account.  SECRETS_ERROR, or anything else. */
static int
gather(struct gathered *g, struct secrets *s, struct account *a)
{
	char *p;
	size_t n;
	int r;

	while ((r = secrets_peek(s, &p, &n)) > SECRETS_END) {
		if (r == SECRETS_RECORD && g->begun &&
		    begins(p, n, first_label))
			return r;
		r = secrets_next(s, &p, &n);
		if (r <= SECRETS_END)
			return r;
		if (r == SECRETS_RECORD && is_rule(p, n)) {
			if (g->begun && n > 0 && *p == '-')
				return r;
			continue;
		}
		if (!g->begun)
			a->line = s->line;
		if (r == SECRETS_TOO_LONG)
			g->bad = g->begun = true;
		else if (take_line(g, p, n) != 0)
			return SECRETS_ERROR;
	}
	return r;
}

bool
vuserinfo_looks(const char *record, size_t n)
{
	size_t len = sizeof first_label - 1;

	/* vuserinfo pads: `name: x` may be somebody's password */
	return n > len + 1 && begins(record, n, first_label) &&
	    record[len] == ' ' && record[len + 1] == ' ' &&
	    !memchr(record + len, ':', n - len);
}

int
vuserinfo_next(struct format_state *st, struct secrets *s,
    const struct format_options *o, struct account *a)
{
	struct gathered g = {.st = st};

	(void)o;
	buf_clear(&st->user);
	buf_clear(&st->domain);
	if (gather(&g, s, a) == SECRETS_ERROR)
		return FORMAT_ERROR;
	if (!g.begun)
		return FORMAT_END;
	/* a name alone may be anything: `name:  x' of pair, x a password */
	if (g.bad || !g.others)
		return FORMAT_MALFORMED;
	a->user = (struct span){st->user.p, st->user.len};
	if (st->domain.len > 0)
		a->domain = (struct span){st->domain.p, st->domain.len};
	if (st->secret.n > 0)
		a->password = (struct span){st->secret.p, st->secret.n};
	a->disabled = vpop_disabled(g.flags);
	return FORMAT_ACCOUNT;
}
