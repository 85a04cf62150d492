#!/usr/bin/env python3
"""Writes the golden numbers of NetworkGoldenTest: every shipped network, run by PyTorch on modules that are not ours.

    python -m venv VENV && VENV/bin/pip install torch==2.7.1 torchvision==0.22.1 yolov5==7.0.14
    VENV/bin/python src/test/oracle/network_goldens.py detector/src/test/resources/golden/networks [NAME...]

The package's own requirements are many; of its models, torch, torchvision, ultralytics and what they import suffice.

YOLOv5 and YOLOv3 are built from the descriptions of the yolov5 package itself; the forms of 2020, of which it ships none,
from ours with its modules Focus, BottleneckCSP and SPP; MobileNetV3's backbone from torchvision.models. No weights are
stored: both sides make the same ones from a hash of each tensor's name (see `hashed`). Only the scale of each batch
normalisation is, measured once on the first picture, so that the maps neither die nor explode on their way. Prints the parameters of each
network, how lively its maps are, and how far 32-bit floats are from 64-bit ones, which tells what TOLERANCE is worth.
"""
import argparse, json, math, pathlib, re

import numpy, torch, torchvision, yaml
from torch import nn
from torchvision.models.mobilenetv3 import InvertedResidual, InvertedResidualConfig
from torchvision.ops.misc import Conv2dNormActivation
from yolov5.models import common, yolo

TOLERANCE = 1e-4  # relative; boxes are held to a pixel's where they are smaller than one
SAMPLES = 120
GAIN = 3.0
# Above 1 the maps stay small and the activations nearly straight; at 1 rounding grows from layer to layer to 2e-4, and in the
# deepest at 4: of its two million numbers at 640 by 640 PyTorch's own, with 32 bits, are then up to 100% from those with 64.
SCALE = 4
DEEP_SCALE = {"yolov5x-2020": 8}
HEAD = re.compile(r"\.m\.\d+\.weight")
CASES = [(batch, height, width) for batch in (1, 3) for height, width in ((320, 320), (320, 480), (640, 640))]
OURS = pathlib.Path(__file__).resolve().parents[3] / "detector/src/main/resources/io/vidette/detector/description"
THEIRS = pathlib.Path(yolo.__file__).parent
SIZES = dict(n=(.33, .25), s=(.33, .5), m=(.67, .75), l=(1., 1.), x=(1.33, 1.25))
NAMES = ([f"yolov5{size}{form}" for form in ("", "-2020") for size in SIZES]
         + ["yolov3", "yolov3-spp", "yolov3-tiny", "yolov3-mobilenetv3-small", "yolov3-mobilenetv3-large"])


