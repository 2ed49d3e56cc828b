#!/usr/bin/env python3
"""Ratios of EPANET's solve time to ours, measured in alternation in one sitting, and the symbolic phase of a hub.

    python3 -m venv v && v/bin/pip install owa-epanet
    v/bin/python benches/peers/network_ratios.py --epanet epanet_bench.py NET.inp ...

`epanet_bench.py` times EPANET's C toolkit (thread CPU time, minimum of its repeats) and prints the columns that
`halltwin network bench` prints. All run --rounds times by turns; the tables have medians of the rounds. `batch` is the time
of one of 64 scenarios solved eight in step from one solution, against EPANET's cold and warm solve. Changing the links is
timed on neither side; what a changed link makes necessary is timed on both, and on ours also the coefficients of its law,
which EPANET works out while it is changed.

There is one table for each vector width: our kernels choose the widest that the processor has, so on one with AVX-512 a
second program is built whose kernels do not know it, in a copy under `target/narrow` (once; `--narrow none` leaves it out).
`--halltwin` and `--narrow` name programs that are built already.

The hub is a manifold of --branches branches between two nodes, and the same with neighbouring branches joined; its
symbolic phase is timed --rounds times in each program, beside EPANET's (`EN_openH`).
"""
import argparse, csv, io, pathlib, re, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WIDE = re.compile(r'^\s*"x86_64\+avx512f\+avx512vl\+avx512dq",\n', re.M)
OPEN = """
import ctypes, sys, time
sys.path.insert(0, sys.argv[1])
from epanet_bench import LIB
for path in sys.argv[2:]:
    project, begin = ctypes.c_void_p(), None
    LIB.EN_createproject(ctypes.byref(project))
    assert LIB.EN_open(project, path.encode(), b"/dev/null", b"") <= 100
    begin = time.thread_time()
    assert LIB.EN_openH(project) <= 100
    print(1e3 * (time.thread_time() - begin))
"""


def output(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def rows(command):
    return {r["network"]: r for r in csv.DictReader(io.StringIO(output(command)))}


def build(root):
    subprocess.run(["cargo", "build", "--release", "--target-dir", root / "target"], cwd=root, check=True)
    return str(root / "target/release/halltwin")


def build_narrow():
    """Builds a copy of the repository without the targets of AVX-512; files that are as they were keep their age."""
    copy = ROOT / "target/narrow"
    for name in output(["git", "-C", ROOT, "ls-files", "-z"]).split("\0")[:-1]:
        source, to = ROOT / name, copy / name
        if not source.is_file():
            continue
        content = source.read_bytes()
        if name.startswith("src/") and name.endswith(".rs"):
            content = WIDE.sub("", content.decode()).encode()
            assert b"avx512" not in content, f"{name}: targets are written otherwise than this script knows"
        if not to.exists() or to.read_bytes() != content:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(content)
    return build(copy)


def hub(path, branches, joined):
    """Writes a pump and `branches` branches of two pipes between two nodes; neighbours `joined` at their middles or not."""
    pipe = " 10 12 0.0015 0 Open\n"
    with open(path, "w") as f:
        f.write("[JUNCTIONS]\nS 0 0\nT 0 0\n" + "".join(f"m{i} 0 0\n" for i in range(branches)))
        f.write("[RESERVOIRS]\nR 20\n[PIPES]\nx R T 1 1000 0.045 0 Open\n")
        for i in range(branches):
            f.write(f"a{i} S m{i}{pipe}b{i} m{i} T{pipe}")
            if joined and i:
                f.write(f"c{i} m{i - 1} m{i}{pipe}")
        f.write(f"[PUMPS]\np T S HEAD c\n[CURVES]\nc {0.1 * branches} 20\n")
        f.write("[OPTIONS]\nUNITS LPS\nHEADLOSS D-W\nTRIALS 200\n[END]\n")


def time_hubs(a, programs):
    bench_folder = str(pathlib.Path(a.epanet).resolve().parent)
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/{name}.inp" for name in ("hub", "joined")]
        for path, joined in zip(files, (False, True)):
            hub(path, a.branches, joined)
        theirs = [float(t) for t in output([sys.executable, "-c", OPEN, bench_folder, *files]).split()]
        ours = {width: [[] for _ in files] for width in programs}
        for _ in range(a.rounds):
            for width, program in programs.items():
                timed = rows([program, "network", "bench", "--reps", "1", "--batch", "1", *files])
                for times, row in zip(ours[width], timed.values()):
                    times.append(float(row["symbolic_us"]) / 1e3)
    print(f"symbolic phase of a hub of {a.branches} branches, medians of {a.rounds} rounds; times in ms (aim: 20)")
    print(f"{'':>12} {'alone':>10} {'joined':>10}")
    for name, times in [*((w, [statistics.median(t) for t in ts]) for w, ts in ours.items()), ("EPANET", theirs)]:
        print(f"{name:>12} {times[0]:10.2f} {times[1]:10.2f}")


def show(rounds, width, table):
    print(f"medians of {rounds} alternating rounds, one thread, {width}; times in µs")
    print(f"{'links':>7} {'cold':>10} {'EPANET':>10} {'ratio':>6} {'warm':>10} {'EPANET':>10} {'ratio':>6} {'batch':>10} {'/cold':>6} {'/warm':>6}")
    for t in table.values():
        m = {k: statistics.median(v) for k, v in t.items() if k != "links"}
        print(f"{t['links']:>7} {m['cold']:10.1f} {m['e_cold']:10.1f} {m['e_cold'] / m['cold']:6.2f} {m['warm']:10.1f} {m['e_warm']:10.1f}"
              f" {m['e_warm'] / m['warm']:6.2f} {m['batch']:10.1f} {m['e_cold'] / m['batch']:6.2f} {m['e_warm'] / m['batch']:6.2f}")


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--epanet", required=True)
    p.add_argument("--halltwin", help="our program (built if not given)")
    p.add_argument("--narrow", help="the same, its kernels without AVX-512 (built if not given), or none")
    p.add_argument("--rounds", type=int, default=7)
    p.add_argument("--reps", default="30")
    p.add_argument("--branches", type=int, default=20_000)
    p.add_argument("networks", nargs="+")
    a = p.parse_args()
    flags = open("/proc/cpuinfo").read() if sys.platform == "linux" else ""
    wide, narrow = " avx512f" in flags, "AVX2" if " avx2" in flags else "SSE2 or NEON"
    programs = {"AVX-512" if wide else narrow: a.halltwin or build(ROOT)}
    if wide and a.narrow != "none":
        programs[narrow] = a.narrow or build_narrow()
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
    time_hubs(a, programs)


if __name__ == "__main__":
    main()
