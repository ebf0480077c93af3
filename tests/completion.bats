load helpers

# What bash, zsh and fish offer.  in_SHELL reads lines, at the end of each of which
# a word is to be completed; it prints each again, a bar, and what that shell
# offers, in one form for all three: a sorted line of words, without what stands
# there before them, and without the = or / that follows.

setup() {
    mkdir "$BATS_TEST_TMPDIR/here"
    cd "$BATS_TEST_TMPDIR/here"
    mkdir dir
    touch mail
    export HOME=$BATS_TEST_TMPDIR
    unset XDG_CONFIG_HOME XDG_DATA_HOME ZDOTDIR
}

has() { command -v "$1" >/dev/null || skip "no $1"; }

# rows: a line "= LINE" and then words, a line each, as rows.
rows() {
    perl -ne '
        sub row { print "$line|", join(" ", sort keys %w), "\n" if defined $line; %w = () }
        chomp;
        if (s/^= //) { row(); $line = $_; next }
        s/\t.*//; s/[=\/]$//; s/^--[a-z0-9-]+=//; s/.*,//;
        $w{$_} = 1 if $_ ne "";
        END { row() }'
}

# What readline does where it is told to: files, directories.
in_bash() {
    bash --norc --noprofile -c '
        . "$0"
        compopt() { case $2 in default) rest=f ;; dirnames) rest=d ;; esac; }
        while IFS= read -r line; do
            # words as readline has them: = is one
            read -ra COMP_WORDS <<<"${line//=/ = }"
            [[ $line != *" " ]] || COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) rest=
            _hikkoshi
            printf "%s\n" "= $line" "${COMPREPLY[@]}"
            [[ ${COMPREPLY-} || ! $rest ]] ||
                compgen "-$rest" -- "${line##*[ =]}"
        done' "$TOP/scripts/completion/hikkoshi.bash" | rows
}

# A zsh with a terminal, whose compadd tells what it adds.
in_zsh() {
    cat >"$HOME/told.zsh" <<'END'
fpath=($TOP/scripts/completion $fpath)
autoload -U compinit
compinit -u -D
unsetopt auto_list auto_menu
compadd() {
    local -a found
    if [[ -z ${@[(r)-[OAD]]} ]]; then
        builtin compadd -A found "$@"
        print -rl -- $found >>~/told
    fi
    builtin compadd "$@"
}
tell() {
    print -r -- "= $BUFFER" >>~/told
    zle complete-word
    BUFFER=
    print -r '<told>'
}
zle -N tell
bindkey '^I' tell
print -r '<ready>'
END
    : >"$HOME/told"
    TOP=$TOP timeout 60 zsh -f -c '
        zmodload zsh/zpty
        zpty inner TERM=dumb zsh -f -i
        zpty -w inner ". ~/told.zsh"
        zpty -r inner seen "*<ready>*"
        while IFS= read -r line; do
            zpty -w -n inner "$line"$'"'\\t'"'
            zpty -r inner seen "*<told>*"
        done
        zpty -d inner' || return
    rows <"$HOME/told"
}

in_fish() {
    # before 3.2 it has no arguments behind -c
    SCRIPT=$TOP/scripts/completion/hikkoshi.fish fish -c '
        source $SCRIPT
        while read line
            echo "= $line"
            complete -C "$line"
        end' | rows
}

# offers SHELL: all rows of standard input are so.
offers() {
    cat >"$HOME/want"
    sed 's/|.*//' "$HOME/want" | "in_$1" >"$HOME/got"
    diff "$HOME/got" "$HOME/want"
}

