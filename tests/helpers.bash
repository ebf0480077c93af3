# What the .bats files share.  Bytes are compared with cmp on files: $output
# loses NULs and final newlines.

bats_require_minimum_version 1.5.0

TOP=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
BUILT=${B:-build}      # whose name tells what is special about it
BUILD=$TOP/$BUILT
PATH=$BUILD/bin:$PATH
export LC_ALL=C

# For what looks at calls to the system, or at memory.
no_asan() { [[ $BUILT != *asan* ]] || skip "the sanitizers' runtime comes between"; }

# For what depends on who runs a filter, on its limits or its memory.
no_valgrind() { [[ $BUILT != *valgrind* ]] || skip "valgrind is in the way"; }

# For what looks at all calls to the system, or at what is left out there.
no_coverage() { [[ $BUILT != *coverage* ]] || skip "what counts lines calls the system, too"; }

# What C libraries say of errors, for grep -E: glibc, musl.
export EIO='(Input/output|I/O) error'
export EMFILE='(Too many open files|No file descriptors available)'
export ELOOP='(Too many levels of symbolic links|Symbolic link loop)'

# The documented one-liner.
PATTERN='[-a-zA-Z0-9_.=+]+@[-a-zA-Z0-9_.]+'
oneliner() { grep -aoE "$PATTERN" | tail -n 1; }
oneliner_all() { grep -aoE "$PATTERN" || test $? = 1; }

gen() { "$BUILD/tests/gen" "$@"; }

# same FILE EXPECTED: are the bytes the same?
same() {
    cmp "$1" "$2" && return
    echo "--- got:"; od -c "$1" | head -n 20
    echo "--- expected:"; od -c "$2" | head -n 20
    return 1
}

# prints 'BYTES' COMMAND ...: standard output is exactly BYTES (printf %b), and
# the exit status 0, or 1 where BYTES are none.
prints() {
    local rc=0 want=0
    printf '%b' "$1" >"$BATS_TEST_TMPDIR/expected"
    test -n "$1" || want=1
    shift
    "$@" >"$BATS_TEST_TMPDIR/got" || rc=$?
    same "$BATS_TEST_TMPDIR/got" "$BATS_TEST_TMPDIR/expected" || return 1
    test $rc = $want || { echo "status $rc, not $want: $*"; return 1; }
}

# status N COMMAND ...: the exit status is N.
status() {
    local want=$1 got=0
    shift
    "$@" || got=$?
    test "$got" = "$want" || { echo "status $got, not $want: $*"; return 1; }
}

# says TEXT COMMAND ...: standard error holds TEXT, and no control byte.
says() {
    local want=$1 err=$BATS_TEST_TMPDIR/err
    shift
    "$@" >/dev/null 2>"$err" || :
    grep -qF -- "$want" "$err" || { echo "not said: $want"; cat -v "$err"; return 1; }
    ! grep -q '[[:cntrl:]]' "$err"
}

# leaks_unchecked: from here to the test's end a sanitizer looks for no leaks,
# which takes most of a small process's time: for rounds of what was run before.
leaks_unchecked() { export ASAN_OPTIONS=detect_leaks=0; }

# mail 'FIELDS' : a message with these header fields (printf %b) on stdout.
mail() { printf '%b\n\nbody: body@example.com\nFrom: planted@example.com\n' "$1"; }
