#include "preg.h"

#include "ascii.h"
#include "secret.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MATCH_LIMIT = 1000000,       /* PHP's pcre.backtrack_limit */
	DEPTH_LIMIT = 100000,        /* PHP's pcre.recursion_limit */
	HEAP_LIMIT = 64 * 1024,      /* KiB; PHP's own is its memory_limit */
	JIT_STACK = 32 * 1024,       /* bytes, as PHP has them */
	JIT_STACK_MOST = 192 * 1024
};

struct preg {
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *match;     /* where there is machine code */
	pcre2_jit_stack *stack;      /* likewise: NULL says there is none */
	bool utf;
};

/* What PCRE2 allocates remembers its size, to be wiped when given back. */
union sized {
	size_t n;
	max_align_t align;
};

static void *
take(PCRE2_SIZE n, void *unused)
{
	union sized *s;

	(void)unused;
	if (n > SIZE_MAX - sizeof *s || !(s = malloc(sizeof *s + n)))
		return NULL;
	s->n = n;
	return s + 1;
}

static void
give_back(void *p, void *unused)
{
	union sized *s = p;

	(void)unused;
	if (!s)
		return;
	s--;
	secret_wipe(p, s->n);
	free(s);
}

static const struct flag {
	char c;
	uint32_t option;
} flags[] = {
	{'i', PCRE2_CASELESS},
	{'m', PCRE2_MULTILINE},
	{'s', PCRE2_DOTALL},
	{'x', PCRE2_EXTENDED},
	{'A', PCRE2_ANCHORED},
	{'D', PCRE2_DOLLAR_ENDONLY},
	{'U', PCRE2_UNGREEDY},
	{'u', PCRE2_UTF | PCRE2_UCP},
	{'S', 0}, {'X', 0}, {' ', 0}, {'\n', 0}, {'\r', 0}
};

/* The byte as it may be shown. */
static const char *
shown(unsigned char c, char to[5])
{
	(void)snprintf(to, 5, c > ' ' && c < 0x7F ? "%c" : "\\%03o", c);
	return to;
}

/* The place of the opening delimiter; n: none. */
static size_t
opening(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] == ' ' || (s[i] >= '\t' && s[i] <= '\r')))
		i++;
	return i;
}

static char
partner(char open)
{
	static const char pairs[] = "()[]{}<>";
	const char *at = open ? strchr(pairs, open) : NULL;

	return at && (at - pairs) % 2 == 0 ? at[1] : open;
}

size_t
preg_close(const char *pattern, size_t n)
{
	size_t i = opening(pattern, n), depth = 1;
	char open = i < n ? pattern[i] : '\0', close = partner(open);

	for (i++; i < n; i++) {
		if (pattern[i] == '\\' && i + 1 < n)
			i++;
		else if (pattern[i] == close && --depth == 0)
			return i;
		else if (pattern[i] == open)
			depth++;
	}
	return n;
}

/* Find RE in "/RE/flags": p[*from..*to). */
static bool
find_regex(const char *p, size_t n, size_t *from, size_t *to,
    struct preg_error *e)
{
	char c[5];
	size_t open = opening(p, n);

	if (open == n) {
		(void)snprintf(e->what, sizeof e->what,
		    "it is empty; valid is '/regex/flags'");
		return false;
	}
	if (p[open] == '\0' || p[open] == '\\' ||
	    ascii_alnum((unsigned char)p[open])) {
		(void)snprintf(e->what, sizeof e->what, "the delimiter '%s' is "
		    "alphanumeric, a backslash or NUL; valid is '/regex/flags'",
		    shown((unsigned char)p[open], c));
		return false;
	}
	*from = open + 1;
	*to = preg_close(p, n);
	if (*to < n)
		return true;
	(void)snprintf(e->what, sizeof e->what, "no closing delimiter '%s'",
	    shown((unsigned char)partner(p[open]), c));
	return false;
}

static bool
find_options(const char *p, size_t n, uint32_t *options, struct preg_error *e)
{
	const size_t count = sizeof flags / sizeof *flags;
	char c[5];
	size_t k;

	for (size_t i = 0; i < n; i++) {
		for (k = 0; k < count && flags[k].c != p[i]; k++)
			continue;
		if (k == count) {
			(void)snprintf(e->what, sizeof e->what, "'%s' is no "
			    "flag here; valid are i m s x A D U u, and without "
			    "effect S X", shown((unsigned char)p[i], c));
			return false;
		}
		*options |= flags[k].option;
	}
	return true;
}

static pcre2_code *
compile(const char *re, size_t n, uint32_t options, pcre2_general_context *g,
    struct preg_error *e)
{
	pcre2_compile_context *c = pcre2_compile_context_create(g);
	pcre2_code *code;
	char words[160];
	int err = 0;
	PCRE2_SIZE at = 0;

