#!/bin/sh
# Installs Wheelhouse for one person, without root: fetches the archive for this system, checks it against SHA256SUMS
# before anything is put in its place, and then puts it there at once.
#   WHEELHOUSE_SOURCE   where the files of a release are: an address or a folder
#   WHEELHOUSE_BIN      the folder it goes to (~/.local/bin)
#   WHEELHOUSE_TARGET   another system than was found, like linux-x64-baseline
set -eu

published_at='WHEELHOUSE_PUBLISHED_AT'
source=${WHEELHOUSE_SOURCE:-$published_at}
bin=${WHEELHOUSE_BIN:-${HOME:?HOME is not set}/.local/bin}

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

case $source in
'' | WHEELHOUSE_PUBLISHED*) fail 'say where the release is: WHEELHOUSE_SOURCE=https://… or a folder.' ;;
esac

target() {
  case $(uname -s) in
  Linux) os=linux ;;
  Darwin) os=darwin ;;
  *) fail "there is no Wheelhouse for $(uname -s)." ;;
  esac
  case $(uname -m) in
  x86_64 | amd64) cpu=x64 ;;
  arm64 | aarch64) cpu=arm64 ;;
  *) fail "there is no Wheelhouse for $(uname -m)." ;;
  esac
  # A program of Intel's kind is told that it runs on one.
  if [ $os = darwin ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || echo 0)" = 1 ]; then cpu=arm64; fi
  kind=
  if [ $os = linux ] && [ $cpu = x64 ]; then
    if ls /lib/ld-musl-* >/dev/null 2>&1 && ! ls /lib64/ld-linux-* >/dev/null 2>&1; then
      kind=-musl
    elif ! grep -q -w avx2 /proc/cpuinfo 2>/dev/null; then
      kind=-baseline
    fi
  fi
  echo "$os-$cpu$kind"
}

fetch() {
  case $source in
  /* | ./*) cp "$source/$1" "$2" ;;
  *)
    if command -v curl >/dev/null 2>&1; then
      curl --fail --silent --show-error --location --proto-redir '=https' --output "$2" "$source/$1"
    elif command -v wget >/dev/null 2>&1; then
      wget --quiet --output-document="$2" "$source/$1"
    else
      fail 'it needs curl or wget.'
    fi
    ;;
  esac
}

sum_of() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1" | cut -d' ' -f1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 "$1" | cut -d' ' -f1
  else
    fail 'it needs sha256sum or shasum, to check what it fetched.'
  fi
}

wanted=${WHEELHOUSE_TARGET:-$(target)}
mkdir -p "$bin" || fail "$bin cannot be made. Choose another folder with WHEELHOUSE_BIN."
# Beside its place, so that one rename puts it there.
draft=$(mktemp -d "$bin/.wheelhouse-install-XXXXXX") || fail "nothing can be written into $bin. Choose another folder with WHEELHOUSE_BIN."
trap 'rm -rf "$draft"' EXIT
trap 'exit 130' INT TERM

fetch SHA256SUMS "$draft/SHA256SUMS" || fail "$source/SHA256SUMS could not be fetched. Nothing was changed."
line=$(grep -E "^[0-9a-f]{64}  wheelhouse-[A-Za-z0-9.+-]*[0-9]-$wanted\\.tar\\.gz\$" "$draft/SHA256SUMS" || true)
[ "$(printf '%s' "$line" | grep -c .)" = 1 ] || fail "this release has no archive for $wanted. Nothing was changed."
sum=${line%% *}
file=${line##* }
echo "Fetching $file"
fetch "$file" "$draft/archive" || fail "$source/$file could not be fetched whole. Nothing was changed."
[ "$(sum_of "$draft/archive")" = "$sum" ] || fail "$file is not what SHA256SUMS says: it is torn, or was changed. Nothing was changed."
tar -xzf "$draft/archive" -C "$draft" wheelhouse || fail "$file could not be unpacked. Nothing was changed."
chmod 755 "$draft/wheelhouse"
new=$("$draft/wheelhouse" version) || fail "what $file holds does not run here. Nothing was changed. Another kind can be named with WHEELHOUSE_TARGET."

old=
[ -d "$bin/wheelhouse" ] && fail "$bin/wheelhouse is a folder. Move it away. Nothing was changed."
if [ -x "$bin/wheelhouse" ]; then old=$("$bin/wheelhouse" version 2>/dev/null || echo 'another version'); fi
mv -f "$draft/wheelhouse" "$bin/wheelhouse"
if [ -n "$old" ]; then
  echo "Installed $new in place of $old: $bin/wheelhouse"
  echo 'One that runs goes on as it was until it is started again (wheelhouse service restart).'
else
  echo "Installed $new: $bin/wheelhouse"
fi
case :$PATH: in
*:"$bin":*) ;;
*) echo "$bin is not on your PATH. Add it, or call it by its whole name." ;;
esac
