#include "glob.h"

#include "utf8.h"

#include <string.h>

/* Added to a byte that is not UTF-8, so that it is equal to no character. */
#define NO_UTF8 0x110000u

struct class {
	const char *name;
	/* pairs of first and last; a last of 0 is the end, NUL may be first */
	char ranges[10];
};

static const struct class classes[] = {
	{"alnum:]", "09AZaz"},
	{"alpha:]", "AZaz"},
	{"blank:]", "\t\t  "},
	{"cntrl:]", "\0\037\177\177"},
	{"digit:]", "09"},
	{"graph:]", "!~"},
	{"lower:]", "az"},
	{"print:]", " ~"},
	{"punct:]", "!/:@[`{~"},
	{"space:]", "\t\r  "},
	{"upper:]", "AZ"},
	{"xdigit:]", "09AFaf"},
};

/* A bracket expression that was read with a character in mind. */
struct bracket {
	const char *end;  /* behind its `]`; NULL where none closes it */
	bool hit;         /* does it stand for the character? */
	bool sound;
};

struct pattern {
	const char *end;
	const char *open;  /* the first unclosed `[` seen; none yet: end */
	bool sound;
};

/* The character at *p, which is before end, and *p to behind it. */
static uint32_t
next_char(const char **p, const char *end)
{
	uint32_t c;
	size_t len = utf8_next(*p, (size_t)(end - *p), &c);

	if (len == 0) {
		c = NO_UTF8 + (unsigned char)**p;
		len = 1;
	}
	*p += len;
	return c;
}

static bool
in_class(const struct class *class, uint32_t c)
{
	for (const char *r = class->ranges; r[1] != '\0'; r += 2)
		if (c >= (unsigned char)r[0] && c <= (unsigned char)r[1])
			return true;
	return false;
}

/* The class whose [:name:] is at *p, and *p to behind it; or NULL. */
static const struct class *
next_class(const char **p, const char *end)
{
	if (end - *p < 2 || (*p)[0] != '[' || (*p)[1] != ':')
		return NULL;
	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
		size_t len = strlen(classes[i].name);

		if ((size_t)(end - *p) - 2 >= len &&
		    memcmp(*p + 2, classes[i].name, len) == 0) {
			*p += 2 + len;
			return &classes[i];
		}
	}
	return NULL;
}

/* Is a [.x.] or [=x=] at *p?  x in *c then, and *p to behind it. */
static bool
next_symbol(const char **p, const char *end, uint32_t *c)
{
	const char *s = *p, *q;

	if (end - s < 5 || s[0] != '[' || (s[1] != '.' && s[1] != '='))
		return false;
	q = s + 2;
	*c = next_char(&q, end);
	if (end - q < 2 || q[0] != s[1] || q[1] != ']')
		return false;
	*p = q + 2;
	return true;
}

/* The character that a member of a bracket expression, or an end of a range,
 * at *p stands for, and *p to behind it. */
static uint32_t
next_member(const char **p, const char *end, bool *sound)
{
	const char *s = *p;
	uint32_t c;

	if (next_symbol(p, end, &c))
		return c;
	if (end - s >= 2 && s[0] == '\\')
		++*p;
	else if (end - s >= 2 && s[0] == '[' &&
	    (s[1] == ':' || s[1] == '.' || s[1] == '='))
		*sound = false;
	return next_char(p, end);
}

/* Read the bracket expression whose `[` is at p: is c in it? */
static struct bracket
read_bracket(const char *p, const char *end, uint32_t c)
{
	struct bracket b = {.sound = true};
	bool negated = end - p >= 2 && (p[1] == '!' || p[1] == '^');
	const char *first = p + 1 + negated;

	for (p = first; p < end && (*p != ']' || p == first);) {
		const struct class *class = next_class(&p, end);
		uint32_t low, high;

		if (class) {
			b.hit = b.hit || in_class(class, c);
			continue;
		}
		low = high = next_member(&p, end, &b.sound);
		if (end - p >= 2 && p[0] == '-' && p[1] != ']') {
			p++;
			high = next_member(&p, end, &b.sound);
		}
		b.hit = b.hit || (c >= low && c <= high);
		b.sound = b.sound && low <= high;
	}
	if (p < end)
		b.end = p + 1;
	b.hit = b.hit != negated;
	return b;
}

/*
 * May the `[` at p be that of a bracket expression?  Not behind an unclosed
 * one: what would close it would have closed that one, unless that one took
 * it for a class or a symbol.  Were each read in search of its end, the time
 * would not be linear.
 */
static bool
may_open(const struct pattern *pt, const char *p)
{
	uint32_t c;

	return *p == '[' && p != pt->open && (p < pt->open ||
	    next_class(&p, pt->end) || next_symbol(&p, pt->end, &c));
}

/* Where the alternative that begins at p ends: at a bar, or with the
 * pattern.  What is found on the way is put into pt. */
static const char *
alternative_end(struct pattern *pt, const char *p)
{
	for (; p < pt->end && *p != '|'; p++) {
		if (may_open(pt, p)) {
			struct bracket b = read_bracket(p, pt->end, 0);

			if (b.end) {
				pt->sound = pt->sound && b.sound;
				p = b.end - 1;
				continue;
			}
			if (p < pt->open)
				pt->open = p;
		}
		if (*p == '\\' && ++p == pt->end) {
			pt->sound = false;
			break;
		}
	}
	return p;
}

/* Does what is at *p, no star, stand for c?  *p to behind it. */
static bool
match_one(const struct pattern *pt, const char **p, const char *end, uint32_t c)
{
	if (**p == '?') {
		++*p;
		return true;
	}
	if (may_open(pt, *p)) {
		struct bracket b = read_bracket(*p, end, c);

		if (b.end) {
			*p = b.end;
			return b.hit;
		}
	}
	if (**p == '\\' && ++*p == end)
		return false;
	return next_char(p, end) == c;
}

/* Does the alternative at [p, end) stand for the name at [s, send)? */
static bool
match_alternative(const struct pattern *pt, const char *p, const char *end,
    const char *s, const char *send)
{
	/* behind the last star, and the first character that it leaves; what
	 * earlier stars stand for need never be longer than it was */
	const char *star = NULL, *rest = NULL;

	while (s < send) {
		if (p < end && *p == '*') {
			star = ++p;
			rest = s;
		} else if (p == end ||
		    !match_one(pt, &p, end, next_char(&s, send))) {
			if (!star)
				return false;
			(void)next_char(&rest, send);
			p = star;
			s = rest;
		}
	}
	while (p < end && *p == '*')
		p++;
	return p == end;
}

bool
glob_match(const char *pattern, size_t plen, const char *name, size_t nlen)
{
	struct pattern pt = {pattern + plen, pattern + plen, true};

	for (const char *p = pattern, *end;; p = end + 1) {
		end = alternative_end(&pt, p);
		if (match_alternative(&pt, p, end, name, name + nlen))
			return true;
		if (end == pt.end)
			return false;
	}
}

bool
glob_sound(const char *pattern)
{
	const char *pend = pattern + strlen(pattern);
	struct pattern pt = {pend, pend, true};

	for (const char *p = pattern, *end;; p = end + 1) {
		end = alternative_end(&pt, p);
		if (end == p)
			return false;
		if (end == pt.end)
			return pt.sound;
	}
}
