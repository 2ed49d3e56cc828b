#!/usr/bin/env python3
"""Load flow beside power-grid-model and transients beside ngspice: same machine, alternating runs, medians.

    pip install power-grid-model numpy; apt-get install ngspice
    cargo build --release && python benches/peers/power.py

Prints one line a figure with the ratio of medians, and fails when the answers differ.
"""
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import transient
from power_grid_model import CalculationMethod, LoadGenType, PowerGridModel, initialize_array

OURS = Path(__file__).parents[2] / "target/release/halltwin"
ROUNDS = 7


def rows(count, meshed):
    """Rows of 20 racks on a main bus; with `meshed`, lines between rows for a fifth of the buses."""
    draw = random.Random(7).random
    lines, loads = [], {}
    for k in range(1, count + 1):
        first = (k - 1) % 20 == 0
        lines.append((0 if first else k - 1, k, (2e-3 if first else 40e-6) * (1 + 0.2 * draw())))
        loads[k] = 30e3 + 70e3 * draw()
    if meshed:
        lines += [(k, k + 20, 40e-6 * (1 + 0.2 * draw())) for k in range(5, count - 19, 5)]
    return lines, loads


def table(lines, loads):
    return {
        "slack_bus": 0,
        "slack_voltage_V": 800.0,
        "lines": [{"f": f, "t": t, "r_ohm": r} for f, t, r in lines],
        "loads_W": {str(k): p for k, p in loads.items()},
    }


def peer(lines, loads):
    """The same network in power-grid-model: a single-phase equivalent without reactance."""
    n, m = len(loads), len(lines)
    node = initialize_array("input", "node", n + 1)
    node["id"], node["u_rated"] = np.arange(n + 1), 800.0
    line = initialize_array("input", "line", m)
    line["id"] = np.arange(n + 1, n + 1 + m)
    line["from_node"], line["to_node"] = [l[0] for l in lines], [l[1] for l in lines]
    line["from_status"] = line["to_status"] = 1
    line["r1"], line["x1"], line["c1"], line["tan1"], line["i_n"] = [l[2] for l in lines], 1e-9, 0, 0, 1e5
    load = initialize_array("input", "sym_load", n)
    load["id"], load["node"] = np.arange(n + m + 1, 2 * n + m + 1), np.arange(1, n + 1)
    load["status"], load["type"], load["q_specified"] = 1, LoadGenType.const_power, 0
    load["p_specified"] = [loads[k] for k in range(1, n + 1)]
    source = initialize_array("input", "source", 1)
    source["id"], source["node"], source["status"], source["u_ref"], source["sk"] = 2 * n + m + 1, 0, 1, 1.0, 1e20
    return PowerGridModel({"node": node, "line": line, "sym_load": load, "source": source}), load


def solve(model, method, **more):
    start = time.perf_counter()
    result = model.calculate_power_flow(
        symmetric=True, error_tolerance=1e-10, calculation_method=method, **more
    )
    return time.perf_counter() - start, result


def ours(path, *more):
    out = subprocess.run(
        [OURS, "power", "bench", path, "--json", *more], check=True, capture_output=True, text=True
    )
    return json.loads(out.stdout)


def compare(name, lines, loads, method, limit):
    model, _ = peer(lines, loads)
    theirs, mine = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        path.write_text(json.dumps(table(lines, loads)))
        solve(model, method)
        for _ in range(ROUNDS):
            runs = [solve(model, method) for _ in range(21)]
            theirs.append(statistics.median(seconds for seconds, _ in runs))
            result = runs[0][1]
            answer = ours(path, "--repeat", "21", "--scenarios", "2")
            mine.append(answer["solve_median_s"])
    # Its source has an internal impedance that is small but not zero.
    apart = abs(result["node"]["u_pu"].min() - answer["lowest_V"] / 800.0)
    return report(name, mine, theirs, limit, apart)


def batch(lines, loads, limit):
    model, load = peer(lines, loads)
    update = initialize_array("update", "sym_load", (100, len(loads)))
    update["id"] = load["id"]
    update["p_specified"] = load["p_specified"] * np.linspace(0.3, 1.0, 100)[:, None]
    theirs, mine = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        path.write_text(json.dumps(table(lines, loads)))
        for _ in range(ROUNDS):
            method = CalculationMethod.newton_raphson
            seconds, result = solve(model, method, update_data={"sym_load": update}, threading=1)
            theirs.append(seconds)
            answer = ours(path, "--repeat", "1")
            mine.append(answer["batch_s"])
    apart = abs(result["node"]["u_pu"][-1].min() - answer["lowest_V"] / 800.0)
    return report("100 scenarios, 1 000 buses, Newton, 1 thread", mine, theirs, limit, apart)


def report(name, mine, theirs, limit, apart):
    a, b = statistics.median(mine), statistics.median(theirs)
    print(f"{name:<46} {1e3 * a:9.3f} ms  {1e3 * b:9.3f} ms  {b / a:7.1f}x  (asked {limit}x, {apart:.1e} pu apart)")
    return b / a >= limit and apart < 1e-6


def main():
    print(f"{'':<46} {'halltwin':>12} {'peer':>13}")
    iterative, newton = CalculationMethod.iterative_current, CalculationMethod.newton_raphson
    held = [
        compare("10 000 buses radial, iterative current", *rows(10_000, False), iterative, 3),
        compare("10 000 buses, 20 % ties, Newton", *rows(10_000, True), newton, 1),
        batch(*rows(1_000, False), 4),
        transient.compare(),
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
