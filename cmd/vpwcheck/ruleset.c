#include "ruleset.h"

#include "grow.h"
#include "phptok.h"
#include "preg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rule {
	struct preg *preg;
	char *pattern;      /* pattern_len bytes: the key in PHP's array */
	size_t pattern_len;
	char *message;
};

_Static_assert(RULESET_MOST == 64, "messages say so");

static bool
refuse(struct ruleset_error *e, const char *what)
{
	(void)snprintf(e->what, sizeof e->what, "%s", what);
	return false;
}

/* n bytes as a C string in new memory. */
static char *
copy(const char *s, size_t n)
{
	char *c = malloc(n + 1);

	if (!c)
		return NULL;
	if (n > 0)   /* else s may be NULL */
		memcpy(c, s, n);
	c[n] = '\0';
	return c;
}

static struct rule *
find(struct ruleset *r, const char *pattern, size_t n)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->v[i].pattern_len == n &&
		    memcmp(r->v[i].pattern, pattern, n) == 0)
			return &r->v[i];
	return NULL;
}

static void
rule_free(struct rule *rule)
{
	preg_free(rule->preg);
	free(rule->pattern);
	free(rule->message);
}

/* Append a rule.  On failure the message stays the caller's. */
static bool
append(struct ruleset *r, const char *pattern, size_t n, char *message,
    struct ruleset_error *e)
{
	struct preg_error why;
	struct rule rule = {.pattern_len = n};
	struct rule *v;

	rule.preg = preg_compile(pattern, n, &why);
	if (!rule.preg)
		return refuse(e, why.what);
	rule.pattern = copy(pattern, n);
	v = grow_array(r->v, r->count, &r->cap, sizeof *v);
	if (v)
		r->v = v;
	if (!v || !rule.pattern) {
		rule_free(&rule);
		return refuse(e, "out of memory");
	}
	rule.message = message;
	r->v[r->count++] = rule;
	return true;
}

static bool
add(struct ruleset *r, const char *pattern, size_t n, const char *message,
    size_t message_len, struct ruleset_error *e)
{
	struct rule *known = find(r, pattern, n);
	char *m;

	if (message_len == 0) {
		message = pattern;
		message_len = n;
	}
	if (!known && r->count == RULESET_MOST)
		return refuse(e, "these are more than 64 rules");
	if (message_len > 0 && memchr(message, '\0', message_len))
		return refuse(e, "a NUL stands in the message");
	m = copy(message, message_len);
	if (!m)
		return refuse(e, "out of memory");
	if (known) {
		free(known->message);
		known->message = m;
		return true;
	}
	if (append(r, pattern, n, m, e))
		return true;
	free(m);
	return false;
}

bool
ruleset_add(struct ruleset *r, const char *text, size_t n,
    struct ruleset_error *e)
{
	size_t close = preg_close(text, n);
	size_t flags = close < n ? close + 1 : n;   /* or = is the delimiter */
	const char *equals = n > 0 ?
	    memchr(text + flags, '=', n - flags) : NULL;
	size_t pattern_len;

	e->line = 0;
	if (!equals)
		return add(r, text, n, NULL, 0, e);
	pattern_len = (size_t)(equals - text);
	return add(r, text, pattern_len, equals + 1, n - pattern_len - 1, e);
}

/* The text of a file of rules, and whether its array was there. */
struct reading {
	struct phptok t;
	struct ruleset *r;
	bool assigned;
	size_t depth;       /* brackets that are open: 1 is the array's */
	size_t entries;
};

static const char rules_name[] = "password_validation";

static bool
is_string(const struct phptok *t, const char *s)
{
	return t->value.len == strlen(s) && (t->value.len == 0 ||
	    memcmp(t->value.p, s, t->value.len) == 0);
}

/* The value of the entry whose key was read. */
static bool
read_message(struct reading *in, struct ruleset_error *e)
{
	int token = phptok_next(&in->t);

	if (in->t.why)
		return refuse(e, in->t.why);
	if (token == PHPTOK_STRING)
		return true;
	if (phptok_is(&in->t, token, "function") ||
	    phptok_is(&in->t, token, "fn") ||
	    phptok_is(&in->t, token, "static"))
		return refuse(e, "a PHP function cannot be a rule here; valid "
		    "is '/regex/flags' => 'message'");
	return refuse(e, "the message is no string; valid is "
	    "'/regex/flags' => 'message'");
}

/* What follows on a message has to end the entry, else the string is but a part
 * of what PHP makes of it. */
static bool
ends_entry(const struct phptok *t, struct ruleset_error *e)
{
	struct phptok ahead = *t;
	int token;

	ahead.value = (struct buf){0};
	token = phptok_next(&ahead);
	phptok_end(&ahead);
	if (token == ',' || token == ')' || token == ']' ||
	    token == PHPTOK_END || token == PHPTOK_BAD || ahead.at > t->line)
		return true;
	return refuse(e, "behind the message stands neither a comma nor the "
	    "array's end");
}

