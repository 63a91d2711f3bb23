#!/bin/bash
# The engine `anomaly` on the public part of the Numenta Anomaly Benchmark: every file through
# `foreshock detect --csv --out`, then the scorer at the one fixed threshold.
#   NAB=../shared/nab ./dev bench nab
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bin=$(realpath "${FORESHOCK_BUILD:-$top/build/release}")
nab=${NAB:-$top/../shared/nab}
if [ ! -e "$nab/score_nab.py" ]; then
    echo "there is no benchmark at $nab (set NAB)" >&2
    exit 1
fi
results=$(mktemp -d "${TMPDIR:-/tmp}/foreshock-nab.XXXXXX")
trap 'rm -rf "$results"' EXIT

for file in "$nab"/data/*/*.csv; do
    out=$results/${file#"$nab"/data/}
    mkdir -p "$(dirname "$out")"
    "$bin/foreshock" detect --csv "$file" --out "$out" >/dev/null
done

python3 "$nab/score_nab.py" --results "$results" --threshold 0.5 --json |
    python3 -c '
import json, sys

profiles = next(iter(json.load(sys.stdin).values()))
print("| profile | score | windows | false rows | false episodes per 1000 rows |")
print("|---|---|---|---|---|")
for name, total in profiles.items():
    print("| %s | %.1f | %d/%d | %d | %.3f |" % (
        name, total["score"][name], total["detected"], total["windows"], total["fp_rows"],
        total["fp_episodes_per_1000_rows"]))
print("%.1f points in the standard profile" % profiles["standard"]["score"]["standard"])
'
