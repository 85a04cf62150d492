"""Prints what YOLOv5's own val.py says of weights and a data set, to compare with `vidette val`.

    pip install --no-deps yolov5==7.0.14 ultralytics==8.2.100 torchvision==0.22.1
    pip install torch==2.7.1 opencv-python-headless pandas matplotlib tqdm psutil requests scipy seaborn py-cpuinfo "setuptools<80"
    python src/test/oracle/val_yolov5.py coco128/data.yaml yolov5n.pt [--rect]

With --rect pictures of one shape share a batch with less gray, as val.py does by default; else they are fitted to squares,
as Vidette does. The figures in ValCommandTest and docs/evaluation.md come from here: P, R, mAP50, mAP50-95 within 0.001, as
machines differ. The data set is copied, because val.py writes a cache beside the labels.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile
import time
import types

import numpy
import torch
import yaml

# The package is older than the libraries: torch.load no longer unpickles modules unasked, NumPy has renamed trapz, and a
# checkpoint on disk needs no hub.
if not hasattr(numpy, "trapz"):
    numpy.trapz = numpy.trapezoid
_load = torch.load
torch.load = lambda *a, **k: _load(*a, **{**k, "weights_only": False})


def patch():
    for name in ("huggingface_hub", "huggingface_hub.utils", "huggingface_hub.utils._errors"):
        sys.modules[name] = types.ModuleType(name)
    import yolov5.models.common
    import yolov5.utils.downloads
    import yolov5.utils.general

    for module in (yolov5.models.common, yolov5.utils.downloads):
        module.attempt_download_from_hub = lambda *a, **k: None
    yolov5.utils.general.check_font = lambda *a, **k: None
    # Suppression gives up after a second, without a word in the figures; on a busy machine that cost 0.04 of mAP50.
    yolov5.utils.general.time = types.SimpleNamespace(**{**vars(time), "time": lambda: 0.0})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("weights")
    parser.add_argument("--rect", action="store_true")
    options = parser.parse_args()
    os.environ["MPLBACKEND"] = "Agg"
    patch()
    import yolov5.val as val

    make = val.create_dataloader

    def dataloader(*a, **k):
        square = {} if options.rect else {"pad": 0.0, "rect": False}
        return make(*a, **{**k, "workers": 0, **square})

    val.create_dataloader = dataloader
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, "data")
        shutil.copytree(options.data.parent, copy)
        description = yaml.safe_load(options.data.read_text())
        description["path"] = str(copy / description.get("path", "."))
        (copy / "data.yaml").write_text(yaml.safe_dump(description))
        figures, *_ = val.run(
            str(copy / "data.yaml"),
            weights=options.weights,
            batch_size=8,
            imgsz=640,
            conf_thres=0.001,
            iou_thres=0.6,
            device="cpu",
            plots=False,
            project=folder,
        )
    print("P %.5f  R %.5f  mAP50 %.5f  mAP50-95 %.5f" % tuple(figures[:4]))


if __name__ == "__main__":
    main()
