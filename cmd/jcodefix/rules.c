#define _GNU_SOURCE   /* memmem (POSIX.1-2024) */
#include "rules.h"

#include "operand.h"
#include "perlbyte.h"
#include "perlword.h"
#include "report.h"

#include <string.h>

/* Add the site of the tokens from..to (not included), of which `len` bytes at
 * `at` become `with`. */
static void
add(struct look *l, size_t from, size_t to, size_t at, size_t len,
    const char *with, const char *left)
{
	struct site s = {
		.at = l->st->t[from].at, .end = l->st->t[to - 1].end,
		.rule = l->rule, .left = left, .left_at = SIZE_MAX,
		.edit = {at, len, with, strlen(with)}
	};

	if (site_add(l->sites, s) != 0)
		l->failed = true;
}

/* Behind token i and the blanks that follow it on its line. */
static size_t
behind_blanks(const struct statement *st, size_t i)
{
	const struct perl_token *t = &st->t[i];
	size_t at = t->end, end = operand_token(st, i + 1)->at;

	while (at < end && (st->text[at] == ' ' || st->text[at] == '\t'))
		at++;
	return at;
}

/* --- defined --- */

/* Do the bytes read `unless defined %name`, as in jcode.pl, and is that all of
 * the modifier? */
static bool
find_unless_hash(struct look *l)
{
	static const char words[] = "unless defined %";
	const size_t n = sizeof words - 1;
	const struct statement *st = l->st;
	size_t i = l->i;
	const struct perl_token *name = operand_token(st, i + 1);
	const struct perl_token *end = operand_token(st, i + 2);

	if (i == 0 || !operand_is(st, i - 1, PERL_WORD, "unless") ||
	    name->kind != PERL_VARIABLE ||
	    name->at != st->t[i - 1].at + n - 1 ||
	    memcmp(st->text + st->t[i - 1].at, words, n) != 0)
		return false;
	if (strchr("${ \t\r\n", st->text[name->at + 1]))
		return false;
	if (end->kind != PERL_SEMICOLON && end->kind != PERL_END &&
	    !(end->kind == PERL_CLOSE && st->text[end->at] == '}'))
		return false;
	add(l, i - 1, i + 2, st->t[i - 1].at, n, "if !%", NULL);
	return true;
}

/* defined(my @x): nobody knows what was meant. */
static bool
declares(const struct statement *st, size_t i)
{
	const struct perl_token *t;

	while (operand_is(st, i, PERL_OPEN, "("))
		i++;
	if (!operand_is(st, i, PERL_WORD, "my") &&
	    !operand_is(st, i, PERL_WORD, "our") &&
	    !operand_is(st, i, PERL_WORD, "local"))
		return false;
	t = operand_token(st, i + 1);
	return t->kind == PERL_VARIABLE && strchr("%@", st->text[t->at]);
}

static bool
find_defined_aggregate(struct look *l)
{
	const struct statement *st = l->st;
	size_t i = l->i, end, behind;
	bool bare;
	enum operand_binding next;
	const char *left = NULL, *with;

	if (declares(st, i + 1)) {
		add(l, i, i + 1, st->t[i].at, 0, "", "it tests what it declares");
		return true;
	}
	if (!operand_is_aggregate(st, i + 1, &end, &bare))
		return false;
	next = operand_binding(st, end, bare);
	if (next == OPERAND_TIGHT)
		return false;
	if (next == OPERAND_UNKNOWN)
		left = "what stands behind it takes it in a way that is not "
		    "known";
	behind = behind_blanks(st, i);
	with = operand_is_boolean(st, i, end, bare) ? "" : "!!";
	add(l, i, end, st->t[i].at, behind - st->t[i].at, with, left);
	return true;
}

/* --- do --- */

/* Is the token what `do SUB(` calls: a name that is none of Perl's, or a
 * scalar?  Behind it, or 0. */
static size_t
sub_end(const struct statement *st, size_t i)
{
	const struct perl_token *t = operand_token(st, i);
	const char *s = st->text + t->at;
	unsigned flags = operand_flags(st, i);

	if (t->kind == PERL_OPEN && t->bracket == PERL_DEREF && s[0] == '$')
		return operand_close(st, i) + 1;
	if (t->kind == PERL_VARIABLE)
		return s[0] == '$' && s[1] != '#' ? i + 1 : 0;
	if (t->kind != PERL_WORD || (flags && !(flags & PERLWORD_FEATURE)) ||
	    (t->end - t->at > 6 && memcmp(s, "CORE::", 6) == 0))
		return 0;
	return i + 1;
}

