#include "report.h"

#include "bytesort.h"
#include "library.h"
#include "operand.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Add a finding at token i, in words. */
static bool tell(struct look *l, size_t i, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static int
add(struct sites *sites, const struct rule *rule, size_t at, size_t end,
    const char *fmt, va_list ap)
{
	struct site s = {.at = at, .end = end, .rule = rule,
	    .left_at = SIZE_MAX, .edit = {at, 0, "", 0}};
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	s.what = n < 0 ? NULL : malloc((size_t)n + 1);
	if (!s.what)
		return -1;
	(void)vsnprintf(s.what, (size_t)n + 1, fmt, ap);
	return site_add(sites, s);
}

static bool
tell(struct look *l, size_t i, const char *fmt, ...)
{
	const struct perl_token *t = &l->st->t[i];
	va_list ap;

	va_start(ap, fmt);
	if (add(l->sites, l->rule, t->at, t->end, fmt, ap) != 0)
		l->failed = true;
	va_end(ap);
	return true;
}

/* --- variables and names --- */

static bool
find_variable(struct look *l)
{
	static const struct {
		const char *name, *what;
	} gone[] = {
		{"$[", "assignment to $[, fatal from Perl 5.30 on unless it is 0"},
		{"$*", "$* is fatal from Perl 5.30 on; use the modifiers /m and "
		    "/s"},
		{"$#", "$# is fatal from Perl 5.30 on; use printf"}
	};
	const struct statement *st = l->st;
	size_t i = l->i;

	for (size_t k = 0; k < sizeof gone / sizeof gone[0]; k++)
		if (operand_is(st, i, PERL_VARIABLE, gone[k].name) &&
		    operand_is(st, i + 1, PERL_OPERATOR, "=") &&
		    !(k == 0 && operand_is(st, i + 2, PERL_NUMBER, "0")))
			return tell(l, i, "%s", gone[k].what);
	return false;
}

/* Perl's own documents write P::x for P'x. */
static bool
find_tick(struct look *l)
{
	const struct perl_token *t = &l->st->t[l->i];
	const char *name = l->st->text + t->at;
	int n = (int)(t->end - t->at);

	if ((t->kind != PERL_WORD && t->kind != PERL_NAME &&
	    t->kind != PERL_VARIABLE) || n < 3 || n > 250 ||
	    !memchr(name + 2, '\'', (size_t)n - 2))
		return false;
	return tell(l, l->i, "' as package separator in %.*s: write ::", n,
	    name);
}

/* --- emptied aggregates --- */

/* %h = (), undef %h, undef(@a): remembered, to be held against what is tested
 * by `defined`. */
static bool
find_emptied(struct look *l)
{
	const struct statement *st = l->st;
	size_t i = l->i, name = i;
	const struct perl_token *t;

	if (operand_is(st, i, PERL_WORD, "undef")) {
		name = i + 1 + operand_is(st, i + 1, PERL_OPEN, "(");
	} else if (!operand_is(st, i + 1, PERL_OPERATOR, "=") ||
	    !operand_is(st, i + 2, PERL_OPEN, "(") ||
	    !operand_is(st, i + 3, PERL_CLOSE, ")")) {
		return false;
	}
	t = operand_token(st, name);
	if (t->kind == PERL_VARIABLE && strchr("%@", st->text[t->at]) &&
	    site_add(l->emptied, (struct site){.at = t->at,
	    .end = t->end}) != 0)
		l->failed = true;
	return false;
}

/* The variable that a site's `defined` tests. */
static struct bytesort_item
tested(const struct site *s, const char *text)
{
	struct bytesort_item name = {0};
	size_t at = s->at, end;

	while (at < s->end && text[at] != '%' && text[at] != '@')
		at++;
	for (end = s->end; end > at && strchr(") \t\r\n", text[end - 1]); )
		end--;
	name.at = at;
	name.len = (uint32_t)(end - at);
	return name;
}

static bool
is_among(const struct bytesort_item *v, size_t count, const char *text,
    struct bytesort_item key)
{
	size_t low = 0;

	while (low < count) {
		size_t mid = low + (count - low) / 2;
		int r = bytesort_compare(text + v[mid].at, v[mid].len,
		    text + key.at, key.len);

		if (r == 0)
			return true;
		if (r < 0)
			low = mid + 1;
		else
			count = mid;
	}
	return false;
}

/* --- use and require --- */

struct dropped {
	const char *name, *since;
};

/* Dates by Module::CoreList. */
static const struct dropped modules[] = {
	{"Archive::Extract", "5.20"}, {"B::Debug", "5.30"}, {"B::Lint", "5.20"},
	{"CGI", "5.22"}, {"CGI::Apache", "5.22"}, {"CGI::Carp", "5.22"},
	{"CGI::Cookie", "5.22"}, {"CGI::Fast", "5.22"},
	{"CGI::Pretty", "5.22"}, {"CGI::Push", "5.22"},
	{"CGI::Switch", "5.22"}, {"CGI::Util", "5.22"}, {"CPANPLUS", "5.20"},
	{"Class::ISA", "5.14"}, {"Devel::DProf", "5.16"},
	{"File::CheckTree", "5.20"}, {"Locale::Codes", "5.30"},
	{"Locale::Country", "5.30"}, {"Locale::Currency", "5.30"},
	{"Locale::Language", "5.30"}, {"Locale::Script", "5.30"},
	{"Log::Message", "5.20"}, {"Module::Build", "5.22"},
	{"Module::Pluggable", "5.20"}, {"Object::Accessor", "5.20"},
	{"Package::Constants", "5.22"}, {"Pod::Find", "5.32"},
	{"Pod::LaTeX", "5.20"}, {"Pod::Parser", "5.32"},
	{"Pod::PlainText", "5.32"}, {"Pod::Plainer", "5.14"},
	{"Pod::Select", "5.32"}, {"Shell", "5.16"}, {"Switch", "5.14"},
	{"Term::UI", "5.20"}, {"Text::Soundex", "5.20"}, {"attrs", "5.12"}
};

/* perl5160delta, "Removed Modules and Pragmata"; older ones went before. */
static const struct dropped libraries[] = {
	{"abbrev.pl", "5.16"}, {"assert.pl", "5.16"}, {"bigfloat.pl", "5.16"},
	{"bigint.pl", "5.16"}, {"bigrat.pl", "5.16"}, {"cacheout.pl", "5.16"},
	{"chat2.pl", "5.16"}, {"complete.pl", "5.16"}, {"ctime.pl", "5.16"},
	{"dotsh.pl", "5.16"}, {"exceptions.pl", "5.16"},
	{"fastcwd.pl", "5.16"}, {"find.pl", "5.16"}, {"finddepth.pl", "5.16"},
	{"flush.pl", "5.16"}, {"ftp.pl", "5.16"}, {"getcwd.pl", "5.16"},
	{"getopt.pl", "5.16"}, {"getopts.pl", "5.16"}, {"hostname.pl", "5.16"},
	{"importenv.pl", "5.16"}, {"look.pl", "5.16"}, {"newgetopt.pl", "5.16"},
	{"open2.pl", "5.16"}, {"open3.pl", "5.16"}, {"pwd.pl", "5.16"},
	{"shellwords.pl", "5.16"}, {"stat.pl", "5.16"}, {"syslog.pl", "5.16"},
	{"tainted.pl", "5.16"}, {"termcap.pl", "5.16"},
	{"timelocal.pl", "5.16"}, {"validate.pl", "5.16"}
};

static const char *
dropped_since(const struct dropped *list, size_t count, const char *name,
    size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i].name) == n &&
		    memcmp(list[i].name, name, n) == 0)
			return list[i].since;
	return NULL;
}