/* An entry whose key is the token. */
static bool
read_entry(struct reading *in, struct ruleset_error *e)
{
	struct buf key = in->t.value;
	bool good = false;

	e->line = in->t.at;
	if (in->t.why)
		return refuse(e, in->t.why);
	in->t.value = (struct buf){0};   /* key has it */
	if (phptok_next(&in->t) != PHPTOK_ARROW)
		(void)refuse(e, in->t.why ? in->t.why : "no => behind the "
		    "pattern; valid is '/regex/flags' => 'message'");
	else
		good = read_message(in, e) && ends_entry(&in->t, e) &&
		    add(in->r, key.p, key.len, in->t.value.p,
		    in->t.value.len, e);
	buf_free(&key);
	in->entries += good;
	return good;
}

/* Pass over a statement to its semicolon or last brace, behind all its
 * brackets: what it does to the rules would have to be run. */
static bool
skip_statement(struct reading *in, struct ruleset_error *e)
{
	int token;
	size_t depth = 0;

	while ((token = phptok_next(&in->t)) != PHPTOK_END) {
		e->line = in->t.at;
		if (token == PHPTOK_BAD)
			return refuse(e, in->t.why);
		if (token == PHPTOK_STRING && is_string(&in->t, rules_name))
			return refuse(e, "password_validation stands in code; "
			    "valid is $CONF['password_validation'] = ...");
		if (token == '(' || token == '[' || token == '{')
			depth++;
		else if (depth > 0 &&
		    (token == ')' || token == ']' || token == '}'))
			depth--;
		if (depth == 0 && (token == ';' || token == '}'))
			break;
	}
	return true;
}

/* "$CONF" was read: ['name'] = ... */
static bool
read_assignment(struct reading *in, struct ruleset_error *e)
{
	if (phptok_next(&in->t) != '[' ||
	    phptok_next(&in->t) != PHPTOK_STRING || in->t.why)
		return refuse(e, "valid is $CONF['password_validation'] = ...");
	if (is_string(&in->t, "min_password_length"))
		return refuse(e, "min_password_length is a rule too: write "
		    "'/.{N}/' => 'password_too_short N' instead");
	if (!is_string(&in->t, rules_name))
		return skip_statement(in, e);
	if (in->assigned)
		return refuse(e, "password_validation is assigned twice");
	in->assigned = true;
	if (phptok_next(&in->t) == ']' && phptok_next(&in->t) == '=')
		return true;
	return refuse(e, "valid is $CONF['password_validation'] = ...");
}

/* What stands between entries. */
static bool
read_other(struct reading *in, int token, struct ruleset_error *e)
{
	e->line = in->t.at;
	if (token == PHPTOK_BAD)
		return refuse(e, in->t.why);
	if (phptok_is(&in->t, token, "$CONF"))
		return read_assignment(in, e);
	if (token == '(' || token == '[') {
		if (in->depth++ > 0)
			return refuse(e, "an array in the array is no rule");
		return true;
	}
	if (token == ')' || token == ']') {
		in->depth -= in->depth > 0;
		return true;
	}
	if (phptok_is(&in->t, token, "array") || token == ',' || token == ';')
		return true;
	if (token == PHPTOK_WORD && in->t.tagged && in->depth == 0)
		return skip_statement(in, e);
	if (token == PHPTOK_WORD || token == PHPTOK_ARROW)
		return refuse(e, "the pattern is no string; valid is "
		    "'/regex/flags' => 'message'");
	return refuse(e, "not understood; valid is "
	    "'/regex/flags' => 'message'");
}

bool
ruleset_read(struct ruleset *r, const char *text, size_t n,
    struct ruleset_error *e)
{
	struct reading in = {.r = r};
	bool good = true;
	int token;

	phptok_begin(&in.t, text, n);
	while (good && (token = phptok_next(&in.t)) != PHPTOK_END)
		good = token == PHPTOK_STRING ? read_entry(&in, e) :
		    read_other(&in, token, e);
	if (good && in.entries == 0) {
		e->line = in.t.at;
		good = refuse(e, "there is no password_validation; valid is "
		    "'/regex/flags' => 'message'");
	}
	phptok_end(&in.t);
	return good;
}

bool
ruleset_stock(struct ruleset *r, struct ruleset_error *e)
{
	static const char *const stock[] = {
		"/.{5}/=password_too_short 5",
		"/([a-zA-Z].*){3}/=password_no_characters 3",
		"/([0-9].*){2}/=password_no_digits 2"
	};

	for (size_t i = 0; i < sizeof stock / sizeof *stock; i++)
		if (!find(r, stock[i], strcspn(stock[i], "=")) &&
		    !ruleset_add(r, stock[i], strlen(stock[i]), e))
			return false;
	return true;
}

size_t
ruleset_check(const struct ruleset *r, const char *password, size_t n,
    ruleset_report *report, void *ctx)
{
	size_t bad = 0;

	for (size_t i = 0; i < r->count; i++) {
		int m = preg_match(r->v[i].preg, password, n);

		if (m == PREG_MATCH)
			continue;
		bad++;
		if (report)
			report(ctx, r->v[i].message, m == PREG_FAILED);
	}
	return bad;
}

void
ruleset_free(struct ruleset *r)
{
	for (size_t i = 0; i < r->count; i++)
		rule_free(&r->v[i]);
	free(r->v);
	*r = (struct ruleset){0};
}
