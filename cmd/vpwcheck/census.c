#include "census.h"

#include "ascii.h"

#include <string.h>

static int
put_lower(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (buf_putc(b, ascii_lower((unsigned char)s.p[i])) != 0)
			return -1;
	return 0;
}

int
census_expect(struct census *c, struct span domain)
{
	buf_clear(&c->key);
	if (put_lower(&c->key, domain) != 0)
		return -1;
	return tally_add(&c->domains, c->key.p, c->key.len,
	    domain.p ? domain.p : "", domain.n) < 0 ? -1 : 0;
}

int
census_add(struct census *c, const struct account *a)
{
	if (census_expect(c, a->domain) != 0)
		return -1;
	if (ascii_same(a->user.p, a->user.n, "postmaster", 10) &&
	    tally_add(&c->postmasters, c->key.p, c->key.len, "", 0) < 0)
		return -1;
	/* what no name holds keeps the two apart */
	if (buf_putc(&c->key, '\n') != 0 || put_lower(&c->key, a->user) != 0)
		return -1;
	return tally_add(&c->users, c->key.p, c->key.len, "", 0);
}

bool
census_next_missing(const struct census *c, size_t *at, const char **domain,
    size_t *n)
{
	for (; *at < c->domains.len; ++*at) {
		const struct tally_entry *e = &c->domains.entries[*at];
		const char *bytes = c->domains.bytes.p;

		if (tally_has(&c->postmasters, bytes + e->key, e->key_len))
			continue;
		*domain = bytes + e->text;
		*n = e->text_len;
		++*at;
		return true;
	}
	return false;
}

void
census_free(struct census *c)
{
	tally_free(&c->users);
	tally_free(&c->domains);
	tally_free(&c->postmasters);
	buf_free(&c->key);
}
