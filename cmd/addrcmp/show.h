/*
 * show: the addresses of a side, for people and for scripts.
 */
#ifndef ADDRCMP_SHOW_H
#define ADDRCMP_SHOW_H

#include "header.h"
#include "linecount.h"
#include "out.h"

#include <stdbool.h>

struct show {
	struct out *out;
	const char *file;          /* as messages name it */
	struct linecount lines;    /* begun at the header */
	bool domain;               /* the domain alone */
};

/* Print each address of that field as FIELD<TAB>ADDRESS, the field as it is
 * given here.  What a shell or a command could act on is named on standard
 * error instead, and so is what is no address.  0, or -1 with errno ENOMEM;
 * a failing output is left to out_finish. */
int show_field(struct show *s, const struct header *h, const char *field);

#endif
