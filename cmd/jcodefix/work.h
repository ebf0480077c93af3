/*
 * work: what is done with one file, and the counts of a run.
 */
#ifndef HIKKOSHI_WORK_H
#define HIKKOSHI_WORK_H

#include "files.h"
#include "library.h"
#include "out.h"
#include "replace.h"
#include "scan.h"

#include <stdbool.h>
#include <stdint.h>

enum work_mode {
	WORK_PRINT,      /* the result, on standard output */
	WORK_IN_PLACE,
	WORK_LIST,       /* names of files that need work */
	WORK_DIFF,
	WORK_CHECK       /* a line a site */
};

struct work_options {
	enum work_mode mode;
	rule_set rules;
	bool literal;    /* the sed, and no rules */
	bool raw;        /* diffs byte for byte */
	bool null;       /* names of -l as they are, with NUL behind */
	struct replace_options replace;
};

struct work {
	struct work_options o;
	struct out *out;
	struct library library;
	struct buf text;
	struct sites sites;
	struct edit *edits;         /* of the sites that are changed */
	size_t edit_count, edit_cap;
	/* counts */
	uint64_t files, not_perl, found, changed, left, reports;
	bool trouble;               /* and a message told */
	bool ungathered;            /* work_gather could not read a file */
};

/* Look at a file, and do what the mode says; files_options.file. */
void work_file(void *work, const struct file *f);

/* For rules that need to know all files first: only gather what they say. */
void work_gather(void *work, const struct file *f);

/* Standard input to standard output. */
void work_filter(struct work *w);

/* The counts, on standard error. */
void work_summary(const struct work *w);

/* The exit status that the counts give. */
int work_status(const struct work *w);

void work_free(struct work *w);

#endif
