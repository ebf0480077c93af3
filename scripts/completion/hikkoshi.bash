# Completion in bash for hikkoshi's filters.  They are asked for what they take:
# options, and the kinds of their arguments, are those of --help; words are those
# that the message about a wrong one calls valid.

# _hikkoshi_options FILTER: options; in takes[-f], takes[--format] and
# takes[--format=] the word --format=FORMAT.  Lines of --help are
#   -f, --format=FORMAT    of the records
#       --each             with -F: the first address of each field
#   -i, --in-place[=SUFFIX] change the files
_hikkoshi_options() {
    local line letter long pattern='^  [- ](.)[, ] (--[a-z0-9-]+)(\[?=)?([^] ]*)'
    while IFS= read -r line; do
        [[ $line =~ $pattern ]] || continue
        letter=-${BASH_REMATCH[1]} long=${BASH_REMATCH[2]}
        if [[ ${BASH_REMATCH[3]} ]]; then
            takes[$long=]=$long=${BASH_REMATCH[4]}
        fi
        if [[ ${BASH_REMATCH[3]} == = ]]; then
            takes[$letter]=${takes[$long=]} takes[$long]=${takes[$long=]}
            long+='='
        fi
        options+=" ${letter#- } $long"
    done < <("$1" --help 2>/dev/null)
}

# _hikkoshi_valid FILTER OPTION: A, B and C of "... is not valid; valid are A, B
# and C".  A filter that takes the empty word, too, reads an empty file.
_hikkoshi_valid() {
    "$1" "$2=" /dev/null 2>&1 >/dev/null </dev/null | awk -F ', | and ' '
        sub(/.*; valid are /, "") { for (i = 1; i <= NF; i++) if ($i !~ / /) print $i }'
}

# What iconv knows, asked once, but for names that bash would take apart.
_hikkoshi_charsets() {
    : "${_hikkoshi_iconv:=$(iconv -l 2>/dev/null | awk '{ gsub(/\/\/|,/, " ")
        for (i = 1; i <= NF; i++) if ($i !~ /[\/:()]/) print tolower($i) }')}"
    words="shift_jis euc-jp iso-2022-jp utf-8 $_hikkoshi_iconv"
}

# _hikkoshi_operand FILTER: in kind, what an operand is here, or OPTION.
_hikkoshi_operand() {
    local before operands=0
    kind=OPTION
    [[ $word == -* ]] || kind=FILE
    for before in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
        [[ $before != -- ]] || kind=FILE
        [[ $before == -?* ]] || operands=$((operands + 1))
    done
    case $1-$kind-$operands in
    addrcmp-FILE-[01]) kind=FIELD ;;
    ctree-FILE-*) kind=DIR ;;
    esac
}

_hikkoshi() {
    local filter=${COMP_WORDS[0]##*/} word=${COMP_WORDS[COMP_CWORD]}
    local last=${COMP_WORDS[COMP_CWORD - 1]} kind options='' words='' list=''
    local -A takes=()
    _hikkoshi_options "$filter"

    # --option=word is three words to bash, and -aF To is -a -F To
    if [[ $word == = ]]; then
        word='' last+='='
    elif [[ $last == = ]]; then
        last=${COMP_WORDS[COMP_CWORD - 2]}=
    fi
    while [[ $last == -[!-]?* && ! ${takes[${last:0:2}]-} ]]; do
        last=-${last:2}
    done
    kind=${takes[$last]-}
    [[ $kind ]] || _hikkoshi_operand "$filter"

    COMPREPLY=()
    case ${kind#*=} in
    FILE) compopt -o default ;;
    DIR) compopt -o dirnames ;;
    OPTION) words=$options ;;
    CHARSET) _hikkoshi_charsets ;;
    FIELD | NAMES) words='From To Cc Bcc Sender Reply-To Return-Path Delivered-To
        Resent-From Resent-Sender Resent-To Resent-Cc Resent-Bcc' ;;
    *) words=$(_hikkoshi_valid "$filter" "${kind%%=*}") ;;
    esac
    case ${kind#*=} in
    NAMES | LIST) list=${word%"${word##*,}"} ;;
    esac
    mapfile -t COMPREPLY < <(compgen -P "$list" -W "$words" -- "${word#"$list"}")
    [[ ${COMPREPLY-} != *= ]] || compopt -o nospace
}

complete -F _hikkoshi addrgrab addrcmp ctree jcodefix vpwcheck
