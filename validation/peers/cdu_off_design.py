#!/usr/bin/env python3
"""CDUs away from their rating, reckoned by hand from their datasheets.

usage: cdu_off_design.py > validation/hardware/cdu_off_design/table.csv

Each unit is a counter-flow exchanger that meets its printed heat, flows and approach. With liquids of one state, that of the
rating (CoolProp's tables in validation/fluids: 25 vol-% propylene glycol at the supply, water at the facility inlet),

    C = rho V cp,  ranges Q/C,  mean difference (a - b)/ln(a/b) of the two ends (Kays & London 1984, ch. 2),  UA = Q/mean
    films equal at the rating and as flow to the power 0.8:  UA' = UA 2/((V1/V1')^0.8 + (V2/V2')^0.8)
    eps = (1 - e)/(1 - z e),  e = exp(-NTU (1 - z)),  z = Cmin/Cmax   (NTU/(1 + NTU) where z = 1)
    return = inlet of the facility + Q'/(eps Cmin),  supply = return - Q'/C1,  outlet of the facility = inlet + Q'/C2

Python 3.11, nothing else.
"""
import csv
import math
import sys
from pathlib import Path

FLUIDS = Path(__file__).parents[1] / "fluids"
# Rating: kW, K of approach, L/min of both sides (None: same capacity rate), facility inlet [degC]; sources in
# hardware/cdu_datasheets.csv of the reference data and in configs/catalog/cdu.
UNITS = {
    "Vertiv XDU1350": (1368, 4, 1200, 1246, 36.0),
    "Google Deschutes": (2000, 3, 1847, 1953, 26.8),
    "Motivair MCDU-70": (2500, 4, 3751, 3880, 41.0),
    "CoolIT CHx2000": (2000, 5, 2125, 2125, 35.0),
    "Vertiv CDU121": (121, 4, 120, None, 36.0),
}
# Away from it: share of the heat, of the technology flow and of the facility flow, facility inlet [degC].
POINTS = {
    "Vertiv XDU1350": [(1085 / 1368, 952 / 1200, 1.0, 36.0), (0.5, 0.6, 0.45, 30.0), (1.0, 1.25, 1.1, 32.0)],
    "Google Deschutes": [(0.75, 0.75, 0.75, 26.8), (0.4, 0.5, 0.3, 20.0), (1.0, 1.0, 1.2, 30.0)],
    "Motivair MCDU-70": [(0.8, 0.7, 1.0, 41.0), (0.3, 0.4, 0.25, 35.0), (1.0, 1.1, 0.9, 36.0)],
    "CoolIT CHx2000": [(0.6, 0.6, 0.6, 35.0), (0.25, 0.5, 0.2, 25.0), (1.0, 0.85, 1.15, 30.0)],
    "Vertiv CDU121": [(0.5, 1.0, 0.4, 36.0), (0.7, 0.5, 1.0, 32.0), (1.0, 1.2, 1.2, 36.0)],
}


def liquid(name, t):
    """Density and specific heat at t [degC], straight between the rows of the table."""
    with open(FLUIDS / name) as file:
        rows = [tuple(map(float, r)) for r in csv.reader(file) if r and r[0][0] not in "#T"]
    above = next(i for i, row in enumerate(rows) if row[0] >= t)
    a, b = rows[max(above - 1, 0)], rows[above]
    share = (t - a[0]) / (b[0] - a[0]) if b[0] > a[0] else 0.0
    return [x + share * (y - x) for x, y in zip(a[1:3], b[1:3])]


def mean_difference(a, b):
    return a if math.isclose(a, b, rel_tol=1e-9) else (a - b) / math.log(a / b)


def main():
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        "unit rated_heat_kW approach_K secondary_L_min primary_L_min primary_inlet_C part_heat_kW part_secondary_L_min "
        "part_primary_L_min part_primary_inlet_C UA_kW_K part_UA_kW_K supply_C return_C primary_outlet_C".split()
    )
    for unit, (kw, approach, v1, v2, inlet) in UNITS.items():
        heat = 1e3 * kw
        (rho1, cp1), (rho2, cp2) = liquid("APG_25.csv", inlet + approach), liquid("water_3bar.csv", inlet)
        rates = [v1 / 60e3 * rho1 * cp1, None]
        v2 = v2 or rates[0] / (rho2 * cp2) * 60e3
        rates[1] = v2 / 60e3 * rho2 * cp2
        hot_end = approach + heat / rates[0] - heat / rates[1]
        ua = heat / mean_difference(approach, hot_end)
        for share, s1, s2, entering in POINTS[unit]:
            duty = share * heat
            c1, c2 = s1 * rates[0], s2 * rates[1]
            part = ua * 2 / (s1**-0.8 + s2**-0.8)
            least, most = min(c1, c2), max(c1, c2)
            z, ntu = least / most, part / least
            e = math.exp(-ntu * (1 - z))
            eps = ntu / (1 + ntu) if math.isclose(z, 1, rel_tol=1e-9) else (1 - e) / (1 - z * e)
            back = entering + duty / (eps * least)
            row = [kw, approach, v1, v2, inlet, duty / 1e3, s1 * v1, s2 * v2, entering]
            row += [ua / 1e3, part / 1e3, back - duty / c1, back, entering + duty / c2]
            out.writerow([unit] + [f"{x:.6g}" for x in row])


if __name__ == "__main__":
    main()
