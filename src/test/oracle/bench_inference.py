"""Times our serving forms beside PyTorch and ONNX Runtime, in turns, in one run.

    pip install --no-deps yolov5==7.0.14 ultralytics==8.2.100 torchvision==0.22.1
    pip install torch==2.7.1 onnx==1.18.0 onnxruntime==1.22.0 opencv-python-headless pandas matplotlib tqdm psutil requests \\
        scipy seaborn py-cpuinfo "setuptools<80"
    python src/test/oracle/bench_inference.py yolov5n.pt yolov5s [--batch 1,8] [--img 320,640] [--rounds 15]

A name without a file is that network of the package with made-up weights, which take as long.

Each round is one batch of every contender: our forms and best.pt through `vidette bench inference`, PyTorch as detect.py runs
it (eager, batch norm folded), the same traced to TorchScript, and the same exported to ONNX. The table has the median of each
and the median over the rounds of its ratio to eager. Ours start from bytes and end with the candidates; the others start from
floats in 0..1 and end with all boxes, so conversion and decoding count against us.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import types

import numpy
import onnxruntime
import torch

ROOT = pathlib.Path(__file__).resolve().parents[3]

# The package is older than the libraries: torch.load no longer unpickles modules unasked, and a checkpoint needs no hub.
_load = torch.load
torch.load = lambda *a, **k: _load(*a, **{**k, "weights_only": False})
for name in ("huggingface_hub", "huggingface_hub.utils", "huggingface_hub.utils._errors"):
    sys.modules[name] = types.ModuleType(name)


def eager_model(weights):
    import yolov5.models.common
    import yolov5.models.experimental
    import yolov5.utils.downloads

    for module in (yolov5.models.common, yolov5.utils.downloads):
        module.attempt_download_from_hub = lambda *a, **k: None
    return yolov5.models.experimental.attempt_load(weights, device="cpu", fuse=True).eval()


def made(name, folder):
    """A checkpoint of a network of the package with the weights that it starts training with."""
    import yolov5.models.yolo

    file = pathlib.Path(folder) / f"{name}.pt"
    description = pathlib.Path(yolov5.models.yolo.__file__).parent / f"{name}.yaml"
    torch.manual_seed(0)
    model = yolov5.models.yolo.Model(str(description))
    model.names = {i: str(i) for i in range(model.yaml["nc"])}
    torch.save({"model": model.half(), "ema": None}, file)
    return str(file)


def contenders(model, pictures):
    """Name and call of each program that is not ours."""
    model(pictures)
    for layer in model.modules():
        if hasattr(layer, "inplace"):
            layer.inplace = False
        if type(layer).__name__ == "Detect":
            layer.export = True
    traced = torch.jit.trace(model, pictures, strict=False, check_trace=False)
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/model.onnx"
        torch.onnx.export(model, pictures, file, opset_version=17, dynamo=False)
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    array = pictures.numpy()
    name = session.get_inputs()[0].name

    return {
        "PyTorch eager": lambda: model(pictures),
        "PyTorch TorchScript": lambda: traced(pictures),
        "ONNX Runtime": lambda: session.run(None, {name: array}),
    }


def compare(model, weights, side, batch, rounds):
    pictures = torch.from_numpy(numpy.random.default_rng(1).random((batch, 3, side, side), numpy.float32))
    others = contenders(model, pictures)
    command = [ROOT / "vidette", "bench", "inference", "--json", "--turns", "--weights", weights]
    command += ["--img", str(side), "--batch", str(batch), "--set", "data=target/bench-inference"]
    times = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ours:

        def turn(record):
            ours.stdin.write("\n")
            ours.stdin.flush()
            while True:
                report = json.loads(ours.stdout.readline())
                if record:
                    times.setdefault("Vidette " + report["form"], []).append(report["inferenceMillis"])
                if report["form"] == "archive":
                    return report

        for call in others.values():
            for _ in range(3):
                call()
        turn(record=False)
        for _ in range(rounds):
            for name, call in others.items():
                start = time.perf_counter()
                call()
                times.setdefault(name, []).append((time.perf_counter() - start) * 1e3 / batch)
            # Threads of OpenMP spin for a moment after their work.
            time.sleep(0.05)
            turn(record=True)
        ours.stdin.close()
    base = times["PyTorch eager"]
    print(f"{pathlib.Path(weights).stem}, {side}x{side}, batch {batch}, {rounds} rounds, per image:")
    for name, took in times.items():
        ratio = statistics.median(b / t for b, t in zip(base, took))
        print(f"  {name:24} {statistics.median(took):8.1f} ms   {ratio:5.2f} times eager", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", nargs="+")
    parser.add_argument("--batch", default="1,8")
    parser.add_argument("--img", default="320,640")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    torch.set_grad_enabled(False)
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads; ONNX Runtime {onnxruntime.__version__}")
    folder = tempfile.TemporaryDirectory()
    for weights in options.weights:
        if not pathlib.Path(weights).exists():
            weights = made(weights, folder.name)
        for side in map(int, options.img.split(",")):
            for batch in map(int, options.batch.split(",")):
                model = eager_model(weights)
                compare(model, str(pathlib.Path(weights).resolve()), side, batch, options.rounds)


if __name__ == "__main__":
    main()
