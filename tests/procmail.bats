load helpers

# The procmail kit, with the real procmail and formail.  Every test gives mails
# to procmail and asks of each: where did it go, is its body whole, which
# fields were added?  The recipes that the kit replaces run beside it.

KIT=$TOP/scripts/procmail
NONE=''

setup() {
    cd "$BATS_TEST_TMPDIR"
    out=$PWD/out
    mkdir bin
    ln -s "$BUILD/bin/addrgrab" "$BUILD/bin/addrcmp" bin/
    ln -s "$(command -v formail)" bin/
    # what belongs to the user, as stand-ins that record how they are called
    stand_in sendmail 'cat >"$sent"'
    stand_in spamc 'tee "$scanned" | sed "0,/^[A-Z][-a-z]*:/s//X-Spam-Flag: YES\nX-Spam-Status: Yes\n&/"'
    {
        printf '%s\n' 'LOGFILE=$OUT/log' 'MAILDIR=$OUT'
        for part in sender spoof spamc report; do
            echo "INCLUDERC=$KIT/$part.rc"
        done
        printf ':0\nin/\n'
    } >kit.rc
}

# stand_in NAME COMMANDS: a command that notes its arguments, one a line, in
# NAME.args and then runs COMMANDS; $sent and $scanned are files for its input.
stand_in() {
    printf '#!/bin/sh\nPATH=%s\nsent=%s scanned=%s\nprintf "%%s\\n" "$@" >%s\n%s\n' \
        "$PATH" "$PWD/sent" "$PWD/scanned" "$PWD/$1.args" "$2" >bin/"$1"
    chmod +x bin/"$1"
}

