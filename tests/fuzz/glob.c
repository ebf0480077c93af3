/*
 * glob: patterns for the names of files.
 *
 * A bar means either side; a pattern in which all is escaped means itself; a
 * star at an end takes away nothing.  Stars and question marks are tried every
 * way.  What is sound, ASCII, and means the same in fnmatch(3), matches as it
 * does there.
 */
#include "fuzz.h"

#include "glob.h"
#include "utf8.h"

#include <fnmatch.h>
#include <stdbool.h>

/* fnmatch(3) may take a time that grows with a power of the stars. */
enum { MOST = 120, PEER_MOST = 24, STARS = 4 };

struct text {
	char p[2 * MOST + 3];
	size_t n;
};

static void
add(struct text *t, const char *p, size_t n)
{
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
}

static bool
match(const struct text *pattern, const struct text *name)
{
	return glob_match(pattern->p, pattern->n, name->p, name->n);
}

/* Names match themselves, and nothing else that is not them. */
static void
check_escaped(const struct text *name, const struct text *other)
{
	struct text pattern = {.n = 0};
	size_t i;

	for (i = 0; i < name->n; i++) {
		/* a backslash stands before a character, not a byte */
		if ((unsigned char)name->p[i] < 0x80)
			add(&pattern, "\\", 1);
		add(&pattern, name->p + i, 1);
	}
	HOLDS(match(&pattern, name));
	HOLDS(match(&pattern, other) == (other->n == name->n &&
	    memcmp(other->p, name->p, name->n) == 0));
}

/* May it be tried every way? */
static bool
is_short(const struct text *t)
{
	size_t stars = 0;

	for (size_t i = 0; i < t->n; i++)
		stars += t->p[i] == '*';
	return stars <= STARS && t->n <= PEER_MOST;
}

/* Behind the character at s: what is not UTF-8 is one each. */
static const char *
behind(const char *s, const char *end)
{
	uint32_t c;
	size_t len = utf8_next(s, (size_t)(end - s), &c);

	return s + (len > 0 ? len : 1);
}

static bool
every_way(const char *p, const char *pend, const char *s, const char *send)
{
	size_t len;

	if (p == pend)
		return s == send;
	if (*p == '*')
		return every_way(p + 1, pend, s, send) ||
		    (s < send && every_way(p, pend, behind(s, send), send));
	if (s == send)
		return false;
	len = (size_t)(behind(s, send) - s);
	if (*p == '?')
		return every_way(p + 1, pend, s + len, send);
	return (size_t)(pend - p) >= len && memcmp(p, s, len) == 0 &&
	    behind(p, pend) == p + len &&
	    every_way(p + len, pend, s + len, send);
}

static void
check_every_way(const struct text *a, const struct text *name)
{
	if (!strpbrk(a->p, "[\\|"))
		HOLDS(match(a, name) == every_way(a->p, a->p + a->n, name->p,
		    name->p + name->n));
}

/* Does the peer read it as we do?  (In UTF-8 glibc 2.36 finds two characters in
 * one.) */
static bool
is_common(const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if ((unsigned char)t->p[i] >= 0x80 || t->p[i] == '|' ||
		    (t->p[i] == '[' && i + 1 < t->n &&
		    strchr(".=", t->p[i + 1])))
			return false;
	return true;
}

/* Is each bracket of it closed?  Of others the peer makes various things. */
static bool
closes(const struct text *t)
{
	return !memchr(t->p, '[', t->n) ||
	    (t->p[t->n - 1] == ']' && !memchr(t->p, '\\', t->n));
}

static void
check_bars(const struct text *a, const struct text *b, const struct text *name)
{
	struct text both = {.n = 0};

	if (memchr(a->p, '[', a->n) || !glob_sound(a->p) ||
	    memchr(b->p, '[', b->n))
		return;   /* a bracket may be one across the bar */
	add(&both, a->p, a->n);
	add(&both, "|", 1);
	add(&both, b->p, b->n);
	HOLDS(match(&both, name) == (match(a, name) || match(b, name)));
}

static void
check_stars(const struct text *a, const struct text *name)
{
	struct text star = {.n = 0};

	add(&star, "*", 1);
	add(&star, a->p, a->n);
	HOLDS(!match(a, name) || memchr(a->p, '|', a->n) ||
	    match(&star, name));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t first = fuzz_choice(&data, &size);
	struct text a = {.n = 0}, b = {.n = 0};

	if (size > MOST || memchr(data, '\0', size))
		return 0;
	if (first > size)
		first = size;
	add(&a, (const char *)data, first);
	add(&b, (const char *)data + first, size - first);
	check_escaped(&b, &a);
	check_escaped(&a, &b);
	check_bars(&a, &b, &b);
	check_bars(&a, &b, &a);
	check_stars(&a, &b);
	if (!is_short(&a) || !is_short(&b))
		return 0;
	check_every_way(&a, &b);
	if (is_common(&a) && is_common(&b) && closes(&a) && glob_sound(a.p))
		HOLDS(match(&a, &b) == (fnmatch(a.p, b.p, 0) == 0));
	return 0;
}
