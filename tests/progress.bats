# The line that says how far a long work is.
load helpers

setup() { cd "$BATS_TEST_TMPDIR"; }

# on_terminal COMMAND: a shell's, with a terminal for its standard error; what it
# showed, to ./screen; what it printed goes to ./printed where it says so.
on_terminal() {
    command -v script >/dev/null || skip "no script(1)"
    TERM=vt100 SHELL=/bin/sh script -qc "$1" /dev/null </dev/null >screen 2>&1
}

# slowly FILE: its bytes, and after a second and a half again.
slowly() { cat "$1"; sleep 1.5; cat "$1"; }

@test "progress: seen on a terminal after a second, and taken away" {
    echo 'a@example.com' >text
    { on_terminal '(cat text; sleep 1.5; cat text; sleep 0.3; cat text) | addrgrab -a >printed'; }
    printf 'a@example.com\na@example.com\na@example.com\n' | same printed /dev/stdin
    # the last line is covered by spaces
    perl -0777 -ne 'exit !/^(?:\raddrgrab: 0 kB *)+\r {14}\r$/' screen
    printf '%s\n' secret1 a >text
    on_terminal '(cat text; sleep 1.5; cat text) | vpwcheck -f plain >printed'
    test "$(wc -l <printed)" = 2
    perl -0777 -ne 'exit !/^(?:\rvpwcheck: 0 kB *)+\r {14}\r$/' screen
}

@test "progress: what is printed, and said, has lines of its own" {
    printf 'user:%s\n' secret1 abc >pairs
    on_terminal '(cat pairs; sleep 1.5; echo "no colon"; echo "x:y") | vpwcheck -f pair'
    tr -d '\r' <screen | sed 's/^.*vpwcheck: 0 kB *//' >lines
    grep -qx 'vpwcheck: (standard input):3: malformed record of the format: pair' lines
    grep -qx 'x: short, letters' lines
}

@test "progress: nothing in a file or a pipe, in the background, on a dumb terminal" {
    echo 'a@example.com' >text
    slowly text | addrgrab -a >printed 2>err
    test ! -s err
    # asked for on no terminal, it is a line at the end at least
    addrgrab --progress=always text >printed 2>err
    echo 'addrgrab: 0 of 0 kB, 100 %' | same err /dev/stdin
    for how in 'TERM=dumb addrgrab -a' 'addrgrab --progress=never -a' 'setsid -w addrgrab -a'; do
        on_terminal "(cat text; sleep 1.5; cat text) | $how >printed"
        test ! -s screen || { echo "$how"; return 1; }
        test "$(wc -l <printed)" = 2
    done
}

@test "progress: nothing where another program writes, or behind half a line" {
    echo 'a@example.com' >text
    on_terminal '(cat text; sleep 1.5; cat text) | addrgrab -a | cat'
    printf 'a@example.com\r\na@example.com\r\n' | same screen /dev/stdin
    on_terminal '(cat text; sleep 1.5; cat text) | addrgrab -0a'
    printf 'a@example.com\0a@example.com\0' | same screen /dev/stdin
    # nor is a job stopped for it that was put into the background
    on_terminal 'stty tostop; set -m; (cat text; sleep 1.5; cat text) | addrgrab -a >printed & wait'
    test "$(wc -l <printed)" = 2
    ! grep -q kB screen
}

@test "progress: bytes of how many, files of how many" {
    head -c 20500000 /dev/zero | tr '\0' '\n' >big
    printf '\n' >small
    status 1 addrgrab --progress=always big 2>err
    echo 'addrgrab: 20 of 20 MB, 100 %' | same err /dev/stdin
    # a pipe has no length
    cat big | status 1 addrgrab --progress=always 2>err
    echo 'addrgrab: 20 MB' | same err /dev/stdin
    # what is left of it
    { head -c 20000000 >/dev/null; status 1 addrgrab --progress=always 2>err; } <big
    echo 'addrgrab: 500 of 500 kB, 100 %' | same err /dev/stdin
    printf 'secret\n' >passwords
    vpwcheck -f plain --progress=always passwords passwords 2>err
    echo 'vpwcheck: file 2 of 2: 0 of 0 kB, 100 %' | same err /dev/stdin
    mkdir -p site/cgi
    for n in 1 2 3; do echo 'print "a" unless defined %h;' >site/cgi/$n.pl; done
    status 1 jcodefix -rl --progress=always site >printed 2>err
    grep -qx 'jcodefix: 3 files' err
}

@test "progress: words that are none" {
    for f in addrgrab jcodefix vpwcheck; do
        status 2 $f --progress=often x 2>err
        echo "$f: --progress 'often' is not valid; valid are auto, always and never" | same err /dev/stdin
    done
}
