load helpers

# What the pages show is what happens: every command behind "$ " that is
# followed by output is run, and its output compared.

# examples: reads text; each example becomes a file N.cmd with its N.want.  Commands
# that print nothing belong to the one behind them.  What is below a command that
# wants no more is what it prints, so that no second one stands without a prompt.
examples() {
    perl -ne '
        our ($n, $state, $cmd);
        sub wants_more {
            local $ENV{CMD} = $cmd;
            return $cmd =~ /\\$/ || length qx{bash -nc "\$CMD" 2>&1};
        }
        s/\s+$/\n/;
        if (/^\$ (.*)/) {
            if ($state ne "cmd") { $n++; $state = "cmd"; open C, ">$n.cmd"; open W, ">$n.want"; }
            print C ($cmd = $1), "\n";
        }
        elsif ($state eq "cmd" && /^(?:>|   ) +(.*)/ && wants_more) { print C "$1\n"; $cmd .= "\n$1"; }
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
            sed -n "/^$([ "${page##*/}" = hikkoshi.7 ] && echo NAME || echo EXAMPLES)/,/^SEE ALSO/p" |
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

# bones PAGE: what no language changes: the date, options, what is shown to the
# letter (comments aside), and which words of the machine occur at all.
bones() {
    perl -ne '
        if (/^\.Bd/ .. /^\.Ed/) { s/(^|\s)#\s.*//; s/\s+$//; print "$_\n" if $_ ne ""; next }
        if (/^\.(Dd|Dt|Os|It Fl|Op)\b/) { s/\s+$//; print "$_\n" }
        $words{$1} = 1 while s/\b(?:Fl|Ev|Cm|Xr|Pa)((?: (?!Fl|Ev|Cm|Xr|Pa|Ar|Ns|No|Pc|[.,:;|()?])\S+)+)//;
        END { print "= $_\n" for sort keys %words }' "$1"
}

@test "docs: the Japanese pages have the options and examples of the English ones" {
    cd "$BATS_TEST_TMPDIR"
    for page in "$TOP"/man/*.[17]; do
        bones "$page" >english
        test "$(wc -l <english)" -gt 20
        bones "$TOP/man/ja/${page##*/}" | diff - english || { echo "$page"; return 1; }
        # groff knows sections by their English names, unless it is told
        for section in 'section-name 名前' 'section-synopsis 書式' "topic-name $(basename "${page%.*}")"; do
            grep -qx "\.ds doc-$section" "$TOP/man/ja/${page##*/}"
        done
    done
}

# figures README: code, without comments, and the numbers of tables.
figures() {
    perl -CSD -ne '
        if (/^```/) { $code = !$code; next }
        if ($code) { s/(^|\s)# .*//; s/\s+$//; print "$_\n" if $_ ne "" }
        elsif (/^\|/) { print join(" ", /\d+[.,]\d+|\d\d+/g), "\n" }
        elsif (/^#/) { s/ .*//; print }' "$1"
}

@test "docs: the Japanese README has the examples and figures of the English one" {
    cd "$BATS_TEST_TMPDIR"
    figures "$TOP/README.md" >english
    test "$(wc -l <english)" -gt 150
    figures "$TOP/README.ja.md" | diff - english
}

@test "docs: several processes say what one says, as hikkoshi(7) has it" {
    command -v parallel >/dev/null || skip "no parallel"
    cd "$BATS_TEST_TMPDIR"
    export HOME=$PWD
    mkdir bin site
    # another machine is this one, and the portable program its filters
    printf '%s\n' '#!/bin/sh' 'while case $1 in -*) ;; *) false ;; esac; do shift; done' \
        'shift; [ "$1" != -- ] || shift' 'exec sh -c "$*"' >bin/ssh
    printf '%s\n' '#!/bin/sh' 'f=$1; shift; exec "$f" "$@"' >hikkoshi
    chmod +x bin/ssh hikkoshi
    PATH=$PWD/bin:$PATH
    gen dense 1 1000000 >mail.log
    cat mail.log mail.log >twice && mv twice mail.log
    gen mail 1 1000000 >mbox
    test "$(grep -c '^From ' mbox)" -gt 20
    gen passwords 1 300000 | awk '{ print "user" NR ":" $0 }' >accounts
    for n in 1 2 3 4 5; do
        printf 'print 1 unless defined %%h%d;\ndo f(%d);\n' $n $n >site/$n.cgi
    done

    mandoc -Tutf8 -Owidth=200 "$TOP/man/hikkoshi.7" | perl -pe 's/.\x08//g' >page
    grep -E '^ *(find .* \| )?parallel -' page | sed 's/100M/100k/; s/parallel/parallel --will-cite/' >lines
    while IFS= read -r line; do
        bash -c "$line" <mail.log >several || :
        case $line in
        *--tag*)
            for host in old1 old2; do ctree -dL 1 /home | sed "s/^/$host\t/"; done | sort >one
            sort -o several several ;;
        *"-X -k jcodefix"*) jcodefix --check site/*.cgi 2>err | sort >one
            sort -o several several ;;
        *"addrgrab -c"*)
            addrgrab -c mail.log | sort >one
            sort -o several several ;;
        *--mbox) addrgrab -aF From --mbox mbox >one || test $? = 2 ;;
        *vpwcheck*) vpwcheck -f pair accounts >one || : ;;
        *"addrgrab -u "*) addrgrab -u mail.log >one ;;
        *"tail -n 1") addrgrab mail.log >one ;;
        *"addrgrab -a"*) addrgrab -a mail.log >one ;;
        *) false ;;
        esac
        test -s one
        cmp several one || { echo "$line"; return 1; }
    done <lines
    test "$(wc -l <lines)" = 9
}
