# hikkoshi: small filters for people who move old mail and web servers.
# Everything made is below build/.  See CONTRIBUTING.md for the map.
#
#   make                build/bin/NAME           make check    the tests
#   make install        PREFIX, DESTDIR          make bench    speed, as ratios
#   make uninstall      the same PREFIX, DESTDIR make lint     pages, scripts
#   make STATIC_PCRE2=1 no shared PCRE2 needed   make fuzz    T=seconds
#   make portable       one static program       make distcheck
#   make deb, make rpm  packages                 make dist    the source
#   make clean

VERSION = 1.0.0
FILTERS = addrgrab addrcmp ctree jcodefix vpwcheck

PREFIX ?= /usr/local
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
KITDIR = $(PREFIX)/share/hikkoshi/procmail
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
CFLAGS ?= -O2 -g
LDFLAGS ?=
PKG_CONFIG ?= pkg-config
STATIC_PCRE2 =

# Where to build: another for sanitizers (make B=build/asan CFLAGS=...).
B = build
# Extra flags for lint-like builds (WERROR=-Werror).
WERROR ?=

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
    -Wstrict-prototypes -Wmissing-prototypes $(WERROR)
OWN_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
    -DVERSION='"$(VERSION)"' -Ilib $(WARNINGS) $(HARDEN_CFLAGS) \
    $(if $(HAVE_PREFIX_MAP),-ffile-prefix-map='$(CURDIR)=.') \
    $(PCRE2_CFLAGS) -MMD -MP
COMPILE = $(CC) $(OWN_CFLAGS) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) $(HARDEN_LDFLAGS) $(CFLAGS) $(LDFLAGS)
LIBS = $(PCRE2_LIBS) $(ICONV_LIBS)

