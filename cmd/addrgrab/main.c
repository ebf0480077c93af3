/*
 * addrgrab - take mail addresses out of headers and text
 *
 * main.c      options and wiring: what is read how, and the exit status
 * source.c    one operand as a window of bytes, decoded with --from
 * text.c      running text: the documented pattern (lib/addrscan), or -e
 * message.c   header fields: -F, --mbox, --list (lib/header, lib/addrlist)
 * answer.c    which of the addresses found are printed, and how
 * template.c  --format
 * tally.c     the set behind -u and -c
 * hit.h       an address that was found
 */
#include "answer.h"
#include "ascii.h"
#include "charset.h"
#include "confine.h"
#include "diag.h"
#include "header.h"
#include "in.h"
#include "message.h"
#include "opt.h"
#include "out.h"
#include "regex.h"
#include "source.h"
#include "template.h"
#include "text.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_EACH = OPT_LONG, OPT_MBOX, OPT_LIST, OPT_FROM, OPT_FORMAT,
	OPT_PROGRESS };

static const struct opt table[] = {
	{'a', "all", NULL, "every address, in order (default: the last)"},
	{'1', "first", NULL, "the first address of all input"},
	{'d', "domain", NULL, "only the domain"},
	{'l', "local", NULL, "only the local part"},
	{'u', "unique", NULL, "all, each once, first seen first"},
	{'c', "count", NULL, "all, each once, as COUNT<TAB>ADDRESS"},
	{'t', "trim", NULL, "drop punctuation that prose glued on"},
	{'i', "lower", NULL, "the domain in lower case"},
	{'x', "extended", NULL, "also print addresses with bytes that the built-in\n"
	    "pattern lacks; a shell could act on some of them"},
	{'F', "field", "NAMES", "the input is a message: parse these header\n"
	    "fields (From,Return-Path); prints the first address\n"
	    "of the first field that has one, or all with -a"},
	{OPT_EACH, "each", NULL, "with -F: the first address of each field"},
	{OPT_MBOX, "mbox", NULL, "with -F: the input is a mailbox; do so in "
	    "each message"},
	{OPT_LIST, "list", NULL, "the input is the body of one address field"},
	{'e', "pattern", "PCRE", "use this pattern instead of the built-in one"},
	{OPT_FROM, "from", "CHARSET", "the text's charset (Shift_JIS, EUC-JP, "
	    "...)"},
	{'n', "line-number", NULL, "line number before each, as grep prints it"},
	{'H', "with-filename", NULL, "file name before each"},
	{OPT_FORMAT, "format", "FMT", "print FMT instead: %a address, %l local "
	    "part, %d domain,\n%n display name, %f field, %F file, %L line;\n"
	    "%%, \\t, \\n, \\0, \\\\"},
	{'0', "null", NULL, "NUL, not newline, after each"},
	{'q', "quiet", NULL, "print nothing, the exit status tells"},
	PROGRESS_OPT(OPT_PROGRESS),
	OPT_COMMON,
	{0, NULL, NULL, NULL}
};

static const struct opt_usage usage = {
	"[-1acdHilnqtux0] [-e PATTERN | -F FIELD[,FIELD...] [--each] [--mbox] |\n"
	"       --list] [--format=FMT] [--from=CHARSET] [FILE...]",
	"Take mail addresses out of headers and text: the last one, byte for "
	"byte what\n"
	"grep -oE '[-a-zA-Z0-9_.=+]+@[-a-zA-Z0-9_.]+' | tail -n 1 prints.",
	table,
	"No FILE, or -: standard input.\n"
	"Exit status: 0 an address was printed, 1 none found, 2 trouble.\n"
};

enum mode { MODE_TEXT, MODE_PATTERN, MODE_FIELD, MODE_LIST };

struct options {
	bool all, first, local, domain, unique, count;
	bool field, list, help, version;
	const char *pattern, *from;
	enum progress_when progress;
	const char **fields;   /* allocated; the names stay in argv */
	size_t field_count;
	enum mode mode;
	struct answer_options answer;
	struct message_options message;
};

/* --- options --- */

/* Add the names of `From,Return-Path` (a colon behind one is forgiven).  The
 * names stay in argv, cut apart. */
