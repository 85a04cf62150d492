#!/usr/bin/env python3
"""Checks a best.pt against PyTorch itself, and writes the golden numbers of detector's tests.

Needs Python 3.10 or later with torch 2.7 and numpy; nothing of it is part of the product.

    check_archive.py BEST_PT [--golden OUT.json] [--djl OUTPUT.f32]

1. torch.jit.load must take the archive, and its state dict must have the usual names.
2. The network is built a second time, operator by operator, from the description in vidette.json, and both must agree
   at several sizes (height and width differ) to TOLERANCE.
3. --djl: numbers that DJL computed on the same input (32-bit floats, written by GoldenTest) must agree to TOLERANCE.
4. --golden: writes sampled numbers of step 2's own network, which GoldenTest holds DJL to.
"""

import argparse
import json
import math
import sys

import numpy
import torch
import torch.nn.functional as F

TOLERANCE = 1e-4
# As Vidette's engine is set: with two threads the sums are taken in another order and differ by 1e-4 of a pixel.
torch.set_num_threads(1)
GOLDEN_HEIGHT, GOLDEN_WIDTH = 96, 128


def made_input(batch, height, width):
    """Every number is the sine of 0.37 times its index, moved into 0..1; the Java side makes the same."""
    index = numpy.arange(batch * 3 * height * width, dtype=numpy.float64)
    values = (numpy.sin(0.37 * index) * 0.5 + 0.5).astype(numpy.float32)
    return torch.from_numpy(values.reshape(batch, 3, height, width))


class Description:
    """The network of vidette.json in eager PyTorch: a second opinion that shares no code with the compiler."""

    def __init__(self, card, state):
        self.network, self.state, self.strides = card["network"], state, card["strides"]

    def conv(self, path, x, stride=1, padding=None):
        weight = self.state[path + ".conv.weight"]
        padding = weight.shape[2] // 2 if padding is None else padding
        groups = x.shape[1] // weight.shape[1]
        x = F.conv2d(x, weight, None, stride, padding, 1, groups)
        bn = {n: self.state[f"{path}.bn.{n}"] for n in ("running_mean", "running_var", "weight", "bias")}
        return F.silu(F.batch_norm(x, **bn, training=False, eps=1e-3))

    def c3(self, path, x, shortcut):
        inner = self.conv(path + ".cv1", x)
        index = 0
        while f"{path}.m.{index}.cv1.conv.weight" in self.state:
            out = self.conv(f"{path}.m.{index}.cv2", self.conv(f"{path}.m.{index}.cv1", inner))
            inner = inner + out if shortcut else out
            index += 1
        return self.conv(path + ".cv3", torch.cat([inner, self.conv(path + ".cv2", x)], 1))

    def sppf(self, path, x, kernel):
        maps = [self.conv(path + ".cv1", x)]
        for _ in range(3):
            maps.append(F.max_pool2d(maps[-1], kernel, 1, kernel // 2))
        return self.conv(path + ".cv2", torch.cat(maps, 1))

    def detect(self, path, maps):
        anchors, boxes = self.state[path + ".anchors"], []
        for level, x in enumerate(maps):
            x = F.conv2d(x, self.state[f"{path}.m.{level}.weight"], self.state[f"{path}.m.{level}.bias"])
            batch, _, height, width = x.shape
            count = anchors.shape[1]
            x = x.view(batch, count, -1, height, width).permute(0, 1, 3, 4, 2).sigmoid()
            rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
            cell = torch.stack([columns, rows], 2).view(1, 1, height, width, 2)
            stride = self.strides[level]
            centre = (x[..., 0:2] * 2 - 0.5 + cell) * stride
            size = (x[..., 2:4] * 2) ** 2 * (anchors[level] * stride).view(1, count, 1, 1, 2)
            boxes.append(torch.cat([centre, size, x[..., 4:]], 4).view(batch, count * height * width, -1))
        return torch.cat(boxes, 1)

    def __call__(self, x):
        outputs = []
        for index, layer in enumerate(self.network["layers"]):
            path, arguments, kind = f"model.{index}", layer["arguments"]["values"], layer["module"]
            inputs = [outputs[f] if f >= 0 else (outputs[index + f] if index + f >= 0 else x) for f in layer["from"]]
            if kind == "Conv":
                stride = arguments[2] if len(arguments) > 2 else 1
                out = self.conv(path, inputs[0], stride, arguments[3] if len(arguments) > 3 else None)
            elif kind == "C3":
                out = self.c3(path, inputs[0], arguments[1] if len(arguments) > 1 else True)
            elif kind == "SPPF":
                out = self.sppf(path, inputs[0], arguments[1] if len(arguments) > 1 else 5)
            elif kind == "Concat":
                out = torch.cat(inputs, 1)
            elif kind == "nn.Upsample":
                out = F.interpolate(inputs[0], scale_factor=arguments[1], mode="nearest")
            elif kind == "Detect":
                out = self.detect(path, inputs)
            else:
                sys.exit(f"layer {index} ({kind}) is not known to this script")
            outputs.append(out)
        return outputs[-1]


def worst(name, found, expected):
    difference = (found - expected).abs().max().item()
    print(f"{name}: shape {list(found.shape)}, largest difference {difference:.3g}")
    if found.shape != expected.shape or not difference <= TOLERANCE:
        sys.exit(f"FAILED: more than {TOLERANCE}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("archive")
    parser.add_argument("--golden")
    parser.add_argument("--djl")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    extras = {"config.txt": "", "vidette.json": ""}
    module = torch.jit.load(arguments.archive, _extra_files=extras).eval()
    card, config = json.loads(extras["vidette.json"]), json.loads(extras["config.txt"])
    assert config["stride"] == max(card["strides"]) and config["names"]["0"] == card["network"]["head"]["classes"][0]
    state = module.state_dict()
    assert "model.0.conv.weight" in state and "model.0.bn.running_var" in state, list(state)[:5]
    print(f"parameters: {sum(p.numel() for p in module.parameters())}, tensors: {len(state)}")
    description = Description(card, state)
    with torch.no_grad():
        for batch, height, width in ((1, GOLDEN_HEIGHT, GOLDEN_WIDTH), (2, 64, 32), (1, 640, 640), (1, 384, 640)):
            x = made_input(batch, height, width)
            worst(f"torch.jit against eager, {batch}x{height}x{width}", module(x)[0], description(x))
        golden = description(made_input(1, GOLDEN_HEIGHT, GOLDEN_WIDTH))
    if arguments.djl:
        found = torch.from_numpy(numpy.fromfile(arguments.djl, dtype="<f4").reshape(golden.shape).copy())
        worst("DJL against eager", found, golden)
    if arguments.golden:
        flat = golden.flatten()
        step = max(1, flat.numel() // 400)
        values = [float(f"{v:.7g}") for v in flat[::step].tolist()]
        assert all(math.isfinite(v) for v in values)
        with open(arguments.golden, "w") as out:
            json.dump({"shape": list(golden.shape), "step": step, "tolerance": TOLERANCE, "values": values}, out)
            out.write("\n")


if __name__ == "__main__":
    main()
