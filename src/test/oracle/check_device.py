#!/usr/bin/env python3
"""Checks on a graphics card what Vidette serves there, and times it beside PyTorch.

    pip install torch==2.7.1 numpy
    ./mvnw -pl detector -am test -Dtest=CudnnFormTest -Dsurefire.failIfNoSpecifiedTests=false -Dvidette.weights=$PWD/yolov5n.pt
    cd detector/target/cudnn
    ../../../src/test/oracle/check_device.py yolov5n.pt yolov5n-cudnn-*.pt [--device cuda:0] [--img 640] [--batch 1,8] [--rounds 30]

The first archive is a best.pt, the others are forms of it. The reference is best.pt on the processor, 32 bits. Compared with
it on the device: best.pt as it is, with fp16, with bf16, and with channels_last; each form, box by box. Boxes may differ by
TOLERANCE of the picture's width and scores by as much. Then all take turns, a batch each, and the table has medians.

Without a card it says so and ends with 2; --device cpu runs the same there, which checks all but the card.
"""

import argparse
import json
import statistics
import sys
import time

import torch

TOLERANCE = {torch.float32: 1e-3, torch.float16: 0.05, torch.bfloat16: 0.05}
CHECKED_SIZE = (96, 128)


def pictures(batch, height, width):
    """Smooth shades with a little noise, as bytes [batch, height, width, 3]: flat noise leaves a network silent."""
    made = torch.Generator().manual_seed(114)
    y, x = torch.arange(height).view(1, -1, 1, 1), torch.arange(width).view(1, 1, -1, 1)
    c = torch.arange(3).view(1, 1, 1, -1)
    wave = torch.sin(x * (0.05 + 0.03 * c)) * torch.cos(y * (0.07 - 0.02 * c))
    noise = torch.randint(0, 20, (batch, height, width, 3), generator=made)
    return (127 + 100 * wave + noise).clamp(0, 255).to(torch.uint8)


def floats(squares):
    return squares.permute(0, 3, 1, 2).float().div(255)


def precision(program):
    return next(p.dtype for p in program.parameters() if p.dim() == 4)


class Archive:
    """best.pt as any program of PyTorch runs it: floats in, every box out."""

    def __init__(self, name, file, device, dtype=torch.float32, channels_last=False):
        self.name, self.device, self.dtype = name, device, dtype
        self.layout = torch.channels_last if channels_last else torch.contiguous_format
        self.program = torch.jit.load(file, map_location=device).to(dtype)
        if channels_last:
            self.program = self.program.to(memory_format=torch.channels_last)

    def run(self, squares):
        images = floats(squares.to(self.device)).to(self.dtype).contiguous(memory_format=self.layout)
        found = self.program(images)
        return (found[0] if isinstance(found, (tuple, list)) else found).float().cpu()

    def difference(self, expected, card, height, width):
        found = self.run(pictures(1, height, width))
        boxes = (found[..., :4] - expected[..., :4]).abs().max().item()
        return boxes, (found[..., 4:] - expected[..., 4:]).abs().max().item()


class Form:
    """What serves: bytes in the host's memory in, candidates there out."""

    def __init__(self, name, file, device):
        self.name, self.device = name, device
        self.program = torch.jit.load(file, map_location=device)
        self.dtype = precision(self.program)
        self.buffers = {}
        if hasattr(self.program, "pack"):
            self.program.pack(torch.zeros(1, 64, 64, 3, dtype=torch.uint8))

    def pinned(self, squares):
        """One buffer for each size, as a node has them."""
        buffer = self.buffers.get(squares.shape)
        if buffer is None:
            pins = self.device != "cpu" and hasattr(self.program, "pin")
            buffer = self.program.pin(squares) if pins else squares.clone()
            if pins and not buffer.is_pinned():
                sys.exit(f"{self.name}: its method pin gave memory that is not pinned")
            self.buffers[squares.shape] = buffer
        return buffer.copy_(squares)

    def run(self, squares, confidence=0.25):
        found = self.program(self.pinned(squares), torch.tensor(confidence))
        if found.device.type != "cpu":
            sys.exit(f"{self.name}: candidates are on {found.device}, not in the host's memory")
        return found

    def difference(self, expected, card, height, width):
        """The form goes cell by cell through all anchors, best.pt anchor by anchor through all cells."""
        found = self.run(pictures(1, height, width), 0.0)
        head, rows, first = card["network"]["head"], [], 0
        for level, stride in enumerate(card["strides"]):
            ny, nx, na = height // stride, width // stride, len(head["anchors"][level]) // 2
            part = expected[0, first : first + na * ny * nx].view(na, ny * nx, -1)
            rows.append(part.transpose(0, 1).reshape(na * ny * nx, -1))
            first += na * ny * nx
        rows = torch.cat(rows)
        if len(rows) != len(found):
            sys.exit(f"{self.name}: {len(found)} candidates instead of {len(rows)}")
        scores = (rows[:, 5:] * rows[:, 4:5]).max(1).values
        return (found[:, 1:5] - rows[:, :4]).abs().max().item(), (found[:, 5] - scores).abs().max().item()


