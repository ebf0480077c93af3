load helpers

# The documented one-liner is the oracle: random bytes go through both, at
# several sizes of the piece that is read at once.

# agrees PROGRAM: on the file `in` it prints `all`, and `last` without -a.
agrees() {
    "$1" -a <in >got_all || test $? = 1 || return 1
    "$1" <in >got_last || test $? = 1 || return 1
    same got_all all && same got_last last
}

builds() { echo "$BUILD/bin/addrgrab"; printf '%s\n' "$BUILD"/tests/addrgrab-[0-9]*; }

@test "oracle: random bytes, every address and the last" {
    cd "$BATS_TEST_TMPDIR"
    for seed in 1 2 3; do
        gen random $seed 60000 >in
        oneliner_all <in >all
        oneliner <in >last
        test -s last
        for program in $(builds); do
            agrees "$program" || { echo "seed $seed, $program"; return 1; }
        done
    done
}

# files_agree PROGRAM FILE ...: on these files, together, it prints `all`, with
# the names of the files `named`.
files_agree() {
    local program=$1
    shift
    "$program" -a "$@" >got_all || return 1
    same got_all all || return 1
    "$program" -aH "$@" >got_named || return 1
    same got_named named
}

@test "oracle: many small inputs" {
    cd "$BATS_TEST_TMPDIR"
    gen random 100 13000 | perl -e 'for my $n (100 .. 499) {
        read STDIN, $_, $n % 60 + 1 or die; open my $out, ">", $n or die; print $out $_; }'
    grep -aoE "$PATTERN" /dev/null [1-9]* >named
    cut -d: -f2- named >all
    test "$(wc -l <all)" -gt 100
    for program in $(builds); do
        files_agree "$program" [1-9]* || { echo "$program"; return 1; }
    done
    # the last of each alone, from standard input
    for file in $(seq 100 5 180); do
        cp $file in
        oneliner_all <in >all
        tail -n 1 all >last
        for program in "$BUILD/bin/addrgrab" "$BUILD/tests/addrgrab-1"; do
            agrees "$program" || { echo "$file, $program"; return 1; }
        done
    done
}

@test "oracle: mail and dense text, with line numbers as grep's" {
    cd "$BATS_TEST_TMPDIR"
    for kind in mail dense; do
        gen $kind 3 400000 >in
        grep -anoE "$PATTERN" in >numbered
        grep -aHnoE "$PATTERN" in >named
        for program in $(builds); do
            "$program" -an in >got
            same got numbered
        done
        addrgrab -anH in >got
        same got named
        addrgrab -aH - <in | sed 's/^(standard input)/in/' >got
        cut -d: -f1,3 named | cmp - got
    done
}

# What the shift sequences of ISO-2022-JP enclose is taken out of files NAME,
# into NAME.text; then grep.
without_japanese() {
    perl -e 'undef $/; for my $name (@ARGV) {
        open my $in, "<", $name or die; $_ = <$in>;
        s/\e(?:\$[\@AB]|\$\([\@A-Q]|\(I)[^\n]*?(?:\e\([BJH]|(?=\n)|\z)/ /g;
        open my $out, ">", "$name.text" or die; print $out $_;
    }' "$@"
}

@test "oracle: ISO-2022-JP, an address across every boundary" {
    cd "$BATS_TEST_TMPDIR"
    gen jis 1 180000 | split -b 3000
    files=$(echo xa? xb? xc?)
    without_japanese $files
    grep -aoE "$PATTERN" /dev/null x*.text | sed 's/\.text:/:/' >named
    cut -d: -f2- named >all
    test "$(cut -d: -f1 named | sort -u | wc -l)" = 60
    for program in $(builds); do
        files_agree "$program" $files || { echo "$program"; return 1; }
    done
    # the last of each alone, from standard input
    for file in xaa xab xac xba xbb xbc; do
        cp $file in
        oneliner_all <$file.text >all
        tail -n 1 all >last
        for program in $(builds); do
            agrees "$program" || { echo "$file, $program"; return 1; }
        done
    done
}

@test "oracle: -e with the documented pattern is the default" {
    cd "$BATS_TEST_TMPDIR"
    gen random 1 80000 >in
    gen jis 2 80000 >>in
    addrgrab -an in >all
    for program in $(builds); do
        "$program" -an -e "$PATTERN" <in >got
        same got all
        # no required byte to search for
        "$program" -an -e '[-a-zA-Z0-9_.=+]+[@@][-a-zA-Z0-9_.]+(?:|\x01)' <in >got
        same got all
    done
}

@test "oracle: -e against grep -oE" {
    cd "$BATS_TEST_TMPDIR"
    gen random 9 50000 >in
    for pattern in '[a-c]+' '@+' '^[a-z]' '[0-9]+$' 'a|b@'; do
        { grep -aoE "$pattern" in || test $? = 1; } >expected
        addrgrab -a -e "$pattern" in >got
        same got expected
    done
}

@test "oracle: -d and -l cut what the sed of the recipe cuts" {
    cd "$BATS_TEST_TMPDIR"
    gen mail 5 200000 >in
    addrgrab -a in | sed -E 's/.*@([-a-zA-Z0-9_.]+).*/\1/' >domains
    addrgrab -a in | sed 's/@.*//' >locals
    addrgrab -ad in >got
    same got domains
    addrgrab -al in >got
    same got locals
}

@test "oracle: -u and -c are sort's and uniq's sets, in the order they came" {
    cd "$BATS_TEST_TMPDIR"
    gen mail 6 300000 >in
    addrgrab -a in | awk '!seen[$0]++' >unique
    addrgrab -a in | awk '{ if (!n[$0]++) o[++k] = $0 }
        END { for (i = 1; i <= k; i++) printf "%d\t%s\n", n[o[i]], o[i] }' >counted
    addrgrab -u in >got
    same got unique
    addrgrab -c in >got
    same got counted
}

@test "parts of a file, cut at line ends and joined, equal the whole" {
    cd "$BATS_TEST_TMPDIR"
    gen mail 8 2000000 >in
    addrgrab -a in >whole
    parallel --will-cite --pipepart -a in --block 100k -k addrgrab -a >parts
    same parts whole
}
