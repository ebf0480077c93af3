# No password shows: not in what is printed, not in memory once it was judged,
# not in a core file, not on the terminal.
load helpers

# The marker is put together here, so that it is in nobody's arguments and in
# no environment.  No five bytes of it stand in the messages.
setup() {
    cd "$BATS_TEST_TMPDIR"
    m=Qz7Jx4W
    m=${m}k2Vp9Yh6Bt
    printf '%s' "$m" >marker
    lib >lib.pl
}

# What the perl programs below share.
lib() {
    cat <<'END'
use strict;
use warnings;
no warnings 'portable';  # hex of more than 32 bits
use POSIX ();
our ($pid, $to, $mark, $mem, @patterns);
# a shell's background, or nohup, may have ignored them
$SIG{$_} = 'DEFAULT' for qw(INT QUIT HUP TERM);
$SIG{PIPE} = 'IGNORE';
$SIG{ALRM} = sub { kill KILL => $pid if $pid; die "it hangs\n" };
alarm 20;
open my $f, '<', 'marker' or die; $mark = <$f>; close $f;

# Start a command, its standard input a pipe from us.
sub start {
    pipe my $from, $to or die;
    defined($pid = fork) or die;
    if (!$pid) {
        close $to;
        open STDIN, '<&', $from or die;
        open STDOUT, '>', 'out' or die;
        open STDERR, '>', 'err' or die;
        $SIG{PIPE} = 'DEFAULT';
        exec { $_[0] } @_ or POSIX::_exit(127);
    }
    close $from;
}

# It has read all that was given, and waits for more.
sub settle {
    for (1 .. 4000) {
        my $left = pack 'i', 0;
        ioctl $to, 0x541B, $left or die "FIONREAD: $!\n";
        if (!unpack 'i', $left) {
            my $exe = readlink "/proc/$pid/exe";
            open my $s, '<', "/proc/$pid/stat" or die "it is gone\n";
            my ($state) = <$s> =~ /^\d+ \(.*\) (\w)/s;
            die "it has ended\n" if $state eq 'Z';
            return if $state eq 'S' && (!defined $exe || $exe =~ /vpwcheck|for-all/);
        }
        select undef, undef, undef, 0.002;
    }
    die "it does not wait for input\n";
}

sub give {
    for (my $at = 0; $at < length $_[0];) {
        my $n = syswrite $to, $_[0], 65536, $at;
        defined $n or die "write: $!\n";
        $at += $n;
    }
    settle();
}

sub stop {
    kill STOP => $pid;
    waitpid $pid, POSIX::WUNTRACED();
}

# 'TERM', or 'exit N'.
sub end {
    close $to if $to;
    waitpid $pid, 0;
    my $s = $?;
    $pid = 0;
    return $s & 127 ? 'signal ' . ($s & 127) . ($s & 128 ? ' core' : '') : 'exit ' . ($s >> 8);
}

# Each three characters of the text in UTF-16 and UTF-32 (iconv's own form), and
# each five bytes of it as it is.
sub look_for {
    my ($text) = @_;
    my @c = split //, $text;
    my %p;
    $p{substr $text, $_, 5}++ for 0 .. length($text) - 5;
    for my $unit ('v', 'V', 'n', 'N') {
        $p{pack "$unit*", map ord, @c[$_ .. $_ + 2]}++ for 0 .. @c - 3;
    }
    @patterns = map quotemeta, keys %p;
}

# Where in its memory do the patterns stand?  "[heap] +0x12 'bytes'", ...
sub search {
    my $any = join '|', @patterns;
    my @found;
    open my $maps, '<', "/proc/$pid/maps" or die "maps: $!\n";
    while (<$maps>) {
        my ($from, $end, $mode, $name) = /^(\w+)-(\w+) (\S+) \S+ \S+ \S+\s*(.*)/ or die;
        next if $mode !~ /^r/ || $name =~ /^\[v(var|syscall)/;
        ($from, $end) = (hex $from, hex $end);
        my $bytes = '';
        sysseek $mem, $from, 0 or die "mem: $!\n";
        while (length $bytes < $end - $from) {
            my $n = sysread $mem, $bytes, $end - $from - length $bytes, length $bytes;
            defined $n && $n or die "mem $_: $!\n";
        }
        while ($bytes =~ /$any/sg) {
            push @found, sprintf '%s +0x%x (of 0x%x) %s', $name || 'anonymous', $-[0], $end - $from,
                join ' ', map { sprintf '%02x', ord } split //, $&;
            last if @found > 20;
        }
    }
    close $maps;
    return @found;
}

sub attach { open $mem, '<:raw', "/proc/$pid/mem" }
1;
END
}

# records FORMAT: a file with one good record, bad ones, and all that is no
# record, the marker in each place where a password, or part of one, stands.
records() {
    local r i
    case $1 in
        plain) r="%s";;
        pair) r="user$i:%s";;
        vpasswd) r="user:h:1:0:g:/home/vpopmail/domains/example.com/user:NOQUOTA:%s";;
        vuserinfo) r="name:   user\npasswd: h\nclear passwd: %s\nuid:    1\ngid:    0\ndir:    /v/domains/example.com/user";;
        csv) r="user,%s,example.com";;
        tsv) r="user\t%s\texample.com";;
    esac
    # good; all reasons at once; not text of shift_jis; a NUL; 16 bytes
    printf "$r\n" "$m"
    printf "$r\n" "$m \"'!\\:,	$m"
    printf "$r\n" $'\x83'"$m"$'\x93\xfa\x96\x7b'"$m"$'\xff\xfd\x80'
    printf "$r\n" "$m@@$m" | tr @ '\0'
    printf "$r\n" "${m::16}"
    printf "$r\r\n" "user$m"
    # not a record: other formats', cut ones
    printf '%s\n' "$m" "$m$m$m" ":$m" "a:b:c:$m" "a:h:x:y:g:/d:q:$m" "clear passwd: $m" "name: "
    printf '%s\n' "\"$m" "$m\"$m\",\"" "\"$m\"$m,\"$m" "x"
    printf '%s\n' "--------" "clear passwd: $m" "clear passwd: $m" "---"
    printf 'name: a\nclear passwd: %s\nclear passwd: %s\n---\n' "$m" "$m"
    # too long: behind a name, and alone
    printf "$r" "$m"
    for i in 1 2 3 4 5 6 7 8 9; do printf '%s' "$m"; done
    head -c 1150000 /dev/zero | tr '\0' "${m:0:1}"
    printf '%s\n' "$m"
    head -c 1150000 /dev/zero | tr '\0' ':'
    printf '%s\n' "$m"
    # cut: no newline, a NUL as the last byte
    printf "$r" "$m" | head -c -3
}

