#!/bin/sh
# Runs a command on a PATH without Terraform, Java and browsers, as on a machine that has none of them:
#   sh scripts/without_programs.sh .venv/bin/pytest tests/unit/stacks
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

old_ifs=$IFS
IFS=:
for place in $PATH; do
  for program in "$place"/*; do
    name=${program##*/}
    case $name in
      terraform | java | chromium* | google-chrome* | chrome) continue ;;
    esac
    # The first of a name on the PATH is the one that runs.
    if [ -x "$program" ] && [ ! -e "$folder/$name" ]; then ln -s "$program" "$folder/$name"; fi
  done
done
IFS=$old_ifs

unset TERRAFORM_BINARY_NAME JAVA_HOME
PATH=$folder
"$@"
