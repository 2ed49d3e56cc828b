#!/usr/bin/env python3
"""Circuits of configs/circuits as ngspice netlists: reference waveforms and impedances.

usage: circuits.py HALLTWIN [NAME ...]
       circuits.py --impedance

Every table of a circuit becomes the elements that stand for it in a netlist, which ngspice solves with
relative tolerance 1e-7 and steps so short that halving them changes nothing that matters. What opens by
itself (a breaker above its current, a load below its voltage) opens there at the time that our log
gives, and the script checks in ngspice's own waveform that the condition was met at that time. Prints
the largest distances, and writes validation/transient/NAME/reference.csv where that folder is there.
Needs ngspice and numpy; Python 3.11.
"""
import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
PREFIX = {"": 1, "k": 1e3, "M": 1e6, "G": 1e9, "m": 1e-3, "u": 1e-6, "n": 1e-9}
# Longest step of the reference [s], columns that are compared.
CASES = {
    "droop_ring": (2e-7, ["v_n1_V", "v_n4_V", "v_n6_V", "i_segment1_A", "i_closing_A", "-i_a_A"]),
    "droop_feeders": (2e-7, ["v_bus_V", "v_r1_V", "v_r2_V", "i_out1_A", "i_out2_A", "i_cable1_A"]),
    "ring_main": (2e-7, ["v_n1_V", "v_n5_V", "v_n8_V", "i_segment2_A", "i_closing_A"]),
    "breaker_mov": (5e-9, ["v_m_V", "v_b_V", "i_feeder_A", "i_busbar_A"]),
    "pre_charge": (1e-6, ["v_b_V", "vc_input_V", "i_cable_A"]),
    "three_wire": (1e-7, ["v_p_V", "v_o_V", "v_n_V", "i_p_A", "i_o_A", "i_n_A"]),
    "training_row": (2e-6, ["v_n1_V", "v_n10_V", "v_n20_V", "i_head_A", "i_segment10_A"]),
}

# Every how many samples the stored reference has one.
THIN = {"droop_ring": 5, "droop_feeders": 5, "ring_main": 5, "breaker_mov": 4, "pre_charge": 10, "three_wire": 5, "training_row": 5}


def number(text):
    """A value in SI from a text with a unit, or a bare number."""
    if not isinstance(text, str):
        return float(text)
    value, unit = re.fullmatch(r"\s*([-+0-9.eE]+)\s*(\S*)\s*", text).groups()
    if unit in ("m", "min", "h"):
        raise ValueError(unit)
    base = re.fullmatch(r"([kMGmun]?)(V|A|W|ohm|H|F|s|V/A|W/V)?", unit)
    return float(value) * PREFIX[base.group(1)]


def points(value):
    return [(0.0, number(value))] if not isinstance(value, list) else [(number(t), number(y)) for t, y in value]


def instances(family):
    """Elements of a family, those with a count one by one."""
    for name, table in family.items():
        if "count" not in table:
            yield name, table
            continue
        for index in range(1, table["count"] + 1):
            def fill(text):
                return re.sub(r"\{index([+-]\d+)?\}", lambda m: str(index + int(m.group(1) or 0)), text)
            one = {k: fill(v) if isinstance(v, str) else v for k, v in table.items() if k != "count"}
            yield f"{name}{index}", one


def wave(node, corners):
    """A voltage source that gives the corners."""
    if len(corners) == 1:
        return f"V{node} {node} 0 DC {corners[0][1]:.15g}"
    flat = " ".join(f"{t:.12g} {y:.15g}" for t, y in corners)
    return f"V{node} {node} 0 PWL({flat} {corners[-1][0] + 1e3:.12g} {corners[-1][1]:.15g})"


def repeated(shape, factor, end):
    period = number(shape["repeat"])
    one = points(shape["points"])
    turns = int(end / period) + 1
    return [(t + k * period, factor * y) for k in range(turns + 1) for t, y in one]


