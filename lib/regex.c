#include "regex.h"

#include "ascii.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Bytes of text after which compiling to machine code pays. */
enum { JIT_AFTER = 4096 };

struct regex {
	pcre2_code *code;
	pcre2_match_data *match;
	size_t seen;      /* bytes of text so far, until the JIT was tried */
	bool jit_tried;
	bool utf8;
};

struct regex *
regex_compile(const char *pattern, enum regex_text text,
    struct regex_error *e)
{
	/* bytes mean bytes: a pattern must not turn UTF on by itself, or a
	 * stray byte in the text would end the match with an error */
	uint32_t options = text == REGEX_UTF8 ?
	    PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C : PCRE2_NEVER_UTF;
	struct regex *re = calloc(1, sizeof *re);
	int err = 0;
	PCRE2_SIZE at = 0;

	if (!re) {
		*e = (struct regex_error){"out of memory", 0};
		return NULL;
	}
	re->utf8 = text == REGEX_UTF8;
	re->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
	    options, &err, &at, NULL);
	if (re->code)
		re->match = pcre2_match_data_create_from_pattern(re->code,
		    NULL);
	if (re->match)
		return re;
	e->offset = at;
	if (re->code)
		(void)snprintf(e->what, sizeof e->what, "out of memory");
	else if (pcre2_get_error_message(err, (PCRE2_UCHAR *)e->what,
	    sizeof e->what) < 0)
		(void)snprintf(e->what, sizeof e->what, "error %d", err);
	regex_free(re);
	return NULL;
}

int
regex_required_byte(const struct regex *re)
{
	uint32_t type = 0, unit = 0;

	/* for a letter PCRE2 does not say whether its other case will do */
	if (pcre2_pattern_info(re->code, PCRE2_INFO_LASTCODETYPE, &type) != 0 ||
	    type != 1 ||
	    pcre2_pattern_info(re->code, PCRE2_INFO_LASTCODEUNIT, &unit) != 0 ||
	    unit >= 0x80 || (ascii_alnum((int)unit) && unit > '9'))
		return -1;
	return (int)unit;
}

static void
jit_in_time(struct regex *re, size_t n)
{
	if (re->jit_tried)
		return;
	re->seen += n;
	if (re->seen < JIT_AFTER)
		return;
	re->jit_tried = true;
	(void)pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE);
}

int
regex_match(struct regex *re, const char *subject, size_t n, size_t from,
    size_t *start, size_t *end)
{
	const PCRE2_SIZE *o;
	int r;
	/* a subject is checked once: at its beginning */
	uint32_t options = re->utf8 && from > 0 ? PCRE2_NO_UTF_CHECK : 0;

	jit_in_time(re, n);
	r = pcre2_match(re->code, (PCRE2_SPTR)subject, n, from, options,
	    re->match, NULL);
	/* machine code has a small stack of its own, the interpreter the heap */
	if (r == PCRE2_ERROR_JIT_STACKLIMIT)
		r = pcre2_match(re->code, (PCRE2_SPTR)subject, n, from,
		    options | PCRE2_NO_JIT, re->match, NULL);
	if (r == PCRE2_ERROR_NOMATCH ||
	    (r <= PCRE2_ERROR_UTF8_ERR1 && r >= PCRE2_ERROR_UTF8_ERR21))
		return REGEX_NO_MATCH;
	if (r < 0)
		return r == PCRE2_ERROR_NOMEMORY ? REGEX_NO_MEMORY :
		    REGEX_TOO_HARD;
	o = pcre2_get_ovector_pointer(re->match);
	/* \K in a lookahead can put the start behind the end */
	*start = o[0] < o[1] ? o[0] : o[1];
	*end = o[1];
	return REGEX_MATCH;
}

size_t
regex_step(const struct regex *re, const char *subject, size_t n, size_t at)
{
	at++;
	while (re->utf8 && at < n && (subject[at] & 0xC0) == 0x80)
		at++;
	return at;
}

void
regex_free(struct regex *re)
{
	if (!re)
		return;
	pcre2_match_data_free(re->match);
	pcre2_code_free(re->code);
	free(re);
}
