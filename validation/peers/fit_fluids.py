"""Coefficients of `src/fluids`: fits to CoolProp 8.0, printed as Rust constants with their errors.

    pip install numpy CoolProp
    python fit_fluids.py water|glycols|air|moist

Every table in `src/fluids` is the output of this script; nothing was tuned by hand.
"""

import sys

import numpy as np
import CoolProp.CoolProp as cp

ICE = 273.15
PROPERTIES = (("DENSITY", "D"), ("SPECIFIC_HEAT", "C"), ("LOG_VISCOSITY", "V"), ("CONDUCTIVITY", "L"))


def rust(name, numbers, note, rows=()):
    """Prints one constant, broken after the counts in `rows`; `note` is the largest error."""
    text = [f"{v:.12e}".replace("e+0", "e").replace("e-0", "e-").replace("e0", "") for v in numbers]
    print(f"/// {note}\n#[rustfmt::skip]\nconst {name}: [f64; {len(numbers)}] = [")
    for count in rows or [4] * (len(text) // 4) + [len(text) % 4] * (len(text) % 4 > 0):
        print("    " + ", ".join(text[:count]) + ",")
        text = text[count:]
    print("];")


def least_squares(columns, target):
    """Coefficients minimising the relative error (absolute where `target` is about zero)."""
    a = np.stack(columns, 1)
    c, *_ = np.linalg.lstsq(a, target, rcond=None)
    return c, a @ c - target


def chebyshev_nodes(low, high, n=400):
    s = np.cos(np.pi * (np.arange(n) + 0.5) / n)
    return s, 0.5 * (low + high) + 0.5 * (high - low) * s


def water():
    """Degree 8 in s = (t - 50)/50 at 3 bar, 0 to 100 degC."""
    s, t = chebyshev_nodes(0.0, 100.0)
    for name, key in PROPERTIES:
        y = np.array([cp.PropsSI(key, "T", x + ICE, "P", 3e5, "Water") for x in t])
        y = np.log(y) if key == "V" else y
        c = np.polynomial.chebyshev.chebfit(s, y, 8)
        r = np.polynomial.chebyshev.chebval(s, c) - y
        worst = np.abs(r if key == "V" else r / y).max()
        rust(name, np.polynomial.chebyshev.cheb2poly(c), f"{worst:.1e}")


def glycols():
    """The 18-term form of Melinder in a = (x - 0.3)/0.3 and s = (t - 30)/70, recovered exactly."""
    for fluid in ("MPG", "MEG", "APG", "AEG"):
        lo = 0.0 if fluid[0] == "M" else 0.1
        name = lambda x: f"INCOMP::{fluid}[{x:.12f}]"
        freeze = lambda x: cp.PropsSI("T_freeze", "T", 300, "P", 3e5, name(x)) - ICE
        xs = np.linspace(lo + 0.005, 0.595, 24)
        a = (xs - 0.3) / 0.3
        tf = np.array([freeze(x) for x in xs])
        for n in range(3, 8):
            c, r = least_squares([a**i for i in range(n + 1)], tf)
            if np.abs(r).max() < 1e-6:
                break
        rust(f"{fluid}_FREEZING", c, f"{np.abs(r).max():.1e} K")
        floor = -99.0 if fluid[0] == "M" else -34.9
        grid = [(x, t) for x, f in zip(xs, tf) for t in np.linspace(max(f + 0.1, floor), 99.9, 40)]
        x, t = np.array(grid).T
        a, s = (x - 0.3) / 0.3, (t - 30.0) / 70.0
        columns = [a**i * s**j for i in range(6) for j in range(4) if i + j <= 5]
        for prop, key in PROPERTIES:
            y = np.array([cp.PropsSI(key, "T", q + ICE, "P", 3e5, name(p)) for p, q in grid])
            y = np.log(y) if key == "V" else y
            c, r = least_squares(columns, y)
            worst = np.abs(r if key == "V" else r / y).max()
            rust(f"{fluid}_{prop}", c, f"{worst:.1e}", (4, 4, 4, 3, 2, 1))


def air():
    """Dry air, -40 to 90 degC: degree 4 in s = t/100 at 101 325 Pa, degree 2 for the slope per bar."""
    _, t = chebyshev_nodes(-40.0, 90.0)
    s = t / 100
    powers = lambda n: [s**i for i in range(n + 1)]
    values = lambda key, p: np.array([cp.PropsSI(key, "T", x + ICE, "P", p, "Air") for x in t])
    for name, key in PROPERTIES:
        y = values(key, 101325)
        if key == "D":
            z = 101325 * 28.966e-3 / (y * 8.314472 * (t + ICE))
            c, r = least_squares(powers(3), (z - 1) / 1.01325)
            rust("VIRIAL", c, f"{np.abs(r).max():.1e}")
            continue
        name = name.replace("LOG_", "")
        c, r = least_squares([q / y for q in powers(4)], np.ones_like(y))
        rust(name, c, f"{np.abs(r).max():.1e}")
        slope = (values(key, 1.1e5) - values(key, 7e4)) / 0.4
        c, r = least_squares(powers(2), slope)
        rust(name + "_SLOPE", c, f"{np.abs(r / y).max():.1e} per bar")


def over_ice(kelvin):
    """Sublimation pressure, Wagner et al. 2011."""
    q = kelvin / 273.16
    terms = -21.2144006 * q**0.00333333333 + 27.3203819 * q**1.20666667 - 6.10598130 * q**1.70333333
    return 611.657 * np.exp(terms / q)


def over_water(kelvin):
    return cp.PropsSI("P", "T", kelvin, "Q", 0, "Water")


def saturation():
    ranges = (("WATER", 0.02, 120.0, over_water), ("ICE", -100.0, 0.0, over_ice))
    for name, low, high, law in ranges:
        _, t = chebyshev_nodes(low, high)
        kelvin = t + ICE
        y = np.log(np.array([law(k) for k in kelvin]) / 611.657)
        v = 1 - 273.16 / kelvin
        c, r = least_squares([v ** (i + 1) for i in range(6)], y)
        rust(name, c, f"{np.abs(r).max():.1e}")


def states():
    """A grid of moist states with the real-gas answers of ASHRAE RP-1485."""
    keys = ("W", "Vha", "Hda", "cp_ha")
    rows = []
    for p in np.linspace(70e3, 110e3, 5):
        for t in np.arange(-20.0, 66.0, 2.5):
            for rh in np.linspace(0, 1, 8):
                out = [cp.HAPropsSI(k, "T", t + ICE, "P", p, "R", rh) for k in keys]
                if out[0] <= 0.25:
                    rows.append([p, t, rh, *out])
    return np.array(rows).T


def moist():
    saturation()
    eps = 18.015268 / 28.966
    p, t, rh, w, v, h, c = states()
    x = w / (eps + w)
    xa, s, bar = 1 - x, t / 100, p / 1e5
    full = (rh == 1) & (t > 0.01)
    ps = np.array([over_water(k) for k in t[full] + ICE])
    f = np.log(x[full] * p[full] / ps)
    terms = [q / 1e5 * s[full] ** i for q in (p[full], ps, ps * ps / p[full]) for i in range(3)]
    k, r = least_squares(terms, f)
    rust("ENHANCEMENT", k, f"{np.abs(r).max():.1e}")
    molar = 28.966e-3 * xa + 18.015268e-3 * x
    z = p * v * molar / (8.314472 * (t + ICE))
    k, r = least_squares([bar * q * s**i for q in (xa * xa, xa * x, x * x) for i in range(3)], z - 1)
    rust("VIRIAL", k, f"{np.abs(r).max():.1e}")
    g = c * (1 + w)
    terms = [s**i for i in range(3)] + [w * s**i for i in range(3)] + [bar * s**i for i in range(2)]
    terms += [w * bar * s**i for i in range(3)] + [w * x * bar * s**i for i in range(3)]
    k, r = least_squares([q / g for q in terms], np.ones_like(g))
    rust("SPECIFIC_HEAT", k, f"{np.abs(r).max():.1e}")
    # The datum (28 J/kg in dry air at 0 degC) is fitted and dropped: only differences are used.
    dry = (np.abs(p - 1e5) < 1) & (w == 0)
    k, r = least_squares([t[dry], t[dry] ** 2, np.ones_like(t[dry])], h[dry])
    rust("ENTHALPY_AIR", k, f"{np.abs(r).max():.1e} J/kg")
    rest = h - k[0] * t - k[1] * t**2 - k[2]
    near = (np.abs(p - 1e5) < 1) & (w > 0) & (w < 0.06)
    k, r = least_squares([w[near], w[near] * t[near], w[near] * t[near] ** 2], rest[near])
    rust("ENTHALPY_VAPOUR", k, f"{np.abs(r).max():.1e} J/kg")
    bars = np.linspace(70e3, 110e3, 9)
    for name, key in (("STEAM_VISCOSITY", "V"), ("STEAM_CONDUCTIVITY", "L")):
        y = np.array([cp.PropsSI(key, "P", q, "Q", 1, "Water") for q in bars])
        k, r = least_squares([(bars / 1e5) ** i / y for i in range(3)], np.ones_like(y))
        rust(name, k, f"{np.abs(r).max():.1e}")


if __name__ == "__main__":
    {"water": water, "glycols": glycols, "air": air, "moist": moist}[sys.argv[1]]()
