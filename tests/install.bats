load helpers

@test "install puts everything in its place, uninstall leaves nothing" {
    root=$BATS_TEST_TMPDIR/root
    mkdir -p "$root/var/lib/other"
    make -C "$TOP" -s B="${B:-build}" install DESTDIR="$root" PREFIX=/usr
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do
        test -x "$root/usr/bin/$f"
        test -s "$root/usr/share/man/man1/$f.1"
        test -s "$root/usr/share/man/ja/man1/$f.1"
        test -s "$root/usr/share/bash-completion/completions/$f"
        test -s "$root/usr/share/fish/vendor_completions.d/$f.fish"
    done
    for page in hikkoshi hikkoshi-procmail; do
        test -s "$root/usr/share/man/man7/$page.7"
        test -s "$root/usr/share/man/ja/man7/$page.7"
    done
    test -s "$root/usr/share/zsh/site-functions/_hikkoshi"
    # the pages name the places that these are
    for page in man7 ja/man7; do
        grep -q '^INCLUDERC=/usr/share/hikkoshi/procmail/sender.rc' "$root/usr/share/man/$page/hikkoshi-procmail.7"
        ! grep -q /usr/local/share/hikkoshi "$root/usr/share/man/$page/hikkoshi-procmail.7" || return 1
    done
    test "$(echo 'a@b' | "$root/usr/bin/addrgrab")" = a@b
    # the kit, as procmail accepts it: not to be written by others
    for part in sender spoof spamc report; do
        test "$(stat -c %a "$root/usr/share/hikkoshi/procmail/$part.rc")" = 644
    done
    touch "$root/usr/share/hikkoshi/procmail/user.rc"
    make -C "$TOP" -s B="${B:-build}" uninstall DESTDIR="$root" PREFIX=/usr
    # what is not ours stays
    test "$(find "$root" -type f)" = "$root/usr/share/hikkoshi/procmail/user.rc"
    rm "$root/usr/share/hikkoshi/procmail/user.rc"
    make -C "$TOP" -s B="${B:-build}" uninstall DESTDIR="$root" PREFIX=/usr
    test ! -e "$root/usr/share/hikkoshi"
    test -d "$root/var/lib/other"
}

@test "installed completions are found by the name of each filter" {
    root=$BATS_TEST_TMPDIR/root
    make -C "$TOP" -s B="${B:-build}" install DESTDIR="$root" PREFIX=/usr
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do
        # bash-completion loads that file, which must say what completes the filter
        test "$(bash --norc --noprofile -c '. "$0" && complete -p "$1"' \
            "$root/usr/share/bash-completion/completions/$f" $f)" = "complete -F _hikkoshi $f"
        head -n 1 "$root/usr/share/zsh/site-functions/_hikkoshi" | grep -qw $f
    done
    command -v fish >/dev/null || skip "no fish"
    export HOME=$BATS_TEST_TMPDIR XDG_DATA_DIRS=$root/usr/share
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do
        fish -c "complete -C '$f --hel'" >"$HOME/got"
        grep -q "^--help" "$HOME/got"
    done
}

@test "a second make has nothing to do, and writes only below build/" {
    cd "$TOP"
    test -z "$(make -s B="${B:-build}" 2>&1)"
    if test -e .git && command -v git >/dev/null; then
        test -z "$(git status --porcelain --ignored | grep '^!!' | grep -v '^!! build/$')"
    fi
}

@test "the same source gives the same bytes" {
    cd "$BATS_TEST_TMPDIR"
    unset MAKEFLAGS MFLAGS MAKELEVEL
    for n in 1 2; do
        mkdir $n
        cp -R "$TOP/Makefile" "$TOP/cmd" "$TOP/lib" "$TOP/scripts" $n/
        make -C $n -s -j 2 B=build CFLAGS=-O0
    done
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do cmp 1/build/bin/$f 2/build/bin/$f; done
}

@test "hardened: PIE, full RELRO, no executable stack" {
    cd "$BATS_TEST_TMPDIR"
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do
        readelf -hld "$BUILD/bin/$f" >elf
        grep -q 'Type:.*DYN' elf
        grep -q 'GNU_RELRO' elf
        grep -qE 'BIND_NOW|Flags:.*NOW' elf
        grep -A1 GNU_STACK elf | grep -q 'RW '
    done
}

@test "no charset module and no locale is loaded on the default path" {
    no_asan
    cd "$BATS_TEST_TMPDIR"
    printf 'From: "\xe8\xa1\xa8" <a@b>\n\n' >in
    for args in '' '-a' '-F From'; do
        LC_ALL=C.UTF-8 strace -e trace=openat addrgrab $args in 2>trace >/dev/null
        grep -q openat trace
        if grep -qE 'gconv|locale' trace; then return 1; fi
    done
    printf 'From: "\350\241\250" <a@b>\nTo: =?EUC-JP?B?yb0=?= <a@b>\n\n' >in
    strace -e trace=openat -o trace addrcmp From To in || :
    grep -q libc trace
    if grep -qE 'pcre|gconv|locale' trace; then return 1; fi
    # the positive control: a name that must be decoded does load a module
    printf 'From: =?EUC-JP?B?yb0=?= <a@b>\n\n' >in
    strace -e trace=openat addrgrab -F From --format=%n in 2>&1 >/dev/null | grep -q gconv
}

@test "PCRE2 and iconv are not called on the default path" {
    no_asan
    cd "$BATS_TEST_TMPDIR"
    for name in pcre2_compile_8 iconv_open; do
        echo "#include <stdlib.h>
            void $name(void); void $name(void) { abort(); }" >$name.c
        cc -shared -fPIC -o $name.so $name.c
    done
    printf 'From: "\xe8\xa1\xa8" <a@b>\nTo: =?EUC-JP?B?yb0=?= <a@b>\n\n' >in
    for args in '' '-a' '-uti' '-F From,To' '-aF To --format=%a'; do
        LD_PRELOAD="./pcre2_compile_8.so ./iconv_open.so" addrgrab $args in
    done
    # both would be seen
    run -134 env LD_PRELOAD=./pcre2_compile_8.so addrgrab -e @ in
    run -134 env LD_PRELOAD=./iconv_open.so addrgrab -F To --format=%n in
}

@test "deps: what apt-cache has nothing to show of is not asked for" {
    cd "$BATS_TEST_TMPDIR"
    mkdir bin
    for tool in sh id grep env; do ln -s "$(command -v $tool)" bin; done
    # as apt-cache in Debian 11, of a package that others merely name
    printf '%s\n' '#!/bin/sh' 'case $2 in rpmlint | eza) ;; *) echo "Package: $2" ;; esac' >bin/apt-cache
    printf '%s\n' '#!/bin/sh' 'echo "$*" >>asked' >bin/apt-get
    printf '%s\n' '#!/bin/sh' 'exec "$@"' >bin/sudo
    chmod +x bin/*
    PATH=$PWD/bin sh "$TOP/scripts/deps" package bench
    grep -qw 'install .* rpm' asked
    grep -qw 'exa' asked
    ! grep -qwE 'rpmlint|eza' asked || return 1
}