enum { SCALAR_MOST = 64 };   /* tokens, of which none is looked at often */

/* Is ${ what the bracket at i closes?  No, where that is far away. */
static bool
closes_scalar(const struct statement *st, size_t i)
{
	size_t depth = 0;

	for (size_t steps = 0; steps < SCALAR_MOST; steps++, i--) {
		depth += st->t[i].kind == PERL_CLOSE;
		depth -= st->t[i].kind == PERL_OPEN;
		if (depth == 0)
			return st->text[st->t[i].at] == '$';
		if (i == 0)
			break;
	}
	return false;
}

/* Does a term end with the token?  A block's bracket and a scalar, ${fh} too, may
 * be a file handle. */
static bool
ends_term(const struct statement *st, size_t i)
{
	const struct perl_token *t = &st->t[i];

	if (t->kind == PERL_CLOSE)
		return t->bracket < PERL_DEREF ||
		    (t->bracket == PERL_DEREF && !closes_scalar(st, i));
	return t->kind == PERL_NUMBER || t->kind == PERL_STRING ||
	    t->kind == PERL_EVALUATED ||
	    (t->kind == PERL_VARIABLE && st->text[t->at] != '$');
}

/* Is &$x the value of $x called?  Behind & only these make a name (toke.c,
 * scan_ident): &$'x and &$; are the sub &$, and something more. */
static bool
may_follow_and(const struct statement *st, size_t i)
{
	const struct perl_token *t = &st->t[i];
	const char *p = st->text + t->at, *end = st->text + t->end;

	if (*p != '$')
		return true;
	while (p < end && *p == '$')
		p++;
	return p < end && (perlbyte_is_word((unsigned char)*p) || *p == '{' ||
	    (end - p > 2 && memcmp(p, "::", 2) == 0));
}

static bool
find_do_sub(struct look *l)
{
	const struct statement *st = l->st;
	size_t i = l->i, at = st->t[i].at, end, list = sub_end(st, i + 1);
	const char *left = NULL;
	bool joins;

	if (list == 0 || !operand_is(st, list, PERL_OPEN, "("))
		return false;
	end = behind_blanks(st, i);
	/* `$a &do f(1)` must not become `&&` */
	joins = at > 0 && st->text[at - 1] == '&';
	/* print $fh &$x(1), or with a blank or :: behind &, would be an
	 * operation of bits */
	if (i > 0 && st->t[i - 1].kind == PERL_VARIABLE &&
	    !perlbyte_is_start((unsigned char)st->text[end]))
		left = "behind a file handle, & is an operator";
	if (!may_follow_and(st, i + 1))
		left = "behind & its name would be another";
	if (i > 0 && ends_term(st, i - 1))
		left = "what stands before it wants an operator";
	add(l, i, list + 1, at, end - at, joins ? " &" : "&", left);
	return true;
}

/* --- require --- */

static const char not_all[] = "not every file that says it may be changed: one "
    "changes @INC, does not find it, could not be read, or must stay as it is";
static const char ends_quote[] = "./ would end what is quoted, q/x.pl/ or "
    "q.x.pl.; write it with '', here first";