static bool
add_fields(struct options *o, char *names)
{
	for (char *name = names; name;) {
		char *comma = strchr(name, ','), **more;
		size_t n;

		if (comma)
			*comma++ = '\0';
		name += strspn(name, " ");
		n = header_name_given(name, strlen(name));
		if (n == 0) {
			diag(NULL, "--field: '%s' is no name of a header field; "
			    "valid is From or From,Return-Path", name);
			return false;
		}
		more = realloc(o->fields, (o->field_count + 1) *
		    sizeof *o->fields);
		if (!more) {
			diag_errno(NULL, errno);
			return false;
		}
		name[n] = '\0';
		o->fields = (const char **)more;
		o->fields[o->field_count++] = name;
		name = comma;
	}
	return true;
}

static bool
set_option(void *options, int key)
{
	struct options *o = options;

	switch (key) {
	case 'a': o->all = true; break;
	case '1': o->first = true; break;
	case 'd': o->domain = true; break;
	case 'l': o->local = true; break;
	case 'u': o->unique = true; break;
	case 'c': o->count = true; break;
	case 't': o->answer.trim = true; break;
	case 'i': o->answer.lower = true; break;
	case 'x': o->answer.extended = true; break;
	case 'n': o->answer.line = true; break;
	case 'H': o->answer.file = true; break;
	case 'q': o->answer.quiet = true; break;
	case '0': o->answer.end = '\0'; break;
	case 'F': o->field = true; return add_fields(o, optarg);
	case 'e': o->pattern = optarg; break;
	case 'h': o->help = true; break;
	case 'V': o->version = true; break;
	case OPT_EACH: o->message.each = true; break;
	case OPT_MBOX: o->message.mbox = true; break;
	case OPT_LIST: o->list = true; break;
	case OPT_FROM: o->from = optarg; break;
	case OPT_FORMAT: o->answer.format = optarg; break;
	case OPT_PROGRESS: return opt_progress(optarg, &o->progress);
	default: return false;
	}
	return true;
}

/* Options that contradict each other, and what to say of them. */
static bool
agree(const struct options *o)
{
	const struct opt_conflict conflicts[] = {
		{o->first && (o->all || o->unique || o->count),
		    "--first contradicts --all, --unique and --count"},
		{o->domain && o->local, "--domain contradicts --local"},
		{o->answer.format && (o->domain || o->local),
		    "--format takes the place of --domain and --local: use %d, %l"},
		{o->answer.format && (o->answer.line || o->answer.file),
		    "--format takes the place of -n and -H: use %L, %F"},
		{o->count && (o->answer.line || o->answer.file),
		    "--count has no place for -n and -H"},
		{!!o->pattern + o->field + o->list > 1,
		    "only one of --pattern, --field and --list can be used"},
		{o->message.each && (o->all || o->first || o->unique ||
		    o->count),
		    "--each contradicts --all, --first, --unique and --count"},
		{o->message.each && !o->field, "--each needs --field"},
		{o->message.mbox && !o->field, "--mbox needs --field"},
	};

	return opt_agree(conflicts, sizeof conflicts / sizeof conflicts[0]) &&
	    (!o->answer.format || template_check(o->answer.format,
	    o->field || o->list, o->field));
}

/* Is ASCII in that charset ASCII?  A header is parsed before it is decoded. */
static bool
holds_ascii(struct charset *cs)
{
	static const char ascii[] = "To: \"a\" <b@c>\n";
	struct buf b = {0};
	size_t used;
	bool same = charset_decode(cs, &b, ascii, strlen(ascii), true, &used) ==
	    0 && ascii_same(b.p, b.len, ascii, strlen(ascii));

	buf_free(&b);
	return same;
}

static bool
check_charset(const char *name, bool parsed)
{
	const char *wrong = NULL;
	struct charset cs;

	if (charset_open(&cs, name, strlen(name)) != 0 ||
	    charset_ready(&cs) != 0)
		wrong = "is no charset known here; `iconv -l` lists them";
	else if (parsed && !holds_ascii(&cs))
		wrong = "does not hold ASCII as it is, as header fields do";
	if (wrong)
		diag(NULL, "--from: '%s' %s", name, wrong);
	charset_close(&cs);
	return !wrong;
}

