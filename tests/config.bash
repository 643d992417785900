# SPDX-License-Identifier: MIT
# What the tests of config.yaml share.
# shellcheck shell=bash

load helper

# What printf makes of a text, as the profile's file.
settings() {
	mkdir -p -m 700 "$CSR_HOME"
	# shellcheck disable=SC2059
	printf -- "$1" >"$CSR_HOME/config.yaml"
	chmod 600 "$CSR_HOME/config.yaml"
}
