"""Runs YOLOv5's own detect.py on a best.pt and compares its boxes with those of `vidette predict`.

    pip install --no-deps yolov5==7.0.14 ultralytics==8.2.100 torchvision==0.22.1
    pip install torch==2.7.1 opencv-python-headless pandas matplotlib tqdm psutil requests scipy seaborn py-cpuinfo "setuptools<80"
    python src/test/oracle/check_detect.py best.pt pictures/

detect.py knows TorchScript by the ending .torchscript, so it gets the file under that name. It fits pictures to squares then,
as `predict` does, and writes boxes in shares of the picture with six digits and scores as they are.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import types

ROOT = pathlib.Path(__file__).resolve().parents[3]
PIXELS, SCORE = 0.1, 0.0001

for name in ("huggingface_hub", "huggingface_hub.utils", "huggingface_hub.utils._errors"):
    sys.modules[name] = types.ModuleType(name)


def theirs(weights, pictures, folder):
    """Class, corners in shares of the picture, and score of each box, by picture."""
    import yolov5.models.common
    import yolov5.utils.downloads

    for module in (yolov5.models.common, yolov5.utils.downloads):
        module.attempt_download_from_hub = lambda *a, **k: None
    import yolov5.detect

    file = folder / "best.torchscript"
    shutil.copy(weights, file)
    yolov5.detect.run(
        weights=str(file), source=pictures, imgsz=(640, 640), save_txt=True, save_conf=True, project=folder, name="out"
    )
    found = {}
    for labels in (folder / "out" / "labels").glob("*.txt"):
        rows = [[float(number) for number in line.split()] for line in labels.read_text().splitlines()]
        found[labels.stem] = [
            (int(c), (x - w / 2, y - h / 2, x + w / 2, y + h / 2), score) for c, x, y, w, h, score in rows
        ]
    return found


def main():
    weights, pictures = sys.argv[1:]
    command = [ROOT / "vidette", "predict", "--json", "--nosave", "--weights", weights, "--source", pictures]
    ours = [json.loads(line) for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        other = theirs(weights, pictures, pathlib.Path(folder))
    for picture in ours:
        name = pathlib.Path(picture["source"]).stem
        rest = list(other.get(name, []))
        pixels = scores = 0
        for detection in picture["detections"]:
            box = detection["box"]
            corners = [box[k] / picture[s] for k, s in (("x1", "width"), ("y1", "height"), ("x2", "width"), ("y2", "height"))]
            match = min(
                (row for row in rest if row[0] == detection["classId"]),
                key=lambda row: sum(abs(a - b) for a, b in zip(row[1], corners)),
            )
            rest.remove(match)
            sides = (picture["width"], picture["height"]) * 2
            # detect.py rounds its corners to whole pixels before it writes them.
            pixels = max(pixels, *(abs(round(a * s) - b * s) for a, b, s in zip(corners, match[1], sides)))
            scores = max(scores, abs(match[2] - detection["score"]))
        print(f"{name}: {len(picture['detections'])} boxes, at most {pixels:.3f} px and {scores:.6f} apart, {len(rest)} more of detect.py")
        if rest or pixels > PIXELS or scores > SCORE:
            sys.exit(1)


if __name__ == "__main__":
    main()