class Netlist:
    def __init__(self, config, events):
        self.c, self.events, self.lines = config, events, []
        self.columns = {}
        self.end = number(config["circuit"].get("duration", "50 ms"))
        self.given = config["circuit"].get("start", "steady") == "given"

    def add(self, *lines):
        self.lines += lines

    def node(self, name):
        return "0" if name in ("ground", "gnd", "0") else name

    def ends(self, t):
        return self.node(t["from"]), self.node(t.get("to", "ground"))

    def series(self, name, a, b, r, l, current=0.0):
        """R and L in series with an ammeter."""
        tag = f"l_{name}"
        self.add(f"V{tag} {a} {tag}_1 DC 0", f"R{tag} {tag}_1 {tag}_2 {max(r, 1e-9):.15g}")
        if l > 0:
            start = f" IC={current:.15g}" if self.given else ""
            self.add(f"L{tag} {tag}_2 {b} {l:.15g}{start}")
        else:
            self.add(f"Vj{tag} {tag}_2 {b} DC 0")
        self.columns[f"i_{name}_A"] = f"i(V{tag})"

    def gated(self, name, a, b, on, off, closed, moves):
        """A resistance whose logarithm goes from one value to the other in 0.02 ns."""
        corners, state = [(0.0, float(closed))], float(closed)
        for time, to in sorted(moves):
            if float(to) != state:
                corners += [(time, state), (time + 2e-11, float(to))]
                state = float(to)
        swing = np.log(off / on)
        self.add(wave(f"k_{name}", corners), f"Vi_{name} {a} {name}_1 DC 0",
                 f"B_k{name} {name}_1 {b} I=V({name}_1,{b})/{off:.15g}*exp({swing:.15g}*V(k_{name}))")
        self.columns[f"i_{name}_A"] = f"i(Vi_{name})"

    def of(self, name):
        return [(e["time_s"], e["what"]) for e in self.events if e["what"].startswith(name + " ")]

    def source(self, name, t):
        a, b = self.ends(t)
        r, l = number(t.get("resistance", 0)), number(t.get("inductance", 0))
        self.add(wave(f"e_{name}", points(t["voltage"])))
        if "current_limit" in t or "response" in t or t.get("reverse", True) is False:
            limit = number(t.get("current_limit", 1e9))
            least = -limit if t.get("reverse", True) else 0.0
            inner = f"{name}_reg" if l > 0 else a
            self.add(f"B_{name} {b} {name}_x I=min(max((V(e_{name})-V({inner},{b}))/{r:.15g},{least:.15g}),{limit:.15g})",
                     f"Vi_{name} {inner} {name}_x DC 0")
            self.columns[f"i_{name}_A"] = f"i(Vi_{name})"
            if l > 0:
                self.series(f"{name}.inductance", inner, a, 0.0, l)
            return
        self.add(f"B_{name} {name}_e {b} V=V(e_{name})")
        if r or l:
            self.series(name, a, f"{name}_e", r, l)
        else:
            self.add(f"Vi_{name} {a} {name}_e DC 0")
            self.columns[f"i_{name}_A"] = f"i(Vi_{name})"

    def capacitor(self, name, t):
        a, b = self.ends(t)
        esr, start = number(t.get("esr", 0)), f" IC={number(t.get('voltage', 0)):.15g}" if self.given else ""
        inner = a
        if esr > 0:
            inner = f"c_{name}"
            self.add(f"Rc_{name} {a} {inner} {esr:.15g}")
        self.add(f"C_{name} {inner} {b} {number(t['capacitance']):.15g}{start}")
        self.columns[f"vc_{name}_V"] = f"v({inner})" if b == "0" else f"v({inner})-v({b})"

    def load(self, name, t):
        a, b = self.ends(t)
        nominal = number(t.get("nominal_voltage", 800))
        floor = number(t.get("minimum_voltage", 0.5 * nominal))
        corners = points(t["power"])
        if "waveform" in t:
            corners = repeated(self.c["waveform"][t["waveform"]], corners[0][1], self.end)
        self.add(wave(f"p_{name}", corners))
        power = f"V(p_{name})"
        on, gate, gated = True, [(0.0, 1.0)], False
        for time, what in self.of(name):
            on = "restarted" in what or "closed" in what
            gate = [(0.0, float(on))] if time == 0 else gate + [(time, gate[-1][1]), (time + 1e-9, float(on))]
            gated = True
        if gated:
            self.add(wave(f"g_{name}", gate))
            power += f"*V(g_{name})"
        if "response" in t:
            # Its power begins again from nothing when it restarts, as soon as the gate is open.
            tau = number(t["response"])
            drain = f"-(1-V(g_{name}))*V(q_{name})*1e7" if gated else ""
            self.add(f"B_q{name} 0 q_{name} I=({power}-V(q_{name}))/{tau:.15g}{drain}", f"C_q{name} q_{name} 0 1 IC={0 if gated else corners[0][1]:.15g}")
            power = f"V(q_{name})"
        z, c = number(t.get("resistance_share", 0)), number(t.get("current_share", 0))
        u = f"max(V({a},{b}),{floor:.15g})"
        law = f"({z / nominal**2:.15g}*{u}+{c / nominal:.15g}+{1 - z - c:.15g}/{u})*min(V({a},{b})/{floor:.15g},1)"
        self.add(f"Bp_{name} {a} {b} I={power}*{law}")

    def draw(self):
        """Lines of all elements."""
        c = self.c
        for name, t in instances(c.get("source", {})):
            self.source(name, t)
        for name, t in instances(c.get("line", {})):
            a, b = self.ends(t)
            self.series(name, a, b, number(t.get("resistance", 0)), number(t.get("inductance", 0)), number(t.get("current", 0)))
        for name, t in instances(c.get("capacitor", {})):
            self.capacitor(name, t)
        for name, t in instances(c.get("load", {})):
            self.load(name, t)
        for family in ("switch", "breaker"):
            for name, t in instances(c.get(family, {})):
                a, b = self.ends(t)
                moves = [(number(x), 1) for x in t.get("close_at", []) ] if isinstance(t.get("close_at"), list) else [(number(t["close_at"]), 1)] if "close_at" in t else []
                moves += [(number(x), 0) for x in t.get("open_at", [])] if isinstance(t.get("open_at"), list) else [(number(t["open_at"]), 0)] if "open_at" in t else []
                moves += [(time, 0) for time, what in self.of(name) if what.endswith("opened") and "trip_current" in t]
                self.gated(name, a, b, number(t.get("resistance", "0.1 mohm")), number(t.get("open_resistance", "1 Gohm")), t.get("closed", True), moves)
        for name, t in instances(c.get("fault", {})):
            a, b = self.ends(t)
            self.gated(name, a, f"{name}_k", number(t.get("resistance", "1 mohm")), 1e9, False, [(number(t["at"]), 1)])
            self.add(f"Lf_{name} {name}_k {b} {max(number(t.get('inductance', 0)), 1e-12):.15g}")
        for name, t in instances(c.get("varistor", {})):
            a, b = self.ends(t)
            v, i = number(t["voltage"]), number(t.get("current", "1 mA"))
            alpha = np.log(number(t["clamp_current"]) / i) / np.log(number(t["clamp_voltage"]) / v)
            self.add(f"Bv_{name} {a} {b} I={i:.15g}*sgn(V({a},{b}))*(abs(V({a},{b}))/{v:.15g})^{alpha:.15g}")
    def text(self, longest, columns, raw):
        """The netlist that is solved over time."""
        self.draw()
        c = self.c

        def expression(column):
            sign, plain = ("-", column[1:]) if column[0] == "-" else ("", column)
            known = self.columns.get(plain) or re.sub(r"^v_(.*)_V$", r"v(\1)", plain)
            return f"{sign}({known})"
        sample = number(c["circuit"].get("sample", "10 us"))
        lets = [f"let w{k} = {expression(x)}" for k, x in enumerate(columns)]
        names = " ".join(f"w{k}" for k in range(len(columns)))
        uic = " uic" if self.given else ""
        return "\n".join(["* " + c["circuit"]["name"], *self.lines,
            ".options reltol=1e-7 abstol=1e-7 vntol=1e-7 chgtol=1e-15 method=gear maxord=2 itl1=500 itl4=200 gmin=1e-15",
            ".control", "set wr_singlescale", "set wr_vecnames", "option numdgt=14",
            f"tran {sample:.12g} {self.end:.12g} 0 {longest:.12g}{uic}", *lets, f"wrdata {raw} {names}", "quit", ".endc", ".end", ""])

    def small_signal(self, bus, raw):
        """The netlist that is asked for the impedance of `bus`, and for its voltage at rest."""
        self.draw()
        return "\n".join(["* " + self.c["circuit"]["name"], *self.lines, f"Iprobe 0 {bus} DC 0 AC 1",
            ".options reltol=1e-9 abstol=1e-12 vntol=1e-9 gmin=1e-15", ".control", "set wr_singlescale", "set numdgt=14", "option numdgt=14",
            "op", f"print v({bus})", "ac dec 20 10 100k", f"wrdata {raw} v({bus})", "quit", ".endc", ".end", ""])


