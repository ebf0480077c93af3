/*
 * facts: what lstat(2) and readlink(2) say of an entry, asked only when
 * somebody wants to know.
 */
#ifndef HIKKOSHI_FACTS_H
#define HIKKOSHI_FACTS_H

#include "buf.h"
#include "entry.h"

#include <sys/stat.h>

/* What can be asked for. */
enum {
	FACTS_STAT = 1,
	FACTS_TARGET = 2,   /* of links: what they hold */
	FACTS_LEADS = 4     /* of links: whether to something */
};

/*
 * Where to ask about the entry at hand, and the answers so far.  The source
 * owns it and calls facts_begin for each entry; where gives the path for
 * messages.
 */
struct facts {
	int dirfd;
	const char *path;       /* relative to dirfd, ends with NUL */
	int (*where)(void *ctx, const struct entry *e, struct buf *path);
	void *ctx;
	int status;             /* STATUS_NO once something vanished */
	unsigned asked, known;  /* FACTS_ bits */
	struct stat st;
	struct buf target;
	mode_t leads;           /* 0: to nothing */
};

void facts_begin(struct facts *f, int dirfd, const char *path);

/* The entry's status: of what a link leads to where e->followed.  NULL, after
 * a message, where there is none. */
const struct stat *facts_stat(struct entry *e);

/* What a link holds; NULL as above. */
const struct buf *facts_target(struct entry *e);

/* The mode of what a link leads to; 0: it leads to nothing. */
mode_t facts_leads(struct entry *e);

/* Ask for all of these FACTS_ bits now. */
void facts_ask(struct entry *e, unsigned which);

void facts_free(struct facts *f);

#endif
