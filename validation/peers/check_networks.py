#!/usr/bin/env python3
"""Solve every EPANET file that the packages epyt and wntr ship, and check the answers independently.

    python3 -m venv v && v/bin/pip install owa-epanet
    v/bin/pip download --no-deps epyt wntr -d packages
    v/bin/python check_networks.py --halltwin target/release/halltwin packages/*.whl [FILE.inp ...]

EPANET (the C toolkit in `owa-epanet`) opens each file and solves it at ACCURACY 1e-8 in at most 200 trials; its
iterations stand beside ours. Then `residuals` below, which shares no code with either program, takes the heads and
flows that `halltwin network solve --json` printed and evaluates from the parameters that EPANET read

    each link law  (pipes, pumps, throttles, loss curves)     |h(Q) - (H1 - H2)|            [m]
    each node      (junctions)                                |sum Q - demand| / largest Q  [-]
    each condition (check valves, pumps, FCV, PRV, PSV, PBV)  [m] and [-] likewise

Some files have no solution in earnest: a demand behind closed valves, pipes of no width. EPANET and we then feed it
through a leak, with heads far out of this world; all other links and all nodes are judged, heads to 1e-12 of the largest.
What is cut off has to be named (a warning, `cut_off`), and only where EPANET finds it so too.

Exit status 1 where a file that EPANET opens is not solved, or a residual is above 1e-6 m or 1e-9.
"""
import argparse, ctypes as C, glob, json, math, os, subprocess, sys, tempfile, zipfile
import epanet

FT, G, BIG = 0.3048, 32.2, 1e8
HERE = os.path.dirname(epanet.__file__)
LIB = C.CDLL((glob.glob(HERE + "/libepanet2*.so*") + glob.glob(HERE + "/../owa_epanet.libs/libepanet2*.so*"))[0])


class Net:
    """What EPANET read, in ft and cfs, at the switches that hold in its solution."""

    def __init__(self, path, trials=200):
        self.ph = C.c_void_p()
        LIB.EN_createproject(C.byref(self.ph))
        self.code = LIB.EN_open(self.ph, path.encode(), b"/dev/null", b"")
        if self.code > 100:
            return
        for option, value in ((1, 1e-8), (0, trials)):
            LIB.EN_setoption(self.ph, option, C.c_double(value))
        LIB.EN_openH(self.ph)
        LIB.EN_initH(self.ph, 10)
        self.warning = LIB.EN_runH(self.ph, C.byref(C.c_long()))
        self.iterations, self.error = self.get("statistic", 0), self.get("statistic", 1)
        unit = C.c_int()
        LIB.EN_getflowunits(self.ph, C.byref(unit))
        self.us = unit.value < 5
        self.flow = [1, 448.831, 0.64632, 0.5382, 1.9837, 28.317, 1699.0, 2.4466, 101.94, 2446.6, 0.028317][unit.value]
        self.length = 1.0 if self.us else FT
        self.form = int(self.get("option", 7))

    def get(self, what, *args):
        x = C.c_double()
        getattr(LIB, "EN_get" + what)(self.ph, *args, C.byref(x))
        return x.value

    def count(self, what):
        n = C.c_int()
        LIB.EN_getcount(self.ph, what, C.byref(n))
        return range(1, n.value + 1)

    def name(self, what, i):
        text = C.create_string_buffer(64)
        getattr(LIB, f"EN_get{what}id")(self.ph, i, text)
        return text.value.decode("utf-8", "replace")

    def integer(self, what, i):
        n = C.c_int()
        getattr(LIB, "EN_get" + what)(self.ph, i, C.byref(n))
        return n.value

    def curve(self, i):
        n, text, size = C.c_int(), C.create_string_buffer(64), len(self.count(4))
        LIB.EN_getcurvelen(self.ph, i, C.byref(n))
        x, y = (C.c_double * n.value)(), (C.c_double * n.value)()
        LIB.EN_getcurve(self.ph, i, text, C.byref(n), x, y)
        return [(a / self.flow, b / self.length) for a, b in zip(x, y)]