def impedances(name, bus, power):
    """Impedance of a bus, and the gain of the minor loop of its load of constant power, over frequency."""
    config = tomllib.loads((ROOT / "configs/circuits" / f"{name}.toml").read_text())
    with tempfile.TemporaryDirectory() as folder:
        raw, netlist = Path(folder) / "raw.txt", Path(folder) / "circuit.cir"
        netlist.write_text(Netlist(config, []).small_signal(bus, raw))
        run = subprocess.run(["ngspice", "-b", netlist], capture_output=True, text=True)
        if not raw.exists():
            sys.exit(run.stdout[-1500:] + run.stderr[-1500:] + netlist.read_text()[:3000])
        table = np.loadtxt(raw)
    rest = float(re.search(rf"v\({bus}\) = (\S+)", run.stdout).group(1))
    f, z, y = table[:, 0], table[:, 1] + 1j * table[:, 2], -power / rest**2
    # The load is a part of Z: 1/Z = 1/Zs + y.
    return f, z, abs(y / (1 / z - y))


def store_impedances():
    f, z, gain = impedances("ring_main", "n8", 40e3)
    folder = ROOT / "validation/transient/ring_impedance"
    folder.mkdir(exist_ok=True)
    rows = zip(f, z.real, z.imag, gain)
    lines = ["f_Hz,r_ohm,x_ohm,gain"] + [",".join(f"{x:.10g}" for x in row) for row in rows]
    (folder / "reference.csv").write_text("\n".join(lines) + "\n")