# Rows of options: those of --help.
options() {
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do
        for begun in - --; do
            "$f" --help | perl -ne '
                push @all, grep { /^\Q'$begun'\E/ } $1, $2 if /^  (-.)?,? +(--[a-z0-9-]+)(?:\[?=|\s)/;
                END { print "'"$f $begun"'|", join(" ", sort @all), "\n" }'
        done
    done
}

# Rows of words.
words() {
    cat <<'END'
addrgrab -F Re|Reply-To Resent-Bcc Resent-Cc Resent-From Resent-Sender Resent-To Return-Path
addrgrab -aF F|From
addrgrab --field=From,S|Sender
addrgrab --format=|
addrgrab --pattern |
addrgrab |dir mail
addrgrab m|mail
addrgrab -- m|mail
addrcmp R|Reply-To Resent-Bcc Resent-Cc Resent-From Resent-Sender Resent-To Return-Path
addrcmp -v From F|From
addrcmp -v From To |dir mail
ctree --color=|always auto never
ctree --color a|always auto
ctree --unquote=|git none tar
ctree --max=|
ctree -f |dir mail
ctree -Uf |dir mail
ctree |dir
jcodefix --rules=|default defined-aggregate do-sub report require-dot unless-hash
jcodefix --rules=do-sub,re|report require-dot
jcodefix --explain |all defined-aggregate do-sub report require-dot unless-hash
jcodefix --explain=a|all
jcodefix --backup-dir=|dir
jcodefix --backup-dir |dir
jcodefix --files0-from=|dir mail
jcodefix --in-place=|
jcodefix -i |dir mail
jcodefix m|mail
vpwcheck --policy=|both none notice postfixadmin
vpwcheck --policy n|none notice
vpwcheck -f |auto csv pair plain tsv vpasswd vuserinfo
vpwcheck --format=v|vpasswd vuserinfo
vpwcheck -fplain |dir mail
vpwcheck -o |text tsv
vpwcheck --output=|text tsv
vpwcheck --rules=|dir mail
vpwcheck --rule=|
vpwcheck -D |
vpwcheck m|mail
END
}

@test "completion: bash offers every option and every word" {
    options | offers bash
    words | offers bash
}

@test "completion: zsh offers every option and every word" {
    has zsh
    options | offers zsh
    words | offers zsh
}

@test "completion: fish offers every option and every word" {
    has fish
    [[ $(fish --version) != *\ [0-2].* && $(fish --version) != *\ 3.[01].* ]] ||
        skip "this fish lists words that only hold what was begun, too"
    options | offers fish
    words | offers fish
}

# Rows of all words that are offered as an argument, names of files aside.
offered() {
    for f in addrgrab addrcmp ctree jcodefix vpwcheck; do
        "$f" --help | grep -oE -- '--[a-z0-9-]+=[^ ]+' | grep -vE '=(FILE|DIR)$' | sed "s/^/$f /; s/=.*/=/"
    done >lines
    { echo "addrcmp "; cat lines; } | in_bash | grep -v '|$'
}

# each COMMAND ...: it is called with LINE and WORD, for each of offered's.
each() {
    while IFS='|' read -r line words; do
        for word in $words; do
            "$@" "$line" "$word" || { echo "$line$word"; return 1; }
        done
    done
}

@test "completion: what is offered is taken" {
    printf '%s: a@example.com\n' From To Cc Bcc Sender Reply-To Return-Path Delivered-To \
        Resent-From Resent-Sender Resent-To Resent-Cc Resent-Bcc >fields
    takes() {
        case $1 in
        addrcmp*) set -- "$1$2 From fields" ;;
        addrgrab*) set -- "$1$2 fields" ;;
        ctree*) set -- "$1$2 -" ;;
        jcodefix*) set -- "$1$2" ;;
        vpwcheck*) set -- "$1$2 --rule=/^/ /dev/null" ;;
        esac
        # no address is 1, and all else 0
        $1 </dev/null >out 2>err || test $? = 1
        # --progress=always says something, too
        sed '/^[a-z]*: .*0 kB/d' err | same /dev/stdin /dev/null
    }
    # of more than a thousand charsets, every fortieth
    offered | grep -v -- --from= | each takes
    offered | grep -- --from= | perl -pe 's/([^ |]+) ?(?=[^|]*$)/$n++ % 40 ? "" : "$1 "/ge' | each takes
    for f in addrgrab ctree vpwcheck; do
        echo "$f --from=|shift_jis euc-jp iso-2022-jp utf-8" | each takes
    done
}

@test "completion: what is offered is in the pages, and the rules of the page are offered" {
    paged() { grep -qw -- "$2" "$TOP/man/${1%% *}.1"; }
    offered | grep -vE -- '--from=|--field=|addrcmp' | each paged
    sed -n 's/^\.It Cm //p' "$TOP/man/jcodefix.1" | sort >want
    offered | grep explain= | sed 's/.*|//' | tr ' ' '\n' | grep -vx all >got
    same got want
}

@test "completion: charsets are offered by every shell, and iconv is asked once" {
    mkdir bin
    printf '#!/bin/sh\necho asked >>"$HOME/asked"\nprintf "%%s\\\\n" A-1// B:1// X/Y// 2,3 "C_1 D.2"\n' >bin/iconv
    chmod +x bin/iconv
    PATH=$PWD/bin:$PATH
    words='2 3 a-1 c_1 d.2 euc-jp iso-2022-jp shift_jis utf-8'
    for shell in bash zsh fish; do
        command -v $shell >/dev/null || continue
        : >"$HOME/asked"
        printf '%s\n' "addrgrab --from=|$words" "ctree --from=|$words" "vpwcheck --from=e|euc-jp" | offers $shell
        echo asked | cmp - "$HOME/asked"
    done
}
