# SPDX-License-Identifier: MIT
#
# table.awk: the ratios of what was measured, each beside its goal.
#
#	awk -f table.awk goals times
#
# goals, parted by "|": label; what counts (cpu, wall, start: wall in
# milliseconds, speed: wall, but the peer's over ours, peak: memory in MiB,
# rate and late: what stands in the place of wall); our command; the peer's, or
# nothing; how many times the peer's input would be ours; <= or >=, or - to
# show it only; the goal; the package that holds the peer.
# times: round, command, CPU seconds, wall seconds, KiB.
# Exits 1 when a goal is missed.

BEGIN {
	column["cpu"] = 3
	column["wall"] = column["start"] = column["speed"] = 4
	column["rate"] = column["late"] = 4
	column["peak"] = 5
	unit["cpu"] = unit["wall"] = unit["speed"] = 1
	unit["rate"] = unit["late"] = 1
	unit["start"] = 1000
	unit["peak"] = 1 / 1024
}

FNR == NR {
	split($0, goal, "|")
	for (i = 1; i <= 8; i++)
		goals[FNR, i] = goal[i]
	goal_count = FNR
	next
}

{
	for (i = 3; i <= 5; i++)
		cost[$2, $1, i] = $i
	if ($1 > rounds)
		rounds = $1
}

function median(list, count,    i, j, swap) {
	for (i = 2; i <= count; i++)
		for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
			swap = list[j]
			list[j] = list[j - 1]
			list[j - 1] = swap
		}
	return (list[int((count + 1) / 2)] + list[int(count / 2) + 1]) / 2
}

function figure(value) {
	return sprintf(value < 1000 ? "%.3f" : "%.0f", value)
}

function row(n,    kind, us, peer, at, round, a, b, ours, theirs, ratios, m) {
	kind = goals[n, 2]
	us = goals[n, 3]
	peer = goals[n, 4]
	at = column[kind]
	if (peer != "" && !((peer, 1, at) in cost)) {
		printf "%-44s skipped: %s is missing (package %s)\n",
			goals[n, 1], peer, goals[n, 8]
		return 1
	}
	for (round = 1; round <= rounds; round++) {
		a = cost[us, round, at] * unit[kind]
		b = 1
		if (peer != "")
			b = cost[peer, round, at] * unit[kind] * goals[n, 5]
		ours[round] = a
		theirs[round] = b
		ratios[round] = kind == "speed" ? b / a : a / b
	}
	m = median(ratios, rounds)
	printf "%-44s %8s %8s %8s", goals[n, 1], figure(median(ours, rounds)),
		peer == "" ? "" : figure(median(theirs, rounds)),
		peer == "" ? "" : sprintf("%.3f", m)
	if (goals[n, 6] == "-") {
		print ""
		return 1
	}
	a = goals[n, 6] == "<=" ? m <= goals[n, 7] : m >= goals[n, 7]
	printf "  %s %-5s %s\n", goals[n, 6], goals[n, 7], a ? "ok" : "MISSED"
	return a
}

END {
	printf "%-44s %8s %8s %8s  %s\n", "", "ours", "peer", "ratio", "goal"
	for (n = 1; n <= goal_count; n++)
		if (!row(n))
			missed++
	if (missed)
		printf "%d missed\n", missed
	exit missed > 0
}
