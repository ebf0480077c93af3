# Completion in fish for hikkoshi's filters.  They are asked for what they take:
# options, and the kinds of their arguments, are those of --help; words are those
# that the message about a wrong one calls valid.

# A, B and C of "... is not valid; valid are A, B and C".  A filter that takes the
# empty word, too, reads an empty file.
function __hikkoshi_valid --argument-names filter option
    command $filter $option= /dev/null 2>&1 >/dev/null </dev/null | awk -F ', | and ' '
        sub(/.*; valid are /, "") { for (i = 1; i <= NF; i++) if ($i !~ / /) print $i }'
end

function __hikkoshi_fields
    printf '%s\n' From To Cc Bcc Sender Reply-To Return-Path Delivered-To \
        Resent-From Resent-Sender Resent-To Resent-Cc Resent-Bcc
end

# What iconv knows, asked once.
function __hikkoshi_charsets
    set -q __hikkoshi_iconv
    or set -g __hikkoshi_iconv (iconv -l 2>/dev/null | awk '{ gsub(/\/\/|,/, " ")
        for (i = 1; i <= NF; i++) if ($i !~ /[\/:()]/) print tolower($i) }')
    printf '%s\n' shift_jis euc-jp iso-2022-jp utf-8 $__hikkoshi_iconv
end

# The word at the cursor, without --option= before it.
function __hikkoshi_word
    commandline -ct | string replace -r "^--[^=]*=" ""
end

# Standard input has words: each behind those that the list at the cursor has.
function __hikkoshi_list
    set -l begun (__hikkoshi_word | string match -r ".*,")
    while read -l word
        echo "$begun$word"
    end
end

# Are there at most N operands before this word?
function __hikkoshi_operands --argument-names n
    set -l before (commandline -opc)
    test (string match -vr -- '^-.' $before[2..-1] | count) -le $n
end

for filter in addrgrab addrcmp ctree jcodefix vpwcheck
    contains $filter $__hikkoshi_known
    and continue
    set -ga __hikkoshi_known $filter
    # Lines of --help are
    #   -f, --format=FORMAT    of the records
    #       --each             with -F: the first address of each field
    #   -i, --in-place[=SUFFIX] change the files
    for entry in (command $filter --help 2>/dev/null)
        set -l part (string match -r '^  [- ](.)[, ] --([a-z0-9-]+)(\[=|=|)([^] ]*)\]? +(.*)' -- $entry)
        or continue
        set -l option -l $part[3] -d $part[6]
        test $part[2] = ' '
        or set -a option -s $part[2]
        switch "$part[4]$part[5]"
            case '[=*'
                set -a option -f
            case =FILE
                set -a option -r -F
            case =DIR
                set -a option -x -a '(__fish_complete_directories (__hikkoshi_word))'
            case =NAMES
                set -a option -x -a '(__hikkoshi_fields | __hikkoshi_list)'
            case =CHARSET
                set -a option -x -a '(__hikkoshi_charsets)'
            case =LIST
                set -a option -x -a "(__hikkoshi_valid $filter --$part[3] | __hikkoshi_list)"
            case '=*'
                set -a option -x -a "(__hikkoshi_valid $filter --$part[3])"
        end
        complete -c $filter $option
    end
end
complete -c ctree -x -a '(__fish_complete_directories)'
complete -c addrcmp -x -n '__hikkoshi_operands 1' -a '(__hikkoshi_fields)'
