# Every call to the system and every request for memory fails, one by one.  What
# comes out then is what would have come out without, or a message and status 2.
load helpers

setup() {
    no_asan
    no_coverage
    faults=$BUILD/tests/faults.so
    getconf GNU_LIBC_VERSION >/dev/null 2>&1 || skip "no glibc"
    cd "$BATS_TEST_TMPDIR"
    printf 'From: =?iso-2022-jp?B?GyRCPjBMTBsoQg==?= <a@example.com>\nReturn-Path: <a@example.com>\nTo: b@example.org, c@example.com\n\nx d@example.net\n' >mail
    printf '\x83\x5c\x95\x5c a@example.jp\n' >sjis
    printf 'unless defined %%h { }\nf() unless defined %%t;\ndo f(1);\n' >script.pl
    printf 'b/c\nb/a\nd\ne/f/g\n' >paths
    printf 'name:x:1:0::/home/vpopmail/domains/example.jp/name:NOQUOTA:ab-c\n' >vpasswd
    printf 'ab\xe3\x81\x82\nabcdefg\n' >plain
    printf 'a,b@c\n' >table
    mkdir -p tree/sub site
    cp script.pl site
    printf x >tree/sub/file
    ln -s file tree/sub/link
}

# run_with FAULT INPUT COMMAND ...: out, err, rc.
run_with() {
    local fault=$1 input=$2
    shift 2
    rm -f hit
    rc=0
    FAULT=$fault FAULT_HIT=hit LD_PRELOAD=$faults "$@" <"$input" >out 2>err || rc=$?
}

# unharmed: the fault did nothing that could be seen.
unharmed() { test $rc = $want_rc && cmp -s out want && cmp -s err want_err; }

# speechless NAME: there was no memory for a message that would have come anyway.
speechless() {
    grep -qx "$1: out of memory" err || return 1
    test $rc = $want_rc && cmp -s out want
}

# says NAME: there is a message that would not have come without.  Counts do not
# tell what went wrong.
says() { grep -vxFf want_err err | grep -v "^$1: \(files\|checked\): " | grep -q "^$1: "; }

# is_beginning: what came out is how it should have begun.
is_beginning() { head -c "$(wc -c <out)" want | cmp -s - out; }

# in_order: each line of out is one of want, in the same order.  What counts in it is
# the name, or the site.
in_order() {
    local essence='s/\("name":"[^"]*"\).*/\1/; /"type":"report"/d; s/^\[\]$/[/; s/^\],"error".*/]}/; s/ -> .*//; s/: left alone: .*//'
    sed "$essence" want >want_names
    sed "$essence" out | awk 'NR == FNR { want[++n] = $0; next }
        { do i++; while (i <= n && want[i] != $0); if (i > n) exit 1 }' want_names -
}

# told CALL COMMAND ...: a message and status 2; what came out before is the beginning
# of what should have come, but that a walk goes on behind what it could not read,
# and that of ctree with status 1.
told() {
    local call=$1
    shift
    says "$1" || return 1
    case $1-$call-$rc in
    ctree-getdents64-1 | ctree-open-1 | ctree-fstatat-1 | ctree-readlinkat-1) in_order ;;
    ctree-*-2 | jcodefix-*-2) is_beginning || { [[ $* == *\ tree || $* == *\ -r* ]] && in_order; } ;;
    *-2) is_beginning ;;
    *) return 1 ;;
    esac
}

# may_pass CALL: where this fails, a filter may get along without.
may_pass() { [[ ' malloc close fstat lseek mmap mlock poll ' == *" $1 "* ]]; }

# each LEAST CALL ERROR INPUT COMMAND ...: the command with that call failing, the
# first one, the second, ... as long as there is one.  At least LEAST are told.
each() {
    local least=$1 call=$2 error=$3 input=$4 n=0 telling=0
    shift 4
    run_with none:1:EIO "$input" "$@"
    mv out want
    mv err want_err
    local want_rc=$rc
    while :; do
        n=$((n + 1))
        run_with "$call:$n:$error" "$input" "$@"
        test -s hit || break
        test $n -lt 500 || { echo "$call never ends: $*"; return 1; }
        if may_pass $call && { unharmed || speechless "$1"; }; then continue; fi
        told $call "$@" || { echo "$call $n $error: $*: status $rc"; head -c 300 out; cat err; return 1; }
        telling=$((telling + 1))
    done
    test $telling -ge $least || { echo "only $telling of $((n - 1)) $call are told: $*"; return 1; }
}

