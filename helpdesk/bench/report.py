"""What a bench found out, for people and for machines."""

import os
import platform
from dataclasses import asdict, dataclass, field
from typing import Any


def machine() -> dict[str, Any]:
    """The class of machine, and how busy it was before we began."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as lines:  # noqa: PTH123 - not a path of ours
            names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


@dataclass(frozen=True, slots=True)
class Target:
    """`measured` must be at least (or, with `at_most`, at most) `wanted`."""

    name: str
    measured: float
    wanted: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        return self.measured <= self.wanted if self.at_most else self.measured >= self.wanted


@dataclass(slots=True)
class Report:
    """`figures` is {figure: {"product": …, "floor": …}}; `ratios` are product / floor.

    `faults` say what was lost, doubled, put out of order or answered wrongly.
    """

    bench: str
    settings: dict[str, Any]
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    machine: dict[str, Any] = field(default_factory=machine)

    def add(self, figure: str, product: float, floor: float) -> None:
        self.figures[figure] = {"product": round(product, 3), "floor": round(floor, 3)}
        self.ratios[figure] = round(product / floor, 3) if floor else 0.0

    def as_data(self) -> dict[str, Any]:
        targets = [asdict(target) | {"met": target.met} for target in self.targets]
        return asdict(self) | {"targets": targets}

    def as_text(self) -> str:
        lines = [f"{'':34}{'product':>10}{'floor':>10}{'ratio':>9}"]
        for name, pair in self.figures.items():
            lines.append(f"{name:34}{pair['product']:>10.1f}{pair['floor']:>10.1f}{self.ratios[name]:>9.2f}")
        lines.append("")
        for target in self.targets:
            word = "at most" if target.at_most else "at least"
            verdict = "met" if target.met else "MISSED"
            lines.append(f"{target.name}: {target.measured:.2f}, wanted {word} {target.wanted:g}: {verdict}")
        lines += [f"FAULT: {fault}" for fault in self.faults] or ["Nothing was lost, doubled, out of order or wrong."]
        return "\n".join(lines)
