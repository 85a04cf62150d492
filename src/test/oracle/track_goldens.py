"""Writes small sequences of tracks and what TrackEval (MIT) says of them, for TrackingGoldenTest.

    pip install trackeval==1.3.0 numpy
    python src/test/oracle/track_goldens.py

Sequences are made of seeds: boxes that wander, found ones that tremble, are missed, change ids, and ghosts. The test allows
1e-6. CLEAR, Identity and HOTA are TrackEval's, as is the choice of what counts (MotChallenge2DBox, as in MOT17).
"""

import json
import pathlib
import tempfile

import numpy
import trackeval

HERE = pathlib.Path(__file__).resolve().parents[3] / "trainer/src/test/resources/tracking"
FRAMES = 40


def made_sequence(seed, people, missed, switched, ghosts, classes=(1,), unmarked=0.0, empty=()):
    """Rows of the true tracks and of found ones."""
    random = numpy.random.default_rng(seed)
    place = random.uniform(50, 500, (people, 2))
    speed = random.normal(0, 4, (people, 2))
    size = random.uniform(30, 90, (people, 2))
    kinds = [classes[i % len(classes)] for i in range(people)]
    begins = random.integers(1, 10, people)
    ends = random.integers(FRAMES - 12, FRAMES + 1, people)
    names = list(range(1, people + 1))
    truth, found = [], []
    for frame in range(1, FRAMES + 1):
        place += speed
        speed += random.normal(0, 0.5, (people, 2))
        if random.uniform() < switched:
            one, other = random.choice(people, 2, replace=False)
            names[one], names[other] = names[other], names[one]
        if random.uniform() < switched:
            names[random.integers(people)] = 100 + frame
        for i in range(people):
            if not begins[i] <= frame <= ends[i]:
                continue
            mark = 0 if random.uniform() < unmarked else 1
            truth.append((frame, i + 1, *place[i], *size[i], mark, kinds[i], 1))
            if frame in empty or random.uniform() < missed:
                continue
            shift = random.normal(0, 0.08, 4) * numpy.tile(size[i], 2)
            found.append((frame, names[i], *(place[i] + shift[:2]), *(size[i] + shift[2:]), 0.9, -1, -1))
        if random.uniform() < ghosts and frame not in empty:
            found.append((frame, 1000 + frame // 4, *random.uniform(50, 500, 2), *random.uniform(30, 90, 2), 0.5, -1, -1))
    return truth, found


def write(file, rows):
    """With two decimals, and what is compared is what was written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "w") as out:
        for row in rows:
            box = ",".join(f"{value:.2f}" for value in row[2:6])
            out.write(f"{row[0]},{row[1]},{box},{row[6]:g},{row[7]},{row[8]}\n")


def judged(truth, found):
    """All figures of a sequence, by TrackEval from the files."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        write(root / "gt/it/gt/gt.txt", truth)
        write(root / "trackers/ours/data/it.txt", found)
        dataset = trackeval.datasets.MotChallenge2DBox({
            "GT_FOLDER": str(root / "gt"),
            "TRACKERS_FOLDER": str(root / "trackers"),
            "TRACKERS_TO_EVAL": ["ours"],
            "SEQ_INFO": {"it": FRAMES},
            "SKIP_SPLIT_FOL": True,
            "BENCHMARK": "MOT17",
            "PRINT_CONFIG": False,
        })
        data = dataset.get_preprocessed_seq_data(dataset.get_raw_seq_data("ours", "it"), "pedestrian")
    quiet = {"PRINT_CONFIG": False}
    clear = trackeval.metrics.CLEAR(quiet).eval_sequence(data)
    identity = trackeval.metrics.Identity(quiet).eval_sequence(data)
    hota = trackeval.metrics.HOTA(quiet).eval_sequence(data)
    names = ("MOTA", "MOTP", "CLR_TP", "CLR_FN", "CLR_FP", "IDSW", "Frag", "MT", "PT", "ML")
    figures = {name: float(clear.get(name, 0)) for name in names}
    figures |= {name: float(identity.get(name, 0)) for name in ("IDF1", "IDP", "IDR", "IDTP", "IDFN", "IDFP")}
    figures |= {name: float(numpy.mean(hota[name])) for name in ("HOTA", "DetA", "AssA", "LocA")}
    return figures


def main():
    sequences = {
        "calm": made_sequence(1, 6, 0.05, 0.02, 0.1),
        "wild": made_sequence(2, 10, 0.3, 0.3, 0.8),
        "classes": made_sequence(3, 9, 0.1, 0.1, 0.3, classes=(1, 7, 1, 3, 2, 1, 12, 8), unmarked=0.1),
        "gaps": made_sequence(4, 5, 0.2, 0.2, 0.2, empty=range(15, 22)),
        "nothing": made_sequence(5, 3, 1.0, 0.0, 0.0),
    }
    figures = {}
    for name, (truth, found) in sequences.items():
        write(HERE / f"{name}.gt.txt", truth)
        write(HERE / f"{name}.hyp.txt", found)
        figures[name] = judged(truth, found)
    (HERE / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
