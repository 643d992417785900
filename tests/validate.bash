# SPDX-License-Identifier: MIT
# What the tests of csr-validate share.
# shellcheck shell=bash

load helper

# A build without libphonenumber knows no country's numbers.
knows_plans() {
	csr-validate -q --country US </dev/null 2>/dev/null
}

needs_plans() {
	knows_plans || skip "built without libphonenumber"
}
