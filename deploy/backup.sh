#!/bin/sh
# backup.sh FOLDER DAYS: a new copy in FOLDER, proved; then those older than DAYS days go.
# In: the settings of the service in the environment. Out: the path and contents of the copy; exit
# code 1, and every older copy still there, when the new one is not good.
set -eu
folder=$1
days=$2
cd "$(dirname "$0")/.."
file="$folder/vanban-$(date +%Y%m%d-%H%M%S).zip"
.venv/bin/python -m vanban backup "$file"
.venv/bin/python -m vanban restore --check "$file" >/dev/null
find "$folder" -maxdepth 1 -name 'vanban-*.zip' -mtime "+$days" -delete
