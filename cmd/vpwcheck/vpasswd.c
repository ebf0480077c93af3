/* name:hash:uid:gid:gecos:dir:quota[:clear] */
#include "formats.h"
#include "vpop.h"

#include <string.h>

enum { NAME, HASH, UID, GID, GECOS, DIR, QUOTA, CLEAR, FIELDS };

/* How many there are.  The last of all is the rest of the line: vpopmail looks
 * for no colon in it, and lets people have one in a password. */
static size_t
split(struct span fields[FIELDS], const char *p, size_t n)
{
	const char *end = p + n, *colon;
	size_t i = 0;

	while (i < CLEAR && (colon = memchr(p, ':', (size_t)(end - p)))) {
		fields[i++] = (struct span){p, (size_t)(colon - p)};
		p = colon + 1;
	}
	fields[i++] = (struct span){p, (size_t)(end - p)};
	return i;
}

/* NOQUOTA, 5S, 10485760S,1000C, or nothing. */
static bool
is_quota(struct span s)
{
	if (s.n == 7 && memcmp(s.p, "NOQUOTA", 7) == 0)
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (!memchr("0123456789,.BCGKMSbcgkms", s.p[i], 24))
			return false;
	return s.n == 0 || (s.p[0] >= '0' && s.p[0] <= '9');
}

bool
vpasswd_looks(const char *record, size_t n)
{
	struct span f[FIELDS];
	uint32_t number;

	return split(f, record, n) > QUOTA && vpop_number(f[UID], &number) &&
	    vpop_number(f[GID], &number) && f[DIR].n > 0 &&
	    f[DIR].p[0] == '/' && is_quota(f[QUOTA]);
}

int
vpasswd_next(struct format_state *st, struct secrets *s,
    const struct format_options *o, struct account *a)
{
	struct span f[FIELDS];
	uint32_t uid, gid;
	size_t n, fields;
	char *p;
	int r = format_record(s, a, &p, &n);

	(void)st;
	if (r != FORMAT_ACCOUNT)
		return r;
	fields = split(f, p, n);
	if (fields <= QUOTA || !vpop_number(f[UID], &uid) ||
	    !vpop_number(f[GID], &gid))
		return FORMAT_MALFORMED;
	a->user = f[NAME];
	a->domain = vpop_domain(f[DIR].p, f[DIR].n);
	if (!a->domain.p && o->path)
		a->domain = vpop_domain(o->path, strlen(o->path));
	if (fields > CLEAR)
		a->password = vpop_password(f[CLEAR]);
	a->disabled = vpop_disabled(gid);
	return FORMAT_ACCOUNT;
}
