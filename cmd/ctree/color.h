/*
 * color: what LS_COLORS says of an entry (dircolors(5)).
 *
 * What readdir and the name tell comes for nothing.  Only where one of the keys
 * ex su sg tw ow st or mi is set, or ln=target, must the system be asked.
 */
#ifndef HIKKOSHI_COLOR_H
#define HIKKOSHI_COLOR_H

#include "facts.h"

enum color_key {
	COLOR_DIR, COLOR_FILE, COLOR_LINK, COLOR_FIFO, COLOR_SOCKET,
	COLOR_CHAR, COLOR_BLOCK, COLOR_EXEC, COLOR_SETUID, COLOR_SETGID,
	COLOR_STICKY_OTHER, COLOR_OTHER_WRITABLE, COLOR_STICKY, COLOR_ORPHAN,
	COLOR_MISSING, COLOR_KEYS
};

/* A piece of LS_COLORS, which is not copied: p[0..n). */
struct color_code {
	const char *p;
	size_t n;
};

struct color_name {
	struct color_code ending, code;
};

struct colors {
	struct color_code keys[COLOR_KEYS];
	bool link_as_target;
	struct color_name *names;   /* those given last come last, and win */
	size_t n, cap;
};

/* Take in the value of LS_COLORS, or NULL for a few plain colours.  0, or -1
 * with errno ENOMEM.  What is no number is left out: it goes to a terminal. */
int colors_init(struct colors *c, const char *ls_colors);

/* The FACTS_ that color_of asks for. */
unsigned colors_facts(const struct colors *c);

/* The numbers of an SGR sequence (ECMA-48, 8.3.117); n is 0 for none. */
struct color_code color_of(const struct colors *c, struct entry *e);

/* The same for what a link holds, behind its name: mi where it leads to
 * nothing. */
struct color_code color_of_target(const struct colors *c, struct entry *e);

void colors_free(struct colors *c);

#endif