# deliver RCFILE [NAME=VALUE ...]: give the mail in `in` to procmail, and wait
# for its children, too: they hold descriptor 9 open.  The status is in rc.
deliver() {
    local rcfile=$1
    shift
    rm -rf "$out" sent scanned ./*.args
    mkdir -p "$out"
    { prepare; rc=0; procmail ${PROCMAIL_OPTIONS:-} -m OUT="$out" PATH="${path:-$PWD/bin:/usr/bin:/bin}" \
        SENDMAIL="$PWD/bin/sendmail" LOGNAME=taro HOST="$(uname -n)" "$@" "$rcfile" <in || rc=$?; echo $rc >rc; } 9>&1 | cat >/dev/null
    rc=$(cat rc)
    cat "$out/log" 2>/dev/null || :
}
prepare() { :; }

kit() { deliver "$PWD/kit.rc" "$@"; }

# went FOLDER: the mail is in this folder, and nowhere else.  `got` is the mail.
went() {
    find "$out" -type f ! -name log ! -name '*.lock' >found
    test "$(wc -l <found)" = 1 || { echo "files:"; cat found; return 1; }
    got=$(cat found)
    case $got in
    "$out/$1"/new/* | "$out/$1") ;;
    *) echo "not in $1: $got"; return 1 ;;
    esac
    test "$rc" = 0
}

# body FILE: what stands behind the first empty line.
body() { perl -0777 -ne 'print $1 if /\n\n(.*)/s' "$1"; }
# header FILE: the lines before it, without a mailbox's first.
header() { perl -0777 -ne 's/\AFrom [^\n]*\n//; print $1 if /\A(.*?\n)\n/s' "$1"; }

# whole: the delivered mail has the body that came, byte for byte; a mailbox
# adds an empty line.
whole() {
    body in >body_in
    body "$got" >body_got
    same body_got body_in
}

# fields added|lost LINES: exactly these lines of the header were (printf %b).
fields() {
    header in | sort >header_in
    header "$got" | sort >header_got
    printf '%b' "$2" | sort >expected
    case $1 in
    added) comm -13 header_in header_got >differ ;;
    lost) comm -23 header_in header_got >differ ;;
    esac
    same differ expected
}

# marked KIND RETURN_PATH FROM TO: just these fields were added.
marked() {
    fields added "Procmail-Match-$1-Return-Path: unmatch!\nProcmail-Return-Path: $2\nProcmail-From: $3\nProcmail-To: $4\n"
}

passes() {
    went in || return 1
    whole || return 1
    fields added "$NONE" || return 1
    fields lost "$NONE"
}

# sent_with ARGUMENTS: the copy was sent with these, and -oi: once, or twice
# where procmail adds one of its own.
sent_with() {
    grep -qx -- -oi sendmail.args
    printf '%s\n' "$@" >expected
    grep -vx -- -oi sendmail.args >differ
    same differ expected
}

# kept_unsent: no copy was sent, the mail itself is kept whole.
kept_unsent() {
    test ! -e sent || return 1
    went in || return 1
    whole
}

# mail FIELDS: the mail in `in`, with these fields (printf %b).
mail() { printf 'Subject: s\n%b\nX-Last: l\n\nbody: b\nFrom: planted@example.com\n\nFrom here on\n.\n' "$1" >in; }

# printed mark|strict|nobraces [NAME=VALUE]: the recipe of old on the same mail.
printed() {
    local which=$1
    shift
    { printf '%s\n' 'LOGFILE=$OUT/log' 'MAILDIR=$OUT' "INCLUDERC=$TOP/tests/data/printed-$which.rc"
      printf ':0\nin/\n'; } >printed.rc
    deliver "$PWD/printed.rc" "$@"
}
# it was deleted: procmail says that all is well, and the mail is nowhere
deleted() {
    test "$rc" = 0
    test -z "$(find "$out" -type f ! -name log)"
}

# --- the table: what the recipes of old do, and what the kit does ---

@test "kit: plain mail passes as it came" {
    mail 'Return-Path: <a@x.example>\nFrom: A <a@x.example>\nTo: b@y.example'
    kit
    passes
    printed mark
    passes
}

@test "kit: the same address with a + on both sides" {
    mail 'Return-Path: <a+b@x.example>\nFrom: a+b@x.example\nTo: c@y.example'
    printed mark
    went in
    marked From a+b@x.example a+b@x.example c@y.example
    printed strict
    deleted
    kit
    passes
}

@test "kit: a.b and aXb, and an address within another, are two" {
    mail 'Return-Path: <a.b@x.example>\nFrom: aXb@x.example\nTo: c@y.example'
    printed mark
    passes
    kit
    went in
    whole
    fields lost "$NONE"
    marked From a.b@x.example aXb@x.example c@y.example
    mail 'Return-Path: <x@example.com>\nFrom: xx@example.com.evil.example\nTo: c@y.example'
    printed mark
    passes
    kit
    went in
    whole
    fields lost "$NONE"
    marked FromDomain x@example.com xx@example.com.evil.example c@y.example
}

@test "kit: no To, or one that names nobody" {
    for to in 'Cc: c@y.example' 'To: undisclosed-recipients:;' 'To:' 'To: <>'; do
        mail "Return-Path: <a@x.example>\nFrom: a@x.example\n$to"
        printed mark
        deleted
        kit
        passes
        kit HK_SPOOF_STRICT=yes
        passes
        mail "Return-Path: <b@y.example>\nFrom: a@x.example\n$to"
        kit
        went in
        whole
        marked FromDomain b@y.example a@x.example ''
    done
}

@test "kit: null, missing or unparsable Return-Path" {
    for sender in 'Return-Path: <>' 'X-Path: x' 'Return-Path:' 'Return-Path: b@y@z'; do
        mail "$sender\nFrom: a@x.example\nTo: a@x.example"
        printed strict
        case $sender in *@*) deleted ;; *) passes ;; esac
        kit HK_DIFFER_FOLDER=differ/
        passes
        kit HK_SPOOF_STRICT=yes
        went spoof
        whole
        fields added "$NONE"
    done
    # nothing to be found in the old recipe's empty pattern
    mail 'Return-Path: <>\nFrom: a@x.example\nTo: b@y.example'
    printed mark
    passes
}

@test "kit: a comment or a name that poses as the address" {
    for from in 'a@x.example (me@y.example)' '"me@y.example" <a@x.example>'; do
        mail "Return-Path: <a@x.example>\nFrom: $from\nTo: me@y.example"
        kit
        passes
    done
    mail 'Return-Path: <a@x.example>\nFrom: a@x.example (me@y.example)\nTo: me@y.example'
    printed mark
    deleted
}

@test "kit: From is To by another hand: set aside; cron and notes to oneself are not" {
    mail 'Return-Path: <evil@z.example>\nFrom: Me <Me@y.example>\nTo: me@Y.example'
    printed mark
    deleted
    kit
    went spoof
    whole
    fields lost "$NONE"
    marked FromDomain evil@z.example Me@y.example me@Y.example
    mail 'Return-Path: <root@y.example>\nFrom: root@y.example (Cron Daemon)\nTo: root@y.example'
    printed mark
    deleted
    kit
    passes
    kit HK_SPOOF_STRICT=yes
    went spoof
    whole
    fields added "$NONE"
    # the reader sees a victim beside the recipient
    mail 'Return-Path: <evil@z.example>\nFrom: victim@x.example, me@y.example\nTo: me@y.example'
    kit
    went in
    whole
    marked FromDomain evil@z.example victim@x.example me@y.example
}

@test "kit: without braces, every mail lands in a file of an odd name" {
    mail 'Return-Path: <a@x.example>\nFrom: a@x.example\nTo: b@y.example'
    printed nobraces
    ls "$out" | grep -q '^RETUERN_PATH='
}

# --- marks ---

@test "kit: the domain's mark comes first, a domain below the other agrees" {
    mail 'Return-Path: <b-1@bounce.example.com>\nFrom: news@example.com\nTo: c@y.example'
    kit
    went in
    whole
    marked From b-1@bounce.example.com news@example.com c@y.example
    mail 'Return-Path: <b-1@evilexample.com>\nFrom: news@example.com\nTo: c@y.example'
    kit
    went in
    whole
    marked FromDomain b-1@evilexample.com news@example.com c@y.example
}

@test "kit: marks that came with the mail are taken off, ours replace themselves" {
    forged='Procmail-Match-FromDomain-Return-Path: no\nPROCMAIL-from: boss@y.example\nProcmail-Match-Else: x'
    mail "$forged\nReturn-Path: <a@x.example>\nFrom: a@x.example\nTo: b@y.example\nProcmail-Other: stays"
    kit
    went in
    whole
    fields added "$NONE"
    fields lost "$forged\n"
    mail "$forged\nReturn-Path: <a@x.example>\nFrom: b@x.example\nTo: b@y.example"
    kit
    went in
    whole
    fields lost "$forged\n"
    marked From a@x.example b@x.example b@y.example
    # the second time changes nothing
    cp "$got" again
    cp again in
    kit
    went in
    header in | sort >a
    header "$got" | sort >b
    same b a
    whole
}

@test "kit: several recipients, folds, repeated and obsolete fields" {
    mail 'Return-Path:\n <a@x.example>\nFROM: =?UTF-8?B?5Za25qWt?=\n\t<a@x.example>\nTo: b@y.example, "C, D" <c@y.example>,\n d@y.example'
    kit
    passes
    printed mark
    passes
    sed -i 's/a@x.example>/e@z.example>/' in
    sed -i 's/^\t<e@z/\t<c@y/' in
    kit
    went spoof
    whole
    marked FromDomain e@z.example c@y.example b@y.example
    # one recipient of several is not seen by the recipe of old
    mail 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: b@y.example, me@y.example, d@y.example'
    kit
    went spoof
    whole
    marked FromDomain e@z.example me@y.example b@y.example
    printed mark
    went in
    marked FromDomain e@z.example me@y.example d@y.example
    # of several Return-Paths the topmost; two Froms cannot be told
    mail 'Return-Path: <a@x.example>\nReturn-Path: <forged@z.example>\nFrom: a@x.example\nTo: b@y.example'
    kit
    passes
    mail 'Return-Path: <a@x.example>\nFrom: b@z.example\nFrom: a@x.example\nTo: b@z.example'
    kit HK_SPOOF_STRICT=yes HK_DIFFER_FOLDER=differ/
    passes
    # recipients in two fields are taken together
    mail 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: b@y.example\nTo: me@y.example'
    kit
    went spoof
    whole
}

@test "kit: 10 MB, whole in every folder" {
    {
        printf 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example\n\n'
        gen random 7 10000000 | sed 's/^From />From /'
        echo
    } >in
    printed mark
    deleted
    kit
    went spoof
    whole
    fields lost "$NONE"
    marked FromDomain e@z.example me@y.example me@y.example
    kit HK_SPOOF_FOLDER= HK_SPAMC=spamc
    went in
    whole
    marked FromDomain e@z.example me@y.example me@y.example
    test ! -e spamc.args
}

# untouched FOLDER: the mail is there, byte for byte as it came.
untouched() {
    went "$1" || return 1
    # a folder's name for the sender, in a mailbox alone
    same "$got" in
}

@test "kit: NUL and other bytes in a body" {
    mail 'Return-Path: <e@z.example>\nFrom: "x\377y" <me@y.example>\nTo: me@y.example'
    printf 'nul \0 ff \377 esc \033\n\0' >>in
    echo >>in
    kit
    went spoof
    whole
    fields lost "$NONE"
    marked FromDomain e@z.example me@y.example me@y.example
}

@test "kit: mail that formail would cut, or procmail divides wrongly, is not rewritten" {
    spoof='Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example'
    # a NUL in the header, lines that are no field, an mbox line, an empty line
    for odd in 'X-Nul: a\0b' 'no field at all' 'X Y: z' '>From x@y.example Mon' '\033$B3ED@h\033(B'; do
        printf "Subject: s\n$odd\n$spoof\nX-Spam-Flag: YES\nProcmail-From: x\n\nbody\nX-Spam-Flag: YES\n\nmore\n" >in
        printed mark
        deleted
        kit
        untouched spoof
        kit HK_SPOOF_FOLDER= HK_REPORT_TO=r@s.example
        untouched in
        test ! -e sent
        stand_in spamc cat
        kit HK_SPOOF_FOLDER= HK_REPORT_TO=r@s.example HK_SPAMC=spamc
        untouched in
        test -e spamc.args
        test ! -e sent
    done
    printf '\nProcmail-From: quoted\nX-Spam-Flag: YES\nrest\n\nmore\n' >in
    kit HK_REPORT_TO=r@s.example HK_SPAMC=spamc
    untouched in
    test ! -e sent
    # CRLF: procmail takes the whole mail for one header
    for path in e@z.example me@y.example; do
        mail "Return-Path: <$path>\nFrom: me@y.example\nTo: me@y.example"
        echo 'X-Spam-Flag: YES' >>in
        sed -i 's/$/\r/' in
        path='' kit HK_REPORT_TO=r@s.example
        case $path in e@*) untouched spoof ;; *) untouched in ;; esac
        test ! -e sent
    done
    printed mark
    deleted
}

@test "kit: names in ISO-2022-JP, Shift_JIS, EUC-JP, raw" {
    # in ISO-2022-JP that is `B3ED@h`, in Shift_JIS the last byte is a backslash
    for name in '\033$B3ED@h\033(B' '"\223\372\225\\"' '\225\\' '\306\374\313\334' '"\343\201\202"'; do
        mail "Return-Path: <a@x.example>\nFrom: $name <a@x.example>\nTo: $name <b@y.example>"
        kit
        passes
        printed mark
        passes
        mail "Return-Path: <e@z.example>\nFrom: $name <b@y.example>\nTo: $name <b@y.example>"
        kit
        went spoof
        whole
        fields lost "$NONE"
        marked FromDomain e@z.example b@y.example b@y.example
    done
}

# --- nothing is run, nothing is lost ---

@test "kit: a Return-Path that would run a command" {
    for evil in '"`touch PWNED`"@z.example' '$(touch$IFS@PWNED)@z.example' '"a b;touch PWNED;"@z.example' \
        '-f@z.example' '"|touch PWNED"@z.example'; do
        mail "Return-Path: <$evil>\nFrom: $evil\nTo: $evil"
        kit HK_SPAMC=spamc HK_REPORT_TO=r@s.example HK_REPORT_SENDER=yes HK_DIFFER_FOLDER=differ/
        test -z "$(find . -name 'PWNED*')"
        went in
        whole
        grep -q 'addrgrab: .*unsafe, not printed' "$out/log"
        # not the sender either: the user's own address
        sent_with -f taro r@s.example
    done
    mail 'Return-Path: <"`touch PWNED`"@z.example>\nFrom: `touch`@z.example\nTo: a@x.example'
    kit
    went in
    whole
    marked From '' '' a@x.example
    test -z "$(find . -name 'PWNED*')"
}

@test "kit: an address longer than procmail's line is not used cut" {
    long=$(printf 'l%.0s' $(seq 9000))
    mail "Return-Path: <$long@z.example>\nFrom: a@x.example\nTo: b@y.example"
    kit
    went in
    whole
    marked FromDomain '' '' ''
    mail "Return-Path: <e@z.example>\nFrom: a@$long.x.example\nTo: b@y.example"
    kit LINEBUF=500 HK_SPOOF_FOLDER=
    went in
    whole
    marked FromDomain '' '' ''
}

@test "kit: no shell is started" {
    mail 'X-Spam-Flag: NO\nProcmail-From: x@y\nReturn-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example'
    # stand-ins are shell scripts; here they are none
    for name in sendmail spamc; do rm bin/$name; done
    cp "$(type -P cat)" bin/spamc
    cp "$(type -P true)" bin/sendmail
    strace -f -qq -e trace=execve -o trace procmail -m OUT="$out" PATH="$PWD/bin" SENDMAIL="$PWD/bin/sendmail" \
        HK_SPAMC=spamc HK_SPOOF_FOLDER= HK_REPORT_TO=r@s.example "$PWD/kit.rc" <in
    for name in addrgrab addrcmp formail spamc; do grep -q "execve(\"$PWD/bin/$name" trace; done
    if grep -E 'execve\("[^"]*/(ba|da|z|)sh"' trace; then return 1; fi
}

