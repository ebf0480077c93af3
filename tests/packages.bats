# The packages, made, judged, installed below an empty root and removed by the
# systems' own tools.  PACKAGE_SUITE: which tests are run against the commands
# that are then there; distcheck has all of them.
load helpers

: "${PACKAGE_SUITE:=golden addrcmp}"

setup() {
    ROOT=$BATS_TEST_TMPDIR/root
    # what make installs, compressed or not
    make -C "$TOP" -s install DESTDIR="$BATS_TEST_TMPDIR/made" PREFIX=/usr
    cd "$BATS_TEST_TMPDIR"
}

needs() {
    for command; do command -v "$command" >/dev/null || skip "no $command"; done
}

# makes TARGET: with nothing to say.
makes() {
    env -u B make -C "$TOP" -s "$1" >log 2>&1 || { tail -n 20 log; return 1; }
}

# installed: the files below a directory, but for the documents that each system
# has where it likes, and its own records.
installed() {
    (cd "$1" && find . -type f -o -type l) |
        grep -vE '^./(usr/share/(doc|licenses)|usr/lib/.build-id|var)/' |
        sed 's/\.gz$//; s,zsh/vendor-completions,zsh/site-functions,' | LC_ALL=C sort
}

# passes KIND: the suite, with the commands below $ROOT.
passes() {
    local suite=$TOP/build/$1/suite file
    mkdir -p "$suite"
    ln -sfn "$ROOT/usr/bin" "$suite/bin"
    ln -sfn "$BUILD/tests" "$suite/tests"
    for file in $PACKAGE_SUITE; do
        B=build/$1/suite bats "$TOP/tests/$file.bats" </dev/null >log 2>&1 || { grep -A 12 '^not ok' log; return 1; }
        # they are what ran
        grep -q '^ok' log
    done
    rm -r "$suite"
}

@test "dist: a tree that builds, and the same bytes again" {
    export SOURCE_DATE_EPOCH=1700000000
    makes dist
    version=$(addrgrab --version | sed 's/.* //')
    tar -xzf "$TOP/build/hikkoshi-$version.tar.gz"
    cd "hikkoshi-$version"
    if test -e "$TOP/.git" && command -v git >/dev/null; then
        (cd "$TOP" && git ls-files) | sort >../want
        find . -type f | sed 's,^\./,,' | sort | diff - ../want
    fi
    unset B MAKEFLAGS MFLAGS MAKELEVEL
    make -s -j 2 CFLAGS=-O0
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do test -x build/bin/$f; done
    cp "$TOP/build/hikkoshi-$version.tar.gz" ../first
    # whatever the modes are here
    rm -rf build
    (umask 077; cp -R . ../private)
    find ../private -type f -exec chmod go-rwx {} +
    cd ../private
    make -s dist
    cmp ../first "build/hikkoshi-$version.tar.gz"
    # a list that could not be made makes no archive
    mkdir .git bin
    printf '#!/bin/sh\nexit 128\n' >bin/git
    chmod +x bin/git
    run ! env PATH="$PWD/bin:$PATH" make -s dist
}

@test "deb: built, installed, tested, removed" {
    needs dpkg-buildpackage dh lintian
    makes deb
    lintian --allow-root --fail-on error "$TOP"/build/deb/*.changes >log 2>&1 || { cat log; return 1; }
    mkdir -p "$ROOT/var/lib/dpkg/info" "$ROOT/var/lib/dpkg/updates"
    touch "$ROOT/var/lib/dpkg/status"
    in_root() { dpkg --root="$ROOT" --log="$PWD/dpkg.log" --force-not-root --force-depends "$@" >log 2>&1 || { cat log; return 1; }; }
    in_root -i "$TOP"/build/deb/hikkoshi_*_*.deb
    installed "$ROOT" | diff - <(installed made)
    test "$("$ROOT/usr/bin/addrgrab" --version)" = "$(addrgrab --version)"
    passes deb
    in_root --purge hikkoshi
    test -z "$(find "$ROOT" -path "$ROOT/var" -prune -o -type f -print)"
    test ! -e "$ROOT/usr/share/hikkoshi"
}

@test "rpm: built, installed, tested, removed" {
    needs rpmbuild rpm rpmlint
    makes rpm
    package=$(echo "$TOP"/build/rpm/RPMS/*/hikkoshi-[0-9]*.rpm)
    rpmlint -c "$TOP/scripts/packaging/rpm/rpmlint.toml" "$package" "$TOP"/build/rpm/SRPMS/*.rpm \
        "$TOP/scripts/packaging/rpm/hikkoshi.spec" >log 2>&1 || { cat log; return 1; }
    grep -q ' 0 errors' log
    test "$(id -u)" = 0 || skip "rpm --root needs root"
    mkdir "$ROOT"
    in_root() { rpm --root "$ROOT" --dbpath /var/lib/rpm "$@" >log 2>&1 || { cat log; return 1; }; }
    in_root -i --nodeps --ignoreos "$package"
    installed "$ROOT" | diff - <(installed made)
    test "$("$ROOT/usr/bin/addrgrab" --version)" = "$(addrgrab --version)"
    passes rpm
    in_root -e hikkoshi
    test -z "$(find "$ROOT" -path "$ROOT/var" -prune -o -type f -print)"
    test ! -e "$ROOT/usr/share/hikkoshi"
}

@test "packages: one version for all" {
    version=$(addrgrab --version | sed 's/.* //')
    head -n 1 "$TOP/scripts/packaging/debian/changelog" | grep -q "^hikkoshi ($version-[0-9]*) "
    grep -qx "Version: $version" "$TOP/scripts/packaging/rpm/hikkoshi.spec"
    grep -q "^\* .* - $version-[0-9]*$" "$TOP/scripts/packaging/rpm/hikkoshi.spec"
}
