/*
 * addrcmp - do two header fields name the same sender?
 *
 * main.c     options and wiring: one header in, an exit status out
 * compare.c  the relation between the two fields, in three values
 * side.c     the mailboxes of one field (lib/header, lib/addrlist)
 * keys.c     an ordered set of strings: what makes two addresses the same
 * show.c     --print
 */
#include "compare.h"
#include "confine.h"
#include "diag.h"
#include "header.h"
#include "in.h"
#include "opt.h"
#include "out.h"
#include "show.h"
#include "window.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

/* The piece of input that is read at once, enough for most headers. */
#ifndef BLOCK_SIZE
#define BLOCK_SIZE (16 * 1024)
#endif

static const struct opt table[] = {
	{'d', "domain", NULL, "compare domains: the same, or one below the "
	    "other"},
	{'i', "ignore-case", NULL, "local parts without case, as domains "
	    "always"},
	{'v', "differ", NULL, "is it not so, although both have an address?"},
	{'p', "print", NULL, "print both sides, FIELD<TAB>ADDRESS a line"},
	OPT_COMMON,
	{0, NULL, NULL, NULL}
};

static const struct opt_usage usage = {
	"[-div] [-p] [--] FIELD FIELD [FILE]",
	"Do two fields of a mail's header name the same sender?  Is every "
	"address of the\n"
	"first field an address of the second?",
	table,
	"No FILE, or -: standard input.  In procmail: * ? addrcmp From To\n"
	"Exit status: 0 it is so, 1 it is not, 2 that cannot be told (a field "
	"is\n"
	"missing or holds no address, there are two From fields), or trouble.\n"
};

struct options {
	bool differ, print, help, version;
	struct compare_options compare;
	const char *fields[2];
	const char *operand;
};

/* --- options --- */

static bool
set_option(void *options, int key)
{
	struct options *o = options;

	switch (key) {
	case 'd': o->compare.domain = true; break;
	case 'i': o->compare.ignore_case = true; break;
	case 'v': o->differ = true; break;
	case 'p': o->print = true; break;
	case 'h': o->help = true; break;
	case 'V': o->version = true; break;
	default: return false;
	}
	return true;
}

/* A field's name; a comma would be a list, as addrgrab's -F takes it. */
static bool
take_field(const char **field, char *given)
{
	size_t n = header_name_given(given, strlen(given));

	if (n == 0 || memchr(given, ',', n)) {
		diag(NULL, "'%s' is no name of one header field; valid is "
		    "From or Return-Path", given);
		return false;
	}
	given[n] = '\0';
	*field = given;
	return true;
}

static bool
take_operands(struct options *o, int argc, char **argv)
{
	if (argc < 2 || argc > 3) {
		diag(NULL, "%s; see --help", argc < 2 ?
		    "two header fields are needed, as in: addrcmp From To" :
		    "one FILE only, behind the two header fields");
		return false;
	}
	return take_field(&o->fields[0], argv[0]) &&
	    take_field(&o->fields[1], argv[1]);
}

static bool
parse_options(struct options *o, int argc, char **argv)
{
	bool ok;

	*o = (struct options){.operand = "-"};
	ok = opt_parse(argc, argv, &usage, set_option, o);
	if (argc - optind > 2)
		o->operand = argv[optind + 2];
	if (!ok || o->help || o->version)
		return ok;
	return take_operands(o, argc - optind, argv + optind);
}

/* --- wiring --- */

static ssize_t
fill(void *ctx, void *mem, size_t cap)
{
	return in_fill(*(const int *)ctx, mem, cap);
}

static int
status_of(enum compare_result result, bool differ)
{
	switch (result) {
	case COMPARE_YES: return differ ? STATUS_NO : STATUS_YES;
	case COMPARE_NO: return differ ? STATUS_YES : STATUS_NO;
	default: return STATUS_TROUBLE;
	}
}

static int
print_sides(const struct options *o, const struct header *h, struct out *out)
{
	struct show s = {.out = out, .file = in_name(o->operand),
	    .domain = o->compare.domain};
	int r = 0;

	linecount_begin(&s.lines, h->bytes, 1);
	for (int i = 0; i < 2 && r == 0; i++)
		r = show_field(&s, h, o->fields[i]);
	return r;
}

static int
judge(const struct options *o, const struct header *h, struct out *out)
{
	enum compare_result result = compare_fields(h, o->fields[0],
	    o->fields[1], &o->compare);

	if (result == COMPARE_ERROR || (o->print &&
	    print_sides(o, h, out) != 0)) {
		diag_errno(NULL, errno);
		return STATUS_TROUBLE;
	}
	return status_of(result, o->differ);
}

static int
run(const struct options *o, struct out *out)
{
	static char block[BLOCK_SIZE];
	int status = STATUS_TROUBLE, fd = in_open(o->operand), r;
	struct header h = {"", 0};
	struct window w;

	if (fd == -1) {
		diag_errno(in_name(o->operand), errno);
		return STATUS_TROUBLE;
	}
	window_init(&w, fill, &fd, block, sizeof block, WINDOW_MAX);
	r = header_read(&w, &h);
	if (r == WINDOW_OK)
		status = judge(o, &h, out);
	else if (r != WINDOW_END)
		window_complain(&w, in_name(o->operand), r, "a header");
	window_end(&w);
	in_close(fd);
	return status;
}

int
main(int argc, char **argv)
{
	static char memory[4096];
	int status = STATUS_YES;
	struct options o;
	struct out out;
	bool parsed;

	diag_init("addrcmp");
	confine_to_reading();
	out_init(&out, 1, memory, sizeof memory);
	parsed = parse_options(&o, argc, argv);
	if (parsed && o.help) {
		(void)opt_help(&out, &usage);
	} else if (parsed && o.version) {
		(void)opt_version(&out);
	} else {
		status = parsed ? run(&o, &out) : STATUS_TROUBLE;
		/* the mail program that feeds it must not see a broken pipe */
		if (in_is_stdin(o.operand)) {
			(void)out_flush(&out);
			in_drain(0);
		}
	}
	return out_finish(&out) == 0 ? status : STATUS_TROUBLE;
}
