/* confine: what cannot be done any more, where the system has it. */
#include "confine.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Bits of what still goes. */
enum { READ = 1, KEPT = 2, WRITE = 4, MAKE = 8, REMOVE = 16, RENAME = 32,
    RUN = 64 };

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
	if ((fd = open("new", O_WRONLY | O_CREAT, 0600)) != -1 ||
	    mkdir("dir", 0700) == 0 || symlink("x", "link") == 0)
		goes |= MAKE;
	(void)close(fd);
	if (rename("file", "other") == 0)
		goes |= RENAME;
	if (unlink("file") == 0 || unlink("other") == 0)
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

int
main(void)
{
	char dir[] = "confine.XXXXXX";
	int confined;

	CHECK(mkdtemp(dir) && chdir(dir) == 0);
	confined = in_child(true);
	CHECK(confined == (READ | KEPT) || confined == 127);
	if (confined == 127)
		(void)printf("no Landlock here\n");
	(void)unlink("file");
	/* the control */
	(void)unlink("new");
	(void)rmdir("dir");
	(void)unlink("link");
	CHECK(in_child(false) == 127);
	(void)unlink("new");
	(void)rmdir("dir");
	(void)unlink("link");
	CHECK(chdir("..") == 0 && rmdir(dir) == 0);
	return unit_end();
}