# all 'CALL=LEAST ...' INPUT COMMAND ...: all calls, all errors that they may have;
# at least so many of each call are told.  Closing the output is, in each filter.
all() {
    local least=" close=1 $1 " pair call
    shift
    for pair in malloc:ENOMEM read:EIO write:ENOSPC write:EIO open:EMFILE open:EACCES close:EIO stat:EIO \
        fstat:EIO fstatat:EACCES lseek:EIO mmap:ENOMEM mlock:EPERM getdents64:EIO poll:EINTR; do
        call=${pair%:*}
        n=0
        [[ $least != *" $call="* ]] || { n=${least#*" $call="}; n=${n%% *}; }
        each $n $call ${pair#*:} "$@" || return 1
    done
}

# same_with FAULT INPUT COMMAND ...: the fault changes nothing.
same_with() {
    local fault=$1
    shift
    run_with none:1:EIO "$@"
    mv out want
    local want_rc=$rc
    run_with "$fault" "$@"
    test -s hit || { echo "$fault does not come: $*"; return 1; }
    same out want || return 1
    test $rc = $want_rc || { echo "$fault: status $rc, not $want_rc: $*"; cat err; return 1; }
}

@test "faults: addrgrab" {
    all 'malloc=2 read=1 write=1 open=1' /dev/null addrgrab -F From mail
    all 'read=2 write=1' mail addrgrab -a
    all 'malloc=3 read=2 write=1' mail addrgrab -au
    all 'malloc=2 read=2 write=1 open=1' /dev/null addrgrab -ae '[a-z]+@[a-z.]+' mail
    # every line of it is printed: one that is passed over is missed
    test "$(wc -l <want)" = 5
    all 'malloc=1 read=2 write=1' sjis addrgrab -a --from=shift_jis
    all 'malloc=3 read=2 write=1 open=1' /dev/null addrgrab --list --format='%n %a' mail
}

@test "faults: addrcmp" {
    all 'malloc=4 read=1 open=1' /dev/null addrcmp From Return-Path mail
    all 'malloc=4 read=1 write=1' mail addrcmp -p From To
}

@test "faults: ctree" {
    all 'malloc=3 write=2 open=2 getdents64=4' /dev/null ctree tree
    all 'malloc=5 write=1 open=2 fstatat=4 getdents64=4' /dev/null ctree --du -J tree
    # without memory, glibc's getpwuid ends the process
    each 2 open EMFILE /dev/null ctree -lJ tree
    each 4 fstatat EACCES /dev/null ctree -lJ tree
    each 4 getdents64 EIO /dev/null ctree -lJ tree
    each 0 mmap ENOMEM /dev/null ctree -lJ tree
    each 1 readlinkat EIO /dev/null ctree -l tree
    run_with malloc:13:ENOMEM /dev/null ctree -lJ tree
    ! grep -q Success err || return 1
    all 'malloc=2 read=2 write=1 open=1' /dev/null ctree -f paths
    all 'malloc=1 read=2 write=1' paths ctree -U -
    all 'malloc=6 read=2 write=1 open=1' /dev/null ctree --from=euc-jp -bf paths
}

@test "faults: jcodefix" {
    all 'malloc=2 read=2 write=1' script.pl jcodefix
    all 'read=2 write=1 fstat=1' script.pl jcodefix --literal
    all 'malloc=5 read=2 write=1 open=1 stat=1' /dev/null jcodefix -d script.pl
    all 'malloc=7 read=2 write=1 open=2 stat=1 getdents64=2' /dev/null jcodefix -rl site
}

# What is asked for is looked for, and each file read twice.
@test "faults: jcodefix, require-dot" {
    echo 'require "lib.pl";' >site/a.cgi
    echo '1;' >site/lib.pl
    all 'malloc=10 read=8 write=1 open=8 stat=3 getdents64=4' /dev/null jcodefix --check --rules=default,require-dot -r site
    grep -q 'require "./lib.pl"' want
    # what one file says is not known then, and it may change @INC
    echo 'push(@INC, "x"); require "lib.pl";' >site/b.cgi
    for n in {1..12}; do
        cp -R site changed
        run_with open:$n:EMFILE /dev/null jcodefix -i --rules=require-dot -r changed
        diff -r site changed || { echo "open $n: $rc"; return 1; }
        rm -r changed
        test -s hit || break
        test $rc = 2 || test $rc = 1
    done
    test $n -gt 6
    all 'malloc=5 read=2 write=1 stat=1' site/a.cgi jcodefix --rules=require-dot
}

@test "faults: vpwcheck" {
    all 'malloc=4 read=2 write=1 open=1 mmap=1' /dev/null vpwcheck vpasswd
    all 'read=2 write=1 mmap=3' plain vpwcheck -f plain --from=utf-8
    all 'malloc=10 read=2 write=1 mmap=1' plain vpwcheck -f plain --policy=both --rule='/(a|b)+/u=x'
    all 'malloc=4 read=2 write=1 open=1 mmap=1' /dev/null vpwcheck -f csv -o tsv --not-user --require-postmaster table
}

# An error that comes late, behind much that is known already.
@test "faults: inputs and outputs of many blocks" {
    local call
    awk 'BEGIN { for (i = 0; i < 60000; i++) print "x d" i "@example.net" }' >many
    for call in 'read EIO' 'write ENOSPC'; do
        each 4 $call many addrgrab -a
        each 4 $call many ctree -
        each 3 $call many jcodefix --literal
        each 4 $call many vpwcheck -af plain
    done
    each 2 read EIO many jcodefix
    each 4 read EIO many ctree -U -
}

# A file that is read whole, in several pieces: what comes last in it counts.
@test "faults: a list or rules that are cut are not taken for all" {
    { echo "'/./' => 'first',"; printf '# %0100000d\n' 0 0 0; echo "'/Z/' => 'last',"; } >rules
    each 4 read EIO plain vpwcheck -af plain --policy=none --rules=rules
    grep -q last want
    { printf 'none%d.pl\0' {1..30000}; printf 'script.pl\0'; } >names
    each 4 read EIO /dev/null jcodefix --files0-from=names -l
    grep -qx script.pl want
}

@test "faults: short reads and writes, and signals, change nothing" {
    for fault in read:0:short write:0:short read:odd:EINTR write:odd:EINTR read:odd:EAGAIN write:odd:EAGAIN; do
        same_with $fault mail addrgrab -a
        same_with $fault mail addrgrab -F To
        same_with $fault mail addrcmp -p From To
        same_with $fault paths ctree -
        same_with $fault paths ctree -U -J -
        same_with $fault script.pl jcodefix
        same_with $fault script.pl jcodefix --literal
        same_with $fault vpasswd vpwcheck -a
        same_with $fault plain vpwcheck -af plain --from=utf-8
    done
}

# in_place FAULT: jcodefix -i on a file that has a backup asked for.
in_place() {
    rm -rf cgi
    mkdir cgi
    cp -p script.pl cgi/script.pl
    run_with "$1" /dev/null jcodefix -i.bak cgi/script.pl
}

# in_place_apart FAULT: the same, with the backup in another directory.
in_place_apart() {
    rm -rf cgi bak
    mkdir cgi
    cp -p script.pl cgi/script.pl
    run_with "$1" /dev/null jcodefix -i --backup-dir=bak cgi/script.pl
}

# replaces LEAST RUN CHECK CALL:ERROR ...: RUN with each call failing, the first one,
# the second, ...; CHECK says what is wrong then.  So many failures at least.
replaces() {
    local least=$1 run=$2 check=$3 pair n
    shift 3
    tried=0
    for pair; do
        n=0
        while :; do
            n=$((n + 1))
            "$run" "${pair%:*}:$n:${pair#*:}"
            test -s hit || break
            test $n -lt 500
            wrong=
            "$check"
            test $rc = 0 || grep -q '^jcodefix: ' err || wrong="no message"
            # what cannot be removed may stay, and something is told
            { test "${pair%:*}" = unlinkat && test $rc = 2; } || test -z "$(left)" || wrong=left
            test -z "$wrong" || { echo "$wrong: $pair $n: status $rc, $(ls -AR cgi | tr '\n' ' ')$(cat err)"; return 1; }
            tried=$((tried + 1))
        done
    done
    test $tried -ge "$least" || { echo "only $tried"; return 1; }
}

@test "faults: jcodefix -i leaves the old file or the new one, whole, and says which" {
    in_place none:1:EIO
    test $rc = 0
    cp cgi/script.pl new.pl
    test "$(ls cgi)" = $'script.pl\nscript.pl.bak'
    left() { ls -A cgi | grep -v '^script.pl\(.bak\)\?$'; }
    closes=0
    is_old_or_new() {
        # what these fail at cannot be done all the same
        case ${pair%:*} in
        write | fsync | fchmod | fchown | renameat | flistxattr) test $rc = 2 || wrong=untold ;;
        close) test $rc = 0 || closes=$((closes + 1)) ;;
        esac
        if cmp -s cgi/script.pl script.pl; then
            test $rc = 2 || wrong="not told"
            return
        fi
        cmp cgi/script.pl new.pl || wrong=neither
        cmp cgi/script.pl.bak script.pl || wrong="no backup"
    }
    replaces 30 in_place is_old_or_new malloc:ENOMEM read:EIO write:ENOSPC write:EDQUOT open:EMFILE open:EACCES \
        close:EIO fstat:EIO fstatat:EACCES fsync:EIO fchown:EPERM fchmod:EPERM linkat:EPERM renameat:EROFS \
        unlinkat:EACCES lseek:EIO flock:EINTR flistxattr:EIO stat:EIO faccessat:EACCES
    # only then is it known that a file server took all of it
    test $closes -ge 1
}

@test "faults: jcodefix -i --backup-dir leaves nothing behind untold" {
    in_place_apart none:1:EIO
    test $rc = 0
    cp cgi/script.pl new.pl
    cmp bak/cgi/script.pl script.pl
    left() { find cgi bak -name '*.jcodefix' 2>/dev/null; }
    is_done_or_not() {
        if test $rc = 0; then
            cmp cgi/script.pl new.pl || wrong="not done"
            cmp bak/cgi/script.pl script.pl || wrong="no backup"
        else
            test $rc = 2 || wrong=status
            cmp -s cgi/script.pl script.pl || cmp bak/cgi/script.pl script.pl || wrong=lost
        fi
    }
    replaces 15 in_place_apart is_done_or_not malloc:ENOMEM write:ENOSPC open:EACCES close:EIO mkdirat:EACCES \
        linkat:EPERM unlinkat:EACCES renameat:EROFS fsync:EIO futimens:EPERM
}
