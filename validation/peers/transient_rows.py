#!/usr/bin/env python3
"""Rows of 20 racks whose loads step together: halltwin against ngspice, time and error.

usage: transient_rows.py HALLTWIN [racks=1000] [window=20m]

Both solve the same circuit: 800 V, 2 mohm + 8 uH to a row, 40 uohm + 0.18 uH between racks, 2 mF and a
constant-power load each, from 30 kW to 60-100 kW in 0.2 ms at 1 ms. ngspice runs the Gear method with
reltol 1e-4 and a longest step of 10 us. Errors are those of the last rack's voltage against the same
circuit solved a hundred times more finely. Needs ngspice and numpy.
"""
import csv
import os
import re
import subprocess
import sys
import tempfile
import time

import numpy as np

HALLTWIN = sys.argv[1]
RACKS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
MS = float((sys.argv[3] if len(sys.argv) > 3 else "20m").rstrip("m"))
ROW = 20
POWERS = np.random.default_rng(7).uniform(6e4, 1e5, RACKS)


def circuit(folder, name, volt, amp, longest, points):
    text = [f'[circuit]\nname = "rows"\nduration = "{MS} ms"\nsample = "10 us"',
            f'voltage_error = "{volt} V"\ncurrent_error = "{amp} A"\nlongest_step = "{longest} us"',
            f'record = ["v_n1_V", "v_n{RACKS}_V"]',
            '[source.grid]\nfrom = "s"\nvoltage = "800 V"']
    for k in range(1, RACKS + 1):
        head = (k - 1) % ROW == 0
        start = "s" if head else f"n{k - 1}"
        r, l = ("2 mohm", "8 uH") if head else ("40 uohm", "0.18 uH")
        text.append(f'[line.l{k}]\nfrom = "{start}"\nto = "n{k}"\nresistance = "{r}"\ninductance = "{l}"')
        text.append(f'[capacitor.c{k}]\nfrom = "n{k}"\ncapacitance = "2 mF"')
        text.append(f'[load.p{k}]\nfrom = "n{k}"\npower = [["0 s", "30 kW"], ["1 ms", "30 kW"], '
                    f'["1.2 ms", "{POWERS[k - 1]:.7g} W"]]')
    path = os.path.join(folder, name + ".toml")
    with open(path, "w") as file:
        file.write("\n".join(text) + "\n")
    return path


def ours(folder, name, volt, amp, longest):
    path = circuit(folder, name, volt, amp, longest, None)
    out = os.path.join(folder, name + ".csv")
    best = float("inf")
    said = ""
    for _ in range(3):
        run = subprocess.run([HALLTWIN, "power", "transient", path, "--csv", out],
                             capture_output=True, text=True, check=True)
        said = run.stdout
        solve = float(re.search(r"solved in ([0-9.]+) s", said).group(1))
        best = min(best, solve)
    rows = list(csv.reader(open(out)))[1:]
    return best, np.array([[float(x) for x in row] for row in rows]), said.splitlines()[0]


def ngspice(folder):
    lines = ["* rows", "Vs s 0 DC 800"]
    for k in range(1, RACKS + 1):
        if (k - 1) % ROW == 0:
            lines += [f"R{k} s m{k} 2m", f"L{k} m{k} n{k} 8u"]
        else:
            lines += [f"R{k} n{k - 1} m{k} 40u", f"L{k} m{k} n{k} 0.18u"]
        lines += [f"C{k} n{k} 0 2m",
                  f"Vp{k} p{k} 0 PWL(0 30k 1m 30k 1.2m {POWERS[k - 1]:.7g} 1 {POWERS[k - 1]:.7g})",
                  f"B{k} n{k} 0 I=V(p{k})/V(n{k})", f".nodeset V(n{k})=799"]
    raw = os.path.join(folder, "raw.txt")
    lines += [".options reltol=1e-4 method=gear", ".control", "set wr_singlescale", "option numdgt=12",
              f"save v(n1) v(n{RACKS})", f"tran 10u {MS}m 0 10u", "rusage everything",
              f"wrdata {raw} v(n1) v(n{RACKS})", "quit", ".endc", ".end"]
    path = os.path.join(folder, "rows.cir")
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")
    best = float("inf")
    for _ in range(3):
        run = subprocess.run(["ngspice", "-b", path], capture_output=True, text=True, check=True)
        found = re.search(r"[Tt]ransient analysis time\s*=\s*([0-9.]+)", run.stdout)
        found = found or re.search(r"[Tt]otal analysis time[^0-9]*([0-9.]+)", run.stdout)
        best = min(best, float(found.group(1)))
    return best, np.loadtxt(raw)


with tempfile.TemporaryDirectory() as folder:
    _, exact, _ = ours(folder, "exact", 2e-5, 2e-3, 100)
    print(f"{RACKS} racks through {MS} ms, best of three; solution phase only on both sides")
    peer, wave = ngspice(folder)
    at = np.interp(wave[:, 0], exact[:, 0], exact[:, 2])
    print(f"{'ngspice, gear, 10 us':<34}{peer:8.3f} s  error {abs(wave[:, -1] - at).max():.4f} V")
    for name, volt, amp in (("halltwin, 5 mV asked", 2e-3, 0.5), ("halltwin, coarse", 5e-2, 50.0)):
        wall, own, said = ours(folder, "own", volt, amp, 100)
        error = abs(own[:, 2] - exact[:, 2]).max()
        print(f"{name:<34}{wall:8.3f} s  error {error:.4f} V  {peer / wall:.1f} times faster  ({said})")
