# All filters in one static program, as it is carried to an old server.
load helpers

setup_file() {
    export PORTABLE=$TOP/build/portable
    command -v musl-gcc >/dev/null || skip "no musl-gcc"
    make -C "$TOP" -s portable >"$BATS_FILE_TMPDIR/log" 2>&1 || { cat "$BATS_FILE_TMPDIR/log"; return 1; }
}

setup() {
    cd "$BATS_TEST_TMPDIR"
    H=$PORTABLE/hikkoshi
}

@test "portable: one file, that needs no other" {
    test "$(wc -c <"$H")" -lt 1200000
    ! ldd "$H" 2>/dev/null | grep '=>' || return 1
    cp "$H" alone
    # no library, no locale, no charset module, no environment
    printf 'From: =?iso-2022-jp?B?GyRCPjBMTBsoQg==?= <a@example.com>\n\n' >mail
    env -i ./alone addrgrab -F From mail >got
    echo a@example.com | same got /dev/stdin
    env -i ./alone addrgrab --list --format=%n mail | grep -q .
    printf '\x83\x5c\n' >sjis
    env -i ./alone ctree --from=shift_jis --no-root -f sjis >got
    printf '|--ソ\n' | same got /dev/stdin
    mkdir empty
    if test "$(id -u)" = 0; then
        cp alone empty/hikkoshi
        chroot empty /hikkoshi ctree / >got
        printf '/\n|--hikkoshi\n' | same got /dev/stdin
    fi
}

@test "portable: no byte reaches what musl does wrong with EUC-KR" {
    for name in euc-kr ks_c_5601-1987 cp949 KSC5601 EUC_KR ksx1001; do
        for word in 2EM= 2EI=; do
            printf 'To: =?%s?B?%s?= <a@b.c>\n\n' $name $word | "$H" addrgrab -F To --format='%a %n' >got
            grep -q '^a@b.c ' got
        done
    done
    printf '\330\103\n' | status 2 "$H" ctree --from=euc-kr - 2>err
    grep -q 'no charset' err
    printf 'To: =?big5?B?pKSk5Q==?= <a@b.c>\n\n' | "$H" addrgrab -F To --format=%n | grep -qx 中文
}

@test "portable: NAME, a link of that name, a list" {
    "$H" >got
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do
        grep -q "^  $f  *[a-z]" got
        "$H" $f --version | grep -qx "$f (hikkoshi) [0-9.]*"
        "$H" $f --help >help
        "$BUILD/bin/$f" --help | same help /dev/stdin
    done
    "$H" --help | same got /dev/stdin
    "$H" --version | grep -qx 'hikkoshi (hikkoshi) [0-9.]*'
    status 2 "$H" nonsense 2>err
    grep -qx "hikkoshi: 'nonsense' is no filter; hikkoshi alone lists them" err
    for no in '' x; do
        status 2 "$H" --install ${no:+'' x} 2>err
        grep -q 'needs a directory' err
    done
    # an empty name is none, and not /
    status 2 "$H" --install '' 2>err
    grep -q 'needs a directory' err
    status 2 "$H" >/dev/full 2>err
    grep -q 'No space left' err
}

@test "portable: --install makes links, and overwrites nothing" {
    # a home on an old server has none
    "$H" --install bin
    test "$(ls bin | tr '\n' ' ')" = 'addrcmp addrgrab ctree jcodefix vpwcheck '
    printf 'a/b\n' | bin/ctree >got
    printf '.\n|--a\n| |--b\n' | same got /dev/stdin
    # again: they are there
    "$H" --install bin
    rm bin/ctree
    echo mine >bin/ctree
    status 2 "$H" --install bin 2>err
    grep -qx 'hikkoshi: bin/ctree: File exists; it is something else, and stays: move it away first' err
    test "$(cat bin/ctree)" = mine
    status 2 "$H" --install no/such 2>err
    grep -qx 'hikkoshi: no/such: No such file or directory' err
}

# The links, each on a kernel of CentOS 6's age: what the suite runs below it is
# not held to that.
@test "portable: on a kernel that lacks what came after 2.6.32" {
    "$BUILD/tests/oldkernel" -t || skip "no such kernel can be played"
    # it does take calls away
    strace -o trace "$BUILD/tests/oldkernel" "$BUILD/bin/addrgrab" </dev/null || :
    grep -qE '(prlimit64|getrandom|landlock_create_ruleset|rseq)\(.* ENOSYS' trace
    old=$PORTABLE/old
    mkdir -p "$old/bin"
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do
        printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$BUILD/tests/oldkernel" "$PORTABLE/bin/$f" >"$old/bin/$f"
        chmod +x "$old/bin/$f"
    done
    ln -sfn "$BUILD/tests" "$old/tests"
    for file in ${PORTABLE_SUITE:-golden addrcmp}; do
        B=build/portable/old bats "$TOP/tests/$file.bats" </dev/null >log 2>&1 || { grep -A 12 '^not ok' log; return 1; }
        grep -q '^ok' log
    done
    rm -r "$old"
}

# distcheck runs the whole suite against the links.  What differs is told in the
# README: musl's iconv has no NEC row 13, nor charsets of other systems.
@test "portable: what the filters' own tests say" {
    test "$BUILD" != "$PORTABLE" || skip "it is what runs"
    ln -sfn "$BUILD/tests" "$PORTABLE/tests"
    for file in golden addrcmp; do
        B=build/portable bats "$TOP/tests/$file.bats" </dev/null >log 2>&1 || { grep -A 12 '^not ok' log; return 1; }
    done
    rm "$PORTABLE/tests"
}
