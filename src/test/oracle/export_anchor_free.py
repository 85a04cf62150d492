#!/usr/bin/env python3
"""Exports of Ultralytics' newer models with made weights, and the boxes that their own predictor finds.

    pip install ultralytics
    src/test/oracle/export_anchor_free.py OUT
    ./mvnw -pl detector -am test -Dtest=ExportOracleTest -Dsurefire.failIfNoSpecifiedTests=false -Dvidette.exports=OUT

Writes OUT/*.torchscript, OUT/picture.jpg, which is drawn here, and OUT/expected.json. The programs are AGPL: they are
made where they are needed and never become part of this repository.
"""

import json
import os
import pathlib
import sys

os.environ["YOLO_OFFLINE"] = "1"
os.environ["YOLO_AUTOINSTALL"] = "False"

import cv2
import numpy
import torch
from ultralytics import YOLO

SIZE = 320
CONFIDENCE = 0.45  # with fewer, an end-to-end head gives its 300 best, and of two alike either may be the last
IOU = 1.0  # nothing is suppressed: of neighbours that score alike up to rounding, either may be kept
BEST = 40  # boxes of each level with scores above one half
# Name of the case, the network, and how it is exported. nms=False keeps a head whose boxes are final.
CASES = [
    ("yolov8n", "yolov8n", {}),
    ("yolov8n-batch2", "yolov8n", {"batch": 2}),
    ("yolov8n-dynamic", "yolov8n", {"dynamic": True}),
    ("yolo11n", "yolo11n", {}),
    ("yolo12n", "yolo12n", {}),
    ("yolov10n-end2end", "yolov10n", {"nms": False}),
    ("yolo26n-end2end", "yolo26n", {"nms": False}),
]


def picture(width=403, height=250):
    """Shades, shapes and a little noise; an odd size, so that the padding is uneven."""
    random = numpy.random.default_rng(7)
    y, x = numpy.mgrid[0:height, 0:width]
    image = numpy.stack([120 + 90 * numpy.sin(x / a) * numpy.cos(y / b) for a, b in ((23, 31), (41, 17), (13, 53))], 2)
    image = (image + random.normal(0, 4, image.shape)).clip(0, 255).astype(numpy.uint8)
    for _ in range(12):
        a, b = random.integers(0, (width, height), (2, 2)).tolist()
        cv2.rectangle(image, a, b, random.integers(0, 255, 3).tolist(), int(random.integers(-1, 5)))
        cv2.circle(image, a, int(random.integers(5, 40)), random.integers(0, 255, 3).tolist(), -1)
    return image


def spread(model, image):
    """Weights as they are made give boxes of one size and scores near zero: spreads both."""
    torch.manual_seed(3)
    model.train()
    pixels = torch.from_numpy(cv2.resize(image, (SIZE, SIZE))[:, :, ::-1].copy()).permute(2, 0, 1)[None] / 255
    with torch.no_grad():
        for _ in range(30):  # the running means of batch norm
            model(torch.cat([pixels, pixels.flip(3), torch.rand_like(pixels)]))
        model.eval()
        head = model.model[-1]
        for name in ("cv2", "cv3", "one2one_cv2", "one2one_cv3"):
            for branch in getattr(head, name, None) or []:
                last, seen = branch[-1], []
                hook = last.register_forward_hook(lambda module, given, out: seen.append(out))
                model(pixels)
                hook.remove()
                if not seen:
                    continue
                mean = seen[0].mean(dim=(0, 2, 3))
                if name.endswith("cv3"):  # the best at 0.95, none at 1.000 after rounding
                    tops = (seen[0] - mean[:, None, None]).flatten().topk(BEST).values
                    gain = 3.0 / (tops[0] - tops[-1]).clamp(min=1e-6)
                else:
                    gain = 2.0 / seen[0].std(dim=(0, 2, 3)).mean().clamp(min=1e-6)
                last.weight.mul_(gain)
                last.bias.copy_((last.bias - mean) * gain)
                if name.endswith("cv3"):  # of each level some boxes above one half, the rest below
                    logits = ((seen[0] - mean[:, None, None]) * gain).flatten()
                    last.bias.sub_(logits.topk(BEST).values[-1])
    if hasattr(head, "reg_max") and head.reg_max == 1:  # distances as they are, in cells: none below zero
        for name in ("cv2", "one2one_cv2"):
            for branch in getattr(head, name, None) or []:
                branch[-1].bias.data.add_(8.0)


def main(out):
    out = pathlib.Path(out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    os.chdir(out)
    image = picture()
    cv2.imwrite("picture.jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 95])
    expected = {"imageSize": SIZE, "confidence": CONFIDENCE, "iou": IOU, "models": {}}
    for case, network, options in CASES:
        torch.manual_seed(1)
        yolo = YOLO(network + ".yaml")
        if options.get("nms") is False:
            yolo.model.end2end = True
        spread(yolo.model, image)
        made = yolo.export(format="torchscript", imgsz=SIZE, verbose=False, **options)
        file = f"{case}-{SIZE}.torchscript"  # not the name that the next export is made under
        os.replace(made, file)
        exported = YOLO(file, task="detect")
        # Once for each size of batch that the program was traced with, else the predictor refuses.
        source = ["picture.jpg"] * options.get("batch", 1)
        settings = {"imgsz": SIZE, "conf": CONFIDENCE, "iou": IOU, "rect": False, "device": "cpu", "verbose": False}
        boxes = exported.predict(source, **settings)[0].boxes
        expected["models"][file] = [
            {"xyxy": [float(v) for v in b.xyxy[0]], "score": float(b.conf), "class": int(b.cls)} for b in boxes
        ]
        scores = [float(b.conf) for b in boxes]
        print(f"{file}: {len(scores)} boxes, scores {min(scores, default=0):.3f} to {max(scores, default=0):.3f}")
    pathlib.Path("expected.json").write_text(json.dumps(expected, indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
