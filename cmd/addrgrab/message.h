/*
 * message: addresses of header fields, parsed (header.h, addrlist.h), not
 * searched.
 */
#ifndef ADDRGRAB_MESSAGE_H
#define ADDRGRAB_MESSAGE_H

#include "answer.h"
#include "source.h"

#include <stdbool.h>

struct message_options {
	const char *const *fields;  /* names, in the order asked for */
	size_t field_count;
	bool every;           /* every mailbox of every occurrence, in the
	                       * order of the input; else the first mailbox of
	                       * the first field that has one, looking at the
	                       * topmost occurrence of each */
	bool each;            /* not every: the first mailbox of each field */
	bool mbox;            /* go on to later messages */
	const char *charset;  /* of raw text, or NULL: by its looks */
};

/* The header of the message in the source, or with mbox of every message.
 * False, after a diagnostic: not all of it could be read. */
bool message_grab(struct source *s, struct answer *a,
    const struct message_options *o);

/* The whole source is the body of one address field. */
bool message_grab_list(struct source *s, struct answer *a,
    const struct message_options *o);

#endif
