load helpers

# What the pages show is what happens: every command behind "$ " that is
# followed by output is run, and its output compared.

# examples: reads text; each example becomes a file N.cmd with its N.want.
examples() {
    perl -ne '
        our ($n, $state);
        s/\s+$/\n/;
        if (/^\$ (.*)/) { $n++; $state = "cmd"; open C, ">$n.cmd"; open W, ">$n.want"; print C "$1\n"; }
        elsif ($state eq "cmd" && /^(?:>|   ) +(.*)/) { print C "$1\n"; }
        elsif (/^(```)?$/) { $state = ""; close C; close W; }
        elsif ($state) { $state = "want"; print W $_; }
    '
}

squeeze() { sed 's/[[:space:]][[:space:]]*/ /g; s/ $//'; }

run_examples() {
    local n=0 cmd
    ln -sfn "$TOP/tests" tests
    for cmd in *.cmd; do
        test -s "${cmd%.cmd}.want" || continue
        n=$((n + 1))
        # a page may show a tab as spaces
        bash "$cmd" 2>&1 | squeeze >got || :
        squeeze <"${cmd%.cmd}.want" | diff - got || { cat "$cmd"; return 1; }
    done
    test $n -ge "$1"
}

@test "docs: README's examples" {
    cd "$BATS_TEST_TMPDIR"
    grep -v '^\$ sh scripts/' "$TOP/README.md" | examples
    run_examples 6
}

@test "docs: the pages' examples" {
    cd "$BATS_TEST_TMPDIR"
    # where the pages are tried out: a home, with the kit where it is installed
    export HOME=$PWD
    cp "$TOP/tests/data/spoof.mbox" .
    for page in "$TOP"/man/*.[17]; do
        mandoc -Tutf8 -Owidth=160 "$page" | perl -pe 's/.\x08//g' |
            sed -n '/^EXAMPLES/,/^[A-Z][A-Z ]*$/p; /^SEE ALSO/q' |
            sed 's/^ \{11\}//' >text
        examples <text
        sed -n '/^LOGFILE=.*try.log/,/inbox/p' text |
            sed "s,/usr/local/share/hikkoshi/procmail,$TOP/scripts/procmail,; s,\$HOME,$PWD,; 1i PATH=$PATH" >try.rc
        run_examples 4
        rm -f ./*.cmd ./*.want
    done
}

@test "docs: the changelog and the pages know the version" {
    version=$(addrgrab --version | sed 's/.* //')
    grep -q "^## $version" "$TOP/CHANGELOG.md"
}
