/* A program that does nothing, linked as the filters are: what a start costs
 * at the least; with an argument, as one that only reads. */
#include "confine.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

int
main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		confine_to_reading();
	/* never true; keeps the library from being left out */
	return argc > 1000 ? pcre2_config(PCRE2_CONFIG_JIT, NULL) : 0;
}
