#include "compare.h"

#include "ascii.h"
#include "buf.h"
#include "keys.h"
#include "side.h"

/* What is compared of one field. */
struct names {
	struct keys keys;   /* of each address, what makes two the same */
	bool doubtful;      /* there are entries that are no address */
	bool ambiguous;     /* see side.h */
};

/* --- keys of addresses --- */

/* Labels from the right, each ended by KEYS_STEP, so that what is below a
 * domain begins with it.  KEYS_STEP and the dot change places. */
static int
put_labels(struct buf *out, const char *domain, size_t n)
{
	int r = 0;

	for (size_t i = n; i-- > 0 && r == 0;) {
		int c = ascii_lower((unsigned char)domain[i]);

		r = buf_putc(out, c == '.' ? KEYS_STEP :
		    c == KEYS_STEP ? '.' : c);
	}
	return r;
}

/* What a local part means: without quotes, and quoted-pairs undone. */
static int
put_local(struct buf *out, const char *s, size_t n, bool lower)
{
	bool quoted = n >= 2 && s[0] == '"';
	int r = 0;

	if (quoted) {
		s++;
		n -= 2;
	}
	for (size_t i = 0; i < n && r == 0; i++) {
		if (quoted && s[i] == '\\' && i + 1 < n)
			i++;
		r = buf_putc(out, lower ? ascii_lower((unsigned char)s[i]) :
		    (unsigned char)s[i]);
	}
	return r;
}

/* One more key: the domain and, unless it alone is compared, an `@` and the
 * local part.  A domain holds no `@`: addrlist takes none, not in a literal
 * either.  0, or -1 with errno ENOMEM. */
static int
add_key(struct names *n, const struct address *a, size_t domain_len,
    const struct compare_options *o)
{
	struct buf *out = &n->keys.bytes;

	/* nothing lies below a domain literal, whatever dots are in it */
	if (o->domain && a->domain[0] != '[') {
		if (put_labels(out, a->domain, domain_len) != 0)
			return -1;
	} else if (addr_put_domain(out, a->domain, domain_len) != 0) {
		return -1;
	}
	if (!o->domain && (buf_putc(out, '@') != 0 ||
	    put_local(out, a->local, a->local_len, o->ignore_case) != 0))
		return -1;
	return keys_end(&n->keys);
}

static int
add_mailbox(struct names *n, const struct mailbox *m,
    const struct compare_options *o)
{
	size_t len = m->addr.domain_len;

	if (m->kind == ADDRLIST_MAILBOX && len > 0 &&
	    m->addr.domain[len - 1] == '.')
		len--;
	if (m->kind != ADDRLIST_MAILBOX || len == 0) {
		n->doubtful = true;
		return 0;
	}
	return add_key(n, &m->addr, len, o);
}

static int
read_names(struct names *n, const struct header *h, const char *field,
    const struct compare_options *o)
{
	struct side s;
	struct mailbox m;
	int more;

	side_begin(&s, h, field);
	while ((more = side_next(&s, &m)) > 0 &&
	    (more = add_mailbox(n, &m, o)) == 0)
		;
	n->ambiguous = side_is_ambiguous(&s);
	side_end(&s);
	return more;
}

/* --- the answer --- */

static enum compare_result
compare_names(struct names *first, struct names *second,
    const struct compare_options *o)
{
	bool all = true;

	if (first->keys.count == 0 || second->keys.count == 0 ||
	    first->ambiguous || second->ambiguous)
		return COMPARE_UNKNOWN;
	if (keys_sort(&second->keys) != 0)
		return COMPARE_ERROR;
	for (size_t i = 0; i < first->keys.count && all; i++) {
		struct key k = keys_at(&first->keys, i);

		all = o->domain ? keys_have_kin(&second->keys, k) :
		    keys_have(&second->keys, k);
	}
	/* what is no address in the second might be the one that is missing */
	if (!all)
		return second->doubtful ? COMPARE_UNKNOWN : COMPARE_NO;
	return first->doubtful ? COMPARE_UNKNOWN : COMPARE_YES;
}

enum compare_result
compare_fields(const struct header *h, const char *first, const char *second,
    const struct compare_options *o)
{
	enum compare_result result = COMPARE_ERROR;
	struct names a = {0}, b = {0};

	if (read_names(&a, h, first, o) == 0 &&
	    read_names(&b, h, second, o) == 0)
		result = compare_names(&a, &b, o);
	keys_free(&a.keys);
	keys_free(&b.keys);
	return result;
}