def kilowatt():
    """What EN_getlinkvalue gives for the power of a pump of 1 kW: EPANET 2.3.5 gives, and keeps, horsepower, and
    converts that once more when it solves, so that its own pumps of metric files lift a third too much."""
    text = "[JUNCTIONS]\nJ 0 1\n[RESERVOIRS]\nR 9\n[PUMPS]\nu R J POWER 1\n[OPTIONS]\nUNITS LPS\n[END]\n"
    with tempfile.NamedTemporaryFile("w", suffix=".inp") as f:
        f.write(text)
        f.flush()
        net = Net(f.name)
        return net.get("linkvalue", 1, 18)


def open_loss(minor, q):
    """Loss of an open valve: without a coefficient, EPANET has 1e-6 ft a cfs (CSMALL in hydcoeffs.c)."""
    return minor * q * abs(q) if minor > 0 else 1e-6 * q


def positional(net, i, k, percent):
    """Loss coefficient of a valve opened to `percent` along the curve of its flow coefficient, straight if it has none."""
    if percent >= 100:
        return k
    curve, share = int(net.get("linkvalue", i, 25)), percent
    if curve > 0:
        points = sorted({(0.0, 0.0), *((q * net.flow, h * net.length) for q, h in net.curve(curve))})
        x, y = points[-1]
        # EPANET 2.3.5 goes on from 1 percent at 1 through the last point.
        share = straight(points, percent) if percent <= x else y + (y - 1) / (x - 1) * (percent - x)
    return min(k / max(share / 100, 1e-6) ** 2, 1e8)


def friction(q, d, rough, nu):
    """Darcy's f as EPANET has it."""
    re = 4 * q / (math.pi * d * nu)
    sj = lambda re: 0.25 / math.log10(rough / (3.7 * d) + 5.74 / re**0.9) ** 2
    if re >= 4000:
        return sj(re)
    if re <= 2000:
        return 64 / max(re, 1e-30)
    fa, y = sj(4000), rough / (3.7 * d) + 5.74 / 4000**0.9
    fb = fa * (2 - 0.00514215 / (y * -2 * math.log10(y)))
    r = re / 2000
    return 7 * fa - fb + r * (0.128 - 17 * fa + 2.5 * fb + r * (-0.128 + 13 * fa - 2 * fb + r * (0.032 - 3 * fa + 0.5 * fb)))


def straight(points, x):
    k = min(max(sum(p[0] < x for p in points), 1), len(points) - 1)
    (x0, y0), (x1, y1) = points[k - 1], points[k]
    return y0 + (y1 - y0) / (x1 - x0) * (x - x0)


def pump_head(net, i, q, speed):
    """Head of a running pump [ft]."""
    kind, power = net.integer("pumptype", i), net.get("linkvalue", i, 18)
    if kind == 0:
        return 8.814 * (power if net.us else power / net.kilowatt / 0.7457) * speed**3 / max(q, 1e-9)
    points = net.curve(net.integer("headcurveindex", i))
    if len(points) == 1 or (len(points) == 3 and points[0][0] == 0):
        (q1, h1) = points[0] if len(points) == 1 else points[1]
        (q2, h2) = (2 * q1, 0.0) if len(points) == 1 else points[2]
        h0 = 1.33334 * h1 if len(points) == 1 else points[0][1]
        n = math.log((h0 - h2) / (h0 - h1)) / math.log(q2 / q1)
        return speed**2 * h0 - (h0 - h1) / q1**n * speed ** (2 - n) * q**n
    return speed**2 * straight(points, q / speed)


