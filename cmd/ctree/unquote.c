#include "unquote.h"

#include <stdbool.h>
#include <string.h>

static bool
is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* The length of the escape at s, which is a backslash with n - 1 bytes behind
 * it, and in *byte what it stands for.  0 where it is none. */
static size_t
read_escape(enum unquote how, const char *s, size_t n, char *byte)
{
	static const char names[] = "abtnvfr\\\"";
	static const char bytes[] = "\a\b\t\n\v\f\r\\\"";
	/* tar has no quotes around a name, and so none to escape */
	size_t known = strlen(names) - (how == UNQUOTE_TAR);
	const char *name;

	if (n >= 4 && s[1] <= '3' && is_octal(s[1]) && is_octal(s[2]) &&
	    is_octal(s[3])) {
		*byte = (char)((s[1] - '0') << 6 | (s[2] - '0') << 3 |
		    (s[3] - '0'));
		return 4;
	}
	name = n >= 2 ? memchr(names, s[1], known) : NULL;
	if (!name)
		return 0;
	*byte = bytes[name - names];
	return 2;
}

/* Is the path quoted as git does it, from end to end? */
static bool
is_git_quoted(const char *path, size_t n)
{
	size_t len;
	char byte;

	if (n <= 2 || path[0] != '"' || path[n - 1] != '"')
		return false;
	for (size_t i = 1; i < n - 1; i += len) {
		len = path[i] != '\\' ? path[i] != '"' :
		    read_escape(UNQUOTE_GIT, path + i, n - 1 - i, &byte);
		if (len == 0)
			return false;
	}
	return true;
}

size_t
unquote_path(enum unquote how, char *path, size_t n)
{
	size_t in = 0, out = 0, len;
	char byte;

	if (how == UNQUOTE_NONE ||
	    (how == UNQUOTE_GIT && !is_git_quoted(path, n)))
		return n;
	if (how == UNQUOTE_GIT) {
		in++;
		n--;
	}
	for (; in < n; in += len) {
		len = path[in] != '\\' ? 0 :
		    read_escape(how, path + in, n - in, &byte);
		if (len == 0 || byte == '\0') {
			byte = path[in];
			len = 1;
		}
		path[out++] = byte;
	}
	return out;
}