def hashed(name, shape):
    """Numbers of -1 to below 1: the name's FNV-1a hash starts a SplitMix64, whose upper 24 bits count."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    count = math.prod(shape)
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(seed) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return ((z >> numpy.uint64(40)).astype(numpy.float64) / 2**23 - 1).reshape(shape)


def tensor(name, shape, scale=1.0):
    """Convolutions keep about the variance of what they get, and the last ones give numbers that a sigmoid does not
    flatten; factors are near 1, biases near 0, statistics near those of the scale."""
    noise = hashed(name, shape)
    if len(shape) == 4:
        noise = noise * math.sqrt((.1 if HEAD.search(name) else 1) * GAIN / math.prod(shape[1:]))
    elif name.endswith(".weight"):
        noise = 1 + .1 * noise
    elif name.endswith(".running_var"):
        noise = scale * (1 + .1 * noise)
    elif name.endswith(".running_mean"):
        noise = math.sqrt(scale) * (.1 * noise)
    else:
        noise = .1 * noise
    return torch.from_numpy(noise.astype(numpy.float32))


def of_package(name):
    folder = THEIRS if name.startswith("yolov5") else THEIRS / "hub"
    return yolo.DetectionModel(yaml.safe_load((folder / f"{name}.yaml").read_text()))


def of_2020(name):
    description = yaml.safe_load((OURS / "yolov5-2020.yaml").read_text())
    description["depth_multiple"], description["width_multiple"] = SIZES[name[6]]
    model = yolo.DetectionModel(description)
    for module in model.modules():
        if isinstance(module, common.BottleneckCSP):
            module.act = nn.LeakyReLU(0.1)
    return model


class Mobile(yolo.BaseModel):
    """The yolov5 package knows no layer of torchvision, so this goes through the lines itself."""

    def __init__(self, description):
        super().__init__()
        common.Conv.default_act = eval(description["activation"])
        norm = lambda channels: nn.BatchNorm2d(channels, eps=1e-3)
        layers, channels, self.save = [], [], []
        for i, (source, number, kind, arguments) in enumerate(description["backbone"] + description["head"]):
            sources = [source] if isinstance(source, int) else source
            widths = [channels[s] if channels else 3 for s in sources]
            if kind == "Conv2dNormActivation":
                out, kernel, stride, act = arguments
                layer = Conv2dNormActivation(widths[0], out, kernel, stride, norm_layer=norm,
                                             activation_layer=getattr(nn, act))
            elif kind == "InvertedResidual":
                out, kernel, within, squeeze, act, stride = arguments
                config = InvertedResidualConfig(widths[0], kernel, within, out, squeeze,
                                                "HS" if act == "Hardswish" else "RE", stride, 1, 1.0)
                layer = InvertedResidual(config, norm)
            elif kind == "Detect":
                layer = yolo.Detect(description["nc"], description["anchors"], widths)
            elif kind == "Concat":
                out, layer = sum(widths), common.Concat(*arguments)
            elif kind == "nn.Upsample":
                out, layer = widths[0], nn.Upsample(None, *arguments[1:])
            else:
                out = arguments[0]
                made = [getattr(common, kind)(w, *arguments) for w in [widths[0]] + [out] * (number - 1)]
                layer = made[0] if number == 1 else nn.Sequential(*made)
            layer.i, layer.f, layer.type, layer.np = i, source, kind, 0
            self.save += [s % i for s in sources if s != -1]
            layers.append(layer)
            channels.append(out)
        self.model = nn.Sequential(*layers)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eps = 1e-3
        detect = self.model[-1]
        detect.stride = torch.tensor([8., 16., 32.])
        detect.anchors /= detect.stride.view(-1, 1, 1)


def build(name):
    common.Conv.default_act = nn.SiLU()
    if "mobilenet" in name:
        model = Mobile(yaml.safe_load((OURS / f"{name}.yaml").read_text()))
    elif name.endswith("-2020"):
        model = of_2020(name)
    else:
        model = of_package(name)
    state = {key: value if key.endswith(".anchors") or not value.shape else tensor(key, tuple(value.shape))
             for key, value in model.state_dict().items()}
    model.load_state_dict(state)
    return model.eval()


def calibrate(model, factor):
    """Sets the statistics of each batch normalisation to the mean square of what it gets, and returns those."""
    scales = {}

    def measure(name):
        def hook(norm, inputs):
            scale = float(f"{factor * inputs[0].square().mean().item():.3g}")
            scales[name] = scale
            for kind in ("running_mean", "running_var"):
                getattr(norm, kind).copy_(tensor(f"{name}.{kind}", tuple(norm.weight.shape), scale))
        return hook

    hooks = [module.register_forward_pre_hook(measure(name)) for name, module in model.named_modules()
             if isinstance(module, nn.BatchNorm2d)]
    model(picture_of(*CASES[0]))
    for hook in hooks:
        hook.remove()
    return [scales[name] for name in sorted(scales)]


def picture_of(batch, height, width):
    return torch.from_numpy(((hashed("input", (batch, 3, height, width)) + 1) / 2).astype(numpy.float32))


def liveliness(model, picture):
    """Spread of each layer's map over the picture, least and most over the layers."""
    spreads = []
    hooks = [layer.register_forward_hook(lambda m, i, out: spreads.append(out.std((2, 3)).mean().item()))
             for layer in model.model[:-1]]
    model(picture)
    for hook in hooks:
        hook.remove()
    return min(spreads), max(spreads)


def step_for(numbers):
    """About SAMPLES numbers, of every column: the step and the 85 columns have no divisor in common."""
    step = max(numbers // SAMPLES, 1)
    while math.gcd(step, 85) > 1:
        step += 1
    return step


def case(model, batch, height, width):
    picture = picture_of(batch, height, width)
    boxes = model(picture)[0]
    exact = boxes if (batch, height, width) != CASES[0] else doubled(model, picture)
    floor = torch.ones(boxes.shape[2])
    floor[4:] = 0
    error = ((boxes - exact).abs() / torch.maximum(exact.abs(), floor)).max().item()
    flat = boxes.flatten()
    step = step_for(len(flat))
    sums = [boxes[..., i].double().sum().item() for i in range(5)] + [boxes[..., 5:].double().sum().item()]
    golden = dict(batch=batch, height=height, width=width, shape=list(boxes.shape), step=step,
                  values=[float(f"{v:.7g}") for v in flat[::step].tolist()], sums=[float(f"{v:.8g}") for v in sums])
    return golden, error, picture


def doubled(model, picture):
    exact = model.double()(picture.double())[0]
    model.float()
    return exact


@torch.no_grad()
def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("names", nargs="*", default=NAMES)
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name in given.names:
        model = build(name)
        scales = calibrate(model, DEEP_SCALE.get(name, SCALE))
        cases = []
        for shape in CASES:
            golden, error, picture = case(model, *shape)
            cases.append(golden)
            if shape == CASES[0]:
                low, high = liveliness(model, picture)
                first = torch.tensor(golden["values"])
                print(f"RESULT {name}: {sum(p.numel() for p in model.parameters())} parameters, spread {low:.3g} to "
                      f"{high:.3g}, 32-bit error {error:.1e}, values {first.min():.3g} to {first.max():.5g}", flush=True)
        text = json.dumps(dict(tolerance=TOLERANCE, scales=scales, cases=cases), separators=(",", ":"))
        (given.folder / f"{name}.json").write_text(text.replace('{"batch"', '\n{"batch"') + "\n")


if __name__ == "__main__":
    main()
