/*
 * isperl: is it Perl source?  In old trees more than half of the .cgi files are
 * data.
 */
#ifndef HIKKOSHI_ISPERL_H
#define HIKKOSHI_ISPERL_H

#include <stdbool.h>
#include <stddef.h>

/* How a text came here tells how much its reader knew. */
enum isperl_source {
	ISPERL_PIPED,    /* somebody chose it: Perl, unless it cannot be */
	ISPERL_NAMED,    /* perhaps by a pattern, *.cgi: its content decides */
	ISPERL_WALKED    /* its #! line, or its name and its content */
};

/* Is that the name of a Perl file: .pl, .cgi, .pm and the like? */
bool isperl_name(const char *name);

/* By #!, name and content.  Neither UTF-16 nor binary files are Perl. */
bool isperl(const char *name, const char *text, size_t n,
    enum isperl_source source);

#endif
