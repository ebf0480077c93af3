/*
 * side: one side of the comparison: the mailboxes of a header field, over all
 * the occurrences of that field that count.  A field that may occur once only
 * (RFC 5322, 3.6) occurs twice in real mail, and what that means the RFC leaves
 * open (4.5) but for the second of these:
 * - From, Sender, Reply-To: readers differ in which of two they show; all are
 *   walked, and the side counts as ambiguous;
 * - To, Cc, Bcc are taken together (4.5.3);
 * - of Return-Path (RFC 5321, 4.4), the blocks of Resent- fields (RFC 5322,
 *   3.6.6) and every other field, the topmost alone: each host writes its own
 *   above what came in, and a forged one lies below.
 */
#ifndef ADDRCMP_SIDE_H
#define ADDRCMP_SIDE_H

#include "addrlist.h"
#include "header.h"

#include <stdbool.h>

enum side_rule { SIDE_TOPMOST, SIDE_TOGETHER, SIDE_ONCE };

struct side {
	const struct header *header;
	const char *field;      /* a C string */
	enum side_rule rule;
	size_t pos;             /* in the header: behind the occurrences seen */
	unsigned occurrences;   /* seen so far, 2 standing for more */
	bool parsing;           /* list is in one of them */
	struct addrlist list;   /* for the mailbox that side_next gave */
};

/* Walk that field of the header.  Both stay the caller's, and must live as long
 * as the walk; side_end ends it, after an error too. */
void side_begin(struct side *s, const struct header *h, const char *field);

/* The next entry, as addrlist_next: 1; 0 at the end; -1 with errno ENOMEM. */
int side_next(struct side *s, struct mailbox *m);

/* At the end: did a field occur twice that may occur once only? */
bool side_is_ambiguous(const struct side *s);

void side_end(struct side *s);

#endif
