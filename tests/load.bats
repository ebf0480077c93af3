load helpers

# Whether scripts/load, which takes minutes, gives a verdict that can be wrong.

setup() {
    no_asan
    no_valgrind
    command -v procmail >/dev/null || skip "no procmail"
    cd "$BATS_TEST_TMPDIR"
}

@test "load: two megabytes, a hundred entries, ten mails" {
    B=$BUILD sh "$TOP/scripts/load" 2 100 10 >verdicts
    test "$(grep -c '^ok - ' verdicts)" = 8
    ! grep '^not ok' verdicts || return 1
}

@test "load: filters that lose what they read get no good verdict" {
    mkdir bin
    ln -s "$BUILD/tests" tests
    for name in addrgrab addrcmp ctree jcodefix vpwcheck procmail; do
        printf '%s\n' '#!/bin/sh' 'exec cat >/dev/null' >bin/$name
    done
    chmod +x bin/*
    status 1 env B="$PWD" sh "$TOP/scripts/load" 2 100 10 >verdicts
    test "$(grep -c '^not ok - ' verdicts)" = 8
    ! grep '^ok' verdicts || return 1
}
