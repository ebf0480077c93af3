/*
 * site: a place that a rule found.
 */
#ifndef HIKKOSHI_SITE_H
#define HIKKOSHI_SITE_H

#include "edit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rule;

/* The construct is text[at..end); `edit` is what is to be done within. */
struct site {
	size_t at, end;
	const struct rule *rule;
	struct edit edit;
	char *what;           /* in words, owned; NULL: the bytes tell */
	const char *left;     /* why it must not be changed; NULL: it may */
	size_t left_at;       /* a place that `left` is about, or SIZE_MAX */
};

struct sites {
	struct site *v;
	size_t count, cap;
	bool counts_reports;  /* do not keep those of rules that only report */
	uint64_t reports;     /* but their number */
};

/* Append a site: 0, or -1 with errno ENOMEM and s.what freed. */
int site_add(struct sites *sites, struct site s);

/* Sort them by place. */
void site_sort(struct sites *sites);

/* Forget them; the sites are empty, and ready again.  The number of reports is
 * 0, too. */
void site_clear(struct sites *sites);

void site_free(struct sites *sites);

#endif
