#!/usr/bin/env python3
"""Ratios of EPANET's solve time to ours, measured in alternation in one sitting.

    python3 -m venv v && v/bin/pip install owa-epanet
    v/bin/python benches/peers/network_ratios.py --epanet epanet_bench.py --halltwin target/release/halltwin NET.inp ...

`epanet_bench.py` times EPANET's C toolkit (thread CPU time, minimum of its repeats) and prints the columns that
`halltwin network bench` prints. Both run --rounds times by turns; the table has medians of the rounds. `batch` is the time
of one of 64 scenarios solved eight in step from one solution, against EPANET's cold and warm solve. The vector width in use
is the widest of AVX-512, AVX2 and SSE2 that the machine has; it is printed. A second program, whose kernels were built
without AVX-512, is timed beside the first with `--narrow`; to build it, in a copy of the repository:

    sed -i '/"x86_64+avx512f+avx512vl+avx512dq",/d' $(grep -rl avx512f src) && cargo build --release
"""
import argparse, csv, io, statistics, subprocess, sys


def rows(command):
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {r["network"]: r for r in csv.DictReader(io.StringIO(text))}


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--epanet", required=True)
    p.add_argument("--halltwin", required=True)
    p.add_argument("--narrow", help="halltwin whose kernels know no AVX-512")
    p.add_argument("--rounds", type=int, default=7)
    p.add_argument("--reps", default="30")
    p.add_argument("networks", nargs="+")
    a = p.parse_args()
    flags = open("/proc/cpuinfo").read() if sys.platform == "linux" else ""
    wide, narrow = " avx512f" in flags, " avx2" in flags
    programs = {"AVX-512" if wide else "AVX2" if narrow else "SSE2 or NEON": a.halltwin}
    if a.narrow:
        programs["AVX2" if narrow else "SSE2 or NEON"] = a.narrow
    times = {width: {} for width in programs}
    for _ in range(a.rounds):
        theirs = rows([sys.executable, a.epanet, "--reps", a.reps, *a.networks])
        for width, program in programs.items():
            ours = rows([program, "network", "bench", "--reps", a.reps, *a.networks])
            batch = rows([program, "network", "bench", "--reps", "5", "--batch", "64", *a.networks])
            for name, r in theirs.items():
                t = times[width].setdefault(name, {"links": r["links"], "e_cold": [], "e_warm": [], "cold": [], "warm": [], "batch": []})
                for key, source, column in (("e_cold", theirs, "cold_us"), ("e_warm", theirs, "warm_us"), ("cold", ours, "cold_us"),
                                            ("warm", ours, "warm_us"), ("batch", batch, "scenario_us")):
                    t[key].append(float(source[name][column]))
    for width, table in times.items():
        show(a.rounds, width, table)


def show(rounds, width, table):
    print(f"medians of {rounds} alternating rounds, one thread, {width}; times in µs")
    print(f"{'links':>7} {'cold':>10} {'EPANET':>10} {'ratio':>6} {'warm':>10} {'EPANET':>10} {'ratio':>6} {'batch':>10} {'/cold':>6} {'/warm':>6}")
    for t in table.values():
        m = {k: statistics.median(v) for k, v in t.items() if k != "links"}
        print(f"{t['links']:>7} {m['cold']:10.1f} {m['e_cold']:10.1f} {m['e_cold'] / m['cold']:6.2f} {m['warm']:10.1f} {m['e_warm']:10.1f}"
              f" {m['e_warm'] / m['warm']:6.2f} {m['batch']:10.1f} {m['e_cold'] / m['batch']:6.2f} {m['e_warm'] / m['batch']:6.2f}")


if __name__ == "__main__":
    main()