def residuals(net, heads, flows):
    """Largest residual of heads [m] and of flows [share of the largest flow], with their elements."""
    H = {i: heads[net.name("node", i)] / FT for i in net.count(0)}
    Q = {i: flows[net.name("link", i)] / 0.028317 for i in net.count(2)}
    most = max(max(map(abs, Q.values())), 1e-3)
    excess = {i: -net.get("nodevalue", i, 9) / net.flow for i in net.count(0)}
    head, flow = (0.0, ""), (0.0, "")
    gravity, nu = net.get("option", 12), net.get("option", 13) * 1.1e-5
    # Units of pressure a foot: psi, kPa, metres of the liquid, bar, feet of it.
    psi = [0.4333 * gravity, 6.895 * 0.4333 * gravity, FT, 0.068948 * 0.4333 * gravity, 1.0][int(net.get("option", 25))]
    for i in net.count(2):
        a, b = C.c_int(), C.c_int()
        LIB.EN_getlinknodes(net.ph, i, C.byref(a), C.byref(b))
        a, b, q, kind = a.value, b.value, Q[i], net.integer("linktype", i)
        excess[a] -= q
        excess[b] += q
        value = lambda what: net.get("linkvalue", i, what)
        dh, setting, is_open = H[a] - H[b], value(12), value(11) != 0
        d = value(0) / (12 if net.us else 304.8) or 1.0
        km = 0.02517 / d**4
        minor = km * value(3)
        lost, short = 0.0, 0.0
        # A valve of status OPEN has no setting, and EPANET tells 0; one that is ACTIVE may be set to 0.
        fixed_open = kind >= 3 and kind != 8 and setting == 0 and (value(4) == 1 or kind in (7, 9) and value(11) == 1)
        # What solutions shut (a check valve, a pump that cannot lift, a valve at work) is judged here, not by EPANET.
        is_open |= kind == 0 or kind in (2, 3, 4, 6) and setting > 0
        barred = kind != 1 or one_way(net, a, b, kind, dh)
        if abs(dh) > 1e4 and barred or not is_open and abs(q) <= 1e-9 * most:
            pass                                              # shut, or the leak to a starved part; a leak is a node's matter
        elif not is_open:
            lost = dh - BIG * q if abs(dh) > 1e3 else 0.0
            short = 0.0 if abs(dh) > 1e3 else abs(q)
        elif kind in (0, 1):
            length, rough = value(1) / net.length, value(2)
            if net.form == 0:
                loss = 4.727 * length / rough**1.852 / d**4.871 * abs(q) ** 1.852
            elif net.form == 1:
                k = rough / 1000 / net.length
                loss = friction(abs(q), d, k, nu) * length / (2 * G * d * (math.pi * d * d / 4) ** 2) * q * q
            else:
                loss = (4 * rough / (1.49 * math.pi * d * d)) ** 2 * (d / 4) ** -1.333 * length * q * q
            lost = dh - math.copysign(loss + minor * q * q, q)
            if abs(q) <= 1e-9 * most and one_way(net, a, b, kind, dh):
                lost = 0.0                                    # held by a check valve or a full or empty tank
            short = max(-q, 0.0) if kind == 0 else 0.0
        elif kind == 2:
            lost = dh + pump_head(net, i, max(q, 0.0), setting)
            lost = max(lost, 0.0) if q <= 1e-9 * most else lost   # may hold back more than its shut-off head
            lost = 0.0 if q <= 1e-9 * most and one_way(net, a, b, kind, dh) else lost
            short = max(-q, 0.0)
        elif kind == 8:
            lost = dh - math.copysign(straight(net.curve(int(setting)), abs(q)), q)
        elif fixed_open or kind == 5 and setting == 0:
            lost = dh - open_loss(minor, q)
        elif kind == 7:
            lost = dh - open_loss(km * setting, q)
        elif kind == 9:
            lost = dh - open_loss(km * positional(net, i, value(3), setting), q)
        elif kind == 5:
            kept, loss = setting / psi, minor * q * abs(q)
            lost = dh - (loss if abs(loss) > kept else kept)
            # Where reverse flow would lose as much in the open valve, the loss steps from one to the other.
            turns = q < 0 and abs(q + math.sqrt(kept / minor)) <= 1e-9 * most if minor else False
            lost = max(abs(dh) - kept, 0.0) if turns else lost
        elif kind == 6:
            limit, least = setting / net.flow, dh - open_loss(minor, q)
            at_limit = abs(q - limit) <= 1e-9 * most
            lost, short = (min(least, 0.0) if at_limit else least), max(q - limit, 0.0)
        elif kind in (3, 4):
            up, down, loss = H[a], H[b], open_loss(minor, q)
            hset = net.get("nodevalue", b if kind == 3 else a, 0) / net.length + setting / psi
            lost = min(up - loss, hset) - down if kind == 3 else up - max(down + loss, hset)
            lost = max(lost, 0.0) if q <= 1e-9 * most and kind == 3 else lost
            lost = max(lost, 0.0) if q <= 1e-9 * most and kind == 4 else lost
            short = max(-q, 0.0)
        name = net.name("link", i)
        head, flow = max(head, (abs(lost) * FT, name)), max(flow, (short / most, name))
    for i, x in excess.items():
        if net.integer("nodetype", i) == 0:
            flow = max(flow, (abs(x) / most, net.name("node", i)))
    return head, flow