LIB_OBJECTS = $(patsubst %.c,$(B)/obj/%.o,$(sort $(wildcard lib/*.c)))
LIB = $(B)/libhikkoshi.a
BINARIES = $(FILTERS:%=$(B)/bin/%)
PAGES = $(sort $(wildcard man/*.1 man/*.7))
PAGES_JA = $(sort $(wildcard man/ja/*.1 man/ja/*.7))
KIT = $(sort $(wildcard scripts/procmail/*.rc))
filter_objects = $(patsubst %.c,$(B)/obj/%.o,$(sort $(wildcard cmd/$1/*.c)))

# Unit tests link all of a filter but its main.c.
UNITS = $(patsubst tests/unit/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/*.c)))
UNIT_OBJECTS = $(filter-out %/main.o,$(foreach f,$(FILTERS),$(call filter_objects,$f)))
FUZZERS = $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz-%,$(filter-out %/replay.c,$(sort $(wildcard tests/fuzz/*.c))))
# What calls the fuzz targets, in the place of replay.c.
FUZZ_MAIN =
TOOLS = $(patsubst tests/tools/%.c,$(B)/tests/%,$(sort $(wildcard tests/tools/*.c)))
# Sizes of the piece read at once, so that tests cross every boundary.
TINY = 1 2 7 4096

all: $(BINARIES)

ifneq ($(filter-out clean uninstall lint fuzz distcheck portable dist deb rpm,$(or $(MAKECMDGOALS),all)),)
include $(B)/config.mk
endif

# What was built with other flags is built anew; `make install` alone takes
# what is there, with whatever flags that was made.
ifeq ($(MAKECMDGOALS),install)
ifneq ($(wildcard $(B)/flags),)
KEEP_FLAGS = 1
endif
endif
FLAGS = $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(PKG_CONFIG) $(STATIC_PCRE2) $(WERROR) \
    $(FUZZ_MAIN) $(VERSION)
$(B)/flags: $(if $(KEEP_FLAGS),,FORCE)
	@mkdir -p $(@D)
	@printf '%s\n' '$(FLAGS)' | cmp -s - $@ || printf '%s\n' '$(FLAGS)' >$@
$(B)/config.mk: $(B)/flags scripts/probe
	@sh scripts/probe '$(PKG_CONFIG)' '$(STATIC_PCRE2)' $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) >$@.new
	@mv $@.new $@

$(B)/obj/%.o: %.c $(B)/config.mk Makefile
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

$(LIB): $(LIB_OBJECTS)
	@rm -f $@
	$(AR) rcD $@ $(LIB_OBJECTS)

define filter_rule
$(B)/bin/$1: $(call filter_objects,$1) $(LIB)
	@mkdir -p $$(@D)
	$$(LINK) -o $$@ $(call filter_objects,$1) $(LIB) $$(LIBS)
endef
$(foreach f,$(FILTERS),$(eval $(call filter_rule,$f)))

install: all
	install -d -m 755 '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(KITDIR)' \
	    '$(DESTDIR)$(MANDIR)/man1' '$(DESTDIR)$(MANDIR)/man7' \
	    '$(DESTDIR)$(MANDIR)/ja/man1' '$(DESTDIR)$(MANDIR)/ja/man7' \
	    '$(DESTDIR)$(BASHDIR)' '$(DESTDIR)$(ZSHDIR)' '$(DESTDIR)$(FISHDIR)'
	install -m 755 $(BINARIES) '$(DESTDIR)$(BINDIR)'
	install -m 644 $(filter %.1,$(PAGES)) '$(DESTDIR)$(MANDIR)/man1'
	install -m 644 $(filter %.7,$(PAGES)) '$(DESTDIR)$(MANDIR)/man7'
	install -m 644 $(filter %.1,$(PAGES_JA)) '$(DESTDIR)$(MANDIR)/ja/man1'
	install -m 644 $(filter %.7,$(PAGES_JA)) '$(DESTDIR)$(MANDIR)/ja/man7'
	set -e; for p in '' ja/; do sed 's,/usr/local/share/hikkoshi,$(PREFIX)/share/hikkoshi,' \
	    man/$$p'hikkoshi-procmail.7' >'$(DESTDIR)$(MANDIR)'/$$p'man7/hikkoshi-procmail.7'; done
	install -m 644 $(KIT) '$(DESTDIR)$(KITDIR)'
	install -m 644 scripts/completion/_hikkoshi '$(DESTDIR)$(ZSHDIR)'
	install -m 644 scripts/completion/hikkoshi.bash '$(DESTDIR)$(BASHDIR)/$(firstword $(FILTERS))'
	install -m 644 scripts/completion/hikkoshi.fish '$(DESTDIR)$(FISHDIR)/$(firstword $(FILTERS)).fish'
	set -e; for f in $(wordlist 2,99,$(FILTERS)); do \
	    ln -sf $(firstword $(FILTERS)) '$(DESTDIR)$(BASHDIR)'/$$f; \
	    ln -sf $(firstword $(FILTERS)).fish '$(DESTDIR)$(FISHDIR)'/$$f.fish; \
	done

uninstall:
	for f in $(FILTERS); do rm -f '$(DESTDIR)$(BINDIR)'/$$f \
	    '$(DESTDIR)$(BASHDIR)'/$$f '$(DESTDIR)$(FISHDIR)'/$$f.fish; done
	rm -f '$(DESTDIR)$(ZSHDIR)/_hikkoshi'
	for p in $(notdir $(PAGES)); do \
	    rm -f '$(DESTDIR)$(MANDIR)'/man?/$$p '$(DESTDIR)$(MANDIR)'/ja/man?/$$p; done
	for r in $(notdir $(KIT)); do rm -f '$(DESTDIR)$(KITDIR)'/$$r; done
	rmdir '$(DESTDIR)$(KITDIR)' '$(DESTDIR)$(PREFIX)/share/hikkoshi' \
	    2>/dev/null || :

# --- tests ---

check: all tests
	B='$(B)' bats tests

tests: $(UNITS) $(TOOLS) $(FUZZERS) $(B)/tests/faults.so $(B)/tests/link \
    $(B)/tests/ctree-untyped $(foreach n,$(TINY),$(foreach f,$(FILTERS),$(B)/tests/$f-$n))

$(UNITS): $(B)/tests/%: tests/unit/%.c tests/unit/unit.h $(UNIT_OBJECTS) $(LIB)
	@mkdir -p $(@D)
	$(COMPILE) -Icmd -Itests/unit -c -o $@.o $<
	$(LINK) -o $@ $@.o $(UNIT_OBJECTS) $(LIB) $(LIBS)

$(TOOLS): $(B)/tests/%: tests/tools/%.c $(LIB) $(B)/config.mk
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@.o $<
	$(LINK) -o $@ $@.o $(LIB) $(LIBS)

# Fuzz targets: here to be fed what tests/fuzz/corpus/ holds; `make fuzz' builds
# them once more, for libFuzzer.
$(FUZZERS): $(B)/tests/fuzz-%: tests/fuzz/%.c tests/fuzz/fuzz.h \
    $(B)/obj/tests/fuzz/replay.o $(UNIT_OBJECTS) $(LIB)
	@mkdir -p $(@D)
	$(COMPILE) -Icmd -c -o $@.o $<
	$(LINK) -o $@ $@.o $(if $(FUZZ_MAIN),$(FUZZ_MAIN),\
	    $(B)/obj/tests/fuzz/replay.o) $(UNIT_OBJECTS) $(LIB) $(LIBS)

# Calls to the system that fail: preloaded by tests, never linked.  dlsym is in a
# library of its own before glibc 2.34.
$(B)/tests/faults.so: tests/faults.c $(B)/config.mk
	@mkdir -p $(@D)
	$(filter-out --coverage,$(COMPILE)) -D_GNU_SOURCE -fPIC -shared $(LDFLAGS) -o $@ $< -ldl

define tiny_objects_rule
$(B)/tiny-$1/%.o: %.c $(B)/config.mk Makefile
	@mkdir -p $$(@D)
	$$(COMPILE) -DBLOCK_SIZE=$1 -c -o $$@ $$<
endef
define tiny_rule
$(B)/tests/$1-$2: $(patsubst %.c,$(B)/tiny-$2/%.o,$(wildcard cmd/$1/*.c)) $(LIB)
	@mkdir -p $$(@D)
	$$(LINK) -o $$@ $(patsubst %.c,$(B)/tiny-$2/%.o,$(wildcard cmd/$1/*.c)) $(LIB) $$(LIBS)
endef
$(foreach n,$(TINY),$(eval $(call tiny_objects_rule,$n)))
$(foreach f,$(FILTERS),$(foreach n,$(TINY),$(eval $(call tiny_rule,$f,$n))))

# ctree on a system without getdents64, and a file system without types.
$(B)/untyped/%.o: lib/%.c $(B)/config.mk Makefile
	@mkdir -p $(@D)
	$(COMPILE) -DDIRENTS_POSIX -DDIRENTS_UNTYPED -c -o $@ $<
$(B)/tests/ctree-untyped: $(call filter_objects,ctree) $(B)/untyped/dirents.o $(LIB)
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(LIBS)

# All filters in one program: no two may give one name to different things.
LINK_OBJECTS = $(foreach f,$(FILTERS),$(patsubst cmd/$f/%.c,$(B)/link/$f/%.o,$(wildcard cmd/$f/*.c)))
define link_objects_rule
$(B)/link/$1/%.o: cmd/$1/%.c $(B)/config.mk Makefile
	@mkdir -p $$(@D)
	$$(COMPILE) -Dmain=$1_main -Wno-missing-prototypes -c -o $$@ $$<
endef
$(foreach f,$(FILTERS),$(eval $(call link_objects_rule,$f)))
$(B)/tests/link: $(LINK_OBJECTS) $(LIB)
	@mkdir -p $(@D)
	echo 'int main(void) { return 0; }' >$(B)/link/main.c
	$(LINK) -o $@ $(B)/link/main.c $(LINK_OBJECTS) \
	    -Wl,--whole-archive $(LIB) -Wl,--no-whole-archive $(LIBS)

# --- one static program ---

# MUSL_CC: a compiler for a libc that can be linked statically and asks for no
# other file at run time.  PCRE2_A: a static PCRE2 for it.
MUSL_CC = musl-gcc
PCRE2_A = $(shell $(PKG_CONFIG) --variable=libdir libpcre2-8)/libpcre2-8.a
PORTABLE = build/portable
PORTABLE_CPPFLAGS = -I$(PORTABLE)/include -DCONFINE_NEVER -DCHARSET_NO_EUC_KR
PORTABLE_CFLAGS = -Os -ffunction-sections -fdata-sections

# Only PCRE2's header: beside it may be those of another libc.
portable:
	@command -v $(firstword $(MUSL_CC)) >/dev/null || { echo "make portable: \
	    no $(MUSL_CC); 'sh scripts/deps portable' installs it, or give MUSL_CC=" >&2; exit 1; }
	@test -f '$(PCRE2_A)' || { echo "make portable: no static PCRE2 at \
	    '$(PCRE2_A)'; give PCRE2_A=, the libpcre2-8.a of a build of PCRE2" >&2; exit 1; }
	@mkdir -p $(PORTABLE)/include $(PORTABLE)/bin
	cp '$(shell $(PKG_CONFIG) --variable=includedir libpcre2-8)/pcre2.h' $(PORTABLE)/include
	$(MAKE) B=$(PORTABLE) CC='$(MUSL_CC)' CFLAGS='$(PORTABLE_CFLAGS)' \
	    CPPFLAGS='$(PORTABLE_CPPFLAGS)' LDFLAGS='-static -no-pie -Wl,--gc-sections -s' \
	    PCRE2_A='$(PCRE2_A)' $(PORTABLE)/hikkoshi
	for f in $(FILTERS); do ln -sf ../hikkoshi $(PORTABLE)/bin/$$f; done

$(B)/hikkoshi: $(patsubst %.c,$(B)/obj/%.o,$(wildcard cmd/hikkoshi/*.c)) $(LINK_OBJECTS) $(LIB)
	$(LINK) -o $@ $(filter %.o,$^) $(LIB) '$(PCRE2_A)' $(ICONV_LIBS)

# --- what is given to others ---

# The files that git knows, where there is git, as of its last commit; or all, as
# of the last change that is told.  The same files give the same bytes.
NAME = hikkoshi-$(VERSION)
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date -r CHANGELOG.md +%s)
dist:
	@mkdir -p $(B)
	if [ -e .git ] && command -v git >/dev/null; then git ls-files -z; else \
	    find . \( -path ./build -o -path ./.git \) -prune -o -type f -print0; \
	    fi >$(B)/dist.files
	LC_ALL=C sort -zo $(B)/dist.files $(B)/dist.files
	tar -cf $(B)/$(NAME).tar --null -T $(B)/dist.files --mode=u=rwX,go=rX \
	    --mtime=@$(SOURCE_DATE_EPOCH) --owner=0 --group=0 --numeric-owner \
	    --transform='flags=r;s,^\(\./\)*,$(NAME)/,'
	gzip -nf $(B)/$(NAME).tar

# The packages' own makes have nothing to do with what was given to this one.
OWN_MAKE = env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES -u B -u WERROR \
    -u CFLAGS -u CPPFLAGS -u LDFLAGS SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH)

deb: dist
	@command -v dpkg-buildpackage >/dev/null && command -v dh >/dev/null || { echo "make deb: \
	    no dpkg-buildpackage or no dh; 'apt-get install dpkg-dev debhelper' has them" >&2; exit 1; }
	rm -rf $(B)/deb
	mkdir -p $(B)/deb
	cp $(B)/$(NAME).tar.gz $(B)/deb/hikkoshi_$(VERSION).orig.tar.gz
	tar -xzf $(B)/$(NAME).tar.gz -C $(B)/deb
	cp -R $(B)/deb/$(NAME)/scripts/packaging/debian $(B)/deb/$(NAME)
	cd $(B)/deb/$(NAME) && $(OWN_MAKE) dpkg-buildpackage -us -uc

# A system that is not made of rpms has none that is required, and a database of
# them is not begun in somebody's home.
RPM_FOREIGN = $(if $(wildcard /var/lib/rpm/* /usr/lib/sysimage/rpm/*),,--nodeps \
    --define '_dbpath $(abspath $(B)/rpm/db)')
rpm: dist
	@command -v rpmbuild >/dev/null || { echo "make rpm: no rpmbuild; \
	    'dnf install rpm-build' or 'apt-get install rpm' has it" >&2; exit 1; }
	rm -rf $(B)/rpm
	mkdir -p $(B)/rpm/SOURCES
	cp $(B)/$(NAME).tar.gz $(B)/rpm/SOURCES
	$(OWN_MAKE) rpmbuild -ba $(RPM_FOREIGN) --define '_topdir $(abspath $(B)/rpm)' \
	    --define '_tmppath $(abspath $(B)/rpm)' \
	    scripts/packaging/rpm/hikkoshi.spec

# Write the expected results of tests/golden/ anew.
golden: all
	B='$(B)' UPDATE_GOLDEN=1 bats tests/golden.bats

lint:
	mandoc -Tlint -Wwarning $(PAGES)
	@# what a section called NAME would do, the lint does not find in Japanese
	! mandoc -Tlint -Wwarning $(PAGES_JA) | \
	    grep -v -e 'first section is not "NAME"' -e 'description line outside NAME'
	shellcheck .ci/run $$(find scripts -maxdepth 1 -type f)
	shellcheck -s bash tests/helpers.bash scripts/completion/hikkoshi.bash

# Seconds for each target.
T = 60
fuzz:
	sh scripts/fuzz $(T)

distcheck:
	sh scripts/distcheck

bench: all $(TOOLS)
	B='$(B)' sh scripts/bench

# `make clean all` has read config.mk before it comes here, and needs it still.
clean:
	$(if $(filter-out clean,$(MAKECMDGOALS)),find build -type f ! -name flags \
	    ! -name config.mk -exec rm -f {} +,rm -rf build)

# bench's trees are large, and no file in them is a rule.
-include $(shell find $(B) -path $(B)/bench -prune -o -type f -name '*.d' -print 2>/dev/null)

FORCE:
.PHONY: all install uninstall check tests golden lint fuzz distcheck portable \
    dist deb rpm bench clean FORCE
.DELETE_ON_ERROR:
