#include "vpop.h"

#include <string.h>

/* vpopmail.h; NO_SMTP is of version 5.4, and 0x800 meant nothing before it.
 * Forks number some of them anew: indimail's NO_SMTP is 0x200. */
enum {
	NO_POP = 0x02,
	NO_WEBMAIL = 0x04,
	NO_IMAP = 0x08,
	NO_SMTP = 0x800,
	NO_WAY_LEFT = NO_POP | NO_WEBMAIL | NO_IMAP | NO_SMTP
};

static bool
is(struct span s, const char *word)
{
	return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0;
}

bool
vpop_number(struct span s, uint32_t *value)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (uint64_t)(s.p[i] - '0');
		if (v > UINT32_MAX)
			return false;
	}
	*value = (uint32_t)v;
	return s.n > 0;
}

bool
vpop_disabled(uint32_t gid)
{
	return (gid & NO_WAY_LEFT) == NO_WAY_LEFT;
}

struct span
vpop_password(struct span s)
{
	/* what printf of a NULL pointer and what SQL's NULL leave behind */
	if (s.p && (s.n == 0 || is(s, "(null)") || is(s, "NULL")))
		return (struct span){0};
	return s;
}

/* The component at p, and where the next one begins. */
static struct span
component(const char *p, const char *end, const char **next)
{
	const char *slash = memchr(p, '/', (size_t)(end - p));
	struct span c = {p, (size_t)((slash ? slash : end) - p)};

	for (p += c.n; p < end && *p == '/'; p++)
		;
	*next = p;
	return c;
}

struct span
vpop_domain(const char *path, size_t n)
{
	const char *p = path, *end = path + n, *next;
	struct span domain = {0};
	bool awaited = false;

	/* the last one counts: vpopmail's home may lie below another `domains';
	 * but not one that is last itself, for that is a user's */
	for (; p < end; p = next) {
		struct span c = component(p, end, &next);

		if (is(c, "domains")) {
			awaited = true;
		} else if (awaited && c.n > 1) {
			if (next < end && !is(c, ".."))
				domain = c;
			awaited = false;
		}
	}
	return domain;
}