	if (!c) {
		(void)snprintf(e->what, sizeof e->what, "out of memory");
		return NULL;
	}
#ifdef PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK  /* \K there: PHP allows it */
	(void)pcre2_set_compile_extra_options(c,
	    PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK);
#endif
	code = pcre2_compile((PCRE2_SPTR)re, n, options, &err, &at, c);
	pcre2_compile_context_free(c);
	if (code)
		return code;
	if (pcre2_get_error_message(err, (PCRE2_UCHAR *)words,
	    sizeof words) < 0)
		(void)snprintf(words, sizeof words, "error %d", err);
	(void)snprintf(e->what, sizeof e->what, "%s at offset %zu", words, at);
	return NULL;
}

/* Machine code where the system lets it be made (SELinux may not), with a stack
 * of its own: a map, so that nothing of it stays on the machine's. */
static void
compile_further(struct preg *p, pcre2_general_context *g)
{
	size_t size = 0;

	if (pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE) != 0 ||
	    pcre2_pattern_info(p->code, PCRE2_INFO_JITSIZE, &size) != 0 ||
	    size == 0)
		return;
	p->match = pcre2_match_data_create(1, g);
	if (!p->match)
		return;
	p->stack = pcre2_jit_stack_create(JIT_STACK, JIT_STACK_MOST, g);
	if (p->stack)
		pcre2_jit_stack_assign(p->limits, NULL, p->stack);
}

static bool
prepare(struct preg *p, pcre2_general_context *g, struct preg_error *e)
{
	uint32_t options = 0;

	p->limits = pcre2_match_context_create(g);
	if (!p->limits) {
		(void)snprintf(e->what, sizeof e->what, "out of memory");
		return false;
	}
	(void)pcre2_set_match_limit(p->limits, MATCH_LIMIT);
	(void)pcre2_set_depth_limit(p->limits, DEPTH_LIMIT);
	(void)pcre2_set_heap_limit(p->limits, HEAP_LIMIT);
	/* the pattern can say (*UTF) too */
	(void)pcre2_pattern_info(p->code, PCRE2_INFO_ALLOPTIONS, &options);
	p->utf = options & PCRE2_UTF;
	compile_further(p, g);
	return true;
}

struct preg *
preg_compile(const char *pattern, size_t n, struct preg_error *e)
{
	size_t from, to;
	uint32_t options = 0;
	pcre2_general_context *g;
	struct preg *p;

	if (!find_regex(pattern, n, &from, &to, e) ||
	    !find_options(pattern + to + 1, n - to - 1, &options, e))
		return NULL;
	g = pcre2_general_context_create(take, give_back, NULL);
	p = calloc(1, sizeof *p);
	if (!g || !p)
		(void)snprintf(e->what, sizeof e->what, "out of memory");
	else
		p->code = compile(pattern + from, to - from, options, g, e);
	if (p && (!p->code || !prepare(p, g, e))) {
		preg_free(p);
		p = NULL;
	}
	/* all that was made of it knows its functions */
	pcre2_general_context_free(g);
	return p;
}

/* The interpreter keeps its frames in the match data until that is freed. */
static int
interpret(struct preg *p, const char *subject, size_t n)
{
	int r = PCRE2_ERROR_NOMEMORY;
	/* allocated as the pattern was */
	pcre2_match_data *match =
	    pcre2_match_data_create_from_pattern(p->code, NULL);

	if (match)
		r = pcre2_match(p->code, (PCRE2_SPTR)subject, n, 0,
		    PCRE2_NO_JIT, match, p->limits);
	pcre2_match_data_free(match);
	return r;
}

int
preg_match(struct preg *p, const char *subject, size_t n)
{
	int r;

	if (n == 0)
		subject = "";   /* it may have been NULL */
	if (!p->stack)
		r = interpret(p, subject, n);
	else if (p->utf)
		r = pcre2_match(p->code, (PCRE2_SPTR)subject, n, 0, 0,
		    p->match, p->limits);
	else   /* the short way, which does not check UTF-8 */
		r = pcre2_jit_match(p->code, (PCRE2_SPTR)subject, n, 0, 0,
		    p->match, p->limits);
	if (r >= 0)
		return PREG_MATCH;
	return r == PCRE2_ERROR_NOMATCH ? PREG_NO_MATCH : PREG_FAILED;
}

void
preg_free(struct preg *p)
{
	if (!p)
		return;
	pcre2_match_data_free(p->match);
	pcre2_jit_stack_free(p->stack);
	pcre2_match_context_free(p->limits);
	pcre2_code_free(p->code);
	free(p);
}
