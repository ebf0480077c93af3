#include "report.h"

#include "bytesort.h"
#include "library.h"
#include "operand.h"
#include "utf8.h"

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

	sites->reports++;
	if (sites->counts_reports)
		return 0;
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
		{"$*", "$* is fatal from Perl 5.30 on; use the modifiers /m and "
		    "/s"},
		{"$#", "$# is fatal from Perl 5.30 on; use printf"}
	};
	const struct statement *st = l->st;
	size_t i = l->i;

	for (size_t k = 0; k < sizeof gone / sizeof gone[0]; k++)
		if (operand_is(st, i, PERL_VARIABLE, gone[k].name))
			return tell(l, i, "%s", gone[k].what);
	if (!operand_is(st, i, PERL_VARIABLE, "$["))
		return false;
	for (i++; operand_is(st, i, PERL_CLOSE, ")"); i++)
		;
	if (!operand_is_assignment(st, i) || (operand_is(st, i + 1, PERL_NUMBER,
	    "0") && operand_token(st, i + 2)->kind != PERL_OPERATOR))
		return false;
	return tell(l, l->i, "assignment to $[, fatal from Perl 5.30 on unless "
	    "it is 0");
}

/* Perl's own documents write P::x for P'x. */
static bool
find_tick(struct look *l)
{
	const struct perl_token *t = &l->st->t[l->i];
	const char *name = l->st->text + t->at;
	int n = (int)(t->end - t->at);
	size_t begin = t->kind == PERL_VARIABLE ? 2 : 1;   /* $' is another */

	if ((t->kind != PERL_WORD && t->kind != PERL_NAME &&
	    t->kind != PERL_VARIABLE) || n < 3 || n > 250 ||
	    !memchr(name + begin, '\'', (size_t)n - begin))
		return false;
	return tell(l, l->i, "' as package separator in %.*s: write ::", n,
	    name);
}

/* --- emptied aggregates --- */

/* %h = (), (@a) = (): remembered, to be held against what is tested by
 * `defined`.  undef %h gives the memory back, and so what `defined` saw. */
static bool
find_emptied(struct look *l)
{
	const struct statement *st = l->st;
	size_t i = l->i + 1;
	const struct perl_token *t = operand_token(st, l->i);

	i += operand_is(st, i, PERL_CLOSE, ")");
	if (!operand_is(st, i, PERL_OPERATOR, "=") ||
	    !operand_is(st, i + 1, PERL_OPEN, "(") ||
	    !operand_is(st, i + 2, PERL_CLOSE, ")"))
		return false;
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
	{"Term::UI", "5.20"}, {"Text::Soundex", "5.20"}, {"arybase", "5.30"},
	{"attrs", "5.12"}
};

/* perl5160delta, "Removed Modules and Pragmata", and what went before. */
static const char *const libraries[] = {
	"abbrev.pl", "assert.pl", "bigfloat.pl", "bigint.pl", "bigrat.pl",
	"cacheout.pl", "chat2.pl", "complete.pl", "ctime.pl", "dotsh.pl",
	"exceptions.pl", "fastcwd.pl", "find.pl", "finddepth.pl", "flush.pl",
	"ftp.pl", "getcwd.pl", "getopt.pl", "getopts.pl", "hostname.pl",
	"importenv.pl", "look.pl", "newgetopt.pl", "open2.pl", "open3.pl",
	"pwd.pl", "shellwords.pl", "stat.pl", "syslog.pl", "tainted.pl",
	"termcap.pl", "timelocal.pl", "validate.pl"
};

/* These Perl still has. */
static const char *const kept[] = {"dumpvar.pl", "perl5db.pl"};

static bool
is_in(const char *const *list, size_t count, const char *name, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == n && memcmp(list[i], name, n) == 0)
			return true;
	return false;
}

static const char *
dropped_since(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++)
		if (strlen(modules[i].name) == n &&
		    memcmp(modules[i].name, name, n) == 0)
			return modules[i].since;
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
	since = dropped_since(name, t->end - t->at);
	if (!since)
		return false;
	return tell(l, l->i, "%.*s is not in Perl's core from %s on: install it "
	    "from CPAN or the system's packages", (int)(t->end - t->at), name,
	    since);
}

/* A library that is there, by its bare name. */
static bool
tell_bare(struct look *l, const char *name, size_t n)
{
	if (l->done || name[0] == '/' || name[0] == '.')
		return false;
	return tell(l, l->i, "%.*s is there, but Perl from 5.26 on does not look "
	    "here for a bare name: see --explain require-dot", (int)n, name);
}

/* Modules by their file's name, and versions, are another matter. */
static bool
find_library(struct look *l)
{
	size_t string, n;
	const char *name = operand_required(l->st, l->i, &string, &n);

	if (!name || !l->lib || n > 250 || (name[0] >= '0' &&
	    name[0] <= '9') || (n > 3 && memcmp(name + n - 3, ".pm", 3) == 0))
		return false;
	if (library_has(l->lib, name, n))
		return tell_bare(l, name, n);
	if (operand_is(l->st, l->i, PERL_WORD, "do") ||
	    is_in(kept, sizeof kept / sizeof kept[0], name, n))
		return false;
	if (is_in(libraries, sizeof libraries / sizeof libraries[0], name, n))
		return tell(l, l->i, "%.*s is no part of Perl any more: "
		    "Perl4::CoreLibs on CPAN has it", (int)n, name);
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
	size_t bom = utf8_bom(text, n);
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
