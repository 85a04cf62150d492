#!/usr/bin/env python3
"""Writes small weights in the forms that others save them in, and what PyTorch computes with them, for TorchImportTest.

    python src/test/oracle/checkpoints.py detector/src/test/resources/golden/checkpoints

Needs what network_goldens.py needs. The network is made up, of the modules that YOLOv5 had in 2020, and so are the
weights. Files:
    of2020.pt            a checkpoint as of 2020: 16-bit floats, the moving average beside a model that must not be read,
                         old class paths, anchor_grid, the Hardswish of those days
    of2020-state.pt      a state dict, names without 'model.'
    of2020-legacy.pt     the same, names with it, as PyTorch wrote files up to 1.5
    of2020.torchscript   YOLOv5's export: normalisations folded, config.txt beside
    of2020.yaml          its description, which the state dict does not carry
    of2020.json          every 7th number of the boxes for a picture of 64 by 96
"""
import argparse, json, pathlib, sys, tempfile, types, zipfile

import torch, yaml
from torch import nn
from yolov5.models import common, yolo

from network_goldens import hashed

NAMES = ["cat", "dog", "bird"]
DESCRIPTION = """\
nc: 3
names: [cat, dog, bird]
depth_multiple: 0.33
width_multiple: 0.5
anchors:
  - [10, 13, 16, 30]
  - [33, 23, 30, 61]
activation: nn.Hardswish()
csp_activation: nn.LeakyReLU(0.1)
backbone:
  - [-1, 1, Focus, [16, 3]]
  - [-1, 1, Conv, [32, 3, 2]]
  - [-1, 3, BottleneckCSP, [32]]
  - [-1, 1, Conv, [48, 3, 2]]
  - [-1, 1, SPP, [48, [3, 5]]]
  - [-1, 3, BottleneckCSP, [48, false]]
head:
  - [-1, 1, DWConv, [64, 3, 2]]
  - [-1, 1, Conv, [48, 1, 1]]
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 5], 1, Concat, [1]]
  - [-1, 1, Bottleneck, [48, false]]
  - [[10, 7], 1, Detect, [nc, anchors]]
"""


class Hardswish(nn.Module):
    def forward(self, x):
        return x * nn.functional.hardtanh(x + 3, 0, 6) / 6


def build():
    description = yaml.safe_load(DESCRIPTION)
    for ours in ("names", "activation", "csp_activation"):
        description.pop(ours)
    common.Conv.default_act = Hardswish()
    torch.manual_seed(3)
    model = yolo.DetectionModel(description)
    model.names = NAMES
    for module in model.modules():
        if isinstance(module, common.BottleneckCSP):
            module.act = nn.LeakyReLU(0.1, inplace=True)
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
        if isinstance(module, nn.BatchNorm2d):
            for tensor, middle in ((module.weight, 1), (module.bias, 0), (module.running_mean, 0), (module.running_var, 1)):
                nn.init.uniform_(tensor, middle - .3, middle + .3)
    model.half().float()  # the same weights in all files
    return model.eval()


def rename():
    """Puts the classes where they lay in 2020."""
    for name, classes in (("models.common", vars(common)), ("models.yolo", vars(yolo)),
                          ("utils.activations", {"Hardswish": Hardswish})):
        module = sys.modules[name] = types.ModuleType(name)
        for kind in list(classes.values()):
            if isinstance(kind, type) and issubclass(kind, nn.Module) and kind.__module__ in ("yolov5." + name, __name__):
                kind.__module__ = name
                setattr(module, kind.__name__, kind)
    sys.modules["models.yolo"].Model = yolo.DetectionModel
    yolo.DetectionModel.__name__ = yolo.DetectionModel.__qualname__ = "Model"


def save_script(model, path):
    model.fuse()
    model.model[-1].export = True
    picture = torch.zeros(1, 3, 64, 96)
    model(picture)
    program = torch.jit.trace(model, picture, strict=False)
    config = json.dumps(dict(shape=[1, 3, 64, 96], stride=16, names=dict(enumerate(NAMES))))
    with tempfile.NamedTemporaryFile() as whole:
        torch.jit.save(program, whole.name, _extra_files={"config.txt": config})
        with zipfile.ZipFile(whole.name) as zip, zipfile.ZipFile(path, "w") as out:
            for entry in zip.namelist():
                if not entry.endswith(".debug_pkl"):  # line numbers, larger than all the rest
                    text = b"" if "/code/" in entry else zip.read(entry)  # the program, which nobody reads
                    out.writestr(zipfile.ZipInfo(entry.replace(pathlib.Path(whole.name).name, "of2020")), text)


@torch.no_grad()
def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=pathlib.Path)
    folder = options.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    model = build()
    picture = torch.from_numpy((hashed("input", (1, 3, 64, 96)) / 2 + .5).astype("float32"))
    boxes = model(picture)[0]
    golden = dict(shape=list(boxes.shape), step=7, tolerance=1e-4,
                  values=[float(f"{v:.7g}") for v in boxes.flatten()[::7].tolist()])
    (folder / "of2020.json").write_text(json.dumps(golden) + "\n")
    (folder / "of2020.yaml").write_text("# Written by checkpoints.py.\n" + DESCRIPTION)
    torch.save(model.half().model.state_dict(), folder / "of2020-state.pt")
    torch.save(model.state_dict(), folder / "of2020-legacy.pt", _use_new_zipfile_serialization=False)
    rename()
    save_script(build(), folder / "of2020.torchscript")
    detect = model.model[-1]
    del detect.anchor_grid
    detect.register_buffer("anchor_grid", (detect.anchors * detect.stride.view(-1, 1, 1)).view(2, 1, -1, 1, 1, 2))
    detect.grid = [torch.zeros(1)] * 2
    torch.save(dict(epoch=-1, best_fitness=None, model=nn.Linear(1, 1), ema=model, optimizer=None), folder / "of2020.pt")


if __name__ == "__main__":
    main()
