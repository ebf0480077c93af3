#include "path.h"

#include <stdint.h>
#include <string.h>

static int
put_component(struct buf *out, struct names *names, const char *s, size_t n)
{
	int r;

	if (!names->from)
		return buf_put(out, s, n);
	r = names_decode(names, out, s, n);
	if (r < 0 || (r == 0 && buf_put(out, s, n) != 0) ||
	    buf_putc(out, '\0') != 0)
		return -1;
	return buf_put(out, s, n);
}

/* Most paths need nothing but NULs for slashes: copy such a one at once.  false
 * where this is another, or memory ran out; out is as it was then. */
static bool
copy_at_once(struct buf *out, const char *s, size_t n)
{
	char *p, *slash, *end;

	if (buf_reserve(out, n) != 0)
		return false;
	p = out->p + out->len;
	end = p + n;
	memcpy(p, s, n);
	for (; (slash = memchr(p, '/', (size_t)(end - p))); p = slash + 1) {
		if (slash == p || (slash == p + 1 && *p == '.'))
			return false;
		*slash = '\0';
	}
	if (p == end || (p + 1 == end && *p == '.'))
		return false;
	out->len += n;
	return true;
}

int
path_split(struct buf *out, struct names *names, const char *path, size_t n,
    bool *is_dir)
{
	size_t from = out->len, i = 0;

	*is_dir = false;
	if (n > 0 && path[0] == '/' && put_component(out, names, "/", 1) != 0)
		return -1;
	/* find(1) begins paths so */
	if (n > 2 && path[0] == '.' && path[1] == '/')
		i = 2;
	if (!names->from && n > i && path[i] != '/' &&
	    copy_at_once(out, path + i, n - i))
		return 0;
	while (i < n) {
		const char *s = path + i, *slash = memchr(s, '/', n - i);
		size_t len = slash ? (size_t)(slash - s) : n - i;
		bool nothing = len == 0 || (len == 1 && *s == '.');

		*is_dir = slash || nothing;
		i += len + (slash != NULL);
		if (nothing)
			continue;
		if (out->len > from && buf_putc(out, '\0') != 0)
			return -1;
		if (put_component(out, names, s, len) != 0)
			return -1;
	}
	return 0;
}

static size_t
length_to_nul(const char *p, const char *end)
{
	const char *nul = memchr(p, '\0', (size_t)(end - p));

	return (size_t)((nul ? nul : end) - p);
}

/* Behind the string that ends at p: over its NUL, if there is one. */
static const char *
behind(const char *p, const char *end)
{
	return p < end ? p + 1 : end;
}

bool
path_next(const struct path *path, const char **p, struct path_component *c)
{
	const char *end = path->p + path->n;

	if (*p >= end)
		return false;
	*p += path->marked;
	c->name = c->bytes = *p;
	c->len = c->nbytes = length_to_nul(*p, end);
	*p = behind(*p + c->len, end);
	if (path->pairs) {
		c->bytes = *p;
		c->nbytes = length_to_nul(*p, end);
		*p = behind(*p + c->nbytes, end);
		/* where the two are the same, say so */
		if (c->nbytes == c->len && memcmp(c->bytes, c->name,
		    c->len) == 0)
			c->bytes = c->name;
	}
	return true;
}

/* The components among so many strings. */
static size_t
components(const struct path *path, size_t strings)
{
	return path->pairs ? strings / 2 : strings;
}

size_t
path_count(const struct path *path)
{
	size_t strings = path->n > 0;

	for (size_t i = 0; i < path->n; i++)
		strings += path->p[i] == '\0';
	return components(path, strings);
}

/* How many of the eight bytes of a word are NUL. */
static size_t
count_nuls(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, low = 0x7Fu * ones;
	uint64_t nul = ~(((w & low) + low) | w | low);  /* 0x80 in each */

	return (size_t)((nul >> 7) * ones >> 56);
}

size_t
path_common(const struct path *a, const struct path *b)
{
	size_t n = a->n < b->n ? a->n : b->n, i = 0, strings = 0;
	uint64_t x, y;

	for (; i + sizeof x <= n; i += sizeof x) {
		memcpy(&x, a->p + i, sizeof x);
		memcpy(&y, b->p + i, sizeof y);
		if (x != y)
			break;
		strings += count_nuls(x);
	}
	for (; i < n && a->p[i] == b->p[i]; i++)
		strings += a->p[i] == '\0';
	/* a string that ends in both where one path does */
	if (i == n && n > 0 && (i == a->n || a->p[i] == '\0') &&
	    (i == b->n || b->p[i] == '\0'))
		strings++;
	return components(a, strings);
}

bool
path_same(const struct path *a, const struct path *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

bool
path_is_below(const struct path *above, const struct path *below)
{
	if (above->n == 0)
		return below->n > 0 && !path_is_absolute(below);
	return below->n > above->n && below->p[above->n] == '\0' &&
	    memcmp(above->p, below->p, above->n) == 0;
}

bool
path_is_absolute(const struct path *path)
{
	return path->n > 0 && path->p[0] == '/';
}

int
path_mark(struct buf *out, const struct path *path, bool is_dir)
{
	const char *p = path->p, *end = p + path->n;
	struct path_component c;

	while (path_next(path, &p, &c)) {
		if (buf_putc(out, p < end || is_dir ? PATH_DIR :
		    PATH_OTHER) != 0 || buf_put(out, c.name, c.len) != 0)
			return -1;
		if (path->pairs && (buf_putc(out, '\0') != 0 ||
		    buf_put(out, c.bytes, c.nbytes) != 0))
			return -1;
		if (p < end && buf_putc(out, '\0') != 0)
			return -1;
	}
	return 0;
}

int
path_join(struct buf *out, const struct path *path, size_t k, bool bytes)
{
	bool behind_slash = true;
	const char *p = path->p;
	struct path_component c;

	if (k == 0 || path->n == 0)
		return buf_putc(out, '.');
	for (size_t i = 0; i < k && path_next(path, &p, &c); i++) {
		if ((!behind_slash && buf_putc(out, '/') != 0) ||
		    buf_put(out, bytes ? c.bytes : c.name,
		    bytes ? c.nbytes : c.len) != 0)
			return -1;
		behind_slash = c.nbytes == 1 && c.bytes[0] == '/';
	}
	return 0;
}
