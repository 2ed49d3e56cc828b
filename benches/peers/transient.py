#!/usr/bin/env python3
"""Rows of 20 racks whose loads step together: halltwin against ngspice, time and error.

    cargo build --release && python benches/peers/transient.py [racks=1000] [window=20m]

Both solve the same circuit: 800 V, 2 mohm + 8 uH to a row, 40 uohm + 0.18 uH between racks, 2 mF and a
constant-power load each, from 30 kW to 60-100 kW in 0.2 ms at 1 ms. ngspice runs the Gear method with
reltol 1e-4 and a longest step of 10 us. Times are processor seconds of the whole process, reading of the
circuit and writing of two columns included, medians of alternating runs; errors are those of the
voltages of the first and the last rack against the same circuit solved a hundred times more finely.
Needs ngspice and numpy.
"""
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

OURS = Path(__file__).parents[2] / "target/release/halltwin"
ROW = 20
ROUNDS = 5
# What is asked of ngspice's error: no more than this [V].
LIMIT = 0.10


def powers(racks):
    return np.random.default_rng(7).uniform(6e4, 1e5, racks)


def circuit(path, racks, ms, volt, amp):
    text = [f'[circuit]\nname = "rows"\nduration = "{ms} ms"\nsample = "10 us"',
            f'voltage_error = "{volt} V"\ncurrent_error = "{amp} A"',
            f'record = ["v_n1_V", "v_n{racks}_V"]',
            '[source.grid]\nfrom = "s"\nvoltage = "800 V"']
    for k, power in enumerate(powers(racks), 1):
        head = (k - 1) % ROW == 0
        start = "s" if head else f"n{k - 1}"
        r, l = ("2 mohm", "8 uH") if head else ("40 uohm", "0.18 uH")
        text.append(f'[line.l{k}]\nfrom = "{start}"\nto = "n{k}"\nresistance = "{r}"\ninductance = "{l}"')
        text.append(f'[capacitor.c{k}]\nfrom = "n{k}"\ncapacitance = "2 mF"')
        text.append(f'[load.p{k}]\nfrom = "n{k}"\npower = [["0 s", "30 kW"], ["1 ms", "30 kW"], '
                    f'["1.2 ms", "{power:.7g} W"]]')
    path.write_text("\n".join(text) + "\n")


def netlist(path, raw, racks, ms):
    lines = ["* rows", "Vs s 0 DC 800"]
    for k, power in enumerate(powers(racks), 1):
        if (k - 1) % ROW == 0:
            lines += [f"R{k} s m{k} 2m", f"L{k} m{k} n{k} 8u"]
        else:
            lines += [f"R{k} n{k - 1} m{k} 40u", f"L{k} m{k} n{k} 0.18u"]
        lines += [f"C{k} n{k} 0 2m", f"Vp{k} p{k} 0 PWL(0 30k 1m 30k 1.2m {power:.7g} 1 {power:.7g})",
                  f"B{k} n{k} 0 I=V(p{k})/V(n{k})", f".nodeset V(n{k})=799"]
    lines += [".options reltol=1e-4 method=gear", ".control", "set wr_singlescale", "option numdgt=12",
              f"save v(n1) v(n{racks})", f"tran 10u {ms}m 0 10u", f"wrdata {raw} v(n1) v(n{racks})",
              "quit", ".endc", ".end"]
    path.write_text("\n".join(lines) + "\n")


def timed(*command):
    """Processor seconds of a process."""
    before = os.times()
    subprocess.run(command, capture_output=True, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def compare(racks=1000, ms=20.0):
    """Prints one line an accuracy asked; true where all ratios asked are reached."""
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: Path(folder) / name
        out = lambda name: ("power", "transient", at(name + ".toml"), "--csv", at(name + ".csv"))
        read = lambda name: np.loadtxt(at(name + ".csv"), delimiter=",", skiprows=1)
        # Accuracy asked [V, A], error allowed [V], ratio asked.
        asks = {"no worse than ngspice": (1.0, 1000.0, LIMIT, 20), "5 mV": (0.05, 50.0, 5e-3, 2)}
        circuit(at("exact.toml"), racks, ms, 2e-5, 2e-3)
        for name, ask in asks.items():
            circuit(at(name + ".toml"), racks, ms, *ask[:2])
        netlist(at("rows.cir"), at("raw.txt"), racks, ms)
        timed(OURS, *out("exact"))
        exact, theirs, mine = read("exact"), [], {name: [] for name in asks}
        for _ in range(ROUNDS):
            theirs.append(timed("ngspice", "-b", at("rows.cir")))
            for name in asks:
                mine[name].append(timed(OURS, *out(name)))
        wave = np.loadtxt(at("raw.txt"))
        true = [np.interp(wave[:, 0], exact[:, 0], exact[:, k]) for k in (1, 2)]
        peer = max(abs(wave[:, k] - true[k - 1]).max() for k in (1, 2))
        held = []
        for name, (_, _, allowed, ratio) in asks.items():
            error = abs(read(name) - exact)[:, 1:].max()
            a, b = statistics.median(mine[name]), statistics.median(theirs)
            held.append(b / a >= ratio and error <= allowed)
            print(f"{f'{racks} racks, {ms:g} ms, {name}':<46} {1e3 * a:9.3f} ms  {1e3 * b:9.3f} ms  {b / a:7.1f}x"
                  f"  (asked {ratio}x, errors {1e3 * error:.1f} and {1e3 * peer:.1f} mV)")
    return all(held)


if __name__ == "__main__":
    number = [float(text.rstrip("m")) for text in sys.argv[1:]]
    sys.exit(0 if compare(*[int(x) if k == 0 else x for k, x in enumerate(number)]) else 1)
