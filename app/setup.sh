#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages that are missing for building, running or testing Connection Doctor, and says which.
# Usage: app/setup.sh build|window|tests...   (several words may be given)
set -euo pipefail

build_packages=(cmake ninja-build g++ ccache qt6-base-dev qt6-base-dev-tools qt6-charts-dev libqt6opengl6-dev libgl-dev
                qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libboost1.81-dev libssl-dev libexpected-dev libcli11-dev
                libpcap-dev pkg-config libpango1.0-dev libarchive-dev)
window_packages=(qt6-qpa-plugins libqt6sql6-sqlite libqt6svg6 fonts-dejavu-core)
test_packages=(python3 libvalijson-dev libqt6sql6-sqlite fonts-dejavu-core binutils openssl nginx-light redis-server haproxy
               iproute2 nftables iptables procps conntrack openssh-server memcached apache2-bin lighttpd vsftpd mosquitto stunnel4
               dnsmasq-base postgresql nodejs tinyproxy-bin clang-format tidy qpdf poppler-utils unzip
               xvfb openbox dbus at-spi2-core gir1.2-atspi-2.0 python3-gi python3-xlib python3-numpy python3-pil)

wanted=()
for set_name in "$@"; do
  case "$set_name" in
    build) wanted+=("${build_packages[@]}") ;;
    window) wanted+=("${window_packages[@]}") ;;
    tests) wanted+=("${test_packages[@]}") ;;
    *) echo "app/setup.sh: expected 'build', 'window' or 'tests', not '$set_name'." >&2; exit 2 ;;
  esac
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This is no Debian machine. Install the counterparts of: ${wanted[*]}" >&2
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These Debian packages are missing and only root can install them: ${missing[*]}" >&2
    exit 3
  fi
  as_root=(sudo)
fi
echo "Installing missing Debian packages: ${missing[*]}"

# The servers are wanted as programs for the tests only: keep Debian from starting them as services.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