# The five bytes, one a line; what stands escaped in a trace or in a listing,
# too, since the marker has none that is escaped.
parts() { local i; for ((i = 0; i + 5 <= ${#m}; i++)); do printf '%s\n' "${m:i:5}"; done; }

# unseen FILE ...: no part of the marker stands in them.
unseen() {
    if grep -aFf parts "$@" >seen; then
        echo "seen:"
        cut -c 1-300 seen | head -n 5
        return 1
    fi
}

# The search would find it here.
seen_in() { ! unseen "$@" >/dev/null; }

@test "vpwcheck: no byte of a password is printed, whatever the record" {
    local f o n
    parts >parts
    # the search would find it
    seen_in marker
    # shellcheck disable=SC2016
    trace() { if test "$traced"; then strace -f -o trace -e trace=write,writev,pwrite64,sendto,sendmsg -s 100000 "$@"; else "$@"; fi; }
    # of a process that nobody may look at, only root sees what it writes
    traced=$(test "$(id -u)" != 0 || [[ $BUILT == *asan* ]] || ! strace -o trace true 2>/dev/null || echo yes)
    if test "$traced"; then
        # (cat would copy without a write)
        trace perl -pe 1 marker >got
        seen_in trace
        strace -o trace -e trace=read -s 100000 vpwcheck -f plain <marker >/dev/null 2>&1 || :
        seen_in trace
    fi
    echo "'/^\\d+\$/u' => 'no number'" >rules
    for f in plain pair vpasswd vuserinfo csv tsv; do
        records $f >in.$f
        n=0
        while read -r o; do
            : >trace
            # shellcheck disable=SC2086
            trace vpwcheck -f $f $o in.$f >got 2>err || test $? -le 2
            unseen got err trace || { echo "-f $f $o"; return 1; }
            test ! "$traced" || test -s trace || test "$o" = -q
            n=$((n + 1))
        done <<'END'
-a -o text
-a -s -o tsv --policy=both
-a --rule=/^.{3}$/u=three --rules=rules
-as --from=shift_jis --policy=both
-a --not-user -D example.org --require-postmaster
-a --from=iso-2022-jp -0 -o tsv
-a -0 --policy=postfixadmin
--columns=password=2 -a --min=40 --digits=30 --letters=30 --max=50
END
        test $n = 8
        # two files, one of which is not there; and standard input
        trace vpwcheck -s -f $f in.$f nowhere - <in.$f >got 2>err || test $? = 2
        unseen got err trace
    done
    # what the format cannot be told from
    while read -r o; do
        printf '%s\n' "${o//M/$m}" >in
        trace vpwcheck -as <in >got 2>err || :
        unseen got err trace || { echo "$o"; return 1; }
    done <<'END'
user:M
M:M
M
name:M
user:M:1:0:M:/x/domains/a.example/u:q:M
user,M
M:h:1:0:M
"M
END
}

@test "vpwcheck: an error in the middle of reading shows none of it" {
    no_asan
    test "$(id -u)" = 0 || skip "not root"
    parts >parts
    records plain >in
    strace -f -o trace -P "$PWD/in" -e trace=read -e inject=read:error=EIO:when=2 vpwcheck -a -f plain in >got 2>err || test $? = 2
    grep -qx 'vpwcheck: in: Input/output error' err
    strace -f -o trace -e trace=mmap -e inject=mmap:error=ENOMEM:when=20+ vpwcheck -a -f plain in >got2 2>err2 || test $? = 2
    unseen got err got2 err2
}

# as_nobody COMMAND ...: without root's rights, from where all may run it.
as_nobody() {
    perl -e '$) = "65534 65534"; $( = 65534; ($<, $>) = (65534, 65534); exec { $ARGV[0] } @ARGV or exit 127' "$@"
}

@test "vpwcheck: no core file, and nobody may look" {
    no_asan
    local s
    ulimit -c unlimited 2>/dev/null || ulimit -c "$(ulimit -Hc)"
    chmod 0755 "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR/.." .
    chmod 0777 .
    cp "$BUILD/bin/vpwcheck" for-all
    cat >core.pl <<'END'
    require './lib.pl';
    our ($pid, $mark);
    my $sig = shift;
    start(@ARGV);
    give("good_one\n$mark");
    open my $l, '<', "/proc/$pid/limits" or die;
    print grep /core/, <$l>;
    print 'owner ', (stat "/proc/$pid/environ")[4], "\n";
    print 'mem ', (open(my $m, '<', "/proc/$pid/mem") ? 'open' : 'shut'), "\n";
    kill $sig, $pid;
    print end(), "\n";
END
    for s in SEGV ABRT BUS QUIT; do
        for who in '' as_nobody; do
            rm -f out err
            $who perl core.pl $s ./for-all -f plain >got
            cat got
            grep -Eq '^Max core file size +0 +0 ' got
            # not dumpable: root's, and of those who are not root nobody's
            grep -qx 'owner 0' got
            test ! "$who" || test "$(id -u)" != 0 || grep -qx 'mem shut' got
            grep -Eqx 'signal [0-9]+' got
            test -z "$(find . -name '*core*' ! -name core.pl)"
        done
    done
    # another would have left one, where cores are files here
    if [[ $(cat /proc/sys/kernel/core_pattern) == core* && $(ulimit -c) == unlimited ]]; then
        perl -e 'kill SEGV => $$' || :
        test -n "$(find . -name 'core*' ! -name core.pl)"
        rm -f core core.[0-9]*
    fi
}

# held bytes|iconv: passwords that go that way.
held() {
    no_asan
    test "$(id -u)" = 0 || skip "not root"
    cat >hold.pl <<'END'
    require './lib.pl';
    our ($pid, $mark, @patterns);
    my ($kana, $euc) = ("\xb1\xdc\xc4\xa7\xd3\xbf\xcb\xae", "\x8e\xb1\x8e\xdc\x8e\xc4\x8e\xa7\x8e\xd3");
    my $wide = join '', map chr(0xFF00 + ord($_) - 0x40), split //, $kana;
    my $v = 'u%d:h:1:0:g:/v/domains/a.example/u:q:';
    my $i = "name: u%d\npasswd: h\nclear passwd: ";
    my $failed = 0;
    my $long = 'L' x 100000;
    my $too_long = 'L' x 1150000;
    # options; what stands before the password; password; what stands behind it
    my @iconv = (
        ['-f plain --from=shift_jis', '', "\xb1$mark\xff$mark", ''],
        ['-f plain --from=shift_jis', '', $kana, '', $wide],
        ['-f plain --from=euc-jp', '', $euc, '', $wide],
        ['-f plain --from=iso-2022-jp', '', "\e\$B\x30\x21\e(B$mark", ''],
        ['-f plain --from=utf-7', '', $mark, ''],
        ['-f plain --from=utf-16', '', join("\0", '', split //, $mark), ''],
    );
    my @bytes = (
        ['-f plain', '', $mark, ''],
        ['-f plain --policy=both', '', $mark, ''],
        ['-f plain --rule /^(\S)(.*)\1?([a-z]+\d){2,}.*$/iu=x --rule /(?<=b)(\w+)(?:x|y)*?z/u=y', '', $mark, ''],
        # no machine code: the interpreter, whose frames are PCRE2's own
        ['-f plain --rule /(*NO_JIT)^(\S+)(.)\2(.*)$/=x', '', $mark, ''],
        ['-f plain --rule /^(a|(.)+)+$/=x --rule /(.)+(.)+(.)+(.)+\1\2\3\4!/=y', '', $mark, ''],
        ['-f pair --not-user', 'u%d:', "$mark !", ''],
        ['-f pair --not-user --policy=both -D b.example', 'u%d:', $mark, ''],
        ['-f vpasswd --policy=both', $v, "$mark:x", ''],
        ['-f vuserinfo --policy=both', $i, $mark, ''],
        ['-f csv', 'u%d,', $mark, ',a.example'],
        ['-f csv --policy=both', 'u%d,', "\"$mark\n\"\"$mark\"", ',a.example'],
        ['-f tsv', "u%d\t", "$mark\\n\\0$mark", "\ta.example"],
        ['-f plain -0', '', "$mark\n\r", ''],
        ['-f pair', '', "$mark", ''],
        ['-f vpasswd', 'u:h:x:y:', $mark, ''],
        ['-f csv', '"', $mark, '"x'],
        ['-f plain', '', "$long$mark$long", ''],
        # 64 KiB are full, so it is moved to their beginning
        ['-f plain', '', ('L' x 60000) . "\n" . ('L' x (5535 - length $mark)) . $mark, ''],
        ['-f csv', 'u%d,"', "$long\n$mark\n$long", '"'],
        ['-f vuserinfo', $i, "$long$mark", ''],
        ['-f plain', '', "$mark$too_long", ''],
        ['-f plain --from=shift_jis', '', $mark, ''],
        ['-f plain --from=utf-8', '', "$mark\xe3\x81\x82\xff$mark", ''],
    );
    for (shift eq 'iconv' ? @iconv : @bytes) {
        my ($options, $before, $password, $behind, $text) = @$_;
        my $too_long = length $password > 1048576;
        my $end = $options =~ / -0/ ? "\0" : "\n";
        my $other = 'Other_Pass';
        $text //= $mark;
        look_for($text);
        push @patterns, quotemeta substr $password, 0, 6 if $text ne $mark && $text eq $wide;
        start('vpwcheck', split ' ', $options);
        settle();
        attach() or do { print "refused\n"; kill KILL => $pid; exit };
        give(sprintf($before, 1) . $other . $behind . $end);
        stop();
        my @early = search();
        kill CONT => $pid;
        # held, its newline yet to come; of the too long one a part
        my $record = sprintf($before, 2) . $password . $behind;
        give($too_long ? substr $record, 0, 1000000 : $record);
        stop();
        my @held = search();
        kill CONT => $pid;
        # judged, and wiped before more is read
        give(($too_long ? substr $record, 1000000 : '') . $end . sprintf($before, 3) . $other . $behind . $end .
            sprintf($before, 4) . 'x');
        stop();
        my @left = search();
        kill CONT => $pid;
        end() =~ /^exit [012]$/ or print("status?\n"), $failed++;
        next if !@early && @held && !@left;
        $failed++;
        print "$options: early ", scalar @early, ", held ", scalar @held, ", left:\n", map "    $_\n", @early, @left;
    }
    # the heap and the stack were looked at: a user's name, an option's value
    look_for($mark);
    start('vpwcheck', '-f', 'pair', '-D', $mark);
    settle();
    attach();
    give("Zy$mark:Other_Pass\nx:y");
    stop();
    my @found = search();
    kill KILL => $pid;
    end();
    grep /^\[heap/, @found and grep /^\[stack/, @found or print("heap and stack not seen\n"), $failed++;
    exit $failed > 0;
END
    perl hold.pl $1 >got || { cat got; return 1; }
    ! grep -qx refused got || skip "no /proc/PID/mem here"
}

@test "vpwcheck: a password that was judged is nowhere in memory" { held bytes; }

# glibc's iconv keeps what it converts by way of UCS-4 on its heap.
@test "vpwcheck: nor is one that went through iconv" { held iconv; }

@test "vpwcheck: signals end it, and by that signal" {
    cat >signal.pl <<'END'
    require './lib.pl';
    our ($pid, $mark);
    for my $s (qw(TERM INT PIPE HUP QUIT USR1 ALRM)) {
        # the shell that runs the tests may ignore it
        local $SIG{$s} = 'DEFAULT';
        start('vpwcheck', '-af', 'plain');
        give("short\n$mark");
        kill $s, $pid;
        print "$s ", end(), "\n";
    }
    # one that was ignored stays so
    $SIG{HUP} = 'IGNORE';
    start('vpwcheck', '-af', 'plain');
    give("short\n$mark");
    kill HUP => $pid;
    print 'ignored ', end(), "\n";
END
    perl signal.pl >got
    printf '%s\n' 'TERM signal 15' 'INT signal 2' 'PIPE signal 13' 'HUP signal 1' 'QUIT signal 3' \
        'USR1 signal 10' 'ALRM signal 14' 'ignored exit 1' >want
    same got want
    # a reader who has gone
    perl -e 'print "x\n" x 300000' >in
    rc=0
    { vpwcheck -af plain in || echo $? >rc; } | head -n 1 >got
    test "$(cat rc)" = 141
}

@test "vpwcheck: closed and full streams are told, status 2" {
    echo short >in
    says '(standard input): Bad file descriptor' eval 'vpwcheck -f plain <&-'
    status 2 eval 'vpwcheck -f plain <&- 2>/dev/null'
    status 2 eval 'vpwcheck -f plain in >&- 2>err'
    grep -qx 'vpwcheck: standard output: Bad file descriptor' err
    status 2 eval 'vpwcheck -f plain in >/dev/full 2>err'
    grep -qx 'vpwcheck: standard output: No space left on device' err
    status 2 eval 'vpwcheck --help >/dev/full 2>err'
    status 2 eval 'vpwcheck -s -f plain in >/dev/full 2>/dev/full'
    status 2 vpwcheck -f plain . 2>err
    grep -qx 'vpwcheck: .: Is a directory' err
    # nothing to say, nothing to fail
    status 0 eval 'vpwcheck -f plain >/dev/full 2>/dev/null <marker'
}

@test "vpwcheck: a terminal shows nothing of what is typed" {
    test -c /dev/ptmx || skip "no terminals here"
    cat >tty.pl <<'END'
    require './lib.pl';
    our ($pid, $mark);
    # run COMMAND on a terminal of its own, type the marker, end it: what the
    # terminal showed, the status, and whether there is echo in the end
    sub on_terminal {
        my ($how, @command) = @_;
        open my $us, '+<', '/dev/ptmx' or do { print "refused\n"; exit };
        my $n = pack 'i', 0;
        ioctl $us, 0x40045431, $n or die "TIOCSPTLCK: $!";
        ioctl $us, 0x80045430, $n or die "TIOCGPTN: $!";
        my $name = '/dev/pts/' . unpack 'i', $n;
        open my $held, '+<', $name or die "$name: $!";  # else it hangs up
        $pid = fork;
        if (!$pid) {
            POSIX::setsid();
            open STDIN, '+<', $name or die;    # the controlling one now
            open STDOUT, '>&', \*STDIN or die;
            open STDERR, '>&', \*STDIN or die;
            exec { $command[0] } @command or POSIX::_exit(127);
        }
        my $t = POSIX::Termios->new;
        if ($command[0] eq 'vpwcheck') {
            for (1 .. 2000) {
                $t->getattr(fileno $held);
                last if !($t->getlflag & POSIX::ECHO());
                select undef, undef, undef, 0.002;
            }
        }
        syswrite $us, "$mark\n${mark}x";
        select undef, undef, undef, 0.05;
        $how eq 'eof' ? syswrite($us, "\x04\x04") : kill $how, $pid;
        # what was typed and not read is nobody's
        my $end = end();
        $t->getattr(fileno $held);
        my $shown = '';
        my $bits = '';
        vec($bits, fileno $us, 1) = 1;
        sysread $us, $shown, 65536, length $shown while select my $ready = $bits, undef, undef, 0.05;
        $shown =~ s/\Q$mark/MARK/g;
        $shown =~ s/[^ -~]//g;
        return "$how: $end, " . ($t->getlflag & POSIX::ECHO() ? 'echo' : 'no echo') . ", $shown\n";
    }
    print on_terminal('eof', 'cat');
    print on_terminal('eof', 'vpwcheck', '-af', 'plain');
    print on_terminal($_, 'vpwcheck', '-qf', 'plain') for qw(TERM INT HUP QUIT);
    # by another name
    print on_terminal('eof', 'vpwcheck', '-af', 'plain', $_) for '/dev/tty', '/dev/stdin';
END
    perl tty.pl >got
    ! grep -qx refused got || skip "no terminals here"
    # the control: it is seen where there is echo
    grep -q '^eof: exit 0, echo, MARK' got
    sed -i 1d got
    printf '%s\n' 'eof: exit 0, echo, line 1: goodline 2: good' 'TERM: signal 15, echo, ' 'INT: signal 2, echo, ' \
        'HUP: signal 1, echo, ' 'QUIT: signal 3, echo, ' \
        'eof: exit 0, echo, line 1: goodline 2: good'{,} >want
    same got want
}
