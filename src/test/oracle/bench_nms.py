"""Times our suppression of 30,000 candidates beside torchvision's, in turns, in one run.

    pip install torch==2.7.1 torchvision==0.22.1
    python src/test/oracle/bench_nms.py [--rounds 15]

torchvision knows no classes; as YOLOv5 does, the boxes of each class are moved away from the others' before the call. The
move is part of the time, as the comparison of classes is part of ours.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

import numpy
import torch
import torchvision

COUNT = 30_000
CLASS_OFFSET = 7680
IOU = 0.45
ROOT = pathlib.Path(__file__).resolve().parents[3]


def made_candidates(kind, classes, seed):
    """Rows of x1, y1, x2, y2, score, class in a 640 square: around 300 objects, or anywhere."""
    random = numpy.random.default_rng(seed)
    if kind == "crowded":
        objects = random.integers(0, 300, COUNT)
        centre = random.uniform(20, 620, (300, 2))[objects] + random.normal(0, 3, (COUNT, 2))
        size = random.uniform(10, 120, (300, 2))[objects] * random.uniform(0.8, 1.2, (COUNT, 2))
        labels = random.integers(0, classes, 300)[objects]
    else:
        centre = random.uniform(0, 640, (COUNT, 2))
        size = random.uniform(4, 60, (COUNT, 2))
        labels = random.integers(0, classes, COUNT)
    score = random.uniform(0.001, 1, (COUNT, 1))
    rows = numpy.concatenate([centre - size / 2, centre + size / 2, score, labels[:, None]], 1)
    return rows.astype("<f4")


def torchvision_nms(rows, most):
    start = time.perf_counter()
    boxes = rows[:, :4] + rows[:, 5:6] * CLASS_OFFSET
    kept = torchvision.ops.nms(boxes, rows[:, 4], IOU)[:most]
    return (time.perf_counter() - start) * 1e3, len(kept)


def compare(kind, classes, most, rounds):
    rows = made_candidates(kind, classes, 7)
    with tempfile.NamedTemporaryFile(suffix=".f32") as file:
        rows.tofile(file.name)
        command = [ROOT / "vidette", "bench", "nms", "--json", "--boxes", file.name]
        command += ["--iou", str(IOU), "--max-det", str(most)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ours:

            def turn():
                ours.stdin.write("\n")
                ours.stdin.flush()
                report = json.loads(ours.stdout.readline())
                return report["millis"], report["kept"]

            for _ in range(60):  # the JVM compiles meanwhile
                turn()
            tensor = torch.from_numpy(rows)
            torchvision_nms(tensor, most)
            theirs, mine = [], []
            for _ in range(rounds):
                theirs.append(torchvision_nms(tensor, most))
                mine.append(turn())
            ours.stdin.close()
    a, b = (statistics.median(time for time, _ in times) for times in (theirs, mine))
    print(
        f"{kind}, {classes} classes, at most {most}: torchvision {a:.1f} ms, ours {b:.2f} ms, "
        f"{a / b:.1f} times as fast; kept {theirs[0][1]} and {mine[0][1]}",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    for kind in ("crowded", "scattered"):
        for classes in (80, 1):
            for most in (COUNT, 300):
                compare(kind, classes, most, rounds)


if __name__ == "__main__":
    main()
