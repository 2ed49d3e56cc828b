"""Closed form of a PI controller around a plant of first order: writes validation/systems/pi_loop/reference.csv.

x(s) = kK(T s + 1) / (tT s^2 + T(1 + kK) s + kK) / s for a unit step of the set point; y = (t x' + x) / K.
Ogata, Modern Control Engineering (2010), ch. 5: second-order response with a zero.
"""
from cmath import exp, sqrt
from pathlib import Path

k, K, t, T = 2.0, 1.5, 30.0, 10.0
a, b, c = t * T, T * (1 + k * K), k * K
root = sqrt(b * b - 4 * a * c)
poles = [(-b + root) / (2 * a), (-b - root) / (2 * a)]


def x(time, order=0):
    total = 1.0 if order == 0 else 0.0
    for p, q in (poles, poles[::-1]):
        residue = c * (T * p + 1) / (a * p * (p - q))
        total += residue * p**order * exp(p * time)
    return complex(total).real


out = Path(__file__).parent.parent / "systems/pi_loop/reference.csv"
with out.open("w") as file:
    file.write("time_s,measured,output\n")
    for n in range(0, 241):
        time = 0.5 * n
        y = (t * x(time, 1) + x(time)) / K
        file.write(f"{time},{x(time):.12g},{y:.12g}\n")