@test "kit: each command missing from PATH: the mail goes on" {
    mark='Procmail-Match-FromDomain-Return-Path: unmatch!\n'
    addresses='Procmail-Return-Path: e@z.example\nProcmail-From: me@y.example\nProcmail-To: me@y.example\n'
    scan='X-Spam-Flag: YES\nX-Spam-Status: Yes\n'
    for missing in addrgrab addrcmp formail spamc sendmail "addrgrab addrcmp" "addrgrab addrcmp formail spamc sendmail"; do
        rm -rf partial
        mkdir partial
        for name in addrgrab addrcmp formail spamc sendmail; do
            case " $missing " in *" $name "*) ;; *) ln -s "$PWD/bin/$name" partial/ ;; esac
        done
        mail 'Procmail-From: x@y\nX-Spam-Flag: NO\nReturn-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example'
        path=$PWD/partial kit HK_SPAMC=spamc HK_REPORT_TO=r@s.example HK_SPOOF_FOLDER= HK_DIFFER_FOLDER= SENDMAIL="$PWD/partial/sendmail"
        went in
        whole
        for keep in Subject Return-Path From To X-Last; do
            test "$(header "$got" | grep -c "^$keep:")" = 1
        done
        case $missing in
        addrgrab)
            fields added "$scan$mark"'Procmail-Return-Path: \nProcmail-From: \nProcmail-To: \n'
            grep -q 'sender.rc: addrgrab gave no address; is it in PATH (.*partial' "$out/log" ;;
        addrcmp) fields added "$scan" ;;
        formail) fields added "$scan" ;;
        spamc) fields added "$mark$addresses" ;;
        sendmail) fields added "$scan$mark$addresses" ;;
        *formail*) fields added "$NONE" ;;
        *) fields added "$scan" ;;
        esac
        case $missing in *formail* | *spamc* | *sendmail*) test ! -e sent ;; *) test -e sent ;; esac
        # and nothing is set aside, or deleted, that is not known to be spoofed
        mail 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example'
        path=$PWD/partial kit HK_SPOOF_STRICT=yes
        case $missing in
        *addrcmp*) went in ;;
        *) went spoof ;;
        esac
        whole
    done
    # the recipe of old deletes all mail where there is no grep
    mail 'Return-Path: <e@z.example>\nFrom: a@x.example\nTo: me@y.example'
    ln -s "$(type -P sh)" bin/sh
    path=$PWD/bin printed mark
    deleted
}

