#include "perlword.h"

#include <stdlib.h>
#include <string.h>

/* Short, so that the table can be read. */
enum {
	T = PERLWORD_TERM, O = PERLWORD_OPERATOR, DOR = PERLWORD_DOR,
	Q1 = PERLWORD_QUOTE1, Q2 = PERLWORD_QUOTE2, H = PERLWORD_HANDLE,
	B = PERLWORD_BLOCK, BT = PERLWORD_BLOCK_TERM, BL = PERLWORD_BLOCK_LIST,
	C = PERLWORD_CONDITION, L = PERLWORD_LOGIC, I = PERLWORD_INFIX,
	U = PERLWORD_UNARY, M = PERLWORD_MODIFIER, F = PERLWORD_FEATURE
};

struct perlword {
	const char *name;
	unsigned flags;
};

/* In the order of their bytes. */
static const struct perlword words[] = {
	{"AUTOLOAD", T | B}, {"BEGIN", T | B}, {"CHECK", T | B},
	{"DESTROY", T | B}, {"END", T | B}, {"INIT", T | B},
	{"UNITCHECK", T | B}, {"__DATA__", T}, {"__END__", T}, {"__FILE__", O},
	{"__LINE__", O}, {"__PACKAGE__", O}, {"__SUB__", O}, {"abs", T | U},
	{"accept", T}, {"alarm", T | U}, {"and", T | L | M}, {"atan2", T},
	{"bind", T}, {"binmode", T}, {"bless", T}, {"caller", T | U},
	{"chdir", T | U}, {"chmod", T}, {"chomp", T}, {"chop", T},
	{"chr", T | U}, {"chroot", T | U}, {"close", T | U},
	{"closedir", T | U}, {"cmp", T | I}, {"connect", T},
	{"continue", T | B}, {"cos", T | U}, {"crypt", T}, {"dbmclose", T},
	{"dbmopen", T}, {"defined", T | U}, {"delete", T | U}, {"die", T},
	{"do", T | BT | U}, {"dump", T}, {"each", T | U}, {"else", T | B},
	{"elsif", T | C}, {"endgrent", O}, {"endhostent", O}, {"endnetent", O},
	{"endprotoent", O}, {"endpwent", O}, {"endservent", O}, {"eof", T | U},
	{"eq", T | I}, {"eval", T | BT | U}, {"exec", T | BL},
	{"exists", T | U}, {"exit", T | U}, {"exp", T | U}, {"fcntl", T},
	{"fileno", T | U}, {"flock", T}, {"for", T | M}, {"foreach", T | M},
	{"fork", O}, {"format", T}, {"formline", T}, {"ge", T | I},
	{"getc", T | DOR | U}, {"getgrent", O}, {"getgrgid", T | U},
	{"getgrnam", T | U}, {"gethostbyaddr", T}, {"gethostbyname", T | U},
	{"gethostent", O}, {"getlogin", O}, {"getnetbyaddr", T},
	{"getnetbyname", T | U}, {"getnetent", O}, {"getpeername", T | U},
	{"getpgrp", T | U}, {"getppid", O}, {"getpriority", T},
	{"getprotobyname", T | U}, {"getprotobynumber", T | U},
	{"getprotoent", O}, {"getpwent", O}, {"getpwnam", T | U},
	{"getpwuid", T | U}, {"getservbyname", T}, {"getservbyport", T},
	{"getservent", O}, {"getsockname", T | U}, {"getsockopt", T},
	{"glob", T}, {"gmtime", T | U}, {"goto", T}, {"grep", T | BL},
	{"gt", T | I}, {"hex", T | U}, {"if", T | C | M}, {"index", T},
	{"int", T | U}, {"ioctl", T}, {"join", T}, {"keys", T | U},
	{"kill", T}, {"last", T}, {"lc", T | U}, {"lcfirst", T | U},
	{"le", T | I}, {"length", T | U}, {"link", T}, {"listen", T},
	{"local", T | U}, {"localtime", T | U}, {"lock", T | U},
	{"log", T | U}, {"lstat", T | U}, {"lt", T | I}, {"m", Q1},
	{"map", T | BL}, {"mkdir", T}, {"msgctl", T}, {"msgget", T},
	{"msgrcv", T}, {"msgsnd", T}, {"my", T | U}, {"ne", T | I},
	{"next", T}, {"no", T}, {"not", T | L}, {"oct", T | U}, {"open", T},
	{"opendir", T}, {"or", T | L | M}, {"ord", T | U}, {"our", T | U},
	{"pack", T}, {"package", T}, {"pipe", T}, {"pop", T | DOR | U},
	{"pos", T | DOR | U}, {"print", T | H | BL}, {"printf", T | H | BL},
	{"prototype", T | U}, {"push", T}, {"q", Q1}, {"qq", Q1}, {"qr", Q1},
	{"quotemeta", T | U}, {"qw", Q1}, {"qx", Q1}, {"rand", T | U},
	{"read", T}, {"readdir", T | U}, {"readline", T | DOR | U},
	{"readlink", T | DOR | U}, {"readpipe", T | U}, {"recv", T},
	{"redo", T}, {"ref", T | U}, {"rename", T}, {"require", T | U},
	{"reset", T | U}, {"return", T}, {"reverse", T}, {"rewinddir", T | U},
	{"rindex", T}, {"rmdir", T | U}, {"s", Q2}, {"say", T | H | BL | F},
	{"scalar", T | U}, {"seek", T}, {"seekdir", T}, {"select", T},
	{"semctl", T}, {"semget", T}, {"semop", T}, {"send", T},
	{"setgrent", O}, {"sethostent", T | U}, {"setnetent", T | U},
	{"setpgrp", T}, {"setpriority", T}, {"setprotoent", T | U},
	{"setpwent", O}, {"setservent", T | U}, {"setsockopt", T},
	{"shift", T | DOR | U}, {"shmctl", T}, {"shmget", T}, {"shmread", T},
	{"shmwrite", T}, {"shutdown", T}, {"sin", T | U}, {"sleep", T | U},
	{"socket", T}, {"socketpair", T}, {"sort", T | BL}, {"splice", T},
	{"split", T}, {"sprintf", T}, {"sqrt", T | U}, {"srand", T | U},
	{"stat", T | U}, {"study", T | U}, {"sub", T | BT}, {"substr", T},
	{"symlink", T}, {"syscall", T}, {"sysopen", T}, {"sysread", T},
	{"sysseek", T}, {"system", T | BL}, {"syswrite", T}, {"tell", T | U},
	{"telldir", T | U}, {"tie", T}, {"tied", T | U}, {"time", O},
	{"times", O}, {"tr", Q2}, {"truncate", T}, {"uc", T | U},
	{"ucfirst", T | U}, {"umask", T | DOR | U}, {"undef", T | DOR | U},
	{"unless", T | C | M}, {"unlink", T}, {"unpack", T}, {"unshift", T},
	{"untie", T | U}, {"until", T | C | M}, {"use", T}, {"utime", T},
	{"values", T | U}, {"vec", T}, {"wait", O}, {"waitpid", T},
	{"wantarray", O}, {"warn", T}, {"while", T | C | M}, {"write", T | U},
	{"x", T | I}, {"xor", T | L | M}, {"y", Q2},
};

struct bytes {
	const char *p;
	size_t n;
};

static int
compare(const void *key, const void *element)
{
	const struct bytes *k = key;
	const struct perlword *w = element;
	int r = strncmp(k->p, w->name, k->n);

	return r != 0 ? r : -(w->name[k->n] != '\0');
}

unsigned
perlword_flags(const char *s, size_t n)
{
	struct bytes key = {s, n};
	const struct perlword *w = bsearch(&key, words,
	    sizeof words / sizeof words[0], sizeof words[0], compare);

	return w ? w->flags : 0;
}
