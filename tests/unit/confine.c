/* confine: what cannot be done any more, where the system has it. */
#define _GNU_SOURCE  /* makedev, syscall */
#include "confine.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#endif

/* Bits of what still goes. */
enum { READ = 1, KEPT = 2, WRITE = 4, MAKE = 8, REMOVE = 16, RENAME = 32,
    RUN = 64, CUT = 128, ALL = 255 };

static bool
make_socket(void)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX,
	    .sun_path = "socket"};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool made = fd != -1 &&
	    bind(fd, (const struct sockaddr *)&name, sizeof name) == 0;

	(void)close(fd);
	return made;
}

/* Everything that can be made, each by its name; a device by root only. */
static int
make(void)
{
	int fd = open("new", O_WRONLY | O_CREAT, 0600), made = 0;

	made += fd != -1;
	(void)close(fd);
	made += mkdir("dir", 0700) == 0;
	made += symlink("x", "link") == 0;
	made += link("file", "second") == 0;
	made += mkfifo("fifo", 0600) == 0;
	made += make_socket();
	made += mknod("node", S_IFCHR | 0600, makedev(1, 3)) == 0;
	made += mknod("block", S_IFBLK | 0600, makedev(1, 1)) == 0;
	return made;
}

/* What must go, where the system itself says which version of Landlock it has:
 * files are cut until the third. */
static int
expected(void)
{
#if defined SYS_landlock_create_ruleset && !defined CONFINE_NEVER
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    1);

	return version >= 3 ? READ | KEPT : version >= 1 ? READ | KEPT | CUT :
	    ALL;
#else
	return ALL;
#endif
}

static int
what_goes(int kept)
{
	int goes = 0, fd = open("file", O_RDONLY);
	pid_t pid;
	int status;

	if (fd != -1)
		goes |= READ;
	(void)close(fd);
	if (write(kept, "x", 1) == 1)
		goes |= KEPT;
	if ((fd = open("file", O_WRONLY)) != -1)
		goes |= WRITE;
	(void)close(fd);
	if (truncate("file", 0) == 0)
		goes |= CUT;
	if ((fd = open("file", O_RDONLY | O_TRUNC)) != -1)
		goes |= CUT;
	(void)close(fd);
	if (make() > 0)
		goes |= MAKE;
	if (rename("file", "other") == 0)
		goes |= RENAME;
	if (unlink("file") == 0 || unlink("other") == 0 ||
	    rmdir("there") == 0)
		goes |= REMOVE;
	pid = fork();
	if (pid == 0) {
		(void)execl("/bin/true", "true", (char *)NULL);
		_exit(errno == ENOENT ? 0 : 126);
	}
	if (waitpid(pid, &status, 0) == pid && status == 0)
		goes |= RUN;
	return goes;
}

static int
in_child(bool confined)
{
	int status, fd = open("file", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	pid_t pid = fork();

	if (pid == 0) {
		if (confined)
			confine_to_reading();
		_exit(what_goes(fd));
	}
	(void)close(fd);
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
clean(void)
{
	static const char *const names[] = {"file", "other", "new", "link",
	    "second", "fifo", "socket", "node", "block"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		(void)unlink(names[i]);
	(void)rmdir("dir");
	(void)rmdir("there");
}

int
main(void)
{
	char dir[] = "confine.XXXXXX";
	int confined;

	CHECK(mkdtemp(dir) && chdir(dir) == 0);
	CHECK(mkdir("there", 0700) == 0);
	confined = in_child(true);
#ifdef __OpenBSD__
	CHECK(confined == (READ | KEPT));
#else
	CHECK(confined == expected());
#endif
	if (confined == ALL)
		(void)printf("no Landlock here\n");
	clean();
	/* the control; devices are for some roots only */
	CHECK(mkdir("there", 0700) == 0);
	CHECK(in_child(false) == ALL);
	clean();
	CHECK(open("file", O_WRONLY | O_CREAT, 0600) != -1);
	CHECK(make() >= 6);
	clean();
	CHECK(chdir("..") == 0 && rmdir(dir) == 0);
	return unit_end();
}
