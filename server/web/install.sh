#!/bin/sh
# Brings node_modules of a folder to what its package-lock.json says; does nothing when it is there.
# Several builds of one source tree may ask at once: one installs, the others wait.
# usage: install.sh FOLDER   (a folder with package.json and package-lock.json)
set -eu
cd "$1"
exec 9>.install.lock
flock 9
installed=node_modules/.installed-lock
if cmp -s package-lock.json "$installed"; then
  exit 0
fi
npm ci --no-audit --no-fund --loglevel=error
cp package-lock.json "$installed"