def ours(binary, path):
    def run(*how):
        done = subprocess.run([binary, "power", "transient", path, *how], capture_output=True, text=True)
        # 3 tells of a limit of the grid side, which is no fault here.
        if done.returncode not in (0, 3):
            sys.exit(done.stderr)
        return done.stdout

    told, table = json.loads(run("--json")), run("--csv", "-")
    rows = list(csv.reader(io.StringIO(table)))
    values = np.array([[float(x) for x in row] for row in rows[1:]])
    return told["events"], {name: values[:, k] for k, name in enumerate(rows[0])}


def reference(config, events, longest, columns):
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.txt"
        netlist = Path(folder) / "circuit.cir"
        netlist.write_text(Netlist(config, events).text(longest, columns, raw))
        run = subprocess.run(["ngspice", "-b", netlist], capture_output=True, text=True)
        if not raw.exists():
            sys.exit(run.stdout[-1500:] + run.stderr[-1500:] + netlist.read_text()[:3000])
        return np.loadtxt(raw, skiprows=1)


def main():
    if sys.argv[1] == "--impedance":
        return store_impedances()
    binary, names = sys.argv[1], sys.argv[2:] or list(CASES)
    for name in names:
        longest, columns = CASES[name]
        path = ROOT / "configs/circuits" / f"{name}.toml"
        config = tomllib.loads(path.read_text())
        events, mine = ours(binary, path)
        time = mine["t_s"]
        coarse, fine = (reference(config, events, x, columns) for x in (2 * longest, longest))
        print(name, "; ".join(f"{e['time_s']:.9f} s {e['what']}" for e in events))
        table = [time]
        for k, column in enumerate(columns):
            own = -mine[column[1:]] if column[0] == "-" else mine[column]
            a, b = (np.interp(time, w[:, 0], w[:, k + 1]) for w in (coarse, fine))
            away = np.ones(len(time), bool)
            for e in events:
                away &= abs(time - e["time_s"]) > 2e-6
            worst = np.argmax(abs(own - b) * away)
            thin = slice(None, None, THIN[name])
            print(f"  {column:<16} {abs(own - b)[thin][away[thin]].max():10.6f} {abs(own - b)[away].max():10.6f} from ngspice (at {time[worst]:.6f} s), its steps {abs(a - b)[away].max():10.6f}")
            table.append(b)
        folder = ROOT / "validation/transient" / name
        if folder.is_dir():
            head = ["t_s"] + [c.lstrip("-") for c in columns]
            keep = range(0, len(time), THIN[name])
            lines = [",".join(head)] + [",".join(f"{x:.10g}" for x in (c[k] for c in table)) for k in keep]
            (folder / "reference.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
