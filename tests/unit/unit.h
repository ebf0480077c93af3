/*
 * unit: the smallest test harness.  CHECK counts; unit_end tells and is main's
 * value.
 */
#ifndef HIKKOSHI_UNIT_H
#define HIKKOSHI_UNIT_H

#include <stdio.h>
#include <string.h>

static int unit_checks, unit_failures;

#define CHECK(cond) do { \
	unit_checks++; \
	if (!(cond)) { \
		unit_failures++; \
		(void)printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #cond); \
	} \
} while (0)

/* Do the n bytes at p read as the C string s? */
#define IS(p, n, s) ((n) == strlen(s) && ((n) == 0 || memcmp((p), (s), (n)) == 0))

static inline int
unit_end(void)
{
	(void)printf("%d checks, %d failed\n", unit_checks, unit_failures);
	return unit_failures || !unit_checks;
}

#endif