static bool
find_module(struct look *l)
{
	const struct perl_token *t = operand_token(l->st, l->i + 1);
	const char *name = l->st->text + t->at, *since;

	if ((!operand_is(l->st, l->i, PERL_WORD, "use") &&
	    !operand_is(l->st, l->i, PERL_WORD, "require")) ||
	    t->kind != PERL_WORD)
		return false;
	since = dropped_since(modules, sizeof modules / sizeof modules[0], name,
	    t->end - t->at);
	if (!since)
		return false;
	return tell(l, l->i, "%.*s is not in Perl's core from %s on: install it "
	    "from CPAN or the system's packages", (int)(t->end - t->at), name,
	    since);
}

static bool
find_library(struct look *l)
{
	const struct statement *st = l->st;
	size_t i = l->i + 1, n;
	const char *name, *since;

	if (!operand_is(st, l->i, PERL_WORD, "require"))
		return false;
	while (operand_is(st, i, PERL_OPEN, "("))
		i++;
	name = operand_plain_string(st, i, &n);
	if (!name || !l->library || n > 250 || library_has(l->library, name, n))
		return false;
	since = dropped_since(libraries, sizeof libraries / sizeof libraries[0],
	    name, n);
	if (since)
		return tell(l, l->i, "%.*s went with Perl %s: Perl4::CoreLibs on "
		    "CPAN has it", (int)n, name, since);
	return tell(l, l->i, "require of %.*s, which is not there", (int)n,
	    name);
}

