#!/usr/bin/env python3
"""Imports checkpoints in the form in which YOLOv5s was published in 2020, pickled by the oldest package that can be had.

    pip download --no-deps yolov5==4.0.4 && unzip yolov5-4.0.4-*.whl -d OLD     # January 2021
    pip install torch==2.7.1 torchvision opencv-python-headless pandas matplotlib requests scipy seaborn tqdm pyyaml
    python src/test/oracle/check_2020.py OLD

Two files with made-up weights: whole models of 16-bit floats with the class paths of those days and no moving average, one
with LeakyReLU in the file format of PyTorch before 1.6, one with Hardswish in that of today. `vidette model import` makes a
best.pt of each; prints how far its boxes are from those of the package's own model. Both must be below 1e-4.
"""
import pathlib
import subprocess
import sys
import tempfile
import types

import torch
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
DESCRIPTION = ROOT / "detector/src/main/resources/io/vidette/detector/description/yolov5-2020.yaml"
FORMS = {"leaky": (torch.nn.LeakyReLU(0.1), False), "hardswish": (torch.nn.Hardswish(), True)}


def build(common, yolo, activation):
    torch.manual_seed(0)
    description = yaml.safe_load(DESCRIPTION.read_text())
    description.update(depth_multiple=0.33, width_multiple=0.5)
    model = yolo.Model(description)
    for module in model.modules():
        if isinstance(module, common.Conv) and not isinstance(module.act, torch.nn.Identity):
            module.act = activation
        elif isinstance(module, common.BottleneckCSP):
            module.act = torch.nn.LeakyReLU(0.1, inplace=True)
        elif isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.05)
            module.running_var.uniform_(0.6, 1.4)
    model.names = [f"class{i}" for i in range(80)]
    return model.half()


def as_of_2020(modules):
    """The repository's own paths, models.yolo and models.common, in place of the package's."""
    sys.modules["models"] = types.ModuleType("models")
    for module in modules:
        path = module.__name__.removeprefix("yolov5.")
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                thing.__module__ = path
        sys.modules[path] = module


@torch.no_grad()
def main(package):
    sys.path.insert(0, package)
    from yolov5.models import common, yolo

    models = {name: build(common, yolo, activation) for name, (activation, _) in FORMS.items()}
    as_of_2020([common, yolo])
    picture = torch.rand(1, 3, 64, 96)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, model in models.items():
            file = f"{folder}/{name}.pt"
            checkpoint = dict(epoch=-1, best_fitness=None, training_results=None, model=model, optimizer=None)
            torch.save(checkpoint, file, _use_new_zipfile_serialization=FORMS[name][1])
            best = f"{folder}/best-{name}.pt"
            subprocess.run([ROOT / "vidette", "model", "import", file, "-o", best], check=True)
            expected = model.float().eval()(picture)[0]
            found = torch.jit.load(best)(picture)
            found = found[0] if isinstance(found, (tuple, list)) else found
            worst = ((found - expected).abs() / expected.abs().clamp(min=1e-6)).max().item()
            failed |= not worst < 1e-4
            print(f"{name}: {sum(p.numel() for p in model.parameters())} parameters, relative difference {worst:.1e}")
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1])