@test "kit: a folder that cannot be written leaves the mail to the other recipes" {
    mail 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example'
    # a file in its place is what procmail itself makes of it: a mailbox
    prepare() { echo old >"$out/spoof"; }
    kit
    went spoof
    grep -qx old "$got"
    sed 1d "$got" >behind
    got=behind
    marked FromDomain e@z.example me@y.example me@y.example
    prepare() { :; }
    for folder in /no/such/dir/ /no/such/mbox; do
        kit HK_SPOOF_FOLDER=$folder LOCKSLEEP=1
        went in
        whole
    done
    kit HK_SPOOF_FOLDER= HK_DIFFER_FOLDER=/no/such/dir/
    went in
    whole
    marked FromDomain e@z.example me@y.example me@y.example
    # a command is no folder: procmail would write to its standard output
    for folder in '|cat' ' | cat'; do
        kit HK_SPOOF_FOLDER="$folder"
        went in
        whole
        grep -qF "spoof.rc: '${folder# }' is a command, not a folder" "$out/log"
    done
    can_mount || skip "no mount namespaces here: read-only folders are not tried"
    export out
    for folder in spoof/ mbox mh/.; do
        rm -rf "$out"/in "$out"/log
        unshare -m bash -c 'mkdir -p "$out/ro" && mount -t tmpfs -o ro none "$out/ro" && "$@"' - \
            procmail -m OUT="$out" PATH="$PWD/bin:/usr/bin:/bin" LOCKSLEEP=1 \
            HK_SPOOF_FOLDER="$out/ro/$folder" "$PWD/kit.rc" <in
        went in
        whole
        marked FromDomain e@z.example me@y.example me@y.example
    done
}