def one_way(net, a, b, kind, dh):
    """Whether flow in the direction of `dh` is held back by the link or a tank at its end."""
    held = kind == 0 and dh < 0
    for node, into in ((a, dh < 0), (b, dh > 0)):
        if net.integer("nodetype", node) == 2:
            level = net.get("nodevalue", node, 8)
            full = level >= net.get("nodevalue", node, 21) - 0.0005 and not net.get("nodevalue", node, 26)
            empty = level <= net.get("nodevalue", node, 20) + 0.0005
            held |= (full and (into or kind == 2)) or (empty and (not into or kind == 2))
    return held


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--halltwin", default="halltwin")
    p.add_argument("files", nargs="+", help="wheels, or .inp files")
    a = p.parse_args()
    work, files = tempfile.mkdtemp(), []
    for f in a.files:
        if f.endswith(".whl"):
            z = zipfile.ZipFile(f)
            files += [z.extract(n, work) for n in sorted(z.namelist()) if n.endswith(".inp")]
        else:
            files.append(f)
    bad = 0
    Net.kilowatt = kilowatt()
    print(f"{'file':44} {'links':>6} {'EPANET':>12} {'ours':>5} {'heads [m]':>10} {'flows [-]':>10}")
    for f in files:
        net, name = Net(f), os.path.basename(f)[:44]
        if net.code > 100:
            print(f"{name:44} EPANET does not open it (error {net.code})")
            continue
        theirs = f"{net.iterations:.0f}" + ("" if net.error <= 1e-8 else f" ({net.error:.0e})")
        run = subprocess.run([a.halltwin, "network", "solve", f, "--json"], capture_output=True, text=True)
        refused = "not supported" in run.stderr
        lowest = min(net.get("nodevalue", i, 10) for i in net.count(0))
        starved = lowest < -1e4  # EPANET, too, feeds a demand through a closed link or a pipe of no width
        if run.returncode or not json.loads(run.stdout)["converged"]:
            print(f"{name:44} {len(net.count(2)):6} {theirs:>12} {'-':>5} {run.stderr.strip()[:90]}")
            bad += not refused
            continue
        ours = json.loads(run.stdout)
        # EPANET warns of what is cut off, or its heads are out of this world.
        if ours.get("cut_off") and not (starved or net.warning == 3):
            print(f"{name:44} cut off here and not in EPANET: {ours['cut_off']}")
            bad += 1
        head, flow = residuals(net, ours["heads"], ours["flows"])
        far = max(map(abs, ours["heads"].values())) if starved else 0.0
        ok = head[0] <= max(1e-6, 1e-12 * far) and flow[0] <= 1e-9
        bad += not ok
        where = "" if ok else f"  {head[1]} {flow[1]}"
        where += f"  starved: heads to {far:.0e}, EPANET's lowest {lowest:.0e}" if starved else ""
        print(f"{name:44} {len(net.count(2)):6} {theirs:>12} {ours['iterations']:5} {head[0]:10.1e} {flow[0]:10.1e}{where}")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