bool
report_find(struct look *l)
{
	static bool (*const kinds[])(struct look *) = {
		find_variable, find_tick, find_module, find_library,
		find_emptied
	};
	bool found = false;

	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
		found = kinds[k](l) || found;
	return found;
}

/* --- the whole text --- */

static int
tell_at(struct sites *sites, const struct rule *rule, size_t at, size_t end,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

static int
tell_at(struct sites *sites, const struct rule *rule, size_t at, size_t end,
    const char *fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = add(sites, rule, at, end, fmt, ap);
	va_end(ap);
	return r;
}

static int
find_first_line(struct sites *sites, const struct rule *rule, const char *text,
    size_t n)
{
	size_t bom = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	const char *line = text + bom, *end;

	if (n - bom < 2 || memcmp(line, "#!", 2) != 0)
		return 0;
	end = memchr(line, '\n', n - bom);
	if (bom > 0 && tell_at(sites, rule, 0, bom, "the #! line stands behind a "
	    "byte order mark, so that the kernel does not see it") != 0)
		return -1;
	if (end && end[-1] == '\r' && tell_at(sites, rule, bom, bom + 2,
	    "the #! line ends in CR, which the kernel takes for a part of the "
	    "interpreter's name") != 0)
		return -1;
	return 0;
}

int
report_whole(struct sites *sites, const struct sites *emptied,
    const struct rule *rule, const char *text, size_t n)
{
	struct bytesort_item *names = NULL;
	size_t found = sites->count;
	int r = find_first_line(sites, rule, text, n);

	if (r != 0 || emptied->count == 0)
		return r;
	names = calloc(emptied->count, sizeof *names);
	if (!names)
		return -1;
	for (size_t i = 0; i < emptied->count; i++) {
		names[i].at = emptied->v[i].at;
		names[i].len = (uint32_t)(emptied->v[i].end - names[i].at);
	}
	bytesort(names, emptied->count, text);
	for (size_t i = 0; i < found && r == 0; i++) {
		struct site s = sites->v[i];
		struct bytesort_item name = tested(&s, text);

		if (s.rule->word && strcmp(s.rule->word, "defined") == 0 &&
		    is_among(names, emptied->count, text, name))
			r = tell_at(sites, rule, s.at, s.end, "this file empties "
			    "%.*s: `defined` stayed true then, what replaces it "
			    "does not", (int)(name.len < 250 ? name.len : 250),
			    text + name.at);
	}
	free(names);
	return r;
}
