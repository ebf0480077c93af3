/*
 * replay: what calls a target where no fuzzer does.
 *
 *	fuzz-NAME FILE ...        give the target each file
 *	fuzz-NAME -l LIST         give it each line of a corpus: bytes as they
 *	                          are, but \xHH for those that are no printable
 *	                          ASCII, and for the backslash
 *	fuzz-NAME -l LIST DIR     and write each to a file there, for a fuzzer
 *	fuzz-NAME -p FILE ...     print files as such lines
 */
#include "fuzz.h"

#include <errno.h>
#include <stdbool.h>

static uint8_t data[1 << 20];
static unsigned count;

static void
die(const char *name)
{
	(void)fprintf(stderr, "%s: %s\n", name, strerror(errno));
	exit(2);
}

/* In memory of its own size, so that a sanitizer sees what reads behind it. */
static void
give(const uint8_t *p, size_t n)
{
	uint8_t *exact = malloc(n > 0 ? n : 1);

	if (!exact)
		die("replay");
	memcpy(exact, p, n);
	(void)LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	count++;
}

static size_t
read_file(const char *name)
{
	FILE *f = fopen(name, "rb");
	size_t n;

	if (!f)
		die(name);
	n = fread(data, 1, sizeof data, f);
	if (ferror(f))
		die(name);
	(void)fclose(f);
	return n;
}

static void
print(const char *name)
{
	size_t n = read_file(name);

	for (size_t i = 0; i < n; i++)
		if (data[i] > ' ' && data[i] < 0x7F && data[i] != '\\')
			(void)putchar(data[i]);
		else
			(void)printf("\\x%02x", data[i]);
	(void)putchar('\n');
}

/* A line, in place, as the bytes that it means. */
static size_t
unescape(char *line)
{
	size_t n = 0;
	char *p = line;

	while (*p && *p != '\n') {
		unsigned c;

		if (p[0] == '\\' && sscanf(p, "\\x%2x", &c) == 1) {
			line[n++] = (char)c;
			p += 4;
		} else {
			line[n++] = *p++;
		}
	}
	return n;
}

static void
write_file(const char *dir, const char *bytes, size_t n)
{
	char name[4096];
	FILE *f;

	(void)snprintf(name, sizeof name, "%s/%04u", dir, count);
	f = fopen(name, "wb");
	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
		die(name);
}

static void
replay_lines(const char *list, const char *dir)
{
	static char line[1 << 16];
	FILE *f = fopen(list, "r");

	if (!f)
		die(list);
	while (fgets(line, sizeof line, f)) {
		size_t n = unescape(line);

		if (dir)
			write_file(dir, line, n);
		give((const uint8_t *)line, n);
	}
	(void)fclose(f);
}

int
main(int argc, char **argv)
{
	bool prints = argc > 1 && strcmp(argv[1], "-p") == 0;

	if (argc > 2 && strcmp(argv[1], "-l") == 0) {
		replay_lines(argv[2], argc > 3 ? argv[3] : NULL);
	} else {
		for (int i = 1 + prints; i < argc; i++)
			if (prints)
				print(argv[i]);
			else
				give(data, read_file(argv[i]));
	}
	if (!prints)
		(void)printf("%u inputs\n", count);
	return count == 0 && !prints;
}
