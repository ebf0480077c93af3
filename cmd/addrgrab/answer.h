/*
 * answer: from the addresses found to the lines printed.  Decides which of
 * them are asked for, refuses what is not safe to print, and renders.
 */
#ifndef ADDRGRAB_ANSWER_H
#define ADDRGRAB_ANSWER_H

#include "hit.h"
#include "out.h"
#include "tally.h"

#include <stdbool.h>
#include <stdint.h>

enum answer_pick { PICK_LAST, PICK_FIRST, PICK_ALL, PICK_UNIQUE, PICK_COUNT };
enum answer_part { PART_ALL, PART_LOCAL, PART_DOMAIN };

struct answer_options {
	enum answer_pick pick;
	enum answer_part part;
	bool trim, lower, quiet;
	bool extended;     /* -x */
	bool documented;   /* hits are matches of the documented pattern */
	bool own_pattern;  /* -e: a hit need not be an address */
	bool dash_unsafe;  /* a whole address that begins with '-' is refused,
	                    * as in field mode */
	bool file, line;   /* -H, -n */
	char end;          /* behind each: '\n', or NUL with -0 */
	const char *format;  /* or NULL */
};

struct answer {
	const struct answer_options *o;
	struct out *out;
	bool shows_local, shows_domain;  /* a part alone */
	bool as_found;       /* hits are printed just as they stand in the text */
	bool found;          /* something was, or will be, printed */
	bool enough;         /* nothing more is wanted of any input */
	bool trouble;        /* something was passed over: status 2 */
	bool stopped;        /* no memory, or output failed, which says itself
	                      * why once it is closed: no use going on */
	struct buf line;     /* being rendered; with PICK_LAST, the answer */
	struct buf refused;  /* with PICK_LAST, an unsafe one behind it */
	const char *refused_file;
	uint64_t refused_line;
	bool x_would_do;     /* -x would print it */
	bool in_field;       /* between answer_begin_field and _end_field */
	size_t told;         /* how often answer_tell was called in it */
	struct buf lowered, key;
	struct tally tally;
};

enum answer_verdict {
	ANSWER_TAKEN,
	ANSWER_SKIPPED,   /* not fit to be printed */
	ANSWER_ENOUGH     /* no more are wanted */
};

void answer_init(struct answer *a, const struct answer_options *o,
    struct out *out);

/* Is h.line, or h.name, going to be used? */
bool answer_wants_line(const struct answer *a);
bool answer_wants_name(const struct answer *a);

/* Would every address of the documented pattern do, and the last be printed?
 * Then, of several hits, only the last need be taken. */
bool answer_wants_last(const struct answer *a);

/* Take a hit; it may be gone afterwards. */
enum answer_verdict answer_take(struct answer *a, const struct hit *h);

/* Memory ran out: say so, and stop. */
enum answer_verdict answer_no_memory(struct answer *a);

/* Name something that is not printed, as diag_at.  Of one field, a few are named
 * and the others counted: a mail of a megabyte of them must not fill a log. */
void answer_begin_field(struct answer *a);
void answer_tell(struct answer *a, const char *file, uint64_t line,
    const char *what, const char *bytes, size_t n);
void answer_end_field(struct answer *a, const char *file);

/* All hits are in: print what had to wait. */
void answer_finish(struct answer *a);

void answer_free(struct answer *a);

#endif
