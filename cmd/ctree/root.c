#include "root.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
has_dots(const char *path)
{
	for (const char *p = path; (p = strchr(p, '/')); p++) {
		const char *c = p + 1;
		size_t n = strcspn(c, "/");

		if ((n == 1 && c[0] == '.') ||
		    (n == 2 && c[0] == '.' && c[1] == '.'))
			return true;
	}
	return false;
}

static bool
leads_here(const char *path)
{
	struct stat here, there;

	return stat(".", &here) == 0 && stat(path, &there) == 0 &&
	    here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

/* getcwd into the buf, at its end; `.` where the directory has no path. */
static int
put_cwd(struct buf *name)
{
	size_t room = 256;

	for (;; room *= 2) {
		if (buf_reserve(name, room) != 0)
			return -1;
		if (getcwd(name->p + name->len, room)) {
			name->len += strlen(name->p + name->len) + 1;
			return 0;
		}
		if (errno != ERANGE)
			return buf_put(name, ".", 2);
	}
}

int
root_name(struct buf *name, const char *operand)
{
	const char *pwd = getenv("PWD");

	if (strcmp(operand, ".") != 0)
		return buf_put(name, operand, strlen(operand) + 1);
	if (pwd && pwd[0] == '/' && !has_dots(pwd) && leads_here(pwd))
		return buf_put(name, pwd, strlen(pwd) + 1);
	return put_cwd(name);
}
