"""Times pycocotools and `vidette val --gt --dt` on the same made-up detections, in turns, and compares their figures.

    python -m venv VENV && VENV/bin/pip install pycocotools
    VENV/bin/python src/test/oracle/bench_coco.py [--detections 1000000] [--rounds 2] [--seed 1]
"""
import argparse, contextlib, io, json, pathlib, random, subprocess, tempfile, time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

ROOT = pathlib.Path(__file__).resolve().parents[3]


def make(folder, detections, images, classes, seed):
    rng = random.Random(seed)
    boxes, found = [], []
    for i in range(images * 8):
        w, h = rng.uniform(5, 200), rng.uniform(5, 200)
        boxes.append(dict(id=i + 1, image_id=rng.randint(1, images), category_id=rng.randint(1, classes),
                          bbox=[rng.uniform(0, 440), rng.uniform(0, 440), w, h], area=w * h * rng.uniform(.5, 1),
                          iscrowd=int(rng.random() < .01)))
    for i in range(detections):
        if rng.random() < .3:
            box = rng.choice(boxes)
            x, y, w, h = box["bbox"]
            place = [x + rng.gauss(0, w / 10), y + rng.gauss(0, h / 10), w * rng.uniform(.8, 1.2), h]
            image, kind = box["image_id"], box["category_id"]
        else:
            place = [rng.uniform(0, 440), rng.uniform(0, 440), rng.uniform(5, 200), rng.uniform(5, 200)]
            image, kind = rng.randint(1, images), rng.randint(1, classes)
        found.append(dict(image_id=image, category_id=kind, bbox=[round(v, 2) for v in place],
                          score=round(rng.random(), 5)))
    truth = dict(images=[dict(id=i + 1, width=640, height=640, file_name=f"{i}.jpg") for i in range(images)],
                 categories=[dict(id=c + 1, name=f"class{c}") for c in range(classes)], annotations=boxes)
    gt, dt = folder / "gt.json", folder / "dt.json"
    gt.write_text(json.dumps(truth))
    dt.write_text(json.dumps(found))
    return gt, dt


def official(gt, dt):
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(gt))
        run = COCOeval(truth, truth.loadRes(str(dt)), "bbox")
        loaded = time.perf_counter()
        run.evaluate()
        run.accumulate()
        run.summarize()
    end = time.perf_counter()
    return end - loaded, end - began, list(run.stats)


def ours(gt, dt):
    began = time.perf_counter()
    out = subprocess.run([ROOT / "vidette", "val", "--gt", gt, "--dt", dt, "--json"], check=True,
                         capture_output=True, text=True).stdout
    whole = time.perf_counter() - began
    report = json.loads(out)
    names = "AP AP50 AP75 APsmall APmedium APlarge AR1 AR10 AR100 ARsmall ARmedium ARlarge".split()
    return report["evaluateMillis"] / 1000, whole, [report[name] for name in names]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--detections", type=int, default=1_000_000)
    options.add_argument("--images", type=int, default=5000)
    options.add_argument("--classes", type=int, default=80)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    subprocess.run([ROOT / "vidette", "--version"], check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as folder:
        gt, dt = make(pathlib.Path(folder), given.detections, given.images, given.classes, given.seed)
        for turn in range(given.rounds):
            theirs_alone, theirs_whole, expected = official(gt, dt)
            ours_alone, ours_whole, figures = ours(gt, dt)
            worst = max(abs(a - b) for a, b in zip(expected, figures))
            print(f"round {turn + 1}: evaluation {theirs_alone:.2f} s and {ours_alone:.2f} s, "
                  f"ratio {ours_alone / theirs_alone:.4f}; whole {theirs_whole:.2f} s and {ours_whole:.2f} s, "
                  f"ratio {ours_whole / theirs_whole:.4f}; figures differ by up to {worst:.1e}", flush=True)


if __name__ == "__main__":
    main()
