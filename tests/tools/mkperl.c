/*
 * mkperl SEED BYTES: Perl source of about so many bytes on standard output, as
 * old CGI programs have it, the same for the same seed everywhere: subs, tables,
 * comments, HTML in here-documents, regexes; it compiles but for `defined` of a
 * hash or `do SUB(...)` in about every 500th sub.
 *
 * mkperl SEED FILES DIR: the files of an old server below DIR, 100 a directory:
 * of 100, 30 programs (.cgi, .pl; one of them has such a place), 35 data files
 * called .cgi, the rest HTML, logs and pictures.
 */
#include "any.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const names[] = {"form", "line", "data", "count", "name",
    "page", "list", "file", "user", "total", "date", "mail", "host", "key"};

#define PICK(list) list[any(sizeof list / sizeof list[0])]

static uint64_t written;

static void
say(FILE *f, const char *s)
{
	written += strlen(s);
	(void)fputs(s, f);
}

/* Each N of the pattern is another name. */
static void
say_names(FILE *f, const char *pattern)
{
	char one[2] = "";

	for (; *pattern; pattern++) {
		one[0] = *pattern;
		say(f, *pattern == 'N' ? PICK(names) : one);
	}
}

static void
statement(FILE *f)
{
	static const char *const patterns[] = {
		"\tlocal($N, $N) = @_;\n",
		"\t$N{'N'} = $N . \"<b>$N</b>\";\n",
		"\tif ($N eq 'N' && $N{'N'} > 10) { &N($N); }\n",
		"\t$N =~ s/[<>&\"]/ /g;\n",
		"\t$N =~ tr/a-z/A-Z/;\n",
		"\t# the N of each N, as it was\n",
		"\tforeach $N (@N) {\n\t\tpush(@N, (split(/,/, $N))[2]);\n\t}\n",
		"\t$N = int($N / 2) + $N % 7;\n",
		"\topen(F, \"$N\") || &N('N');\n\t@N = <F>;\n\tclose(F);\n",
		"\tprint \"<input type=text name=N value=\\\"$N\\\">\\n\";\n",
		"\t($N, $N) = ($1, $2) if ($N =~ m#^/?(\\w+)/(\\d*)$#);\n",
		"\treturn defined($N) ? $N : '';\n",
		"\tundef $N; $N{$N}++; $N[$#N] .= 'N';\n",
		("\tprint <<\"EOT\";\n<table border=1><tr><td>N<td>$N</table>\n"
		    "<p>don't forget the N (\"N\") of N / N;\n<hr>\nEOT\n")
	};

	say_names(f, PICK(patterns));
}

static void
sub(FILE *f, unsigned number)
{
	char head[64];

	(void)snprintf(head, sizeof head, "\nsub N%u {\n", number);
	say_names(f, head);
	for (unsigned n = 5 + any(12); n > 0; n--)
		statement(f);
	say(f, "}\n");
}

static void
site(FILE *f)
{
	static const char *const patterns[] = {
		"\n&N unless defined %N;\n",
		"\nif (defined(%N)) { do N($N); }\n",
		"\n$N = do N($N, *N);\n"
	};

	say_names(f, PICK(patterns));
}

static void
source(FILE *f, uint64_t bytes, unsigned every)
{
	uint64_t end = written + bytes;

	say_names(f, "#!/usr/local/bin/perl\n# N.cgi: a form\n\n");
	for (unsigned n = 1; written < end; n++) {
		sub(f, n);
		if (every > 0 && n % every == 0)
			site(f);
	}
}

static void
lines(FILE *f, const char *pattern)
{
	for (unsigned n = 10 + any(60); n > 0; n--)
		say_names(f, pattern);
}

static int
make_file(const char *dir, unsigned number)
{
	char path[4096];
	unsigned kind = number % 100;
	const char *ending = kind < 65 ? (kind % 3 ? "cgi" : "pl") :
	    kind < 85 ? "html" : kind < 95 ? "log" : "gif";
	FILE *f;

	(void)snprintf(path, sizeof path, "%s/d%u", dir, number / 100);
	if (kind == 0 && mkdir(path, 0755) != 0)
		return -1;
	(void)snprintf(path, sizeof path, "%s/d%u/%s%u.%s", dir, number / 100,
	    names[kind % 14], kind, ending);
	f = fopen(path, "w");
	if (!f)
		return -1;
	if (kind < 30)
		source(f, 1000 + any(6000), kind == 7 ? 3 : 0);
	else if (kind < 65)
		lines(f, "1998,N<>N<>N@example.com<>the N of N, as $N<>N<>\n");
	else
		lines(f, kind < 85 ? "<p>the <b>N</b> of N, don't do N.\n" :
		    "10.0.0.1 - - [N] \"GET /cgi-bin/N.cgi?N=N HTTP/1.0\" 200\n");
	return fclose(f);
}

int
main(int argc, char **argv)
{
	uint64_t n = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;

	if (argc < 3 || argc > 4)
		return 2;
	any_state = strtoull(argv[1], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) + 1;
	if (argc == 3) {
		source(stdout, n, 500);
		return fclose(stdout) == 0 ? 0 : 1;
	}
	if (mkdir(argv[3], 0755) != 0) {
		perror(argv[3]);
		return 1;
	}
	for (unsigned i = 0; i < n; i++)
		if (make_file(argv[3], i) != 0) {
			perror(argv[3]);
			return 1;
		}
	return 0;
}
