#include "census.h"

#include "ascii.h"

#include <string.h>

void
census_begin(struct census *c, const char *file)
{
	c->file = file;
}

static int
put_lower(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (buf_putc(b, ascii_lower((unsigned char)s.p[i])) != 0)
			return -1;
	return 0;
}

/* The domain; or what no domain holds, and the file. */
static int
put_domain(struct buf *b, struct span domain, const char *file)
{
	if (domain.p)
		return put_lower(b, domain);
	return buf_putc(b, '\n') == 0 ? buf_puts(b, file) : -1;
}

int
census_expect(struct census *c, struct span domain)
{
	struct span text = domain.p ? domain :
	    (struct span){c->file, strlen(c->file)};

	buf_clear(&c->key);
	if (put_domain(&c->key, domain, c->file) != 0)
		return -1;
	return tally_add(&c->domains, c->key.p, c->key.len, text.p,
	    text.n) < 0 ? -1 : 0;
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
census_next_missing(const struct census *c, size_t *at, struct span *domain,
    struct span *file)
{
	for (; *at < c->domains.len; ++*at) {
		const struct tally_entry *e = &c->domains.entries[*at];
		const char *bytes = c->domains.bytes.p;
		struct span text = {bytes + e->text, e->text_len};
		bool told = bytes[e->key] != '\n';

		if (tally_has(&c->postmasters, bytes + e->key, e->key_len))
			continue;
		*domain = told ? text : (struct span){0};
		*file = told ? (struct span){"", 0} : text;
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
