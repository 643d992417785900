#!/bin/sh
# SPDX-License-Identifier: MIT
# Look at the sources the way a careful reader does.  Exits 1 when something
# must be mended; what is only long is shown.
set -eu
status=0

need() {
	command -v "$1" >/dev/null && return
	echo "lint: $1 is missing; ./bootstrap lint installs it" >&2
	exit 69
}

complain() {
	echo "lint: $1" >&2
	status=1
}

for tool in clang-format mandoc shellcheck ctags; do
	need "$tool"
done

clang-format --dry-run -Werror lib/*.[ch] lib/*.cc tools/*.[ch] tests/*.[ch] \
	tests/unit/*.[ch] tests/unit/*.cc tests/fault/*.[ch] tests/fuzz/*.[ch] \
	tests/bench/*.c || complain "run clang-format -i on these"
mandoc -T lint -W warning man/*.[157] || complain "mend the manual pages"
shellcheck -x bootstrap .ci/run tests/lint.sh tests/golden.sh tests/bench/*.sh tests/bench/*.bash tests/fault/*.sh ||
	complain "mend the scripts"
for file in lib/*.[ch] lib/*.cc tools/*.[ch] tests/*.[ch] tests/unit/*.[ch] \
	tests/unit/*.cc tests/fault/*.[ch] tests/fuzz/*.[ch] tests/bench/*.c; do
	head -n 1 "$file" | grep -q '^/\* SPDX-License-Identifier: MIT \*/$' ||
		complain "$file: its first line is not the licence"
done

echo "files of more than 400 lines:"
wc -l lib/* tools/* tests/*.bats | awk '$2 != "total" && $1 > 400 {
	print "  " $2, $1 }'
echo "functions of more than 60 lines:"
ctags --c-kinds=f --c++-kinds=f --fields=+ne -f - lib/*.c lib/*.cc tools/*.c | awk -F '\t' '{
	for (i = 4; i <= NF; i++) {
		if ($i ~ /^line:/) first = substr($i, 6)
		if ($i ~ /^end:/) last = substr($i, 5)
	}
	if (last - first >= 60) print "  " $1, last - first + 1, $2 }'
exit $status
