#include "names.h"

#include "utf8.h"

#include <string.h>

/* Decode into the scratch: the number of what is no character, -1 with
 * errno. */
static ssize_t
decode(struct names *n, const char *name, size_t len)
{
	size_t used;

	buf_clear(&n->scratch);
	n->from->set = JIS_ASCII;  /* each name begins anew */
	return charset_decode(n->from, &n->scratch, name, len, true, &used);
}

/* A name holds neither, whatever a charset turns its bytes into. */
static bool
is_name(const struct buf *b)
{
	return b->len > 0 && !memchr(b->p, '/', b->len) &&
	    !memchr(b->p, '\0', b->len);
}

/* As names_decode, for a path, which may hold slashes. */
static int
decode_path(struct names *n, struct buf *out, const char *path,
    size_t len)
{
	ssize_t unknown;

	if (!n->from)
		return 0;
	unknown = decode(n, path, len);
	if (unknown < 0)
		return -1;
	if (unknown > 0 || (n->scratch.len == len &&
	    memcmp(n->scratch.p, path, len) == 0))
		return 0;
	return buf_put(out, n->scratch.p, n->scratch.len) == 0 ? 1 : -1;
}

int
names_read_path(struct names *n, struct buf *room, const char **s, size_t *len)
{
	int r;

	buf_clear(room);
	r = decode_path(n, room, *s, *len);
	if (r > 0) {
		*s = room->p;
		*len = room->len;
	}
	return r;
}

int
names_decode(struct names *n, struct buf *out, const char *name, size_t len)
{
	size_t before = out->len;
	int r = decode_path(n, out, name, len);

	if (r == 1 && !is_name(&n->scratch)) {
		out->len = before;
		return 0;
	}
	return r;
}

int
names_readable(struct names *n, const char *name, size_t len)
{
	ssize_t unknown;

	if (!n->from)
		return utf8_valid(name, len);
	unknown = decode(n, name, len);
	if (unknown < 0)
		return -1;
	/* the root of absolute paths is called so */
	return unknown == 0 && (is_name(&n->scratch) ||
	    (len == 1 && name[0] == '/'));
}