/* Is the word there, in a token: as a name, or in what is quoted? */
static bool
holds_word(const struct statement *st, size_t i, const char *word)
{
	const char *p = st->text + st->t[i].at, *end = st->text + st->t[i].end;
	size_t n = strlen(word);

	for (; (p = memmem(p, (size_t)(end - p), word, n)); p++)
		if ((p == st->text ||
		    !perlbyte_is_word((unsigned char)p[-1])) &&
		    (p + n == end || !perlbyte_is_word((unsigned char)p[n])))
			return true;
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Longer #! lines no kernel takes; each `require' looks at it. */
enum { SHEBANG_MOST = 1024 };

/* #!perl -Ilib, -wI lib, -Mlib=x, in the first line of n bytes of text?  Of one
 * that is too long, nobody knows. */
static bool
has_include_switch(const char *text, size_t n)
{
	const char *nl = memchr(text, '\n', n < SHEBANG_MOST ? n :
	    SHEBANG_MOST);
	size_t end = nl ? (size_t)(nl - text) : n, i = 0;

	if (n < 2 || memcmp(text, "#!", 2) != 0)
		return false;
	if (end > SHEBANG_MOST)
		return true;
	while (i < end) {
		bool option = text[i] == '-' && is_blank(text[i - 1]);

		for (i++; option && i < end && !is_blank(text[i]); i++)
			if (text[i] == 'I' || text[i] == 'M')
				return true;
	}
	return false;
}

/* @INC in any way that it is named, also in a string that may be evaluated;
 * %INC, which holds the spellings; use lib and its like: where libraries are is
 * not what it seems. */
static bool
changes_inc(const struct statement *st, size_t i)
{
	enum perl_kind kind = st->t[i].kind;

	if (kind == PERL_NUMBER || kind == PERL_OPERATOR)
		return false;
	if (holds_word(st, i, "INC"))
		return true;
	/* use if 1, lib => ..., but not $h{lib} */
	if (kind == PERL_NAME)
		return operand_is(st, 0, PERL_WORD, "use") &&
		    operand_is(st, i, PERL_NAME, "lib");
	/* a path, lib/x.pl, is none of these */
	return operand_is(st, i, PERL_WORD, "lib") ||
	    holds_word(st, i, "use lib") ||
	    (kind == PERL_STRING && st->t[i].end - st->t[i].at == 5 &&
	    holds_word(st, i, "lib") &&
	    operand_is(st, i + 1, PERL_OPERATOR, "->"));
}

/* While spellings are gathered, those are found, too, that lead nowhere. */
static bool
find_require_dot(struct look *l)
{
	const struct statement *st = l->st;
	size_t i = l->i, string, n;
	enum library_answer may;
	const char *s;

	if (l->lib && changes_inc(st, i))
		l->lib->changes_inc = true;
	s = operand_required(st, i, &string, &n);
	if (!s || s[0] == '/' || s[0] == '.' || !l->lib)
		return false;
	if (has_include_switch(st->text, st->t[i].at))
		l->lib->changes_inc = true;
	may = library_may_change(l->lib, s, n);
	if (may == LIBRARY_UNKNOWN && l->lib->state == LIBRARY_SETTLED)
		return false;
	add(l, i, string + 1, (size_t)(s - st->text), 0, "./",
	    s[-1] == '.' || s[-1] == '/' ? ends_quote :
	    may == LIBRARY_MAY ? NULL : not_all);
	return true;
}

int
rules_note(const struct sites *sites, const char *text, struct library *l,
    bool may)
{
	for (size_t i = 0; i < sites->count; i++) {
		const struct site *s = &sites->v[i];

		if (s->rule->find == find_require_dot && library_note(l,
		    text + s->edit.at, s->end - 1 - s->edit.at,
		    may && !s->left) != 0)
			return -1;
	}
	return 0;
}

/* --- the table --- */

const struct rule rules[RULES] = {
	{"unless-hash", RULE_ON,
	    "`unless defined %name` as a whole modifier -> `if !%name`",
	    "defined(%hash) told whether a hash had ever held anything.  It warns\n"
	    "from Perl 5.16 on and is fatal from 5.22 on: \"Can't use\n"
	    "'defined(%hash)' (Maybe you should just omit the defined()?)\".\n"
	    "jcode.pl initializes its tables with `&init unless defined %table;`.\n"
	    "See perl5220delta, and perldiag under that message.\n",
	    "defined", find_unless_hash},
	{"defined-aggregate", RULE_ON,
	    "any other `defined` of a whole hash or array -> without it, or `!!`",
	    "defined(@array) and defined(%hash) warn from Perl 5.16 on and are\n"
	    "fatal from 5.22 on.  Where only the truth matters the word is dropped\n"
	    "(`unless defined %h && $x` -> `unless %h && $x`), elsewhere `!!` takes\n"
	    "its place, which has the same value, 1 or the empty string.  What was\n"
	    "filled and then emptied used to be defined and is false now: `report`\n"
	    "tells of those.\n"
	    "See perl5220delta; perlfunc, \"defined\".\n",
	    "defined", find_defined_aggregate},
	{"do-sub", RULE_ON,
	    "`do name(...)`, `do pkg'name(...)`, `do $name(...)` -> `&name(...)`",
	    "Calling a sub by `do SUB(LIST)` is a syntax error from Perl 5.20 on,\n"
	    "wherever the sub is defined; jcode.pl 1.12 to 2.6 do it.  `do FILE`\n"
	    "and `do { }` are untouched, and so is `do lc(\"X\")`: with the name of a\n"
	    "function of Perl's own it loads a file.\n"
	    "See perl5200delta, \"do can no longer be used to call subroutines\".\n",
	    "do", find_do_sub},
	{"require-dot", RULE_ASKED,
	    "`require 'x.pl'`, `do 'x.pl'` -> './x.pl', where that file is there",
	    "The present directory left @INC with Perl 5.26, so that a library\n"
	    "beside the program is not found by its bare name.  Give the whole tree\n"
	    "at once (-r): Perl loads a library once for each spelling of its name,\n"
	    "so all files must spell it alike.  A name is looked for beside the file\n"
	    "that says it, and in the directories above, up to the one named.  Where\n"
	    "a file changes @INC, or does not find it, no file's spelling changes.\n"
	    "See perl5260delta, \"Removal of the current directory from @INC\".\n",
	    NULL, find_require_dot},
	{"report", RULE_REPORT,
	    "what is found and never changed; --check tells",
	    "  a #! line that ends in CR or stands behind a byte order mark: the\n"
	    "    kernel does not find the interpreter (execve(2))\n"
	    "  require of a file that is not there\n"
	    "  require of one that is, by its bare name (see require-dot)\n"
	    "  libraries that Perl dropped: ctime.pl and others went with 5.16,\n"
	    "    some before; Perl4::CoreLibs on CPAN has them (perl5160delta)\n"
	    "  modules that left the core, as CGI with 5.22 (perl5220delta)\n"
	    "  assignment to $[ (fatal from 5.30 on unless it is 0), and $* and $#,\n"
	    "    which are fatal (perl5300delta)\n"
	    "  ' as package separator: deprecated in 5.38, an optional feature from\n"
	    "    5.42 on (perl5380delta, perl5420delta)\n"
	    "  `defined` of a hash or array that the file empties: that used to be\n"
	    "    true, what replaces it is false (perlfunc, \"defined\")\n",
	    NULL, report_find}
};

const struct rule rule_literal = {"literal", RULE_ASKED, "", "", NULL, NULL};

rule_set
rules_gathered(void)
{
	rule_set set = 0;

	for (size_t i = 0; i < RULES; i++)
		if (rules[i].find == find_require_dot)
			set |= 1U << i;
	return set;
}

static rule_set
used(enum rule_use use)
{
	rule_set set = 0;

	for (size_t i = 0; i < RULES; i++)
		if (rules[i].use == use)
			set |= 1U << i;
	return set;
}

rule_set
rules_default(void)
{
	return used(RULE_ON);
}

rule_set
rules_reporting(void)
{
	return used(RULE_REPORT);
}

/* The rule of that name, or NULL. */
static const struct rule *
rules_named(const char *name, size_t n)
{
	for (size_t i = 0; i < RULES; i++)
		if (strlen(rules[i].name) == n &&
		    memcmp(rules[i].name, name, n) == 0)
			return &rules[i];
	return NULL;
}

bool
rules_parse(const char *list, rule_set *set, const char **bad, size_t *bad_len)
{
	*set = 0;
	for (;;) {
		size_t n = strcspn(list, ",");
		const struct rule *r = rules_named(list, n);
		bool by_default = n == 7 && memcmp(list, "default", n) == 0;

		if (!r && !by_default) {
			*bad = list;
			*bad_len = n;
			return false;
		}
		*set |= r ? 1U << (r - rules) : rules_default();
		if (list[n] == '\0')
			return true;
		list += n + 1;
	}
}

const char *
rules_names(char names[RULES_NAMES])
{
	names[0] = '\0';
	for (size_t i = 0; i < RULES; i++) {
		(void)strncat(names, i > 0 ? ", " : "",
		    RULES_NAMES - 1 - strlen(names));
		(void)strncat(names, rules[i].name,
		    RULES_NAMES - 1 - strlen(names));
	}
	return names;
}
