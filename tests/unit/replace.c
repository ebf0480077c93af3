/* replace: whole or not at all, with all that the old file was; refusals;
 * backups; calls that fail; signals; SIGKILL at any instant.  Works in the
 * present directory, which must be empty. */
#define _GNU_SOURCE   /* unshare, for a disk that is full */
#include "jcodefix/replace.h"
#include "jcodefix/temporary.h"
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#endif

enum { SOMEBODY = 65534, SOMEBODY_ELSE = 1234 };

/* --- calls that fail --- */

/* An errno each; 0: what the system does. */
static struct {
	int link, rename, sync_file, sync_dir, setxattr;
	int spared;   /* so many calls of fsetxattr go well */
	bool no_clock, append;   /* append to f before the next rename */
} fault;

#ifdef __linux__
static int
fail_with(int err)
{
	errno = err;
	return -1;
}

/* These stand before those of the C library. */
int
linkat(int from, const char *old, int to, const char *name, int flags)
{
	return fault.link ? fail_with(fault.link) :
	    (int)syscall(SYS_linkat, from, old, to, name, flags);
}

int
renameat(int from, const char *old, int to, const char *name)
{
	if (fault.append) {
		int fd = open("f", O_WRONLY | O_APPEND);

		CHECK(write(fd, "xyz", 3) == 3 && close(fd) == 0);
		fault.append = false;
	}
	return fault.rename ? fail_with(fault.rename) :
	    (int)syscall(SYS_renameat2, from, old, to, name, 0);
}

int
clock_gettime(clockid_t clock, struct timespec *t)
{
	(void)clock;
	*t = (struct timespec){0};
	return fault.no_clock || timespec_get(t, TIME_UTC) ? 0 : -1;
}

int
fsync(int fd)
{
	struct stat st;
	int err = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) ?
	    fault.sync_dir : fault.sync_file;

	return err ? fail_with(err) : (int)syscall(SYS_fsync, fd);
}

int
fsetxattr(int fd, const char *name, const void *value, size_t n, int flags)
{
	if (fault.setxattr && fault.spared-- <= 0)
		return fail_with(fault.setxattr);
	return (int)syscall(SYS_fsetxattr, fd, name, value, n, flags);
}
#endif

/* --- files --- */

static void
make_file(const char *path, const char *text, mode_t mode)
{
	int fd;

	(void)unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	CHECK(fd != -1);
	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	CHECK(fchmod(fd, mode) == 0);
	CHECK(close(fd) == 0);
}

static struct stat
look(const char *path)
{
	struct stat st = {0};

	CHECK(lstat(path, &st) == 0);
	return st;
}

static bool
holds(const char *path, const char *text)
{
	char got[256];
	int fd = open(path, O_RDONLY);
	ssize_t n = read(fd, got, sizeof got);

	(void)close(fd);
	return n >= 0 && IS(got, (size_t)n, text);
}

/* How many entries the directory has; rid: none that is a temporary stays. */
static int
entries(const char *path, bool rid)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	int n = 0;

	CHECK(d != NULL);
	while (d && (e = readdir(d))) {
		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0)
			continue;
		n++;
		if (rid && strstr(e->d_name, ".jcodefix"))
			(void)unlinkat(dirfd(d), e->d_name, 0);
	}
	(void)closedir(d);
	return n;
}

/* An empty directory to be in; back() leaves it. */
static void
enter(const char *name)
{
	CHECK(mkdir(name, 0755) == 0);
	CHECK(chdir(name) == 0);
}

static void
back(void)
{
	CHECK(chdir("..") == 0);
}

/* --- to replace --- */

/* What the last replacement said. */
static struct buf words;

static bool
said(const char *part)
{
	return words.len > 0 && strlen(words.p) == words.len &&
	    strstr(words.p, part) != NULL;
}

static int
put_text(void *ctx, struct out *out)
{
	return out_puts(out, ctx);
}

static enum replace_result
replace_with(const char *path, int (*write_it)(void *, struct out *),
    void *ctx, const struct replace_options *o)
{
	static const struct replace_options none;
	struct replace_target t;
	enum replace_result r;
	struct stat st;
	int fd = open(path, O_RDONLY);

	CHECK(fd != -1 && fstat(fd, &st) == 0);
	(void)close(fd);
	CHECK(replace_find(&t, path) == 0);
	r = replace_file(&t, path, &st, write_it, ctx, o ? o : &none, &words);
	CHECK((r == REPLACE_DONE) == (words.len == 0));
	replace_forget(&t);
	return r;
}

static enum replace_result
replace(const char *path, const char *text, const struct replace_options *o)
{
	return replace_with(path, put_text, (void *)(uintptr_t)text, o);
}