static void
derive(struct options *o)
{
	struct answer_options *a = &o->answer;
	bool parsed = o->field || o->list;

	o->mode = o->field ? MODE_FIELD : o->list ? MODE_LIST :
	    o->pattern ? MODE_PATTERN : MODE_TEXT;
	a->documented = o->mode == MODE_TEXT;
	a->own_pattern = o->mode == MODE_PATTERN;
	a->dash_unsafe = parsed;
	/* the built-in pattern finds nothing that -x is for */
	a->extended = a->extended && !a->documented;
	a->part = o->domain ? PART_DOMAIN : o->local ? PART_LOCAL : PART_ALL;
	a->pick = o->count ? PICK_COUNT : o->unique ? PICK_UNIQUE :
	    o->first ? PICK_FIRST : o->all || parsed ? PICK_ALL : PICK_LAST;
	o->message.fields = o->fields;
	o->message.field_count = o->field_count;
	o->message.every = o->all || o->unique || o->count;
	o->message.charset = o->from;
}

static bool
parse_options(struct options *o, int argc, char **argv)
{
	bool ok;

	*o = (struct options){.answer.end = '\n'};
	ok = opt_parse(argc, argv, &usage, set_option, o);
	if (!ok || o->help || o->version)
		return ok;
	if (!agree(o) ||
	    (o->from && !check_charset(o->from, o->field || o->list)))
		return false;
	derive(o);
	return true;
}

/* --- wiring --- */

/* One operand, the i-th of count.  False: it could not be read to its end. */
static bool
grab(const struct options *o, struct regex *re, const char *operand,
    struct answer *a, size_t i, size_t count)
{
	bool parsed = o->mode == MODE_FIELD || o->mode == MODE_LIST;
	struct source s;
	bool ok;

	/* headers are parsed as they are: their charset is the names' */
	if (source_open(&s, operand, parsed ? NULL : o->from, a->out) != 0) {
		diag_errno(in_name(operand), errno);
		return false;
	}
	progress_bytes(s.fd, i, count);
	ok = o->mode == MODE_FIELD ? message_grab(&s, a, &o->message) :
	    o->mode == MODE_LIST ? message_grab_list(&s, a, &o->message) :
	    o->mode == MODE_PATTERN ? text_grab_pattern(&s, a, re) :
	    text_grab(&s, a);
	source_close(&s);
	return ok;
}

/* A program that feeds standard input must never see a broken pipe: once the
 * answer is out, read the rest. */
static void
finish_input(char *const *operands, struct out *out)
{
	for (; *operands; operands++)
		if (in_is_stdin(*operands)) {
			(void)out_flush(out);
			in_drain(0);
			return;
		}
}

static int
run(const struct options *o, char *const *operands, struct out *out)
{
	struct regex_error e;
	struct regex *re = NULL;
	struct answer a;
	size_t count = 0;
	bool ok = true;

	if (o->mode == MODE_PATTERN) {
		re = regex_compile(o->pattern, o->from ? REGEX_UTF8 :
		    REGEX_BYTES, &e);
		if (!re) {
			diag(NULL, "--pattern: at offset %zu: %s", e.offset,
			    e.what);
			return STATUS_TROUBLE;
		}
	}
	answer_init(&a, &o->answer, out);
	progress_begin(diag_program(), o->progress);
	while (operands[count])
		count++;
	for (size_t i = 0; i < count && !a.enough && !a.stopped; i++)
		ok = grab(o, re, operands[i], &a, i + 1, count) && ok;
	progress_end();
	answer_finish(&a);
	ok = ok && !a.trouble && !a.stopped;
	regex_free(re);
	answer_free(&a);
	return !ok ? STATUS_TROUBLE : a.found ? STATUS_YES : STATUS_NO;
}

int
main(int argc, char **argv)
{
	static char memory[64 * 1024];
	static char dash[] = "-";
	static char *const standard_input[] = {dash, NULL};
	char *const *operands = standard_input;
	int status = STATUS_YES;
	bool parsed;
	struct options o;
	struct out out;

	diag_init("addrgrab");
	confine_to_reading();
	out_init(&out, 1, memory, sizeof memory);
	parsed = parse_options(&o, argc, argv);
	if (optind < argc)
		operands = argv + optind;
	if (parsed && o.help) {
		(void)opt_help(&out, &usage);
	} else if (parsed && o.version) {
		(void)opt_version(&out);
	} else {
		status = parsed ? run(&o, operands, &out) : STATUS_TROUBLE;
		finish_input(operands, &out);
	}
	free(o.fields);
	return out_finish(&out) == 0 ? status : STATUS_TROUBLE;
}
