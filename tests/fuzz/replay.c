/*
 * replay: what calls a target where no fuzzer does.
 *
 *	fuzz-NAME FILE ...        give the target each file
 *	fuzz-NAME -l LIST         give it each line of a corpus: bytes as they
 *	                          are, but \xHH for those that are no printable
 *	                          ASCII, and for the backslash; any other
 *	                          backslash is an error
 *	fuzz-NAME -l LIST DIR     and write each to a file there, for a fuzzer
 *	fuzz-NAME -p FILE ...     print files as such lines
 */
#include "fuzz.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>

/* A file, and a byte more: one that is longer is not cut without a word. */
static uint8_t data[(1 << 20) + 1];
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
	if (n == sizeof data)
		errno = EFBIG;
	if (ferror(f) || n == sizeof data)
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

/* The n bytes of a line, in place, as the bytes that they mean: so many, or
 * SIZE_MAX where a backslash means none. */
static size_t
unescape(char *line, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		char hex[3] = "";

		if (line[i] != '\\') {
			line[to++] = line[i];
			continue;
		}
		if (n - i < 4 || line[i + 1] != 'x' ||
		    !isxdigit((unsigned char)line[i + 2]) ||
		    !isxdigit((unsigned char)line[i + 3]))
			return SIZE_MAX;
		memcpy(hex, line + i + 2, 2);
		line[to++] = (char)strtoul(hex, NULL, 16);
		i += 3;
	}
	return to;
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
	char *line = NULL;
	size_t cap = 0;
	ssize_t got;
	FILE *f = fopen(list, "r");

	if (!f)
		die(list);
	while ((got = getline(&line, &cap, f)) > 0) {
		size_t len = (size_t)got - (line[got - 1] == '\n');
		size_t n = unescape(line, len);

		if (n == SIZE_MAX) {
			(void)fprintf(stderr, "%s:%u: a backslash that is not "
			    "\\xHH\n", list, count + 1);
			exit(2);
		}
		if (dir)
			write_file(dir, line, n);
		give((const uint8_t *)line, n);
	}
	if (ferror(f))
		die(list);
	free(line);
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
