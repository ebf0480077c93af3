/* Give each file named to the target, once. */
#include "fuzz.h"

#include <errno.h>

static int
replay(const char *name)
{
	static uint8_t data[1 << 20];
	FILE *f = fopen(name, "rb");
	uint8_t *exact;
	size_t n;

	if (!f) {
		(void)fprintf(stderr, "%s: %s\n", name, strerror(errno));
		return -1;
	}
	n = fread(data, 1, sizeof data, f);
	(void)fclose(f);
	/* of its own size, so that a sanitizer sees what reads behind it */
	exact = malloc(n > 0 ? n : 1);
	if (!exact)
		return -1;
	memcpy(exact, data, n);
	(void)LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	return 0;
}

int
main(int argc, char **argv)
{
	int failed = argc < 2;

	for (int i = 1; i < argc; i++)
		failed |= replay(argv[i]) != 0;
	(void)printf("%d inputs\n", argc - 1);
	return failed;
}