def eager(checkpoint, device):
    """YOLOv5's own model; needs what bench_inference.py needs."""
    from bench_inference import eager_model

    model = eager_model(checkpoint).to(device).half() if device != "cpu" else eager_model(checkpoint)
    dtype = next(model.parameters()).dtype

    class Eager:
        name = "eager " + str(dtype).removeprefix("torch.")

        @staticmethod
        def run(squares):
            return model(floats(squares.to(device)).to(dtype))[0].float().cpu()

    return Eager


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", nargs="+", metavar="ARCHIVE")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--eager", metavar="CHECKPOINT", help="times YOLOv5's own eager model too")
    parser.add_argument("--img", type=int, default=640)
    parser.add_argument("--batch", default="1,8")
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    device = options.device
    if device != "cpu" and not torch.cuda.is_available():
        print(f"there is no CUDA device here (torch {torch.__version__}): nothing was checked", file=sys.stderr)
        sys.exit(2)
    on = "the processor" if device == "cpu" else torch.cuda.get_device_name(device)
    print(f"torch {torch.__version__} on {device} ({on})")
    if device != "cpu":
        # TensorFloat-32 would round the convolutions of "32 bits" to 10 bits.
        torch.backends.cudnn.allow_tf32 = False

    best, *forms = options.archives
    extra = {"vidette.json": ""}
    torch.jit.load(best, map_location="cpu", _extra_files=extra)
    card = json.loads(extra["vidette.json"])
    height, width = ((s + max(card["strides"]) - 1) // max(card["strides"]) * max(card["strides"]) for s in CHECKED_SIZE)
    with torch.inference_mode():
        expected = Archive("reference", best, "cpu").run(pictures(1, height, width))
        contestants = [
            Archive("best.pt fp32", best, device),
            Archive("best.pt fp32 channels_last", best, device, channels_last=True),
            Archive("best.pt fp16", best, device, torch.float16),
            Archive("best.pt fp16 channels_last", best, device, torch.float16, True),
            Archive("best.pt bf16", best, device, torch.bfloat16),
        ]
        contestants += [Form(file.rsplit("/", 1)[-1], file, device) for file in forms]
        failed = False
        for contestant in contestants:
            boxes, scores = contestant.difference(expected, card, height, width)
            tolerance = TOLERANCE[contestant.dtype]
            # Where best.pt decodes with 16 bits a coordinate has two or three digits; the forms decode with 32.
            ours = isinstance(contestant, Form) or contestant.dtype == torch.float32
            good = boxes <= tolerance * width and scores <= tolerance
            failed |= ours and not good
            verdict = "agrees" if good else "DISAGREES" if ours else "differs"
            print(f"{contestant.name:32} {verdict}: boxes by {boxes:.3g} pixels, scores by {scores:.3g}")
        if options.eager:
            contestants.append(eager(options.eager, device))
        for batch in map(int, options.batch.split(",")):
            squares = pictures(batch, options.img, options.img)
            times = {contestant.name: [] for contestant in contestants}
            for round_number in range(5 + options.rounds):
                for contestant in contestants:
                    start = time.perf_counter()
                    contestant.run(squares)  # ends in the host's memory, so the card is done
                    if round_number >= 5:
                        times[contestant.name].append((time.perf_counter() - start) * 1e3 / batch)
            print(f"\nbatch {batch}, {options.img} pixels: ms for a picture, bytes in the host's memory to boxes there")
            for name, took in times.items():
                print(f"{name:32} {statistics.median(took):8.3f}")
    if device != "cpu":
        peak = torch.cuda.max_memory_allocated(device) >> 20
        print(f"\nmost memory of all together: {peak} MiB")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