can_mount() { unshare -m mount -t tmpfs none /mnt 2>/dev/null; }

# on_full_disk COMMAND ...: run it where $out is a file system of 64 KB.
on_full_disk() {
    export out
    unshare -m bash -c 'mount -t tmpfs -o size=64k none "$out" && "$@"' - "$@"
}

@test "kit: a full disk loses nothing" {
    can_mount || skip "no mount namespaces here"
    { printf 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example\n\n'; gen random 3 200000; echo; } >in
    mkdir -p "$out" elsewhere
    # the quarantine is full, the inbox not
    for folder in spoof/ mbox; do
        rm -rf elsewhere; mkdir elsewhere
        sed "s,^in/,$PWD/elsewhere/," kit.rc >full.rc
        on_full_disk sh -c "echo old >\"\$out/mbox\"; procmail -m OUT='$out' PATH='$PWD/bin:/usr/bin:/bin' LOGFILE='$PWD/log' \
            HK_SPOOF_FOLDER=$folder '$PWD/full.rc' <in; echo \$? >rc
            find \"\$out\" -path '*new*' -type f >left; cat \"\$out/mbox\" >mbox"
        test "$(cat rc)" = 0
        test ! -s left
        echo old | cmp - mbox
        got=$(find elsewhere -type f)
        whole
        fields lost "$NONE"
        marked FromDomain e@z.example me@y.example me@y.example
    done
    # all is full: the mail program keeps it, or with -t tries again
    for options in '' -t; do
        on_full_disk sh -c "procmail $options -m OUT='$out' PATH='$PWD/bin:/usr/bin:/bin' '$PWD/kit.rc' <in; echo \$? >rc
            find \"\$out\" -path '*new*' -type f >left"
        test "$(cat rc)" = "$(test -n "$options" && echo 75 || echo 73)"
        test ! -s left
    done
}

# --- the user's choices ---

@test "kit: HK_SPOOF_FOLDER as Maildir, MH folder, mailbox, with a space; empty" {
    mail 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example'
    kit
    went spoof
    kit HK_SPOOF_FOLDER='my spoof/'
    went 'my spoof'
    whole
    prepare() { mkdir "$out/mh"; }
    kit HK_SPOOF_FOLDER=mh/.
    went mh/1
    prepare() { :; }
    kit HK_SPOOF_FOLDER=mbox
    went mbox
    # a mailbox is locked, the others could not be
    run ! grep 'Lock failure' "$out/log"
    body in >body_in
    body "$got" | sed '$d; s/^>From/From/' | cmp - body_in
    kit HK_SPOOF_FOLDER=
    went in
    whole
    marked FromDomain e@z.example me@y.example me@y.example
    for folder in spoof/ mh/. /dev/null; do
        prepare() { mkdir "$out/mh"; }
        kit HK_SPOOF_FOLDER=$folder
        run ! grep -iE 'lock|error|unable' "$out/log"
    done
}

@test "kit: a mailbox is locked while it is written" {
    no_asan
    mail 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example'
    mkdir -p "$out"
    strace -f -qq -o trace procmail -m OUT="$out" PATH="$PWD/bin" HK_SPOOF_FOLDER=mbox "$PWD/kit.rc" <in
    grep -q 'mbox.lock' trace
}

@test "kit: HK_SPOOF_STRICT" {
    mail 'Return-Path: <me@y.example>\nFrom: me@y.example\nTo: a@x.example, me@y.example'
    for value in no '' YES on true 1; do
        kit HK_SPOOF_STRICT=$value
        if test "$value" = no || test -z "$value"; then passes; else went spoof; fi
    done
    kit HK_SPOOF_STRICT=yes HK_SPOOF_FOLDER=
    passes
}

@test "kit: HK_DIFFER_FOLDER, /dev/null as the strictest recipe had it" {
    mail 'Return-Path: <e@z.example>\nFrom: a@x.example\nTo: me@y.example'
    kit HK_DIFFER_FOLDER=differ/
    went differ
    whole
    marked FromDomain e@z.example a@x.example me@y.example
    kit HK_DIFFER_FOLDER=/dev/null
    deleted
    # what poses as the recipient's own goes to the spoofed, in both modes
    mail 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example'
    kit HK_DIFFER_FOLDER=differ/
    went spoof
    kit HK_DIFFER_FOLDER=differ/ HK_SPOOF_STRICT=yes
    went spoof
    kit HK_DIFFER_FOLDER=differ/ HK_SPOOF_FOLDER=
    went differ
    mail 'Return-Path: <a@x.example>\nFrom: a@x.example\nTo: me@y.example'
    kit HK_DIFFER_FOLDER=differ/
    passes
}

@test "kit: sender.rc sets its variables, and leaves the user's alone" {
    {
        printf 'LOGFILE=$OUT/log\nMATCH=mine\nPROCMAIL_OVERFLOW=also\nHK_TO=stale\n'
        echo "INCLUDERC=$KIT/sender.rc"
        printf 'LOG="[$HK_RETURN_PATH|$HK_RETURN_PATH_DOMAIN|$HK_FROM|$HK_FROM_DOMAIN|$HK_TO|$MATCH|$PROCMAIL_OVERFLOW]\n"\n:0\nin/\n'
    } >vars.rc
    expect() { deliver "$PWD/vars.rc" MAILDIR="$out"; grep -qxF "[$1|mine|also]" "$out/log" || { cat "$out/log"; return 1; }; }
    mail 'Return-Path: <b=1+2@B.x.example>\nFrom: N <a@X.example>, c@d\nTo: (c) q@r.example, s@t'
    expect 'b=1+2@B.x.example|B.x.example|a@X.example|X.example|q@r.example'
    mail 'Return-Path: <>'
    expect '||||'
    # no domain that could be an option, a directory or a hidden file
    mail 'Return-Path: <a@-x.example>\nFrom: a@..\nTo: a@b'
    expect 'a@-x.example||a@..||a@b'
    mail 'Subject: From:x@y\nX-From: x@y\nX: y\n From: z@z\nFrom: a@b'
    expect '||a@b|b|'
}

@test "kit: without sender.rc nothing is rewritten, and it is said why" {
    grep -v sender.rc kit.rc >some.rc
    mail 'Return-Path: <e@z.example>\nFrom: me@y.example\nTo: me@y.example\nX-Spam-Flag: YES'
    stand_in spamc cat
    deliver "$PWD/some.rc" HK_SPAMC=spamc HK_REPORT_TO=r@s.example HK_SPOOF_FOLDER=
    untouched in
    test ! -e sent
    for part in spoof spamc report; do
        grep -q "$part.rc: sender.rc is not included before it" "$out/log"
    done
    # what is set aside needs no more than addrcmp
    deliver "$PWD/some.rc"
    untouched spoof
    kit
    run ! grep 'not included' "$out/log"
}

# --- the scanner ---

@test "kit: HK_SPAMC gets the mail, without fields that pose as its own" {
    forged='X-Spam-Flag: NO\nx-spam-status: No,\n score=0\nX-Spam: none'
    mail "$forged\nReturn-Path: <a@x.example>\nFrom: a@x.example\nTo: me@y.example"
    kit HK_SPAMC='spamc -s 1000'
    went in
    whole
    fields added 'X-Spam-Flag: YES\nX-Spam-Status: Yes\n'
    fields lost "$forged\n"
    printf '%s\n' -s 1000 | cmp - spamc.args
    header scanned >header_scanned
    run ! grep -i ^X-Spam header_scanned
    body in >body_in
    body scanned | cmp - body_in
    # the recipe of old lets the sender skip the scan
    printed mark SPAMC=spamc
    passes
    test ! -e spamc.args
    # without HK_SPAMC nothing is touched
    kit
    passes
}

@test "kit: HK_SPAMC_SIZE" {
    mail 'Return-Path: <a@x.example>\nFrom: a@x.example\nTo: me@y.example\nX-Spam-Flag: NO'
    size=$(wc -c <in)
    kit HK_SPAMC=spamc HK_SPAMC_SIZE=$((size - 60))
    went in
    whole
    fields lost 'X-Spam-Flag: NO\n'
    test ! -e spamc.args
    kit HK_SPAMC=spamc HK_SPAMC_SIZE=$((size + 60))
    went in
    whole
    test -e spamc.args
    { cat in; head -c 512000 /dev/zero | tr '\0' '\n'; } >big && mv big in
    kit HK_SPAMC=spamc
    went in
    whole
    test ! -e spamc.args
}

@test "kit: a scanner that fails, dies or is not there gives the mail back" {
    mail 'Return-Path: <a@x.example>\nFrom: a@x.example\nTo: me@y.example\nX-Spam-Flag: YES'
    for how in 'exit 1' 'cat; exit 75' 'head -n 3; exit 1' 'head -n 3; kill -9 $$' 'exec /no/such' 'exit 1 <&-'; do
        stand_in spamc "$how"
        kit HK_SPAMC=spamc HK_REPORT_TO=r@s.example
        went in
        whole
        fields added "$NONE"
        fields lost 'X-Spam-Flag: YES\n'
        test ! -e sent
    done
    kit HK_SPAMC=/no/such/spamc
    went in
    whole
    # one that hangs is ended by procmail's own TIMEOUT
    stand_in spamc 'exec sleep 600'
    kit HK_SPAMC=spamc TIMEOUT=1
    went in
    whole
}

@test "kit: a scanner that swallows the mail makes the mail program keep it" {
    mail 'Return-Path: <a@x.example>\nFrom: a@x.example\nTo: me@y.example'
    for how in 'cat >/dev/null' 'cat >/dev/null; echo' 'cat >/dev/null; echo Error, no mail'; do
        stand_in spamc "$how"
        kit HK_SPAMC=spamc
        test "$rc" = 75
        grep -q "spamc.rc: 'spamc' gave back no mail: deferred" "$out/log"
        test -z "$(find "$out" -path '*new*' -type f)"
    done
    # nor does a later rcfile deliver what is left
    printf 'LOGFILE=%s/log\n:0\n%s/second\n' "$out" "$out" >second.rc
    PATH=$PWD/bin:$PATH procmail MAILDIR="$out" OUT="$out" HK_SPAMC=spamc PATH="$PWD/bin:/usr/bin:/bin" \
        "$PWD/kit.rc" "$PWD/second.rc" <in || rc=$?
    test "$rc" = 75
    test ! -e "$out/second"
    # a mail without any field cannot be told from none, and is not scanned
    : >in
    kit HK_SPAMC=spamc
    test "$rc" = 0
    test ! -e spamc.args
}

@test "kit: settings that make no sense are told" {
    mail 'Return-Path: <a@x.example>\nFrom: a@x.example\nTo: me@y.example\nX-Spam-Flag: NO'
    # blanks are no command: procmail would write to its standard output
    kit HK_SPAMC=' ' HK_REPORT_TO=' '
    passes
    for size in 500k abc -1; do
        kit HK_SPAMC=spamc HK_SPAMC_SIZE=$size
        went in
        whole
        test -e spamc.args
        grep -q "HK_SPAMC_SIZE '$size' is no number of bytes" "$out/log"
    done
}

@test "kit: the user's TRAP runs once" {
    mail "$flagged"
    stand_in trap 'cat >/dev/null; echo ran >>trap.log'
    kit HK_REPORT_TO=r@s.example TRAP="$PWD/bin/trap"
    test -e sent
    test "$(cat "$out/trap.log")" = ran
}

# --- the report ---

flagged='Return-Path: <e@z.example>\nFrom: a@x.example\nTo: me@y.example\nX-Spam-Flag: YES'

@test "kit: a copy of what is flagged goes to HK_REPORT_TO, the mail is kept" {
    mail "$flagged"
    kit HK_REPORT_TO='r@s.example t@u.example' HK_SPOOF_FOLDER=
    went in
    whole
    header "$got" >header_got
    run ! grep ^X-Loop header_got
    sent_with -f taro r@s.example t@u.example
    body in >body_in
    body sent | cmp - body_in
    { header "$got"; echo "X-Loop: taro@$(uname -n)"; } | sort >expected
    header sent | sort >got_header
    same got_header expected
    # not flagged, or nobody to tell
    kit
    test ! -e sent
    mail "${flagged%YES}NO"
    kit HK_REPORT_TO=r@s.example
    kept_unsent
    # flagged in the body only
    mail 'Return-Path: <e@z.example>\nFrom: a@x.example\n\nX-Spam-Flag: YES'
    kit HK_REPORT_TO=r@s.example
    test ! -e sent
}

@test "kit: what the scanner flags is reported, what the sender flags is not" {
    mail "$flagged"
    stand_in spamc cat
    kit HK_SPAMC=spamc HK_REPORT_TO=r@s.example
    went in
    whole
    test ! -e sent
    # where the forged fields could not be taken off, nothing is believed
    rm bin/formail
    stand_in formail 'case $3 in X-Spam) exit 1 ;; esac; exec formail "$@"'
    kit HK_SPAMC=spamc HK_REPORT_TO=r@s.example
    went in
    whole
    test ! -e sent
    kit HK_REPORT_TO=r@s.example
    test -e sent
    # flagged means: by that field, with that word
    for field in 'X-Spam-Flag: NO, not YES' 'X-X-Spam-Flag: YES' 'Subject: X-Spam-Flag: YES' 'X: y\n X-Spam-Flag: YES'; do
        mail "Return-Path: <e@z.example>\nFrom: a@x.example\n$field"
        kit HK_REPORT_TO=r@s.example
        went in
        test ! -e sent
    done
}

@test "kit: HK_REPORT_FROM, HK_REPORT_SENDER" {
    mail "$flagged"
    kit HK_REPORT_TO=r@s.example HK_REPORT_FROM=me@y.example
    sent_with -f me@y.example r@s.example
    kit HK_REPORT_TO=r@s.example HK_REPORT_SENDER=yes
    sent_with -f e@z.example r@s.example
    # no sender, or none that is safe: the user's own
    for sender in '<>' '<`id`@x>' '<-t@x>'; do
        mail "Return-Path: $sender\nFrom: a@x.example\nX-Spam-Flag: YES"
        kit HK_REPORT_TO=r@s.example HK_REPORT_SENDER=yes
        sent_with -f taro r@s.example
        went in
        whole
    done
}

@test "kit: no report of a report, nor of its bounce" {
    mail "$flagged"
    kit HK_REPORT_TO=r@s.example
    cp sent in
    kit HK_REPORT_TO=r@s.example
    kept_unsent
    # the bounce quotes it
    { printf 'Return-Path: <>\nFrom: MAILER-DAEMON@s.example\nX-Spam-Flag: YES\n\nreturned:\n\n'; cat in; } >bounce
    mv bounce in
    kit HK_REPORT_TO=r@s.example
    kept_unsent
    # another's loop is none of ours; a dot is a dot
    mail "$flagged\nX-Loop: taro@other.example"
    kit HK_REPORT_TO=r@s.example
    test -e sent
    grep -qx 'X-Loop: taro@other.example' sent
    # nor one that merely holds it
    for loop in "xtaro@$(uname -n)" "taro@$(uname -n).evil.example"; do
        mail "$flagged\nX-Loop: $loop"
        kit HK_REPORT_TO=r@s.example
        test -e sent
    done
    mail "$flagged\nX-Loop: axb@c"
    kit HK_REPORT_TO=r@s.example HK_REPORT_LOOP=a.b@c
    test -e sent
    mail "$flagged\nX-Loop: a.b@c"
    kit HK_REPORT_TO=r@s.example HK_REPORT_LOOP=a.b@c
    test ! -e sent
}

@test "kit: a report that fails is told, and the mail is kept once" {
    mail "$flagged"
    stand_in sendmail 'cat >/dev/null; exit 75'
    kit HK_REPORT_TO=r@s.example
    went in
    whole
    grep -q 'Program failure (75)' "$out/log"
    # without formail no X-Loop, so no report
    stand_in sendmail 'cat >"$sent"'
    rm bin/formail
    path=$PWD/bin kit HK_REPORT_TO=r@s.example
    went in
    whole
    test ! -e sent
}

# --- the kit as it is written ---

@test "kit: its variables begin with HK_, have a default and stand on the page" {
    # procmail's own, given back or meant to act
    sed -nE 's/^[[:space:]]*\{?[[:space:]]*([A-Z_]+)=.*/\1/p' "$KIT"/*.rc | sort -u |
        grep -vxE 'HK_[A-Z_]+|MATCH|PROCMAIL_OVERFLOW|LOG|EXITCODE|TRAP' >strange || :
    test ! -s strange
    sed -nE 's/^(HK_[A-Z_]+)=\$\{\1.*/\1/p' "$KIT"/*.rc | sort -u >settable
    test "$(wc -l <settable)" = 9
    while read -r name; do
        grep -q "^\.It Ev .*$name" "$TOP/man/hikkoshi-procmail.7" || { echo "$name"; return 1; }
        # a comment above it
        grep -hB1 "^$name=" "$KIT"/*.rc | head -n 1 | grep -q '^#'
    done <settable
    # what the page names is there
    for name in $(grep -oE 'HK_[A-Z_]+' "$TOP/man/hikkoshi-procmail.7" | sort -u); do
        grep -q "$name=" "$KIT"/*.rc || { echo "$name"; return 1; }
    done
    # no line that would make procmail start a shell
    if grep -hE '^[[:space:]]*([|!]|\* \?|[A-Z_]+=`)' "$KIT"/*.rc | sed 's/^[[:space:]]*[|!*] *?*//' | grep '[]&|<>~;?*[]'; then return 1; fi
}
