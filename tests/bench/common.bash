# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the scripts that measure share.  They run in a directory of their own.

have() {
	command -v "$1" >/dev/null
}

# One more line in times.txt, for table.awk.
take() { # NAME [MEASURE'S OPTION]... COMMAND [ARGUMENT]...
	local name=$1 costs
	shift
	costs=$(./measure "$@")
	# shellcheck disable=SC2154
	echo "$round $name $costs" >>times.txt
}

# npm's package, once for each build; false when there is no npm, or no package.
npm_package() { # BUILD_DIR PACKAGE
	have node && have npm || return 1
	[ -d "$1/bench-peers/node_modules/$2" ] ||
		timeout 300 npm install --silent --no-audit --no-fund \
			--prefix "$1/bench-peers" "$2" >npm.log 2>&1
}