/* Run f in a child, and give its wait status: 0 where all its checks held. */
static int
in_child(void (*f)(void *), void *ctx)
{
	int status = -1;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	CHECK(pid != -1);
	if (pid == 0) {
		unit_failures = 0;
		f(ctx);
		(void)fflush(stdout);
		_exit(unit_failures != 0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	return status;
}

static bool
is_root(void)
{
	return geteuid() == 0;
}

/* Become somebody, with no other groups. */
static void
drop_rights(void)
{
#ifdef __linux__
	CHECK(syscall(SYS_setgroups, 0, NULL) == 0);
#endif
	CHECK(setgid(SOMEBODY) == 0 && setuid(SOMEBODY) == 0);
}

/* --- what is kept --- */

static int
put_much(void *ctx, struct out *out)
{
	for (int i = 0; i < 100000; i++)
		if (out_puts(out, ctx) != 0)
			return -1;
	return 0;
}

static void
test_content(void)
{
	char more[] = "more";
	struct stat old, new;

	enter("content");
	make_file("f", "old", 0640);
	old = look("f");
	CHECK(replace("f", "new", NULL) == REPLACE_DONE);
	new = look("f");
	CHECK(holds("f", "new"));
	CHECK(old.st_ino != new.st_ino && old.st_mode == new.st_mode);
	CHECK(replace("./f", "", NULL) == REPLACE_DONE);
	CHECK(holds("f", ""));
	CHECK(replace_with("f", put_much, more, NULL) == REPLACE_DONE);
	CHECK(look("f").st_size == 400000);
	CHECK(entries(".", false) == 1);
	back();
}

static void
test_modes(void)
{
	static const mode_t modes[] = {0600, 0777, 04755, 02711, 06755, 01644,
	    0222 | 0400, 0};
	struct stat st;

	enter("modes");
	for (size_t i = 0; modes[i]; i++) {
		make_file("f", "old", modes[i]);
		if (is_root()) {
			CHECK(chown("f", SOMEBODY, SOMEBODY_ELSE) == 0);
			CHECK(chmod("f", modes[i]) == 0);
		}
		CHECK(replace("f", "new", NULL) == REPLACE_DONE);
		st = look("f");
		CHECK((st.st_mode & 07777) == modes[i]);
		if (is_root())
			CHECK(st.st_uid == SOMEBODY &&
			    st.st_gid == SOMEBODY_ELSE);
	}
	CHECK(entries(".", false) == 1);
	back();
}

/* The name may be as long as names are; the temporary's is not longer. */
static void
test_long_name(void)
{
	char name[NAME_MAX + 1];
	struct replace_options o = {.suffix = "~"};

	enter("long");
	for (size_t n = NAME_MAX - 30; n <= NAME_MAX; n++) {
		memset(name, 'n', n);
		name[n] = '\0';
		make_file(name, "old", 0644);
		CHECK(replace(name, "new", NULL) == REPLACE_DONE);
		CHECK(holds(name, "new"));
		CHECK(unlink(name) == 0);
	}
	make_file(name, "old", 0644);
	CHECK(replace(name, "new", &o) == REPLACE_FAILED);
	CHECK(said("File name too long"));
	CHECK(holds(name, "old") && entries(".", false) == 1);
	back();
}

#ifdef __linux__
static bool
has_xattr(const char *path, const char *name, const void *value, size_t n)
{
	char got[2000];

	return getxattr(path, name, got, sizeof got) == (ssize_t)n &&
	    memcmp(got, value, n) == 0;
}

static void
test_xattrs(void)
{
	char big[1000];
	struct replace_options o = {.force = true};

	enter("xattrs");
	make_file("f", "old", 0644);
	memset(big, 'b', sizeof big);
	if (setxattr("f", "user.one", "1", 1, 0) == 0) {
		CHECK(setxattr("f", "user.none", "", 0, 0) == 0);
		CHECK(setxattr("f", "user.big", big, sizeof big, 0) == 0);
		CHECK(chmod("f", 0444) == 0);
		CHECK(replace("f", "new", &o) == REPLACE_DONE);
		CHECK(has_xattr("f", "user.one", "1", 1));
		CHECK(has_xattr("f", "user.none", "", 0));
		CHECK(has_xattr("f", "user.big", big, sizeof big));
		CHECK(look("f").st_mode == (S_IFREG | 0444));
		fault.setxattr = EPERM;
		CHECK(replace("f", "newer", &o) == REPLACE_REFUSED);
		CHECK(said("user."));
		fault.setxattr = ENOSPC;
		CHECK(replace("f", "newer", &o) == REPLACE_FAILED);
		fault.setxattr = 0;
		CHECK(holds("f", "new") && entries(".", false) == 1);
	}
	back();
}

/* An ACL as the kernel has it, of little-endian words: version 2; tag, rights
 * and id each.  SOMEBODY_ELSE may `his`, the mask allows all. */
static size_t
make_acl(unsigned char *acl, unsigned char his)
{
	static const unsigned char plain[] = {2, 0, 0, 0,
	    1, 0, 6, 0, 255, 255, 255, 255,
	    2, 0, 0, 0, SOMEBODY_ELSE & 255, SOMEBODY_ELSE >> 8, 0, 0,
	    4, 0, 0, 0, 255, 255, 255, 255,
	    16, 0, 7, 0, 255, 255, 255, 255,
	    32, 0, 4, 0, 255, 255, 255, 255};

	memcpy(acl, plain, sizeof plain);
	acl[14] = his;
	return sizeof plain;
}

static void
test_acls(void)
{
	static const char access[] = "system.posix_acl_access";
	unsigned char acl[64], other[64];
	size_t n = make_acl(acl, 0);
	char got[64];

	enter("acls");
	make_file("f", "old", 0640);
	make_file("plain", "old", 0640);
	if (setxattr("f", access, acl, n, 0) == 0) {
		CHECK(look("f").st_mode == (S_IFREG | 0674));
		CHECK(chmod("f", 04674) == 0);
		CHECK(replace("f", "new", NULL) == REPLACE_DONE);
		CHECK(has_xattr("f", access, acl, n));
		CHECK(look("f").st_mode == (S_IFREG | 04674));
		/* what the directory would give a new file */
		(void)make_acl(other, 7);
		CHECK(setxattr(".", "system.posix_acl_default", other, n,
		    0) == 0);
		CHECK(replace("f", "newer", NULL) == REPLACE_DONE);
		CHECK(has_xattr("f", access, acl, n));
		CHECK(replace("plain", "new", NULL) == REPLACE_DONE);
		CHECK(getxattr("plain", access, got, sizeof got) == -1);
		CHECK(look("plain").st_mode == (S_IFREG | 0640));
		fault.setxattr = ENOTSUP;
		CHECK(replace("f", "newest", NULL) == REPLACE_REFUSED);
		CHECK(said("its ACL"));
		fault.setxattr = 0;
		CHECK(holds("f", "newer") && entries(".", false) == 2);
	}
	back();
}
#endif

static void
test_links(void)
{
	struct replace_target t;

	enter("links");
	CHECK(mkdir("d", 0755) == 0);
	make_file("d/f", "old", 0644);
	CHECK(symlink("f", "d/l") == 0);
	CHECK(symlink("d/l", "m") == 0);
	CHECK(symlink("../m", "d/up") == 0);
	CHECK(replace("d/up", "new", NULL) == REPLACE_DONE);
	CHECK(holds("d/f", "new"));
	CHECK(S_ISLNK(look("d/up").st_mode) && S_ISLNK(look("m").st_mode) &&
	    S_ISLNK(look("d/l").st_mode));
	CHECK(entries("d", false) == 3 && entries(".", false) == 2);

	CHECK(symlink("/etc/passwd", "abs") == 0);
	CHECK(replace_find(&t, "abs") == 0 && t.owned);
	CHECK(IS(t.name.p, t.name.len, "passwd"));
	replace_forget(&t);
	CHECK(symlink("loop", "loop") == 0);
	CHECK(replace_find(&t, "loop") == -1 && errno == ELOOP);
	CHECK(symlink("none", "dangling") == 0);
	CHECK(replace_find(&t, "dangling") == -1 && errno == ENOENT);
	CHECK(replace_find(&t, "") == -1 && errno == ENOENT);
	CHECK(replace_find(&t, "d/..") == -1 && errno == EISDIR);
	CHECK(replace_find(&t, "d/f/") == -1 && errno != 0);
	CHECK(replace_find(&t, "d/f/x") == -1 && errno == ENOTDIR);
	CHECK(!t.owned && t.name.p == NULL);
	back();
}

/* --- refusals --- */

static void
test_hard_links(void)
{
	struct replace_options o = {.suffix = ".bak"};
	ino_t old;

	enter("hard");
	make_file("f", "old", 0644);
	CHECK(link("f", "g") == 0);
	CHECK(replace("f", "new", &o) == REPLACE_REFUSED);
	CHECK(said("has 1 other name (hard link);"));
	CHECK(said("--break-hardlinks"));
	CHECK(link("f", "h") == 0);
	CHECK(replace("f", "new", NULL) == REPLACE_REFUSED);
	CHECK(said("has 2 other names (hard links);"));
	CHECK(holds("f", "old") && entries(".", false) == 3);
	old = look("f").st_ino;
	o = (struct replace_options){.break_hardlinks = true};
	CHECK(replace("f", "new", &o) == REPLACE_DONE);
	CHECK(holds("f", "new") && holds("g", "old"));
	CHECK(look("g").st_ino == old && look("g").st_nlink == 2);
	CHECK(entries(".", false) == 3);
	back();
}

static void
test_read_only(void)
{
	struct replace_options o = {.force = false};

	enter("read-only");
	make_file("f", "old", 0444);
	CHECK(replace("f", "new", &o) == REPLACE_REFUSED);
	CHECK(said("--force"));
	CHECK(holds("f", "old") && entries(".", false) == 1);
	o.force = true;
	CHECK(replace("f", "new", &o) == REPLACE_DONE);
	CHECK(holds("f", "new") && look("f").st_mode == (S_IFREG | 0444));
	back();
}

static void
test_not_regular(void)
{
	struct replace_target t;
	struct stat st;
	struct replace_options o = {.force = true};
	char text[] = "new";

	enter("kinds");
	CHECK(mkfifo("p", 0644) == 0 && mkdir("d", 0755) == 0);
	for (int i = 0; i < 2; i++) {
		CHECK(replace_find(&t, i ? "p" : "d") == 0);
		st = look(t.name.p);
		CHECK(replace_file(&t, t.name.p, &st, put_text, text, &o,
		    &words) == REPLACE_REFUSED);
		CHECK(said("regular"));
		replace_forget(&t);
	}
	CHECK(entries(".", false) == 2);
	back();
}

/* In a directory that is somebody's, with files that are in part root's. */
static void
as_somebody(void *ctx)
{
	struct replace_options o = {.force = true};

	(void)ctx;
	drop_rights();
	CHECK(replace("mine", "new", NULL) == REPLACE_DONE);
	CHECK(holds("mine", "new"));
	CHECK(replace("owner", "new", NULL) == REPLACE_REFUSED);
	CHECK(said("owner"));
	CHECK(replace("group", "new", NULL) == REPLACE_REFUSED);
	CHECK(said("group"));
	/* a directory may give a new file a group that we are not in */
	CHECK(replace("sgid/plain", "new", NULL) == REPLACE_DONE);
	CHECK(replace("sgid/sgid", "new", NULL) == REPLACE_REFUSED);
	CHECK(said("set-group-ID"));
	CHECK(replace("unwritable", "new", NULL) == REPLACE_REFUSED);
	CHECK(said("--force"));
	CHECK(replace("unwritable", "new", &o) == REPLACE_REFUSED);
	CHECK(said("owner"));
	CHECK(replace("ro/f", "new", &o) == REPLACE_REFUSED);
	CHECK(said("temporary file: Permission denied"));
}

static void
make_owned(const char *path, uid_t uid, gid_t gid, mode_t mode)
{
	make_file(path, "old", mode);
	CHECK(chown(path, uid, gid) == 0 && chmod(path, mode) == 0);
}

static void
test_rights(void)
{
	if (!is_root())
		return;
	enter("rights");
	CHECK(mkdir("sgid", 0755) == 0 && mkdir("ro", 0755) == 0);
	make_owned("mine", SOMEBODY, SOMEBODY, 0644);
	make_owned("owner", SOMEBODY_ELSE, SOMEBODY, 0666);
	make_owned("group", SOMEBODY, SOMEBODY_ELSE, 0644);
	make_owned("sgid/plain", SOMEBODY, SOMEBODY_ELSE, 0644);
	make_owned("sgid/sgid", SOMEBODY, SOMEBODY_ELSE, 02755);
	make_owned("unwritable", SOMEBODY_ELSE, SOMEBODY, 0644);
	make_owned("ro/f", SOMEBODY, SOMEBODY, 0644);
	CHECK(chown(".", SOMEBODY, SOMEBODY) == 0);
	CHECK(chown("sgid", SOMEBODY, SOMEBODY_ELSE) == 0);
	CHECK(chmod("sgid", 02755) == 0);
	CHECK(in_child(as_somebody, NULL) == 0);
	CHECK(holds("owner", "old") && holds("group", "old"));
	CHECK(holds("sgid/sgid", "old") && holds("ro/f", "old"));
	CHECK(entries(".", false) == 6 && entries("sgid", false) == 2);
	CHECK(entries("ro", false) == 1);
	back();
}

/* --- what goes wrong on the way --- */

enum meddling { APPEND, REWRITE, MOVE, MODE, REMOVE, LINK, MEDDLINGS };

/* Change the file f while it is replaced. */
static void
meddle(enum meddling how)
{
	struct stat st = look("f");
	struct timespec times[2] = {st.st_atim, st.st_mtim};
	int fd;

	switch (how) {
	case APPEND:
	case REWRITE:
		fd = open("f", O_WRONLY | (how == APPEND ? O_APPEND : 0));
		CHECK(write(fd, "xyz", 3) == 3);
		CHECK(how == APPEND || futimens(fd, times) == 0);
		(void)close(fd);
		break;
	case MOVE:
		make_file("g", "xyz", 0644);
		CHECK(rename("g", "f") == 0);
		break;
	case MODE:
		CHECK(chmod("f", 0600) == 0);
		break;
	case REMOVE:
	case LINK:
		CHECK(unlink("f") == 0);
		CHECK(how == REMOVE || symlink("/etc/passwd", "f") == 0);
		break;
	case MEDDLINGS:
		break;
	}
}

static int
put_and_meddle(void *ctx, struct out *out)
{
	/* clocks of file systems tick every 4 ms */
	static const struct timespec tick = {.tv_nsec = 12000000};

	(void)nanosleep(&tick, NULL);
	meddle(*(const enum meddling *)ctx);
	return out_puts(out, "new");
}

static void
test_changed(void)
{
	struct replace_options o = {.suffix = ".bak"};
	struct replace_target t;
	struct stat st;

	enter("changed");
	for (enum meddling how = APPEND; how < MEDDLINGS; how++) {
		make_file("f", "old", 0644);
		CHECK(replace_with("f", put_and_meddle, &how, &o) ==
		    REPLACE_FAILED);
		CHECK(said("changed while it was read"));
		CHECK(!holds("f", "new"));
		CHECK(entries(".", false) == (how == REMOVE ? 0 : 1));
	}
	/* before it began */
	make_file("f", "old", 0644);
	CHECK(replace_find(&t, "f") == 0);
	st = look("f");
	for (enum meddling how = APPEND; how < MEDDLINGS; how++) {
		st.st_mtim.tv_nsec ^= 1;
		CHECK(replace_file(&t, "f", &st, put_text, t.name.p, &o,
		    &words) == REPLACE_FAILED);
		CHECK(said("changed while it was read"));
		meddle(how);
		if (how == REMOVE)
			make_file("f", "old", 0644);
		st = look("f");
	}
	replace_forget(&t);
	CHECK(entries(".", false) == 1);
	back();
}

static int
put_and_fail(void *ctx, struct out *out)
{
	(void)ctx;
	CHECK(out_puts(out, "half") == 0);
	errno = EILSEQ;
	return -1;
}

/* ctx: whether SIGXFSZ is ignored. */
static void
with_limit(void *ctx)
{
	struct rlimit limit = {1000, 1000};
	char text[] = "text";

	if (ctx)
		(void)signal(SIGXFSZ, SIG_IGN);
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	CHECK(replace_with("f", put_much, text, NULL) == REPLACE_FAILED);
	CHECK(said("temporary file: File too large"));
}

static void
test_errors(void)
{
	int status;

	enter("errors");
	make_file("f", "old", 0644);
	CHECK(replace_with("f", put_and_fail, NULL, NULL) == REPLACE_FAILED);
	CHECK(said("new content: "));
	CHECK(holds("f", "old") && entries(".", false) == 1);
	CHECK(in_child(with_limit, &status) == 0);
	CHECK(holds("f", "old") && entries(".", false) == 1);
	status = in_child(with_limit, NULL);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ);
	CHECK(holds("f", "old") && entries(".", false) == 1);
	back();
}

#ifdef __linux__
static void
test_faults(void)
{
	struct replace_options o = {.suffix = ".bak"};

	enter("faults");
	make_file("f", "old", 0644);
	fault.rename = EIO;
	CHECK(replace("f", "new", &o) == REPLACE_FAILED);
	CHECK(said("Input/output error"));
	CHECK(holds("f", "old") && entries(".", false) == 1);
	/* a directory with the sticky bit */
	fault.rename = EPERM;
	CHECK(replace("f", "new", &o) == REPLACE_REFUSED);
	CHECK(holds("f", "old") && entries(".", false) == 1);
	CHECK(look("f").st_nlink == 1);
	fault.rename = 0;
	fault.sync_file = EIO;
	CHECK(replace("f", "new", NULL) == REPLACE_FAILED);
	CHECK(said("temporary file: Input/output error"));
	CHECK(holds("f", "old") && entries(".", false) == 1);
	fault.sync_file = 0;
	fault.sync_dir = EIO;
	CHECK(replace("f", "new", NULL) == REPLACE_FAILED);
	CHECK(said("is new, but"));
	CHECK(holds("f", "new") && entries(".", false) == 1);
	fault.sync_file = fault.sync_dir = EINVAL;
	CHECK(replace("f", "newer", NULL) == REPLACE_DONE);
	fault.sync_file = fault.sync_dir = 0;
	CHECK(holds("f", "newer") && entries(".", false) == 1);
	back();
}

static void
on_full_disk(void *ctx)
{
	char text[] = "text";

	(void)ctx;
	if (unshare(CLONE_NEWNS) != 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("none", "m", "tmpfs", 0, "size=64k") != 0)
		return;
	make_file("m/f", "old", 0644);
	CHECK(replace_with("m/f", put_much, text, NULL) == REPLACE_FAILED);
	CHECK(said("temporary file: No space left on device"));
	CHECK(holds("m/f", "old") && entries("m", false) == 1);
	CHECK(mount("none", "m", NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
	CHECK(replace("m/f", "new", NULL) == REPLACE_REFUSED);
	CHECK(said("cannot be written: Read-only file system"));
}

static void
test_full_disk(void)
{
	enter("full");
	CHECK(mkdir("m", 0755) == 0);
	CHECK(in_child(on_full_disk, NULL) == 0);
	back();
}
#endif

/* --- backups --- */

static void
test_backup_beside(void)
{
	struct replace_options o = {.suffix = ".bak"};
	struct stat old, bak;

	enter("beside");
	make_file("f", "old", 0640);
	old = look("f");
	CHECK(replace("f", "new", &o) == REPLACE_DONE);
	bak = look("f.bak");
	CHECK(holds("f", "new") && holds("f.bak", "old"));
	CHECK(bak.st_ino == old.st_ino && bak.st_nlink == 1 &&
	    bak.st_mtim.tv_nsec == old.st_mtim.tv_nsec);
	CHECK(replace("f", "newer", &o) == REPLACE_REFUSED);
	CHECK(said("f.bak is there already"));
	CHECK(holds("f", "new") && entries(".", false) == 2);
	/* killed when the backup was made, and no more */
	CHECK(unlink("f.bak") == 0 && link("f", "f.bak") == 0);
	CHECK(replace("f", "newer", &o) == REPLACE_DONE);
	CHECK(holds("f", "newer") && holds("f.bak", "new"));
	CHECK(unlink("f.bak") == 0 && link("f", "f.bak") == 0);
	CHECK(link("f", "g") == 0);
	CHECK(replace("f", "newest", &o) == REPLACE_REFUSED);
	CHECK(said("has 2 other names"));
	CHECK(unlink("g") == 0);
	CHECK(unlink("f.bak") == 0 && symlink("none", "f.bak") == 0);
	CHECK(replace("f", "newest", &o) == REPLACE_REFUSED);
	o.suffix = "/../x";
	CHECK(replace("f", "newest", &o) == REPLACE_REFUSED);
	o.suffix = "";
	CHECK(replace("f", "newest", &o) == REPLACE_DONE);
	CHECK(holds("f", "newest") && entries(".", false) == 2);
	back();
}

/* Where the file system knows no links. */
static void
test_backup_copied(void)
{
#ifdef __linux__
	struct replace_options o = {.suffix = ".bak"};
	struct stat old, bak;

	enter("copied");
	make_file("f", "old", 04751);
	old = look("f");
	fault.link = EPERM;
	CHECK(replace("f", "new", &o) == REPLACE_DONE);
	bak = look("f.bak");
	CHECK(holds("f", "new") && holds("f.bak", "old"));
	CHECK(bak.st_ino != old.st_ino && bak.st_mode == old.st_mode &&
	    bak.st_mtim.tv_sec == old.st_mtim.tv_sec &&
	    bak.st_mtim.tv_nsec == old.st_mtim.tv_nsec);
	CHECK(entries(".", false) == 2);
	CHECK(replace("f", "newer", &o) == REPLACE_REFUSED);
	CHECK(said("f.bak is there already"));
	CHECK(unlink("f.bak") == 0);
	fault.link = EIO;
	CHECK(replace("f", "newer", &o) == REPLACE_FAILED);
	fault.link = EPERM;
	fault.rename = EIO;
	CHECK(replace("f", "newer", &o) == REPLACE_FAILED);
	fault.rename = 0;
	CHECK(holds("f", "new") && entries(".", false) == 1);
	fault.append = true;   /* after it was copied */
	CHECK(replace("f", "newer", &o) == REPLACE_FAILED);
	CHECK(said("changed while it was read"));
	fault.link = 0;
	CHECK(holds("f", "newxyz") && entries(".", false) == 1);
	back();
#endif
}

static void
test_backup_dir(void)
{
	struct replace_options o = {.backup_dir = "b/"};
	struct stat old, bak;
	char path[4096], at[5000];

	enter("dir");
	CHECK(mkdir("s", 0755) == 0 && mkdir("s/t", 0755) == 0);
	make_file("s/t/f", "old", 0651);
	if (is_root())
		CHECK(chown("s/t/f", SOMEBODY, SOMEBODY_ELSE) == 0);
	old = look("s/t/f");
	CHECK(replace("../dir/.//s/../s/t/f", "new", &o) == REPLACE_DONE);
	bak = look("b/dir/s/s/t/f");
	CHECK(holds("s/t/f", "new") && holds("b/dir/s/s/t/f", "old"));
	CHECK(bak.st_ino != old.st_ino && bak.st_mode == old.st_mode &&
	    bak.st_uid == old.st_uid && bak.st_gid == old.st_gid &&
	    bak.st_mtim.tv_nsec == old.st_mtim.tv_nsec);
	CHECK(look("b").st_mode == (S_IFDIR | 0700));
	CHECK(look("b/dir/s").st_mode == (S_IFDIR | 0700));
	CHECK(replace("s/t/f", "newer", &o) == REPLACE_DONE);
	CHECK(holds("b/s/t/f", "new"));
	CHECK(replace("s/t/f", "newest", &o) == REPLACE_REFUSED);
	CHECK(said("b//s/t/f is there already"));
	o.suffix = ".bak";
	CHECK(getcwd(path, sizeof path - 10) != NULL);
	(void)snprintf(at, sizeof at, "b%s/s/t/f.bak", path);
	(void)strcat(path, "/s/t/f");
	CHECK(replace(path, "newest", &o) == REPLACE_DONE);
	CHECK(holds(at, "newer") && holds("s/t/f", "newest"));
	CHECK(entries("s/t", false) == 1 && entries("b/s/t", false) == 1);
	back();
}

/* Nothing leads out of the directory of backups, nor is there more to read. */
static void
test_backup_dir_traps(void)
{
	struct replace_options o = {.backup_dir = "b"};

	enter("traps");
	CHECK(mkdir("s", 0755) == 0 && mkdir("b", 0755) == 0 &&
	    mkdir("out", 0755) == 0);
	make_file("s/f", "old", 0644);
	CHECK(symlink("../out", "b/s") == 0);
	CHECK(replace("s/f", "new", &o) == REPLACE_FAILED);
	CHECK(said("backup directory s below b: "));
	CHECK(unlink("b/s") == 0 && mkdir("b/s", 0755) == 0);
	CHECK(symlink("../../out/f", "b/s/f") == 0);
	CHECK(replace("s/f", "new", &o) == REPLACE_REFUSED);
	CHECK(entries("out", false) == 0 && entries("s", false) == 1);
	o.backup_dir = "none/b";
	CHECK(replace("s/f", "new", &o) == REPLACE_FAILED);
	CHECK(said("backup none/b: No such file"));
	CHECK(holds("s/f", "old") && entries("s", false) == 1);
#ifdef __linux__
	o.backup_dir = "p";
	if (setxattr("s/f", "user.one", "1", 1, 0) == 0) {
		fault.setxattr = ENOTSUP;
		fault.spared = 1;   /* that of the new file */
		CHECK(replace("s/f", "new", &o) == REPLACE_DONE);
		fault.setxattr = 0;
		CHECK(look("p/s/f").st_mode == (S_IFREG | 0600));
		CHECK(holds("p/s/f", "old") && holds("s/f", "new"));
		CHECK(look("s/f").st_mode == (S_IFREG | 0644));
	}
#endif
	back();
}

/* --- signals --- */

static int
put_and_raise(void *ctx, struct out *out)
{
	CHECK(out_puts(out, "new") == 0 && out_flush(out) == 0);
	CHECK(entries(".", false) == 2);
	CHECK(raise(*(const int *)ctx) == 0);
	return 0;
}

static void
replace_and_raise(void *ctx)
{
	CHECK(replace_with("f", put_and_raise, ctx, NULL) == REPLACE_DONE);
}

static void
ignore_and_raise(void *ctx)
{
	struct sigaction now;

	(void)signal(*(int *)ctx, SIG_IGN);
	replace_and_raise(ctx);
	CHECK(sigaction(*(int *)ctx, NULL, &now) == 0 &&
	    now.sa_handler == SIG_IGN);
}

/* The new file, and a backup that is a link. */
static void
raise_with_backup(void *ctx)
{
	struct temporary *t;

	CHECK(temporary_open(AT_FDCWD, "f", &t) != -1);
	CHECK(temporary_link(AT_FDCWD, "f", "f.bak") == 0);
	CHECK(entries(".", false) == 3);
	if (unit_failures == 0)
		(void)raise(*(int *)ctx);
}

/* After the last temporary, all is as it was. */
static void
raise_afterwards(void *ctx)
{
	struct sigaction now;
	sigset_t mask;

	CHECK(replace("f", "old", NULL) == REPLACE_DONE);
	CHECK(sigaction(*(int *)ctx, NULL, &now) == 0 &&
	    now.sa_handler == SIG_DFL);
	CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0 &&
	    sigismember(&mask, *(int *)ctx) == 0);
	if (unit_failures == 0)
		(void)raise(*(int *)ctx);
}

static void
test_signals(void)
{
	static const int sigs[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE,
	    SIGXCPU, SIGXFSZ, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGSEGV,
	    SIGBUS};
	static void (*const deaths[])(void *) = {replace_and_raise,
	    raise_with_backup, raise_afterwards};
	struct rlimit none = {0, 0};

	enter("signals");
	(void)setrlimit(RLIMIT_CORE, &none);
	make_file("f", "old", 0644);
	for (size_t i = 0; i < sizeof sigs / sizeof sigs[0]; i++) {
		int sig = sigs[i], status;

		for (size_t k = 0; k < 3; k++) {
			(void)signal(sig, SIG_DFL);
			status = in_child(deaths[k], &sig);
			CHECK(WIFSIGNALED(status) && WTERMSIG(status) == sig);
			CHECK(holds("f", "old") && entries(".", false) == 1);
		}
		CHECK(in_child(ignore_and_raise, &sig) == 0);
		CHECK(holds("f", "new") && entries(".", false) == 1);
		make_file("f", "old", 0644);
	}
	back();
}

static void
test_temporary(void)
{
	struct temporary *a, *b, *c;
	struct stat st;

	enter("temporary");
	fault.no_clock = true;
	CHECK(temporary_open(AT_FDCWD, "f", &a) != -1);
	CHECK(strncmp(a->name, ".f.", 3) == 0);
	CHECK(look(a->name).st_mode == (S_IFREG | 0600));
	CHECK(temporary_open(AT_FDCWD, "f", &b) != -1);
	CHECK(strcmp(a->name, b->name) != 0);
	fault.no_clock = false;
	CHECK(temporary_open(AT_FDCWD, "f", &c) == -1 && errno == ENOSPC);
	CHECK(entries(".", false) == 2);
	CHECK(temporary_rename(a, b->name) == -1 && errno == EEXIST);
	CHECK(temporary_rename(a, "g") == 0 && lstat("g", &st) == 0);
	CHECK(entries(".", false) == 2);
	errno = 77;
	temporary_remove();
	CHECK(errno == 77 && entries(".", false) == 0);
	back();
}

/* --- at any instant --- */

enum { LARGE = 2000000, KILLS = 240 };

static char *
make_large(char byte)
{
	char *p = malloc(LARGE + 2);

	CHECK(p != NULL);
	memset(p, byte, LARGE);
	/* of two sizes, so that a half of one is no whole of the other */
	p[byte == 'a' ? LARGE : LARGE + 1] = '\0';
	p[LARGE] = byte == 'a' ? '\0' : 'b';
	return p;
}

/* Is the file one of the two, whole? */
static bool
is_whole(const char *path, const char *a, const char *b)
{
	char *got = malloc(LARGE + 2);
	int fd = open(path, O_RDONLY);
	size_t n = 0;
	ssize_t more;

	while (got && (more = read(fd, got + n, LARGE + 2 - n)) > 0)
		n += (size_t)more;
	(void)close(fd);
	if (got && !IS(got, n, a) && !IS(got, n, b)) {
		free(got);
		return false;
	}
	free(got);
	return got != NULL;
}

/* Backups there may be, whole; away with it. */
static bool
is_whole_or_none(const char *path, const char *a, const char *b)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return errno == ENOENT;
	return is_whole(path, a, b) && unlink(path) == 0;
}

/* Until somebody kills us; a signal that does not is noticed in the end. */
static void
replace_on_and_on(const char *a, const char *b,
    const struct replace_options *o)
{
	for (int i = 0; i < 500; i++) {
		(void)replace("f", a, o);
		(void)unlink("f.bak");
		(void)unlink("b/f");
		(void)replace("f", b, o);
	}
	_exit(1);
}

/* Numbers that look random (xorshift). */
static uint32_t
next_random(uint32_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

/* A signal that can be caught leaves nothing; SIGKILL perhaps one temporary,
 * and one of a backup in its directory. */
static void
check_killed(int sig, const char *a, const char *b)
{
	int most = sig == SIGKILL;

	CHECK(is_whole("f", a, b));
	CHECK(is_whole_or_none("f.bak", a, b));
	CHECK(is_whole_or_none("b/f", a, b));
	CHECK(entries(".", true) <= 2 + most && entries(".", false) == 2);
	CHECK(entries("b", true) <= most && entries("b", false) == 0);
	CHECK(look("f").st_nlink == 1);
}

static void
test_killed(void)
{
	static const struct replace_options ways[] = {{.force = false},
	    {.suffix = ".bak"}, {.backup_dir = "b"}};
	char *a = make_large('a'), *b = make_large('b');
	uint32_t x = 20020503;

	enter("killed");
	CHECK(mkdir("b", 0755) == 0);
	make_file("f", a, 0644);
	(void)fflush(stdout);
	for (int i = 0; i < KILLS; i++) {
		int sig = i % 5 == 4 ? SIGTERM : SIGKILL, status = 0;
		struct timespec t = {.tv_nsec =
		    (long)(next_random(&x) % 12000) * 1000};
		pid_t pid = fork();

		CHECK(pid != -1);
		if (pid == 0)
			replace_on_and_on(a, b, &ways[i % 3]);
		(void)nanosleep(&t, NULL);
		CHECK(kill(pid, sig) == 0);
		CHECK(waitpid(pid, &status, 0) == pid);
		CHECK(WIFSIGNALED(status) && WTERMSIG(status) == sig);
		check_killed(sig, a, b);
	}
	free(a);
	free(b);
	back();
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* Files are made in a directory of its own, and go with it. */
int
main(void)
{
	char dir[] = "replace.XXXXXX";

	(void)umask(022);
	if (!mkdtemp(dir) || chdir(dir) != 0)
		return 1;
	test_content();
	test_modes();
	test_long_name();
	test_links();
	test_hard_links();
	test_read_only();
	test_not_regular();
	test_rights();
	test_changed();
	test_errors();
	test_backup_beside();
	test_backup_copied();
	test_backup_dir();
	test_backup_dir_traps();
	test_temporary();
	test_signals();
#ifdef __linux__
	test_xattrs();
	test_acls();
	test_faults();
	test_full_disk();
#endif
	test_killed();
	buf_free(&words);
	if (chdir("..") != 0 ||
	    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		perror(dir);
	return unit_end();
}
