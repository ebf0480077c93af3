/*
 * secrets: records of an input that holds passwords, in secret memory
 * (secret.h).
 *
 * Nothing else reads such an input.  64 KiB are mapped at first; a longer
 * record gets a larger map, a copy, and a wipe of the old one, until it is
 * longer than SECRETS_RECORD_MAX.
 */
#ifndef HIKKOSHI_SECRETS_H
#define HIKKOSHI_SECRETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a record, without what ends it and without a byte order mark. */
enum { SECRETS_RECORD_MAX = 1 << 20 };

/*
 * mem[clean..begin) was given since the last read(2); mem[begin..end) was read
 * and not given; all else of mem is zero.
 */
struct secrets {
	int fd;
	char delim;     /* '\n', or '\0' for -0 */
	char *mem;
	size_t cap, clean, begin, end;
	/* of the next record, where it is held: byte order mark; record; both,
	 * and what ends it */
	size_t before, n, whole;
	uint64_t line;  /* of the record given last, the first is 1 */
	bool cr;        /* it ended with CR and LF */
	int error;      /* what read(2) or mmap(2) failed with, or 0 */
	bool ended;     /* read(2) said so */
};

/* Begin to read fd: 0, or -1 with errno. */
int secrets_open(struct secrets *s, int fd, char delim);

enum {
	SECRETS_END = 0,
	SECRETS_RECORD = 1,
	SECRETS_TOO_LONG = 2,  /* it was skipped, and wiped; line tells it */
	SECRETS_ERROR = -1     /* errno tells, and every further call, too */
};

/*
 * The next record, without its delimiter; with delim '\n', without a CR before
 * it either.  A last record without a delimiter is one; an empty rest is none;
 * what an error cuts is none.  A UTF-8 byte order mark before the first record
 * is left out.  The bytes may be written to by the caller (to undo escapes in
 * place).  They are valid until the next call, secrets_peek's included.  All
 * that was given is wiped before any read(2), which may wait, and when there is
 * nothing more to give.
 */
int secrets_next(struct secrets *s, char **record, size_t *n);

/*
 * The next record without taking it, as secrets_next would give it: for a
 * format that is to be told from the first one (SECRETS_END where there is
 * none), or that goes on with further lines.  Not to be written to.  One that
 * is too long is skipped by secrets_next only.
 */
int secrets_peek(struct secrets *s, char **record, size_t *n);

/* Wipe and give the memory back; fd stays open. */
void secrets_close(struct secrets *s);

#endif
